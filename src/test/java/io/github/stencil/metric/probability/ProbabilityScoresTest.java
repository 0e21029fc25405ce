// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric.probability;

import static io.github.stencil.metric.EmptyClass.SKIP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.stencil.StencilException;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelSet;
import io.github.stencil.metric.EmptyClass;
import java.util.List;
import java.util.Random;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws of the scores of probabilities, against slow definitions, and what is refused. */
class ProbabilityScoresTest {
    private static final double EXACT = 1e-12;
    private static final int WIDTH = 37;
    private static final int HEIGHT = 21;

    /** A random truth of 0 and 1, and probabilities that know something of it and repeat now and then. */
    private record Drawn(byte[] truth, float[] values) {
        static Drawn of(long seed, int length) {
            Random random = new Random(seed);
            byte[] truth = new byte[length];
            float[] values = new float[length];
            for (int i = 0; i < length; i++) {
                truth[i] = (byte) random.nextInt(2);
                double value = Math.min(1, Math.max(0, 0.3 + 0.4 * truth[i] + 0.3 * random.nextGaussian()));
                values[i] = (float) (random.nextBoolean() ? value : Math.rint(value * 20) / 20);
            }
            return new Drawn(truth, values);
        }
    }

    private static ProbabilityMaps maps(byte[] truth, float... values) {
        return maps(truth, truth.length, 1, values);
    }

    private static ProbabilityMaps maps(byte[] truth, int width, int height, float... values) {
        return ProbabilityMaps.of(
                ArrayImgs.unsignedBytes(truth, width, height), "XY", ArrayImgs.floats(values, width, height), "XY");
    }

    private static ProbabilityScores score(byte[] truth, float... values) {
        return ProbabilityScores.of(maps(truth, values)).get(0);
    }

