// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ij.ImagePlus;
import ij.process.ShortProcessor;
import org.junit.jupiter.api.Test;

/** A few small maps and what other programs make of them, in numbers. */
class QuotedObjectScoresTest {
    private static final int WIDTH = 48;
    private static final int HEIGHT = 40;

    @Test // StarDist 0.9.1, matching; py-ctcmetrics 9865e6f, SEG
    void twoTouchingObjectsWhoseBorderIsMovedScoreAsInStarDist() {
        ImagePlus truth = rectangles(8, 8, 17, 23, 18, 8, 27, 23);
        ImagePlus prediction = rectangles(8, 8, 19, 23, 20, 8, 27, 23);
        ImageObjects ours = match(truth, prediction);
        assertThat(ours.scores().get(0).truePositives()).isEqualTo(2);
        assertThat(ours.scores().get(0).panopticQuality(EmptyClass.ZERO)).isCloseTo(0.8166666626930237, within(1e-6));
        assertThat(ours.scores().get(1).truePositives()).isZero();
        assertThat(ours.coverage().seg(EmptyClass.ZERO)).isCloseTo(0.8166666666666667, within(1e-12));
    }

    @Test // the same programs
    void onePredictionOverTwoObjectsScoresAsInStarDistAndTheCellTrackingChallenge() {
        ImageObjects ours = match(rectangles(8, 8, 19, 23, 20, 8, 27, 23), rectangles(8, 8, 27, 23));
        ObjectScores scores = ours.scores().get(0);
        assertThat(scores.truePositives()).isEqualTo(1);
        assertThat(scores.falseNegatives()).isEqualTo(1);
        assertThat(scores.f1(EmptyClass.ZERO)).isCloseTo(0.6666666666666666, within(1e-12));
        assertThat(scores.meanTrueScore(EmptyClass.ZERO)).isCloseTo(0.30000001192092896, within(1e-6));
        assertThat(scores.meanMatchedScore(EmptyClass.ZERO)).isCloseTo(0.6000000238418579, within(1e-6));
        assertThat(scores.panopticQuality(EmptyClass.ZERO)).isCloseTo(0.40000001589457196, within(1e-6));
        assertThat(ours.coverage().seg(EmptyClass.ZERO)).isCloseTo(0.5, within(1e-12));
    }

    @Test // MedPy d6abf41: hd, hd95 and assd; MetricsReloaded cb38dfc: hd95; spacing 0.5 along Y, 0.25 along X
    void distancesOfTwoSquaresAreMedPysAndMetricsReloadeds() {
        ImagePlus truth = rectangles(4, 4, 11, 11);
        ImagePlus prediction = rectangles(30, 24, 37, 31);
        SurfaceDistances pixels = surfaces(truth, prediction);
        assertThat(pixels.hausdorff(EmptyClass.SKIP)).isCloseTo(32.802438933713454, within(1e-12));
        assertThat(pixels.hausdorff95Pooled(EmptyClass.SKIP)).isCloseTo(32.202484376209235, within(1e-12));
        assertThat(pixels.hausdorff95(EmptyClass.SKIP)).isCloseTo(32.137082260043485, within(1e-12));
        assertThat(pixels.assd(EmptyClass.SKIP)).isCloseTo(28.049288540413507, within(1e-12));
        truth.getCalibration().pixelWidth = 0.25;
        truth.getCalibration().pixelHeight = 0.5;
        truth.getCalibration().setUnit("um");
        SurfaceDistances units = surfaces(truth, prediction);
        assertThat(units.hausdorff(EmptyClass.SKIP)).isCloseTo(11.926860441876563, within(1e-12));
        assertThat(units.hausdorff95Pooled(EmptyClass.SKIP)).isCloseTo(11.792476415070755, within(1e-12));
        assertThat(units.hausdorff95(EmptyClass.SKIP)).isCloseTo(11.7467759961877, within(1e-12));
        assertThat(units.assd(EmptyClass.SKIP)).isCloseTo(10.035860772349755, within(1e-12));
    }

    private static ImageObjects match(ImagePlus truth, ImagePlus prediction) {
        return ObjectMatching.match(LabelMapsForTests.compare(truth, prediction), IouThresholds.of("0.5,0.85"))
                .get(0);
    }

    private static SurfaceDistances surfaces(ImagePlus truth, ImagePlus prediction) {
        return Surfaces.measure(LabelMapsForTests.compare(truth, prediction))
                .get(0)
                .of(1);
    }

    /** First and last column and row of each object, both included. */
    private static ImagePlus rectangles(int... bounds) {
        ShortProcessor map = new ShortProcessor(WIDTH, HEIGHT);
        for (int i = 0; i < bounds.length; i += 4) {
            map.setValue(1 + i / 4.0);
            map.setRoi(bounds[i], bounds[i + 1], bounds[i + 2] - bounds[i] + 1, bounds[i + 3] - bounds[i + 1] + 1);
            map.fill();
        }
        return new ImagePlus("map", map);
    }
}
