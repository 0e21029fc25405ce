// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric.annotator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws of a consensus, and STAPLE against the formulas of the paper pixel by pixel. */
class ConsensusTest {
    private static final int WIDTH = 31;
    private static final int HEIGHT = 17;
    private static final int PIXELS = WIDTH * HEIGHT;

    private static float[] truth(Random random, int classes) {
        float[] truth = new float[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            truth[i] = i % 5 == 0 || i == 0 ? random.nextInt(classes) : truth[i - 1];
        }
        return truth;
    }

    /** Labels that are wrong now and then. */
    private static float[] annotate(Random random, float[] truth, int classes, double errors) {
        float[] labels = truth.clone();
        for (int i = 0; i < PIXELS; i++) {
            if (random.nextDouble() < errors) {
                labels[i] = random.nextInt(classes);
            }
        }
        return labels;
    }

    private static Annotations annotations(List<float[]> maps) {
        List<Img<FloatType>> images = new ArrayList<>();
        maps.forEach(map -> images.add(ArrayImgs.floats(map, map.length / HEIGHT, HEIGHT)));
        return Annotations.of(images, "XY");
    }

    private static float[] values(AxisImage map) {
        return map.type().floats(map.copy(map.extent().interval()));
    }

    private static Consensus.Staple staple(List<float[]> maps) {
        return Consensus.staple(annotations(maps), ImageStore.memory(), Progress.NONE);
    }

    private static float[] majority(List<float[]> maps, long tie) {
        return values(Consensus.majority(annotations(maps), tie, ImageStore.memory(), Progress.NONE));
    }