    private static byte[] b(int... labels) {
        byte[] bytes = new byte[labels.length];
        for (int i = 0; i < labels.length; i++) {
            bytes[i] = (byte) labels[i];
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aurocIsTheShareOfPairsThatAreInOrder(long seed) {
        Drawn drawn = Drawn.of(seed, WIDTH * HEIGHT);
        double inOrder = 0;
        double pairs = 0;
        for (int i = 0; i < drawn.truth().length; i++) {
            for (int j = 0; j < drawn.truth().length; j++) {
                if (drawn.truth()[i] == 1 && drawn.truth()[j] == 0) {
                    pairs++;
                    inOrder += 0.5 + 0.5 * Math.signum(drawn.values()[i] - drawn.values()[j]);
                }
            }
        }
        double auroc = score(drawn.truth(), drawn.values()).auroc(SKIP);
        assertThat(auroc).isCloseTo(inOrder / pairs, within(EXACT)).isBetween(0.5, 1.0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void averagePrecisionIsTheMeanOverPixelsOfTheClassOfThePrecisionAtTheirProbability(long seed) {
        Drawn drawn = Drawn.of(seed, WIDTH * HEIGHT);
        double sum = 0;
        int positives = 0;
        for (int i = 0; i < drawn.truth().length; i++) {
            if (drawn.truth()[i] == 1) {
                positives++;
                sum += precision(drawn, drawn.values()[i]);
            }
        }
        double ap = score(drawn.truth(), drawn.values()).averagePrecision(SKIP);
        assertThat(ap).isCloseTo(sum / positives, within(EXACT));
    }

    private static double precision(Drawn drawn, float threshold) {
        int inside = 0;
        int right = 0;
        for (int i = 0; i < drawn.truth().length; i++) {
            if (drawn.values()[i] >= threshold) {
                inside++;
                right += drawn.truth()[i];
            }
        }
        return (double) right / inside;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 100, 1 << 20})
    void rankingDoesNotDependOnHowManyPixelsMemoryHolds(int most) {
        Drawn drawn = Drawn.of(9, 3000);
        Ranking ranking = new Ranking(most);
        for (int i = 0; i < 3000; i++) {
            ranking.add(drawn.values()[i], drawn.truth()[i] == 1);
        }
        int[] passes = {0};
        ranking.rank(visitor -> {
            passes[0]++;
            for (int i = 0; i < 3000; i++) {
                visitor.pixel(drawn.values()[i], drawn.truth()[i] == 1);
            }
        });
        ProbabilityScores scores = score(drawn.truth(), drawn.values());
        assertThat(ranking.wins()).isEqualTo(scores.classes().get(0).wins());
        assertThat(ranking.precisions()).isCloseTo(scores.classes().get(0).precisions(), within(1e-9));
        assertThat(passes[0] > 1).isEqualTo(most < 3000);
    }

    @Test
    void certaintyIsPerfectAndItsReverseTheWorst() {
        ProbabilityScores right = score(b(0, 1, 1, 0), 0, 1, 1, 0);
        assertThat(right.brier(SKIP)).isZero();
        assertThat(right.logLoss(SKIP)).isZero();
        assertThat(right.ece(SKIP)).isZero();
        assertThat(right.auroc(SKIP)).isEqualTo(1);
        assertThat(right.averagePrecision(SKIP)).isEqualTo(1);
        ProbabilityScores wrong = score(b(0, 1, 1, 0), 1, 0, 0, 1);
        assertThat(wrong.brier(SKIP)).isEqualTo(2);
        assertThat(wrong.logLoss(SKIP)).isInfinite();
        assertThat(wrong.ece(SKIP)).isEqualTo(1);
        assertThat(wrong.auroc(SKIP)).isZero();
    }

    @Test
    void whatIsTheSameEverywhereRanksByChance() {
        ProbabilityScores scores = score(b(0, 1, 0, 0), 0.5f, 0.5f, 0.5f, 0.5f);
        assertThat(scores.auroc(SKIP)).isEqualTo(0.5);
        assertThat(scores.averagePrecision(SKIP)).isEqualTo(0.25);
        assertThat(scores.logLoss(SKIP)).isCloseTo(Math.log(2), within(EXACT));
        assertThat(scores.brier(SKIP)).isEqualTo(0.5);
    }

    @Test
    void anEdgeOfABinBelongsToTheBinBelow() {
        List<Reliability.Bin> bins = score(b(1, 0, 0, 1), 0, 0.1f, 0.5f, 1)
                .classes()
                .get(0)
                .reliability()
                .bins();
        assertThat(bins).extracting(Reliability.Bin::pixels).containsExactly(1L, 1L, 0L, 0L, 1L, 0L, 0L, 0L, 0L, 1L);
        assertThat(bins.get(4)).isEqualTo(new Reliability.Bin(1, 0.5, 0));
        assertThat(bins.get(9)).isEqualTo(new Reliability.Bin(1, 1, 1));
        assertThat(bins.get(2).share()).isNaN();
    }

    @Test
    void masksAtAllThresholdsAreThoseOfProbabilitiesThatReachThem() {
        Drawn drawn = Drawn.of(5, 2000);
        ThresholdCurve curve =
                score(drawn.truth(), drawn.values()).classes().get(0).curve();
        double best = 0;
        for (ThresholdCurve.Point point : curve.points()) {
            long tp = 0;
            long fp = 0;
            long fn = 0;
            for (int i = 0; i < 2000; i++) {
                boolean inside = drawn.values()[i] >= (float) point.threshold();
                tp += inside && drawn.truth()[i] == 1 ? 1 : 0;
                fp += inside && drawn.truth()[i] == 0 ? 1 : 0;
                fn += !inside && drawn.truth()[i] == 1 ? 1 : 0;
            }
            assertThat(point).isEqualTo(new ThresholdCurve.Point(point.threshold(), tp, fp, fn));
            best = Math.max(best, point.dice(SKIP));
        }
        assertThat(curve.points()).hasSize(101);
        assertThat(curve.best().dice(SKIP)).isEqualTo(best);
    }

    @Test
    void ofThresholdsThatAreAsGoodTheOneNearestToAHalfIsBest() {
        ThresholdCurve curve = score(b(0, 1), 0.1f, 0.9f).classes().get(0).curve();
        assertThat(curve.best().threshold()).isEqualTo(0.5);
        ThresholdCurve high = score(b(0, 1), 0.6f, 0.9f).classes().get(0).curve();
        assertThat(high.best().threshold()).isEqualTo(0.61);
        assertThat(high.plus(curve).best().dice(SKIP)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(EmptyClass.class)
    void whereAClassIsNotThereTheRuleDecides(EmptyClass rule) {
        ProbabilityScores scores = score(b(0, 0), 0.25f, 0.5f);
        assertThat((Double) scores.auroc(rule)).isEqualTo((Double) rule.value());
        assertThat((Double) scores.averagePrecision(rule)).isEqualTo((Double) rule.value());
        assertThat(scores.brier(rule)).isEqualTo((2 * 0.0625 + 2 * 0.25) / 2);
    }

    @Test
    void ignoredPixelsDoNotCountWhateverTheirProbability() {
        ProbabilityScores without = score(b(0, 1), 0.25f, 0.5f);
        ProbabilityMaps maps = maps(b(0, 255, 1), 0.25f, Float.NaN, 0.5f).withIgnored(LabelSet.of("255"));
        assertThat(ProbabilityScores.of(maps).get(0).brier(SKIP)).isEqualTo(without.brier(SKIP));
        assertThat(ProbabilityScores.of(maps).get(0).pixels()).isEqualTo(2);
    }

    @Test
    void planesOfAStackAreImagesAndAVolumeIsOne() {
        RandomAccessibleInterval<UnsignedByteType> truth = ArrayImgs.unsignedBytes(b(0, 1, 1, 0), 2, 1, 2);
        RandomAccessibleInterval<FloatType> values =
                ArrayImgs.floats(new float[] {0.9f, 0.1f, 0.2f, 0.8f, 0.1f, 0.9f, 0.8f, 0.2f}, 2, 1, 2, 2);
        ProbabilityMaps maps = ProbabilityMaps.of(truth, "XYZ", values, "XYZC");
        List<ProbabilityScores> planes = ProbabilityScores.of(maps);
        assertThat(planes).extracting(ProbabilityScores::image).containsExactly("truth z1", "truth z2");
        assertThat(planes.get(0).brier(SKIP)).isCloseTo(0.02, within(1e-7));
        assertThat(planes.get(1).brier(SKIP)).isCloseTo(0.08, within(1e-7));
        List<ProbabilityScores> volume = ProbabilityScores.of(maps.withSpace(Space.VOLUMES));
        assertThat(volume).hasSize(1);
        assertThat(volume.get(0).brier(SKIP)).isCloseTo(0.05, within(1e-7));
    }

    @ParameterizedTest
    @CsvSource({"1.5", "-0.25", "NaN"})
    void whatIsNoProbabilityIsRefused(float value) {
        assertThatThrownBy(() -> score(b(0, 1, 0), 0.5f, 0.5f, value))
                .isInstanceOf(StencilException.class)
                .hasMessage(
                        "The prediction \"prediction\" has the value %s in channel 1 at x=2, y=0, but probabilities are from 0 to 1. Predict with output Probabilities, or leave their scores out.",
                        value);
    }

    @Test
    void aLabelWithoutAChannelIsRefused() {
        assertThatThrownBy(() -> ProbabilityScores.of(ProbabilityMaps.of(
                        ArrayImgs.unsignedBytes(b(0, 2), 2, 1), "XY", ArrayImgs.floats(2, 1, 2), "XYC")))
                .isInstanceOf(StencilException.class)
                .hasMessageStartingWith(
                        "The truth \"truth\" has the label 2 but the probabilities \"prediction\" have 2 channels");
        assertThatThrownBy(() -> score(b(0, 1, 255), 0, 0, 0))
                .isInstanceOf(StencilException.class)
                .hasMessageStartingWith("The truth \"truth\" has the labels 1 and 255 but the probabilities");
        assertThat(score(b(0, 255), 0, 1).classes().get(0).label()).isEqualTo(255);
    }

    @Test
    void imagesOfAnotherSizeOrOfWholeNumbersAreRefused() {
        assertThatThrownBy(() -> ProbabilityMaps.of(ArrayImgs.unsignedBytes(3, 2), "XY", ArrayImgs.floats(2, 3), "XY"))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("Give images of the same width, height, slices and frames.");
        assertThatThrownBy(() ->
                        ProbabilityMaps.of(ArrayImgs.unsignedBytes(3, 2), "XY", ArrayImgs.unsignedBytes(3, 2), "XY"))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("has whole numbers for pixels, but probabilities are 32-bit floating point");
    }
}
