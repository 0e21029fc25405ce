// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.stencil.StencilException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClassReportTest {

    @Test
    void theIntervalOfAMeanIsThatOfTheNormalDistributionForManyImages() {
        Random random = new Random(5);
        List<ImageCounts> images = new ArrayList<>();
        double sum = 0;
        double squares = 0;
        int count = 200;
        for (int i = 0; i < count; i++) {
            int right = 400 + random.nextInt(600);
            images.add(new ImageCounts("i" + i, ConfusionCounts.of(new long[][] {{right, 1000 - right}, {0, 0}})));
            sum += right / 1000.0;
            squares += right / 1000.0 * (right / 1000.0);
        }
        double mean = sum / count;
        double error = Math.sqrt((squares / count - mean * mean) / count);
        List<ClassReport.SummaryRow> rows = new ClassReport(images).summary(EmptyClass.SKIP);
        assertThat(rows).hasSize(count + 4);
        assertThat(rows.subList(count, count + 4))
                .extracting(ClassReport.SummaryRow::image)
                .containsExactly("(all)", "(mean)", "(mean) Low", "(mean) High");
        assertThat(rows.get(count + 1).scores().pixelAccuracy()).isCloseTo(mean, within(1e-12));
        assertThat(rows.get(count + 2).scores().pixelAccuracy()).isCloseTo(mean - 1.96 * error, within(error / 10));
        assertThat(rows.get(count + 3).scores().pixelAccuracy()).isCloseTo(mean + 1.96 * error, within(error / 10));
        assertThat(new ClassReport(images).summary(EmptyClass.SKIP)).isEqualTo(rows);
    }

    @Test // numpy 2.4.6, percentile(means, [2.5, 97.5]) of the means of the 10,000 draws from the seed
    void theEndsOfAnIntervalAreInterpolatedAsNumPysPercentilesAre() {
        double none = Double.NaN;
        Bootstrap bootstrap = new Bootstrap(new double[][] {
            {0.137, 0.928, 0.411, 0.765, 0.302, 0.589, 0.846, 0.673, 0.951, 0.224, 0.708, 0.493},
            {0.3171, none, 0.9042, none, none, 0.7113, none, 0.5289, none, 0.1637, none, none}, // undefined in 16 draws
        });
        assertThat(bootstrap.low()[0]).isCloseTo(0.4326666666666667, within(1e-12));
        assertThat(bootstrap.high()[0]).isCloseTo(0.7324208333333332, within(1e-12)); // between 0.73242 and 0.73258
        assertThat(bootstrap.low()[1]).isCloseTo(0.2703154444444445, within(1e-12)); // between 0.26742 and 0.27246
        assertThat(bootstrap.high()[1]).isCloseTo(0.7791, within(1e-12));
    }

    @Test
    void anIntervalNeedsTwoImagesThatHaveTheScore() {
        ConfusionCounts background = ConfusionCounts.of(new long[][] {{9, 0}, {0, 0}});
        ConfusionCounts both = ConfusionCounts.of(new long[][] {{4, 2}, {0, 3}});
        ClassReport one = new ClassReport(List.of(new ImageCounts("a", both)));
        assertThat(one.summary(EmptyClass.SKIP).get(3).scores().meanIou()).isNaN();
        ClassReport report = new ClassReport(List.of(new ImageCounts("a", background), new ImageCounts("b", both)));
        List<ClassReport.SummaryRow> rows = report.summary(EmptyClass.SKIP);
        ClassSummary mean = rows.get(3).scores();
        assertThat(mean.meanForegroundIou()).isEqualTo(3.0 / 5); // of the one image that has foreground
        assertThat(rows.get(4).scores().meanForegroundIou()).isNaN();
        assertThat(rows.get(4).scores().pixelAccuracy()).isEqualTo(7.0 / 9);
        assertThat(rows.get(5).scores().pixelAccuracy()).isEqualTo(1);
    }

    @Test
    void whatCannotBeDividedFollowsTheRule() {
        ConfusionCounts nothing = ConfusionCounts.of(new long[][] {{0, 0}, {0, 0}});
        assertThat(ClassSummary.of(nothing, EmptyClass.SKIP).values()).containsExactly(nans(8, 0));
        assertThat(ClassSummary.of(nothing, EmptyClass.ONE).values()).containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 2);
        assertThat(ClassSummary.of(nothing, EmptyClass.ZERO).values()).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 2);
    }

    @Test
    void aReportGrows() {
        ImageCounts image = new ImageCounts("a", ConfusionCounts.of(new long[][] {{1, 0}, {0, 1}}));
        ClassReport report = new ClassReport(List.of());
        assertThat(report.rows()).isEmpty();
        assertThat(report.summary(EmptyClass.SKIP)).isEmpty();
        assertThat(report.plus(List.of(image)).plus(List.of(image)).rows())
                .extracting(ImageCounts::image)
                .containsExactly("a", "a", "(all)");
    }

    @Test
    void manyPixelsDoNotOverflow() {
        long n = 3_000_000_000L; // its square is beyond a long
        ConfusionCounts counts = ConfusionCounts.of(new long[][] {{n, 0}, {n, 0}});
        assertThat(ClassSummary.of(counts, EmptyClass.SKIP).kappa()).isZero();
        assertThat(ClassSummary.of(counts, EmptyClass.SKIP).mcc()).isNaN();
        counts = ConfusionCounts.of(new long[][] {{3 * n, n}, {n, 3 * n}});
        assertThat(ClassSummary.of(counts, EmptyClass.SKIP).kappa()).isEqualTo(0.5);
        assertThat(ClassSummary.of(counts, EmptyClass.SKIP).mcc()).isCloseTo(0.5, within(1e-15));
    }

    @Test
    void countsAreCheckedAndClassesWithPixelsStay() {
        assertThatThrownBy(() -> ConfusionCounts.of(new long[][] {{1, 2}, {1}}))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("Row 1");
        assertThatThrownBy(() -> ConfusionCounts.of(new long[][] {{1, -2}, {1, 0}}))
                .hasMessageContaining("Row 0");
        assertThatThrownBy(() -> ConfusionCounts.of(new long[][] {})).hasMessageContaining("no counts");
        ConfusionCounts counts = ConfusionCounts.of(new long[][] {{1, 0}, {0, 1}});
        assertThatThrownBy(() -> counts.withClasses(0, 2))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("Class 1 has pixels");
        assertThatThrownBy(() -> counts.truth(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(counts.withClasses(0, 1, 2).withClasses(0, 1)).isEqualTo(counts);
    }

    private static double[] nans(int count, double last) {
        double[] values = new double[count + 1];
        java.util.Arrays.fill(values, Double.NaN);
        values[count] = last;
        return values;
    }
}