    /** STAPLE for labels 0 and 1 with sensitivity p and specificity q, as the paper has it, pixel by pixel. */
    private record Slow(double[] p, double[] q, float[] map) {
        static Slow of(List<float[]> maps) {
            double f = 0;
            for (float[] map : maps) {
                for (float label : map) {
                    f += label / (PIXELS * (double) maps.size());
                }
            }
            double[] p = new double[maps.size()];
            double[] q = new double[maps.size()];
            Arrays.fill(p, 0.99999);
            Arrays.fill(q, 0.99999);
            double[] w = new double[PIXELS];
            for (int round = 0; round < 2000; round++) {
                for (int i = 0; i < PIXELS; i++) {
                    double a = f;
                    double b = 1 - f;
                    for (int j = 0; j < p.length; j++) {
                        boolean one = maps.get(j)[i] == 1;
                        a *= one ? p[j] : 1 - p[j];
                        b *= one ? 1 - q[j] : q[j];
                    }
                    w[i] = a / (a + b);
                }
                for (int j = 0; j < p.length; j++) {
                    double hit = 0;
                    double ones = 0;
                    double clear = 0;
                    for (int i = 0; i < PIXELS; i++) {
                        hit += maps.get(j)[i] == 1 ? w[i] : 0;
                        clear += maps.get(j)[i] == 0 ? 1 - w[i] : 0;
                        ones += w[i];
                    }
                    p[j] = hit / ones;
                    q[j] = clear / (PIXELS - ones);
                }
            }
            float[] map = new float[PIXELS];
            for (int i = 0; i < PIXELS; i++) {
                map[i] = w[i] > 0.5 ? 1 : 0;
            }
            return new Slow(p, q, map);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void stapleIsThatOfThePaper(long seed) {
        Random random = new Random(seed);
        float[] truth = truth(random, 2);
        List<float[]> maps = List.of(
                annotate(random, truth, 2, 0.1),
                annotate(random, truth, 2, 0.2),
                annotate(random, truth, 2, 0.4),
                annotate(random, truth, 2, 0.3));
        Slow slow = Slow.of(maps);
        Consensus.Staple ours = staple(maps);
        assertThat(values(ours.map())).containsExactly(slow.map());
        for (int j = 0; j < maps.size(); j++) {
            assertThat(ours.performance()[j][1][1]).isCloseTo(slow.p()[j], within(1e-6));
            assertThat(ours.performance()[j][0][0]).isCloseTo(slow.q()[j], within(1e-6));
        }
        assertThat(ours.labels()).containsExactly(0L, 1L);
        assertThat(ours.rounds()).isBetween(2, 9999);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void annotatorsWhoAgreeAreTheConsensus(int classes) {
        float[] map = truth(new Random(classes), classes);
        List<float[]> maps = List.of(map, map.clone(), map.clone());
        assertThat(majority(maps, 99)).containsExactly(map);
        Consensus.Staple staple = staple(maps);
        assertThat(values(staple.map())).containsExactly(map);
        for (double[][] annotator : staple.performance()) {
            for (int label = 0; label < classes; label++) {
                assertThat(annotator[label][label]).isCloseTo(1, within(1e-4));
            }
        }
    }

    @Test
    void stapleTrustsTheBetterAnnotatorsAndComesNearerToTheTruthThanTheirMajority() {
        Random random = new Random(4);
        float[] truth = truth(random, 3);
        List<float[]> maps = new ArrayList<>();
        for (double errors : new double[] {0.02, 0.05, 0.8, 0.85, 0.9}) {
            maps.add(annotate(random, truth, 3, errors));
        }
        Consensus.Staple staple = staple(maps);
        assertThat(wrong(values(staple.map()), truth)).isLessThan(wrong(majority(maps, 0), truth) / 2);
        for (int label = 0; label < 3; label++) {
            assertThat(staple.performance()[0][label][label]).isGreaterThan(staple.performance()[4][label][label]);
        }
        for (double[][] annotator : staple.performance()) {
            for (int s = 0; s < 3; s++) {
                assertThat(annotator[0][s] + annotator[1][s] + annotator[2][s]).isCloseTo(1, within(1e-9));
            }
        }
    }

    private static int wrong(float[] map, float[] truth) {
        int wrong = 0;
        for (int i = 0; i < PIXELS; i++) {
            wrong += map[i] == truth[i] ? 0 : 1;
        }
        return wrong;
    }

    @Test
    void theOrderOfAnnotatorsDoesNotMatter() {
        Random random = new Random(8);
        float[] truth = truth(random, 3);
        float[] a = annotate(random, truth, 3, 0.2);
        float[] b = annotate(random, truth, 3, 0.3);
        float[] c = annotate(random, truth, 3, 0.1);
        assertThat(majority(List.of(a, b, c), 7)).containsExactly(majority(List.of(c, a, b), 7));
        assertThat(values(staple(List.of(a, b, c)).map()))
                .containsExactly(values(staple(List.of(c, a, b)).map()));
    }

    @ParameterizedTest
    @CsvSource({
        "1 1 2, 1",
        "1 2 3, 70001",
        "1 1 2 2, 70001",
        "2 1 1 2 3, 70001",
        "3 1 1 2 2 1, 1",
        "5 5, 5",
        "0 5, 70001",
        "1 2 2 3 3 2, 2"
    })
    void theLabelOfMostVotesWinsAndATieIsSaidToBeOne(String votes, float winner) {
        List<float[]> maps = new ArrayList<>();
        for (String vote : votes.split(" ")) {
            float[] map = new float[HEIGHT];
            Arrays.fill(map, Float.parseFloat(vote));
            maps.add(map);
        }
        assertThat(majority(maps, 70001)).containsOnly(winner);
    }

    @Test
    void eachPairOfAnnotatorsIsCompared() {
        float[] map = truth(new Random(1), 2);
        float[] other = map.clone();
        other[0] = 1 - other[0];
        List<Annotations.Agreement> pairs =
                annotations(List.of(map, map.clone(), other)).agreements();
        assertThat(pairs).extracting(pair -> pair.first() + "-" + pair.second()).containsExactly("0-1", "0-2", "1-2");
        assertThat(pairs.get(0)).isEqualTo(new Annotations.Agreement(0, 1, 1, 1, 1));
        assertThat(pairs.get(1).pixelAccuracy()).isEqualTo((PIXELS - 1.0) / PIXELS);
        assertThat(pairs.get(2).kappa()).isBetween(0.9, 0.9999);
        assertThat(pairs.get(2).dice()).isBetween(0.9, 0.9999);
    }

    @Test
    void oneAnnotatorAndMapsOfDifferentSizesAreRefused() {
        float[] map = new float[PIXELS];
        assertThatThrownBy(() -> annotations(List.of(map)))
                .isInstanceOf(StencilException.class)
                .hasMessage(
                        "A consensus needs the label maps of at least two annotators, but there are 1. Add another.");
        assertThatThrownBy(() -> annotations(List.of(map, new float[HEIGHT])))
                .isInstanceOf(StencilException.class)
                .hasMessageEndingWith("Give label maps of the same size.");
        assertThatThrownBy(() -> majority(List.of(map, map), -1))
                .isInstanceOf(StencilException.class)
                .hasMessageStartingWith("The label for ties is -1");
    }
}
