// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The classes that random patches would seldom show. */
final class RareClasses {
    private final int[] classes;
    private final double[] upTo;
    private final int[][] cases;

    /**
     * Finds them.
     *
     * @param counts pixels per class over the cases
     */
    RareClasses(List<KnownCase> known, long... counts) {
        long total = IntStream.range(0, counts.length).mapToLong(i -> counts[i]).sum();
        long present =
                IntStream.range(0, counts.length).filter(i -> counts[i] > 0).count();
        classes = IntStream.range(0, counts.length)
                .filter(i -> counts[i] > 0 && (double) counts[i] * present <= total)
                .toArray();
        upTo = new double[classes.length];
        double sum = 0;
        for (int i = 0; i < classes.length; i++) {
            sum += 1.0 / counts[classes[i]];
            upTo[i] = sum;
        }
        cases = IntStream.of(classes)
                .mapToObj(c -> IntStream.range(0, known.size())
                        .filter(i -> known.get(i).count(c) > 0)
                        .toArray())
                .toArray(int[][]::new);
    }

    int[] classes() {
        return classes.clone();
    }

    /** Draws one, the rarer the likelier. */
    int draw(SplittableRandom random) {
        double place = random.nextDouble() * upTo[upTo.length - 1];
        int index = 0;
        while (index < upTo.length - 1 && upTo[index] <= place) {
            index++;
        }
        return classes[index];
    }

    /** Draws a case that has a rare class. */
    int caseWith(int label, SplittableRandom random) {
        int[] having = cases[
                IntStream.range(0, classes.length)
                        .filter(i -> classes[i] == label)
                        .findFirst()
                        .orElseThrow()];
        return having[random.nextInt(having.length)];
    }
}
