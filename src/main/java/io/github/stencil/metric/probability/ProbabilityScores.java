// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric.probability;

import io.github.stencil.Progress;
import io.github.stencil.metric.EmptyClass;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How good the probabilities of an image are.
 *
 * @param image its name, as tables show it
 * @param pixels how many pixels are compared
 * @param squares the sum over pixels and classes of the squared difference of probability and truth (0 or 1)
 * @param logarithms the sum over pixels of -ln of the probability of the true class
 * @param classes the classes from 0 on; of one channel, the class that it is of alone
 */
public record ProbabilityScores(
        String image, long pixels, double squares, double logarithms, List<ClassProbability> classes)
        implements Serializable {

    /** Copies the list. */
    public ProbabilityScores {
        classes = List.copyOf(classes);
    }

    /**
     * Scores the images of a stack without a report of progress; see {@link #of(ProbabilityMaps, Progress)}.
     *
     * @throws io.github.stencil.StencilException if a pixel is no label or no probability, or a class has no channel
     */
    public static List<ProbabilityScores> of(ProbabilityMaps maps) {
        return of(maps, Progress.NONE);
    }

    /**
     * Scores the images of a stack. Reads blocks, so that nothing needs to fit into memory; AUROC and average precision are
     * exact nevertheless, by as many passes as memory makes necessary.
     *
     * @param progress hears each block, on the calling thread, of images
     * @return an entry per image, in stack order
     * @throws io.github.stencil.StencilException if a pixel of the truth is no label, a label has no channel, or a
     *     probability is outside 0 to 1
     */
    public static List<ProbabilityScores> of(ProbabilityMaps maps, Progress progress) {
        List<ProbabilityScores> images = new ArrayList<>();
        for (int image = 0; image < maps.images(); image++) {
            int done = image;
            images.add(new ProbabilityCount(maps, image, () -> progress.step(done, maps.images())).scores());
            progress.step(image + 1, maps.images());
        }
        return images;
    }

    /**
     * Returns the Brier score (Brier, Monthly Weather Review 78, 1950): the mean over pixels of the sum over classes of the
     * squared difference of probability and truth. One channel stands for two classes.
     *
     * @return 0 to 2 where probabilities add up to 1, and 0 is best; {@code whenEmpty}'s value if there is no pixel
     */
    public double brier(EmptyClass whenEmpty) {
        return whenEmpty.ratio(squares, (double) pixels);
    }

    /**
     * Returns the logarithmic loss, also cross-entropy: the mean over pixels of -ln of the probability of the true class.
     *
     * @return 0 to Infinity, and 0 is best; Infinity as soon as a true class was given 0; {@code whenEmpty}'s value if there
     *     is no pixel
     */
    public double logLoss(EmptyClass whenEmpty) {
        return whenEmpty.ratio(logarithms, (double) pixels);
    }

    /** Returns the mean over {@link #scored classes} of the expected calibration error; see {@link Reliability#ece}. */
    public double ece(EmptyClass whenEmpty) {
        return mean(one -> one.reliability().ece(whenEmpty));
    }

    /** Returns the mean over {@link #scored classes} of {@link ClassProbability#auroc}. */
    public double auroc(EmptyClass whenEmpty) {
        return mean(one -> one.auroc(whenEmpty));
    }

    /** Returns the mean over {@link #scored classes} of {@link ClassProbability#averagePrecision}. */
    public double averagePrecision(EmptyClass whenEmpty) {
        return mean(one -> one.averagePrecision(whenEmpty));
    }

    /** Returns the classes that means are over: class 1 of two, as class 0 only mirrors it, else all. */
    public List<ClassProbability> scored() {
        return classes.size() == 2 ? classes.subList(1, 2) : classes;
    }

    /** Returns a mean in which what is undefined has no part. */
    private double mean(ToDoubleFunction<ClassProbability> score) {
        return scored().stream()
                .mapToDouble(score)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }
}
