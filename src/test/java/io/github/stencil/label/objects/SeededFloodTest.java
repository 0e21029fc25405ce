// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.GrainedImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Touching objects are parted by what a network sees between them, and by their shape. */
class SeededFloodTest {
    private static final Refinement.Blocks WHOLE = new Refinement.Blocks(Long.MAX_VALUE, 1);

    /** A drawn truth, a label at each pixel, and the probabilities that an ideal network gives for it. */
    private record Scene(int width, int height, int depth, double zSpacing, int[] truth) {

        static Scene empty(int width, int height, int depth, double zSpacing) {
            return new Scene(width, height, depth, zSpacing, new int[width * height * depth]);
        }

        /** Draws an ellipsoid where nothing lies yet; radii in pixels of a slice. */
        void draw(int label, double cx, double cy, double cz, double rx, double ry, double rz) {
            for (int i = 0; i < truth.length; i++) {
                double x = (i % width - cx) / rx;
                double y = (i / width % height - cy) / ry;
                double z = depth == 1 ? 0 : (i / (width * height) - cz) * zSpacing / rz;
                if (truth[i] == 0 && x * x + y * y + z * z <= 1) {
                    truth[i] = label;
                }
            }
        }

        /** Whether another object lies beside a pixel of an object. */
        private boolean border(int i) {
            int x = i % width;
            int y = i / width % height;
            int z = i / (width * height);
            for (int dz = -1; dz <= 1; dz++) {
                for (int dy = -1; dy <= 1; dy++) {
                    for (int dx = -1; dx <= 1; dx++) {
                        int nx = x + dx;
                        int ny = y + dy;
                        int nz = z + dz;
                        if (nx >= 0 && ny >= 0 && nz >= 0 && nx < width && ny < height && nz < depth) {
                            int other = truth[(nz * height + ny) * width + nx];
                            if (other != 0 && other != truth[i]) {
                                return true;
                            }
                        }
                    }
                }
            }
            return false;
        }

        /** Inside and border as two channels. */
        AxisImage probabilities(double blur) {
            float[][] channels = new float[2][truth.length];
            for (int i = 0; i < truth.length; i++) {
                if (truth[i] != 0) {
                    double border = border(i) ? blur : 0;
                    channels[0][i] = (float) (1 - border);
                    channels[1][i] = (float) border;
                }
            }
            return image(width, height, depth, zSpacing, channels);
        }

        long objects() {
            return IntStream.of(truth).filter(label -> label != 0).distinct().count();
        }
    }

    private static AxisImage image(int width, int height, int depth, double zSpacing, float[]... channels) {
        ImageStack stack = new ImageStack(width, height);
        for (int z = 0; z < depth; z++) {
            for (float[] channel : channels) {
                stack.addSlice("", java.util.Arrays.copyOfRange(channel, z * width * height, (z + 1) * width * height));
            }
        }
        ImagePlus image = new ImagePlus("probabilities", stack);
        image.setDimensions(channels.length, depth, 1);
        image.getCalibration().pixelDepth = zSpacing;
        return AxisImage.of(channels.length > 1 ? new CompositeImage(image, CompositeImage.GRAYSCALE) : image);
    }

    private static RefineRule rule(Foreground inside, Space space, ObjectShape shape, double size) {
        return new RefineRule(inside, Connectivity.CORNERS, space, size, false, false, true, 1, shape, false);
    }

    private static Refinement.Objects find(AxisImage image, RefineRule rule) {
        return Refinement.refine(Refinement.Images.of(image), rule, ImageStore.memory(), Progress.NONE, WHOLE);
    }

    private static int[] labels(Refinement.Objects found) {
        Object pixels = found.labels().copy(found.labels().extent().interval());
        return pixels instanceof short[] shorts
                ? IntStream.range(0, shorts.length).map(i -> shorts[i] & 0xffff).toArray()
                : IntStream.range(0, ((float[]) pixels).length)
                        .map(i -> (int) ((float[]) pixels)[i])
                        .toArray();
    }

    /** Returns how many true objects have a found one with an IoU of at least 0.5. */
    private static long matched(int[] truth, int[] found) {
        return IntStream.of(truth)
                .filter(label -> label != 0)
                .distinct()
                .filter(label -> IntStream.range(0, truth.length)
                        .filter(i -> truth[i] == label)
                        .map(i -> found[i])
                        .filter(other -> other != 0)
                        .distinct()
                        .anyMatch(other -> {
                            long both = count(truth.length, i -> truth[i] == label && found[i] == other);
                            long any = count(truth.length, i -> truth[i] == label || found[i] == other);
                            return 2 * both >= any;
                        }))
                .count();
    }

