// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.measure.Measurements;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import io.github.stencil.Progress;
import io.github.stencil.batch.BlockStore;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.GrainedImage;
import io.github.stencil.image.Space;
import io.github.stencil.label.rois.LabelRois;
import io.github.stencil.work.Workers;
import io.github.stencil.work.Workplace;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasurementTest {
    private static final Offset<Double> CLOSE = within(1e-6);
    /** ImageJ's ellipse loses digits where it is nearly a circle. */
    private static final Offset<Double> ELLIPSE = within(2e-4);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void objectsHaveTheMeasuresThatImageJHasOfTheirRois(long seed) {
        Random random = new Random(seed);
        ImagePlus labels = labels(random, 90, 70, 12);
        ImagePlus image = values(random, 90, 70, seed % 3);
        if (seed % 2 == 0) {
            Calibration units = new Calibration();
            units.setUnit("µm");
            units.pixelWidth = 0.25;
            units.pixelHeight = 0.25;
            units.xOrigin = 3;
            units.yOrigin = 7;
            labels.setCalibration(units);
            image.setCalibration(units);
        }
        Measurement measured = Measurement.of(AxisImage.of(labels), List.of(AxisImage.of(image)), MeasureRule.USUAL);
        List<LabelRois.LabelRoi> rois = LabelRois.trace(AxisImage.of(labels));
        assertThat(measured.objects()).hasSameSizeAs(rois).hasSizeGreaterThan(8);
        for (int i = 0; i < rois.size(); i++) {
            MeasuredObject object = measured.objects().get(i);
            assertThat(object.label()).isEqualTo(rois.get(i).label());
            image.setRoi(rois.get(i).roi());
            ResultsTable theirs = measure(image);
            PlanarShape shape = Objects.requireNonNull(object.planar());
            ObjectIntensity of = object.intensities().get(0);
            String what = "label " + object.label() + " of seed " + seed;
            assertThat(object.size()).as(what).isCloseTo(theirs.getValue("Area", 0), CLOSE);
            assertThat(object.x()).as(what).isCloseTo(theirs.getValue("X", 0), CLOSE);
            assertThat(object.y()).as(what).isCloseTo(theirs.getValue("Y", 0), CLOSE);
            assertThat(object.box().get(0)).as(what).isCloseTo(theirs.getValue("BX", 0), CLOSE);
            assertThat(object.box().get(1)).as(what).isCloseTo(theirs.getValue("BY", 0), CLOSE);
            assertThat(object.box().get(3)).as(what).isCloseTo(theirs.getValue("Width", 0), CLOSE);
            assertThat(object.box().get(4)).as(what).isCloseTo(theirs.getValue("Height", 0), CLOSE);
            assertThat(shape.perimeter()).as(what).isCloseTo(theirs.getValue("Perim.", 0), CLOSE);
            assertThat(shape.circularity()).as(what).isCloseTo(theirs.getValue("Circ.", 0), CLOSE);
            assertThat(shape.feret()).as(what).isCloseTo(theirs.getValue("Feret", 0), CLOSE);
            assertThat(shape.minFeret()).as(what).isCloseTo(theirs.getValue("MinFeret", 0), CLOSE);
            assertThat(shape.aspectRatio()).as(what).isCloseTo(theirs.getValue("AR", 0), ELLIPSE);
            assertThat(shape.roundness()).as(what).isCloseTo(theirs.getValue("Round", 0), ELLIPSE);
            assertThat(shape.solidity()).as(what).isCloseTo(theirs.getValue("Solidity", 0), CLOSE);
            assertThat(of.mean()).as(what).isCloseTo(theirs.getValue("Mean", 0), CLOSE);
            assertThat(of.stdDev()).as(what).isCloseTo(theirs.getValue("StdDev", 0), within(1e-4));
            assertThat(of.min()).as(what).isCloseTo(theirs.getValue("Min", 0), CLOSE);
            assertThat(of.max()).as(what).isCloseTo(theirs.getValue("Max", 0), CLOSE);
            if (object.pixels() % 2 == 1) { // of an even number ImageJ takes one of the two in the middle
                assertThat(of.median()).as(what).isCloseTo(theirs.getValue("Median", 0), CLOSE);
            }
            assertThat(of.mean() * object.size()).as(what).isCloseTo(theirs.getValue("IntDen", 0), within(1e-3));
        }
    }

    @Test
    void figuresOfARectangleAreThoseThatAHandReckons() {
        ShortProcessor map = new ShortProcessor(20, 10);
        for (int y = 2; y < 5; y++) {
            for (int x = 4; x < 12; x++) {
                map.set(x, y, 70);
            }
        }
        FloatProcessor values = new FloatProcessor(20, 10);
        for (int i = 0; i < values.getPixelCount(); i++) {
            values.setf(i, i % 20); // x
        }
        values.setf(4, 2, Float.NaN);
        MeasuredObject object = only(new ImagePlus("map", map), MeasureRule.USUAL.withRing(1), values);
        assertThat(object.pixels()).isEqualTo(24);
        assertThat(object.box()).containsExactly(4.0, 2.0, 0.0, 8.0, 3.0, 1.0);
        assertThat(object.x()).isEqualTo(8);
        assertThat(object.y()).isEqualTo(3.5);
        PlanarShape shape = Objects.requireNonNull(object.planar());
        assertThat(shape.perimeter()).isCloseTo(22 - 4 * (2 - Math.sqrt(2)), CLOSE); // each corner is cut
        assertThat(shape.feret()).isCloseTo(Math.hypot(8, 3), CLOSE);
        assertThat(shape.minFeret()).isCloseTo(3, CLOSE);
        assertThat(shape.aspectRatio()).isCloseTo(8.0 / 3, CLOSE);
        assertThat(shape.solidity()).isCloseTo(1, CLOSE);
        ObjectIntensity of = object.intensities().get(0);
        assertThat(of.mean()).isCloseTo((3 * (4 + 5 + 6 + 7 + 8 + 9 + 10 + 11) - 4) / 23.0, CLOSE);
        assertThat(of.median()).isEqualTo(8); // 5 5 5 5 less, as one 4 is not a number
        assertThat(of.ring()).isCloseTo((2 * (4 + 5 + 6 + 7 + 8 + 9 + 10 + 11) + 3 * (3 + 12)) / 22.0, CLOSE);
    }

    @Test
    void ringsLeaveOtherObjectsOut() {
        ByteProcessor map = new ByteProcessor(7, 1);
        map.set(3, 0, 1);
        map.set(4, 0, 2);
        FloatProcessor values = new FloatProcessor(7, 1, new float[] {64, 32, 16, 8, 4, 2, 1});
        Measurement measured = Measurement.of(
                AxisImage.of(new ImagePlus("map", map)),
                List.of(AxisImage.of(new ImagePlus("values", values))),
                MeasureRule.USUAL.withRing(2));
        assertThat(measured.objects())
                .extracting(object -> object.intensities().get(0).ring())
                .usingElementComparator((one, other) -> Math.abs(one - other) < 1e-9 ? 0 : 1)
                .containsExactly((32 + 16 + 2) / 3.0, (16 + 2 + 1) / 3.0);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void blocksOfAnySizeGiveTheSame(long seed) {
        Random random = new Random(seed);
        ImageStack stack = new ImageStack(40, 30);
        ImageStack pixels = new ImageStack(40, 30);
        for (int z = 0; z < 4; z++) {
            stack.addSlice(labels(random, 40, 30, 8).getProcessor());
            pixels.addSlice(values(random, 40, 30, seed % 3).getProcessor());
        }
        AxisImage labels = AxisImage.of(stack("labels", stack));
        List<AxisImage> images = List.of(AxisImage.of(stack("values", pixels)));
        for (Space space : Space.values()) {
            MeasureRule rule = new MeasureRule(space, (int) seed % 4);
            List<MeasuredObject> whole = Measurement.of(labels, images, rule).objects();
            for (int block : new int[] {1, 130, 500}) {
                ImageMeasure.Sizes sizes = new ImageMeasure.Sizes(0, block, 1 << 20);
                assertThat(Measurement.of(labels, images, rule, Workplace.memory(), Progress.NONE, sizes)
                                .objects())
                        .as("%s in blocks of %d", rule, block)
                        .isEqualTo(whole);
            }
            ImageMeasure.Sizes streamed = new ImageMeasure.Sizes(0, 130, 0);
            List<MeasuredObject> parts = Measurement.of(
                            labels, images, rule, Workplace.memory(), Progress.NONE, streamed)
                    .objects();
            assertThat(parts)
                    .as("%s in strips", rule)
                    .isEqualTo(whole.stream().map(MeasurementTest::withoutShape).toList());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void workersThatShareTheBlocksFindWhatOneFinds(long seed, @TempDir Path folder) {
        Random random = new Random(seed);
        AxisImage labels = GrainedImage.of(AxisImage.of(labels(random, 60, 50, 14)), 16, 8, 1);
        List<AxisImage> images = List.of(AxisImage.of(values(random, 60, 50, 1)));
        MeasureRule rule = MeasureRule.USUAL.withRing(2);
        ImageMeasure.Sizes sizes = new ImageMeasure.Sizes(0, 1, 1 << 20);
        Path file = folder.resolve("job.ome.zarr");
        Workers workers = new Workers(
                file, "a job", store -> Measurement.of(labels, images, rule, store.work(), Progress.NONE, sizes));
        Workplace work = BlockStore.of(file, "a job", false, workers).work();
        assertThat(Measurement.of(labels, images, rule, work, Progress.NONE, sizes)
                        .objects())
                .isEqualTo(Measurement.of(labels, images, rule).objects());
        assertThat(workers.steps()).hasSize(2);
    }

    @Test
    void aBallHasNearlyTheSurfaceAndAxesOfItsFormula() {
        double radius = 14;
        double[] spacing = {1, 1, 2};
        ImageStack stack = new ImageStack(40, 40);
        for (int z = 0; z < 20; z++) {
            ByteProcessor slice = new ByteProcessor(40, 40);
            for (int y = 0; y < 40; y++) {
                for (int x = 0; x < 40; x++) {
                    boolean inside = Math.hypot(Math.hypot(x - 19.7, y - 20.1), (z - 9.9) * spacing[2]) <= radius;
                    slice.set(x, y, inside ? 3 : 0);
                }
            }
            stack.addSlice(slice);
        }
        ImagePlus image = stack("ball", stack);
        image.getCalibration().pixelDepth = spacing[2];
        MeasuredObject ball = only(image, MeasureRule.USUAL.withSpace(Space.VOLUMES));
        SolidShape shape = Objects.requireNonNull(ball.solid());
        assertThat(ball.size()).isCloseTo(4 / 3.0 * Math.PI * Math.pow(radius, 3), within(100.0));
        double surface = 4 * Math.PI * radius * radius;
        assertThat(shape.surface()).isCloseTo(surface, within(0.03 * surface));
        assertThat(shape.sphericity()).isCloseTo(1, within(0.03));
        assertThat(shape.major()).isCloseTo(2 * radius, within(0.2));
        assertThat(shape.minor()).isCloseTo(2 * radius, within(0.2));
        assertThat(ball.z()).isCloseTo((9.9 + 0.5) * spacing[2], within(0.1));
    }

    @Test
    void axesOfABoxAreThoseOfItsVariances() {
        ImageStack stack = new ImageStack(9, 9);
        for (int z = 0; z < 9; z++) {
            ByteProcessor slice = new ByteProcessor(9, 9);
            for (int y = 0; y < 3 && z < 2; y++) {
                for (int x = 0; x < 7; x++) {
                    slice.set(x + 1, y + 1, 1);
                }
            }
            stack.addSlice(slice);
        }
        SolidShape shape = Objects.requireNonNull(only(stack("box", stack), MeasureRule.USUAL.withSpace(Space.VOLUMES))
                .solid());
        assertThat(shape.major()).isCloseTo(2 * Math.sqrt(5 * 4.0), CLOSE); // (n^2 - 1) / 12 for n = 7, 3, 2
        assertThat(shape.middle()).isCloseTo(2 * Math.sqrt(5 * 8 / 12.0), CLOSE);
        assertThat(shape.minor()).isCloseTo(2 * Math.sqrt(5 * 3 / 12.0), CLOSE);
    }

    @Test // scikit-image 0.19.3, skimage.measure.regionprops(m, v)
    void aPlaneHasWhatScikitImageHas() {
        ByteProcessor map = new ByteProcessor(15, 12);
        map.setValue(5);
        map.fill(new Roi(3, 2, 3, 7));
        map.fill(new Roi(6, 6, 6, 3));
        map.set(3, 1, 5);
        map.set(4, 4, 0);
        FloatProcessor values = new FloatProcessor(15, 12);
        for (int i = 0; i < values.getPixelCount(); i++) {
            int y = i / 15;
            values.setf(i, 3 * y * y + 7 * (i % 15));
        }
        MeasuredObject object = only(new ImagePlus("map", map), MeasureRule.USUAL, values);
        assertThat(object.size()).isEqualTo(39);
        assertThat(object.y()).isCloseTo(5.846153846153846 + 0.5, CLOSE);
        assertThat(object.x()).isCloseTo(6.051282051282051 + 0.5, CLOSE);
        assertThat(object.box()).containsExactly(3.0, 1.0, 0.0, 9.0, 8.0, 1.0); // bbox (1, 3, 9, 12)
        ObjectIntensity of = object.intensities().get(0);
        assertThat(of.mean()).isCloseTo(156.82051282051282, CLOSE);
        assertThat(of.min()).isEqualTo(24);
        assertThat(of.max()).isEqualTo(269);
    }

    @Test // scikit-image 0.19.3, skimage.measure.regionprops(m, v)
    void aVolumeHasWhatScikitImageHas() {
        ImageStack stack = new ImageStack(16, 14);
        ImageStack pixels = new ImageStack(16, 14);
        for (int z = 0; z < 12; z++) {
            ByteProcessor slice = new ByteProcessor(16, 14);
            FloatProcessor values = new FloatProcessor(16, 14);
            for (int y = 0; y < 14; y++) {
                for (int x = 0; x < 16; x++) {
                    double reach = Math.pow((x - 7) / 6.0, 2)
                            + Math.pow((y - 6) / 4.0, 2)
                            + Math.pow((z - 5) / 3.0, 2)
                            + 0.3 * (x - 7) * (y - 6) / 24;
                    slice.set(x, y, reach <= 1 ? 9 : 0);
                    values.setf(x, y, x * 100 + y * 10 + z * z);
                }
            }
            stack.addSlice(slice);
            pixels.addSlice(values);
        }
        MeasuredObject object = Measurement.of(
                        AxisImage.of(stack("map", stack)),
                        List.of(AxisImage.of(stack("values", pixels))),
                        MeasureRule.USUAL.withSpace(Space.VOLUMES))
                .objects()
                .get(0);
        assertThat(object.size()).isEqualTo(291);
        assertThat(List.of(object.z(), object.y(), object.x())).containsExactly(5.5, 6.5, 7.5);
        assertThat(object.box()).containsExactly(1.0, 2.0, 2.0, 13.0, 9.0, 7.0); // bbox (2, 2, 1, 9, 11, 14)
        SolidShape shape = Objects.requireNonNull(object.solid());
        assertThat(shape.major()).isCloseTo(12.55186431979026, CLOSE); // major_axis_length
        assertThat(shape.minor()).isCloseTo(5.6471262040316725, CLOSE); // minor_axis_length
        assertThat(object.intensities().get(0).mean()).isCloseTo(786.5945017182131, CLOSE);
        assertThat(object.intensities().get(0).max()).isEqualTo(1385);
    }

    @Test
    void framesAreCountedEvenWhereNothingIs() {
        ImageStack stack = new ImageStack(10, 10);
        stack.addSlice(new ByteProcessor(10, 10));
        ByteProcessor second = new ByteProcessor(10, 10);
        second.set(0, 0, 2);
        second.set(5, 5, 9);
        second.set(6, 5, 9);
        second.set(9, 9, 7);
        stack.addSlice(second);
        ImagePlus image = new ImagePlus("film", stack);
        image.setDimensions(1, 1, 2);
        image.getCalibration().pixelWidth = 0.5;
        image.getCalibration().pixelHeight = 2;
        Measurement measured = Measurement.of(AxisImage.of(image), List.of(), MeasureRule.USUAL);
        assertThat(measured.counts())
                .containsExactly(
                        new ObjectCount(1, 1, 0, 0, Double.NaN, Double.NaN, 0),
                        new ObjectCount(2, 1, 3, 4, 4 / 3.0, 1, 0.03));
    }

    @Test
    void imagesThatDoNotFitAreRefused() {
        AxisImage labels = AxisImage.of(new ImagePlus("map", new ByteProcessor(5, 4)));
        AxisImage image = AxisImage.of(new ImagePlus("cells", new ByteProcessor(4, 5)));
        assertThatThrownBy(() -> Measurement.of(labels, List.of(image), MeasureRule.USUAL))
                .hasMessage(
                        "The labels \"map\" are 5 x 4 but the image \"cells\" is 4 x 5. Give images of the same size, with any channels.");
        assertThatThrownBy(() -> MeasureRule.USUAL.withRing(-1)).hasMessageContaining("must be from 0 (none)");
    }

    private static MeasuredObject withoutShape(MeasuredObject object) {
        return new MeasuredObject(
                object.label(),
                object.type(),
                object.slice(),
                object.frame(),
                object.pixels(),
                object.size(),
                object.x(),
                object.y(),
                object.z(),
                object.box(),
                null,
                null,
                object.intensities().stream().map(of -> of.withRing(Double.NaN)).toList());
    }

    private static MeasuredObject only(ImagePlus labels, MeasureRule rule, ImageProcessor... values) {
        List<AxisImage> images = Arrays.stream(values)
                .map(pixels -> AxisImage.of(new ImagePlus("values", pixels)))
                .toList();
        List<MeasuredObject> all =
                Measurement.of(AxisImage.of(labels), images, rule).objects();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static ImagePlus stack(String title, ImageStack stack) {
        ImagePlus image = new ImagePlus(title, stack);
        image.setDimensions(1, stack.size(), 1);
        return image;
    }

    private static ResultsTable measure(ImagePlus image) {
        ResultsTable table = new ResultsTable();
        int all = Measurements.AREA
                + Measurements.MEAN
                + Measurements.STD_DEV
                + Measurements.MIN_MAX
                + Measurements.CENTROID
                + Measurements.PERIMETER
                + Measurements.RECT
                + Measurements.ELLIPSE
                + Measurements.SHAPE_DESCRIPTORS
                + Measurements.FERET
                + Measurements.INTEGRATED_DENSITY
                + Measurements.MEDIAN;
        new Analyzer(image, all, table).measure();
        return table;
    }

    /** Draws discs over each other, each with a hole, so that some have parts. */
    private static ImagePlus labels(Random random, int width, int height, int count) {
        ShortProcessor map = new ShortProcessor(width, height);
        for (int i = 1; i <= count; i++) {
            int label = i * 37;
            int diameter = 1 + random.nextInt(24);
            int x = random.nextInt(width) - diameter / 2;
            int y = random.nextInt(height) - diameter / 2;
            map.setValue(label);
            map.fillOval(x, y, diameter, diameter);
            map.setValue(0);
            map.fillOval(x + diameter / 3, y + diameter / 3, diameter / 4, diameter / 5);
        }
        return new ImagePlus("labels", map);
    }

    private static ImagePlus values(Random random, int width, int height, long kind) {
        ImageProcessor values = kind == 0
                ? new ByteProcessor(width, height)
                : kind == 1 ? new ShortProcessor(width, height) : new FloatProcessor(width, height);
        for (int i = 0; i < values.getPixelCount(); i++) {
            if (kind == 2) {
                values.setf(i, (float) random.nextGaussian());
            } else {
                values.set(i, random.nextInt(kind == 0 ? 256 : 5000));
            }
        }
        return new ImagePlus("values", values);
    }
}
