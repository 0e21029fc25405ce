// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import ij.ImageStack;
import ij.plugin.filter.EDM;
import ij.process.AutoThresholder;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import io.github.stencil.CancelledException;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.GrainedImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.Space;
import io.github.stencil.label.Blobs;
import io.github.stencil.label.Flood;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefinementTest {
    private static final Foreground MASK = new Foreground.Above(0.5);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void smallObjectsGoAndTheOthersStayAsTheyAre(long seed) {
        ImagePlus mask = mask(seed, 50, 40, 1);
        Refinement.Objects all = refine(mask, RefineRule.of(MASK));
        Refinement.Objects large = refine(mask, rule(MASK, Space.PLANES, 6, false, false, false));
        int[] before = pixels(all);
        int[] after = pixels(large);
        for (int i = 0; i < before.length; i++) {
            boolean stays = before[i] != 0 && all.objects().get(before[i] - 1).area() >= 6;
            assertThat(after[i] != 0).as("seed %d, pixel %d", seed, i).isEqualTo(stays);
        }
        assertThat(large.objects()).hasSizeLessThan(all.objects().size()).allMatch(o -> o.area() >= 6);
        assertThat(after).isEqualTo(Flood.components(binary(after), 50, 40, 1, false));
    }

    @Test
    void sizeIsInPixelsOrCalibrated() {
        ImagePlus mask = bytes(4, 1, 1, 0, 1);
        mask.getCalibration().pixelWidth = 0.5;
        mask.getCalibration().pixelHeight = 3;
        RefineRule calibrated = RefineRule.of(MASK).withSize(2).withCalibrated(true);
        assertThat(pixels(refine(mask, calibrated))).containsExactly(1, 1, 0, 0);
        assertThat(refine(mask, calibrated).objects().get(0))
                .isEqualTo(new ObjectRow(1, 1, 3, 0.5, 1.5, 1, 1, 0, 0, 1, 3, 1, 1, 1, 1));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void afterFillingNoBackgroundIsInsideOneObjectAndNothingElseHasChanged(long seed) {
        int depth = seed % 2 == 0 ? 6 : 1;
        ImagePlus mask = mask(seed, 30, 30, depth);
        int[] before = pixels(refine(mask, rule(MASK, Space.VOLUMES, 0, false, false, false)));
        int[] after = pixels(refine(mask, rule(MASK, Space.VOLUMES, 0, true, false, false)));
        for (int i = 0; i < before.length; i++) {
            assertThat(before[i] == 0 || after[i] == before[i])
                    .as("seed %d, pixel %d", seed, i)
                    .isTrue();
        }
        int[][] planes = new int[depth][];
        for (int z = 0; z < depth; z++) {
            planes[z] = Arrays.copyOfRange(after, z * 900, (z + 1) * 900);
        }
        ImagePlus filled = Blobs.image("filled", 30, 30, depth, 1, planes);
        RefineRule objects =
                rule(new Foreground.Classes(label -> true, label -> false), Space.VOLUMES, 0, true, false, false);
        assertThat(pixels(refine(filled, objects))).isEqualTo(after);
    }

    @Test
    void aHoleIsBackgroundInsideOneObjectOnly() {
        int[] ring = {
            1, 1, 1, 0, 1, 1, 1, 1, 1,
            1, 0, 1, 0, 1, 0, 0, 0, 1,
            1, 1, 1, 0, 1, 0, 1, 0, 1,
            0, 1, 0, 0, 1, 0, 0, 0, 1,
            1, 0, 1, 0, 1, 1, 1, 1, 1,
        };
        int[] filled = pixels(refine(bytes(9, ring), rule(MASK, Space.PLANES, 0, true, false, false)));
        assertThat(filled[10]).isEqualTo(1);
        assertThat(filled[1 * 9 + 5]).isZero(); // another object lies in it
        assertThat(filled[3 * 9 + 0]).isZero(); // on the edge
    }

    @ParameterizedTest(name = "{0} slices")
    @ValueSource(ints = {1, 2, 3, 5})
    void aHoleThatIsOpenToTheFirstOrLastSliceOfAVolumeIsNoHole(int depth) {
        int[][] planes = new int[depth][];
        for (int z = 0; z < depth; z++) { // a hole in each slice; those of neighbours do not touch
            planes[z] = new int[] {
                1, 1, 1, 1, 1, 1,
                1, z % 2, 1, 1, 1 - z % 2, 1,
                1, 1, 1, 1, 1, 1,
            };
        }
        AxisImage volume = AxisImage.of(Blobs.image("volume", 6, 3, depth, 1, planes));
        RefineRule volumes = rule(MASK, Space.VOLUMES, 0, true, false, false);
        for (Refinement.Blocks blocks :
                List.of(new Refinement.Blocks(Long.MAX_VALUE, 1), new Refinement.Blocks(0, 1))) {
            int[] filled = pixels(Refinement.refine(
                    Refinement.Images.of(GrainedImage.of(volume, 2, 2, 1)),
                    volumes,
                    ImageStore.memory(),
                    Progress.NONE,
                    blocks));
            for (int z = 0; z < depth; z++) {
                boolean open = depth > 1 && (z == 0 || z == depth - 1);
                for (int i = 0; i < 18; i++) {
                    assertThat(filled[18 * z + i])
                            .as("slice %d of %d, pixel %d, %s", z, depth, i, blocks)
                            .isEqualTo(open ? planes[z][i] : 1);
                }
            }
        }
        RefineRule single = rule(MASK, Space.PLANES, 0, true, false, false);
        assertThat(pixels(Refinement.refine(volume, single, ImageStore.memory(), Progress.NONE)))
                .containsOnly(1);
    }

    @Test
    void objectsOnTheEdgeGo() {
        int[] mask = new int[49];
        for (int pixel : new int[] {0, 24, 6 * 7 + 3, 3 * 7 + 6, 2 * 7 + 2}) {
            mask[pixel] = 1;
        }
        int[] inner = pixels(refine(bytes(7, mask), rule(MASK, Space.PLANES, 0, false, false, true)));
        int[] expected = new int[49];
        expected[2 * 7 + 2] = 1;
        expected[24] = 2;
        assertThat(inner).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(
            value = AutoThresholder.Method.class,
            names = {"Default", "Otsu", "Li", "Triangle", "MaxEntropy", "Huang"})
    void automaticThresholdsAreImageJs(AutoThresholder.Method method) {
        Random random = new Random(5);
        FloatProcessor floats = new FloatProcessor(40, 40);
        for (int i = 0; i < 1600; i++) {
            floats.setf(i, (float) (random.nextGaussian() * 0.1 + (i / 40 % 10 < 4 ? 0.8 : 0.2)));
        }
        for (ImageProcessor pixels : List.of(floats, floats.convertToShort(true), floats.convertToByte(true))) {
            ImageProcessor thresholded = pixels.duplicate();
            thresholded.setAutoThreshold(method, true, ImageProcessor.NO_LUT_UPDATE);
            byte[] expected = (byte[]) thresholded.createMask().getPixels();
            int[] found = pixels(refine(
                    new ImagePlus("image", pixels),
                    RefineRule.of(Foreground.of(method.name().toLowerCase(), "", ""))));
            for (int i = 0; i < expected.length; i++) {
                assertThat(found[i] != 0).as("%s, pixel %d", method, i).isEqualTo(expected[i] != 0);
            }
        }
    }

    @Test
    void objectsOfClassesGrowIntoTheBorderByTheShortestWay() {
        int[] classes = {
            1, 2, 2, 2, 2, 1, 0,
            0, 0, 0, 0, 2, 0, 0,
            3, 3, 1, 0, 2, 2, 2,
        };
        Refinement.Objects found = refine(bytes(7, classes), RefineRule.of(Foreground.of("", "1,3", "2")));
        assertThat(pixels(found)).containsExactly(1, 1, 1, 2, 2, 2, 0, 0, 0, 0, 0, 2, 0, 0, 3, 3, 4, 0, 2, 2, 2);
        assertThat(found.objects()).extracting(ObjectRow::type).containsExactly(1L, 1L, 3L, 1L);
        assertThat(found.values()).isFalse();
    }

    @Test
    void touchingDiscsAreSplitAtTheirWaistAndAnEllipseIsNot() {
        ByteProcessor discs = new ByteProcessor(60, 30);
        discs.setValue(255);
        discs.fillOval(3, 4, 22, 22);
        discs.fillOval(23, 4, 22, 22);
        Refinement.Objects found = refine(new ImagePlus("discs", discs), splitting(0.5));
        assertThat(found.objects()).hasSize(2);
        assertThat(found.objects().get(0).x()).isBetween(13.0, 15.0);
        assertThat(found.objects().get(0).area() + found.objects().get(1).area())
                .isEqualTo(discs.getHistogram()[255]);
        assertThat(refine(new ImagePlus("discs", discs), splitting(50)).objects())
                .hasSize(1);
        ByteProcessor ellipse = new ByteProcessor(60, 30);
        ellipse.setValue(255);
        ellipse.fillOval(5, 5, 50, 20);
        assertThat(refine(new ImagePlus("ellipse", ellipse), splitting(0.5)).objects())
                .hasSize(1);
    }

    @Test
    void discsAreSplitWhereImageJsWatershedSplitsThem() {
        Random random = new Random(3);
        ByteProcessor mask = new ByteProcessor(400, 400);
        mask.setValue(255);
        for (int i = 0; i < 90; i++) {
            int size = 20 + random.nextInt(20);
            mask.fillOval(random.nextInt(380), random.nextInt(380), size, size);
        }
        int ours = refine(new ImagePlus("mask", mask), splitting(0.5)).objects().size();
        ImageProcessor theirs = mask.duplicate();
        new EDM().toWatershed(theirs);
        int parts = refine(new ImagePlus("mask", theirs), RefineRule.of(MASK))
                .objects()
                .size();
        assertThat(ours).isBetween((int) (0.9 * parts), (int) Math.ceil(1.1 * parts));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void partsAreConnectedCoverTheirObjectAndDependOnNoThreadsAndNoNeighbours(long seed) {
        int depth = seed == 1 ? 1 : 8;
        ImagePlus mask = mask(seed, 60, 60, depth);
        RefineRule rule = rule(MASK, Space.VOLUMES, 0, false, true, false);
        int[][] results = new int[2][];
        for (int threads = 1; threads <= 2; threads++) {
            int slot = threads - 1;
            ForkJoinPool pool = new ForkJoinPool(threads);
            pool.submit(() -> results[slot] = pixels(refine(mask, rule))).join();
            pool.shutdown();
        }
        assertThat(results[0]).isEqualTo(results[1]);
        int[] whole = pixels(refine(mask, rule(MASK, Space.VOLUMES, 0, false, false, false)));
        assertThat(binary(results[0])).isEqualTo(binary(whole));
        assertThat(results[0]).isEqualTo(Flood.components(results[0], 60, 60, depth, true));
        int largest = largest(whole);
        int[] alone = new int[whole.length];
        int[] expected = new int[whole.length];
        for (int i = 0; i < whole.length; i++) {
            alone[i] = whole[i] == largest ? 1 : 0;
            expected[i] = alone[i] * results[0][i];
        }
        BlockedImage box = BlockedImage.of(60, 60, depth, 0, 0, new long[] {60, 60, depth}, 1);
        Boxes boxes = new Boxes(box, 1);
        boxes.add(alone, box.blocks().get(0));
        new SeededFlood(box, 0.5, Landscape.distance(ObjectShape.ROUND, 1, 1, 1))
                .within(alone, box.blocks().get(0), new int[] {1}, boxes, Progress.NONE)
                .forEach(parts -> BlockLabels.copy(
                        parts.parts(), parts.region(), box.blocks().get(0), alone));
        assertThat(Flood.components(alone, 60, 60, depth, true))
                .isEqualTo(Flood.components(expected, 60, 60, depth, true));
    }

    @Test
    void objectsTooLargeToBeSplitStayWholeAndAreCounted() {
        int side = 4097; // a box of as many rows and columns has more than 2^24 pixels, one of a column less has not
        ByteProcessor corners = new ByteProcessor(side, side);
        corners.setValue(255);
        corners.drawLine(0, 0, 0, side - 1); // a corner round all
        corners.drawLine(0, side - 1, side - 1, side - 1);
        corners.set(8, 8, 255); // a single pixel is never split
        corners.fillOval(20, 20, 22, 22); // two parts
        corners.fillOval(40, 20, 22, 22);
        List<String> said = new ArrayList<>();
        Refinement.Objects found = Refinement.refine(
                AxisImage.of(new ImagePlus("corners", corners)), splitting(0.5), ImageStore.memory(), saying(said));
        assertThat(found.tooLarge()).isEqualTo(1);
        assertThat(found.objects()).extracting(ObjectRow::area).contains(2.0 * side - 1, 1.0);
        assertThat(found.objects()).hasSize(4);
        assertThat(said).hasSize(1).first().asString().startsWith("1 ").contains("more than 16,777,216 pixels");
        Refinement.Objects whole = Refinement.refine(
                AxisImage.of(new ImagePlus("corners", corners)),
                RefineRule.of(MASK),
                ImageStore.memory(),
                saying(said));
        assertThat(whole.tooLarge()).isZero();
        assertThat(said).hasSize(1);
    }

    private static Progress saying(List<String> said) {
        return new Progress() {
            @Override
            public void step(long done, long total) {}

            @Override
            public void say(String message) {
                said.add(message);
            }
        };
    }

    @Test
    void everyPlaneOrFrameIsOnItsOwn() {
        int[] one = {1, 0, 1};
        int[] two = {0, 0, 1};
        ImagePlus stack = Blobs.image("stack", 3, 1, 2, 2, one, two, two, one);
        Refinement.Objects planes = refine(stack, RefineRule.of(MASK));
        assertThat(pixels(planes)).containsExactly(1, 0, 2, 0, 0, 1, 0, 0, 1, 1, 0, 2);
        assertThat(planes.objects()).extracting(ObjectRow::z).containsExactly(1.0, 1.0, 2.0, 1.0, 2.0, 2.0);
        assertThat(planes.objects()).extracting(ObjectRow::t).containsExactly(1, 1, 1, 2, 2, 2);
        Refinement.Objects volumes = refine(stack, rule(MASK, Space.VOLUMES, 0, false, false, false));
        assertThat(pixels(volumes)).containsExactly(1, 0, 2, 0, 0, 2, 0, 0, 1, 2, 0, 1);
        assertThat(volumes.objects()).extracting(ObjectRow::area).containsExactly(1.0, 2.0, 2.0, 1.0);
    }

    @Test
    void valuesAreMeasuredOfProbabilities() {
        ImagePlus image = new ImagePlus("p", new FloatProcessor(3, 1, new float[] {0.5f, 0.75f, Float.NaN}));
        Refinement.Objects found = refine(image, RefineRule.of(MASK));
        assertThat(found.values()).isTrue();
        assertThat(found.objects()).hasSize(1);
        assertThat(found.objects().get(0).mean()).isEqualTo(0.625);
        assertThat(found.objects().get(0).min()).isEqualTo(0.5);
        assertThat(found.objects().get(0).max()).isEqualTo(0.75);
        assertThat(refine(bytes(3, 0, 255, 255), RefineRule.of(MASK)).values()).isFalse();
        assertThat(refine(bytes(3, 0, 255, 254), RefineRule.of(MASK)).values()).isTrue();
        ImagePlus classes = new ImagePlus("classes", new FloatProcessor(3, 1, new float[] {0, 1, 2}));
        assertThat(refine(classes, RefineRule.of(Foreground.of("", "1", ""))).values())
                .isFalse();
    }

    @Test
    void valuesOfAnotherImageAreMeasuredOfObjectsThatANetworkSees() {
        ImageStack channels = new ImageStack(3, 1);
        channels.addSlice(new FloatProcessor(3, 1, new float[] {0, 0.75f, 1}));
        channels.addSlice(new FloatProcessor(3, 1, new float[] {1, 0.25f, 0}));
        ImagePlus seen = new ImagePlus("seen", channels);
        seen.setDimensions(2, 1, 1);
        ImagePlus measured = new ImagePlus("measured", new FloatProcessor(3, 1, new float[] {9, 20, 30}));
        Refinement.Images images = Refinement.Images.of(AxisImage.of(seen)).withIntensity(AxisImage.of(measured));
        RefineRule rule = RefineRule.of(new Foreground.Probabilities(List.of(0), List.of(), 0.5));
        assertThat(Refinement.refine(images, rule).objects())
                .extracting(ObjectRow::mean)
                .containsExactly(25.0);
    }

    @Test
    void moreThan65535ObjectsAre32Bit() {
        ByteProcessor dots = new ByteProcessor(600, 600);
        for (int i = 0; i < 300; i++) {
            for (int j = 0; j < 300; j++) {
                dots.set(2 * i, 2 * j, 255);
            }
        }
        Refinement.Objects found = refine(new ImagePlus("dots", dots), RefineRule.of(MASK));
        assertThat(found.labels().imagePlus().getBitDepth()).isEqualTo(32);
        assertThat(found.objects()).hasSize(90_000);
        assertThat(largest(pixels(found))).isEqualTo(90_000);
    }

    @Test
    void aStopIsHeardWithinAPlane() {
        int[] calls = new int[1];
        Progress stops = (done, total) -> {
            if (++calls[0] == 3) {
                throw new CancelledException("Stopped.");
            }
        };
        RefineRule all = rule(MASK, Space.PLANES, 0, true, true, false);
        assertThatThrownBy(() -> Refinement.refine(AxisImage.of(mask(1, 20, 20, 1)), all, ImageStore.memory(), stops))
                .isInstanceOf(CancelledException.class);
    }

    @Test
    void whatMakesNoSenseIsSaid() {
        refused(() -> Foreground.of("Otto", "", ""), "threshold is \"Otto\" but must be a number or one of: Default");
        refused(() -> Foreground.of("0.5", "", "2"), "grow is \"2\" but include is empty");
        refused(() -> Foreground.of("0.5", "a", ""), "is not a label");
        refused(() -> Foreground.of("NaN", "", ""), "NaN");
        ImagePlus half = new ImagePlus("half", new FloatProcessor(1, 1, new float[] {0.5f}));
        refused(() -> refine(half, RefineRule.of(Foreground.of("", "1", ""))), "labels are whole numbers");
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable work, String why) {
        assertThatThrownBy(work).isInstanceOf(StencilException.class).hasMessageContaining(why);
    }

    private static RefineRule rule(
            Foreground foreground, Space space, double size, boolean holes, boolean split, boolean exclude) {
        return RefineRule.of(foreground)
                .withSpace(space)
                .withSize(size)
                .withHoles(holes)
                .withSplit(split)
                .withExclude(exclude);
    }

    private static RefineRule splitting(double tolerance) {
        return RefineRule.of(MASK).withSplit(true).withTolerance(tolerance);
    }

    private static Refinement.Objects refine(ImagePlus image, RefineRule rule) {
        return Refinement.refine(AxisImage.of(image), rule);
    }

    private static ImagePlus mask(long seed, int width, int height, int depth) {
        boolean[] mask = Blobs.mask(new Random(seed), width, height, depth);
        int[][] planes = new int[depth][width * height];
        for (int i = 0; i < mask.length; i++) {
            planes[i / (width * height)][i % (width * height)] = mask[i] ? 1 : 0;
        }
        return Blobs.image("mask", width, height, depth, 1, planes);
    }

    private static ImagePlus bytes(int width, int... values) {
        ByteProcessor pixels = new ByteProcessor(width, values.length / width);
        for (int i = 0; i < values.length; i++) {
            pixels.set(i, values[i]);
        }
        return new ImagePlus("bytes", pixels);
    }

    private static int[] pixels(Refinement.Objects found) {
        AxisImage labels = found.labels();
        Object pixels = labels.copy(labels.extent().interval());
        int[] values = new int[java.lang.reflect.Array.getLength(pixels)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (int) labels.type().get(pixels, i);
        }
        return values;
    }

    private static int[] binary(int... labels) {
        return Arrays.stream(labels).map(label -> label == 0 ? 0 : 1).toArray();
    }

    private static int largest(int... labels) {
        return Arrays.stream(labels).max().orElse(0);
    }
}