    private static long count(int length, java.util.function.IntPredicate which) {
        return IntStream.range(0, length).filter(which).count();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1})
    void denseDiscsComeBackOneByOne(double border) {
        Scene scene = Scene.empty(90, 84, 1, 1);
        int label = 0;
        for (int row = 0; row < 5; row++) {
            for (int column = 0; column < 5; column++) {
                scene.draw(++label, 9 + 15.5 * column + row % 2 * 7.75, 9 + 14.5 * row, 0, 8.2, 8.2, 1);
            }
        }
        Refinement.Objects found =
                find(scene.probabilities(border), rule(seen(1, 1), Space.PLANES, ObjectShape.ROUND, 0));
        assertThat(found.objects()).hasSize(25);
        assertThat(matched(scene.truth(), labels(found))).isEqualTo(25);
    }

    @Test
    void bentRodsStayWholeIfObjectsCanHaveAnyShape() {
        Scene scene = Scene.empty(120, 80, 1, 1);
        Random random = new Random(5);
        for (int rod = 0; rod < 3; rod++) { // arcs whose thickness varies, so that there are waists
            for (int step = 0; step <= 40; step++) {
                double angle = Math.PI * step / 40;
                double radius = 4.5 + 1.6 * Math.sin(step * 0.9 + rod) + 0.2 * random.nextDouble();
                scene.draw(
                        rod + 1, 22 + 37 * rod + 12 * Math.cos(angle), 50 - 32 * Math.sin(angle), 0, radius, radius, 1);
            }
        }
        AxisImage probabilities = scene.probabilities(0.7);
        assertThat(find(probabilities, rule(seen(1, 1), Space.PLANES, ObjectShape.ANY, 0))
                        .objects())
                .hasSize(3);
        assertThat(find(probabilities, rule(seen(1, 1), Space.PLANES, ObjectShape.ROUND, 0))
                        .objects())
                .as("parted at their waists")
                .hasSizeGreaterThan(3);
    }

    @Test
    void touchingEllipsoidsOfThickSlicesArePartedInTheirTrueProportions() {
        Scene scene = Scene.empty(48, 40, 9, 4);
        int label = 0;
        for (int row = 0; row < 2; row++) {
            for (int column = 0; column < 3; column++) {
                scene.draw(++label, 8.5 + 14.5 * column, 10 + 17.5 * row, 4, 8, 9.5, 15);
            }
        }
        Refinement.Objects found =
                find(scene.probabilities(0.6), rule(seen(1, 1), Space.VOLUMES, ObjectShape.ROUND, 0));
        assertThat(found.objects()).hasSize((int) scene.objects());
        assertThat(matched(scene.truth(), labels(found))).isEqualTo(scene.objects());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void objectsDoNotDependOnBlocks(long seed) {
        Random random = new Random(seed);
        int width = 30 + random.nextInt(30);
        int height = 30 + random.nextInt(30);
        int depth = seed % 2 == 0 ? 1 : 2 + random.nextInt(5);
        AxisImage image = image(width, height, depth, 2, noise(random, width, height, depth, 3));
        for (ObjectShape shape : ObjectShape.values()) {
            for (Space space : Space.values()) {
                RefineRule rule = rule(
                        new Foreground.Probabilities(List.of(0, 1), List.of(2), 0.45), space, shape, random.nextInt(4));
                Refinement.Objects whole = find(image, rule);
                assertThat(whole.objects()).as("seed %d", seed).hasSizeGreaterThan(1);
                for (int[] grain : new int[][] {{8, 8, 2}, {16, 4, 1}, {5, 7, 3}}) {
                    Refinement.Objects found = Refinement.refine(
                            Refinement.Images.of(GrainedImage.of(image, grain[0], grain[1], grain[2])),
                            rule,
                            ImageStore.memory(),
                            Progress.NONE,
                            new Refinement.Blocks(0, 1));
                    assertThat(labels(found)).as("seed %d, %s", seed, rule).isEqualTo(labels(whole));
                    assertThat(found.objects()).isEqualTo(whole.objects());
                }
            }
        }
    }

    /** Smooth random probabilities that add up to at most 1. */
    private static float[][] noise(Random random, int width, int height, int depth, int channels) {
        float[][] noise = new float[channels][width * height * depth];
        for (float[] channel : noise) {
            List<double[]> bumps = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                bumps.add(new double[] {
                    random.nextDouble() * width,
                    random.nextDouble() * height,
                    random.nextDouble() * depth,
                    3 + 4 * random.nextDouble()
                });
            }
            for (int i = 0; i < channel.length; i++) {
                double sum = 0;
                for (double[] bump : bumps) {
                    double x = (i % width - bump[0]) / bump[3];
                    double y = (i / width % height - bump[1]) / bump[3];
                    double z = (i / (width * height) - bump[2]) / 2;
                    sum += Math.exp(-(x * x + y * y + z * z));
                }
                channel[i] = (float) Math.min(1.0 / channels, sum / channels);
            }
        }
        return noise;
    }

    @Test
    void eachPixelGetsTheObjectClassOfTheHighestProbability() {
        float[] first = {0.9f, 0.8f, 0.1f, 0, 0.3f};
        float[] second = {0.05f, 0.1f, 0.2f, 0, 0.2f};
        float[] border = {0, 0, 0.6f, 0.4f, 0};
        Refinement.Objects found = find(
                image(5, 1, 1, 1, first, second, border),
                rule(new Foreground.Probabilities(List.of(0, 1), List.of(2), 0.5), Space.PLANES, ObjectShape.ROUND, 0));
        assertThat(labels(found)).containsExactly(1, 1, 2, 0, 3);
        assertThat(found.objects()).extracting(ObjectRow::label).containsExactly(1L, 2L, 3L);
    }

    @Test
    void sharesOfTheHighestNumberAreProbabilities() {
        Scene scene = Scene.empty(60, 30, 1, 1);
        scene.draw(1, 20, 15, 0, 11, 11, 1);
        scene.draw(2, 40, 15, 0, 11, 11, 1);
        AxisImage floats = scene.probabilities(0.6);
        float[] all = (float[]) floats.copy(floats.extent().interval());
        ImageStack stack = new ImageStack(60, 30);
        for (int c = 0; c < 2; c++) {
            short[] plane = new short[1800];
            for (int i = 0; i < plane.length; i++) {
                plane[i] = (short) Math.round(all[c * plane.length + i] * 65535);
            }
            stack.addSlice("", plane);
        }
        ImagePlus shares = new ImagePlus("shares", stack);
        shares.setDimensions(2, 1, 1);
        RefineRule rule = rule(seen(1, 1), Space.PLANES, ObjectShape.ROUND, 0);
        assertThat(labels(find(AxisImage.of(new CompositeImage(shares, CompositeImage.GRAYSCALE)), rule)))
                .isEqualTo(labels(find(floats, rule)));
        assertThat(find(floats, rule).objects()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(ObjectShape.class)
    void anImageThatIsAllInsideIsOneObject(ObjectShape shape) {
        float[] all = new float[400];
        java.util.Arrays.fill(all, 1);
        assertThat(find(image(20, 20, 1, 1, all), rule(seen(1, 0), Space.PLANES, shape, 0))
                        .objects())
                .hasSize(1);
    }

    @Test
    void anImageWithNothingInsideHasNoObjects() {
        assertThat(find(image(20, 20, 1, 1, new float[400]), rule(seen(1, 0), Space.PLANES, ObjectShape.ROUND, 0))
                        .objects())
                .isEmpty();
    }

    @Test
    void theLandscapeIsTheSmoothedDistanceTimesWhatIsSeenInside() {
        int width = 9;
        int height = 7;
        Grid grid = new Grid(width, height, 1);
        Interval region = new FinalInterval(width, height, 1);
        boolean[] in = new boolean[width * height];
        float[] seen = new float[in.length];
        double[] raw = new double[in.length];
        Random random = new Random(3);
        for (int i = 0; i < in.length; i++) {
            int x = i % width;
            int y = i / width;
            in[i] = x > 0 && y > 0 && x < width - 1 && y < height - 1;
            seen[i] = random.nextFloat();
            int distance = Math.min(Math.min(x, width - 1 - x), Math.min(y, height - 1 - y));
            raw[i] = distance * (0.3 + seen[i]);
        }
        float[] levels =
                Landscape.probability(place -> seen, ObjectShape.ROUND, 1, 1, 1).levels(region, grid, i -> !in[i]);
        double[] kernel = new double[9];
        double sum = 0;
        for (int k = -4; k <= 4; k++) {
            kernel[k + 4] = Math.exp(-0.5 * k * k);
            sum += kernel[k + 4];
        }
        for (int i = 0; i < in.length; i++) {
            double expected = 0;
            for (int j = 0; j < in.length; j++) {
                int dx = j % width - i % width;
                int dy = j / width - i / width;
                if (Math.abs(dx) <= 4 && Math.abs(dy) <= 4) {
                    expected += raw[j] * kernel[dx + 4] * kernel[dy + 4] / (sum * sum);
                }
            }
            assertThat((double) levels[i]).isCloseTo(in[i] ? expected : 0, within(1e-5));
        }
    }

    @Test
    void channelsThatAreNoProbabilitiesAreRefused() {
        AxisImage two = image(4, 4, 1, 1, new float[16], new float[16]);
        assertThatThrownBy(() -> find(two, rule(seen(2, 1), Space.PLANES, ObjectShape.ROUND, 0)))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("2 channels")
                .hasMessageContaining("wanted of 3");
    }

    private static Foreground.Probabilities seen(int objects, int borders) {
        return new Foreground.Probabilities(
                IntStream.range(0, objects).boxed().toList(),
                IntStream.range(objects, objects + borders).boxed().toList(),
                0.5);
    }
}
