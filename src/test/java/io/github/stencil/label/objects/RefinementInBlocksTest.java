// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.FloatProcessor;
import io.github.stencil.Progress;
import io.github.stencil.batch.BlockStore;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.GrainedImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.Space;
import io.github.stencil.label.Blobs;
import io.github.stencil.work.Workers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Objects do not depend on the blocks in which they are found. */
class RefinementInBlocksTest {
    private static final Refinement.Blocks WHOLE = new Refinement.Blocks(Long.MAX_VALUE, 1);

    static List<Long> seeds() {
        return List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void labelsAndRowsAreTheSameInBlocksOfAnySize(long seed) {
        Random random = new Random(seed);
        int depth = seed % 2 == 0 ? 1 : 2 + random.nextInt(6);
        ImagePlus image = image(random, 20 + random.nextInt(40), 20 + random.nextInt(40), depth, seed % 3 == 0);
        AxisImage pixels = AxisImage.of(image);
        for (RefineRule rule : rules(random, seed % 3 == 0)) {
            Refinement.Objects whole = refine(pixels, rule, WHOLE);
            for (int[] grain : new int[][] {{8, 8, 2}, {16, 4, 1}, {5, 7, 3}, {60, 1, 1}}) {
                AxisImage stored = GrainedImage.of(pixels, grain[0], grain[1], grain[2]);
                for (long most : new long[] {1, 400}) {
                    Refinement.Objects found = refine(stored, rule, new Refinement.Blocks(0, most));
                    String what = "seed %d, %s, grain %s, %d pixels"
                            .formatted(seed, rule, java.util.Arrays.toString(grain), most);
                    assertThat(pixels(found)).as(what).isEqualTo(pixels(whole));
                    assertThat(found.objects()).as(what).isEqualTo(whole.objects());
                    assertThat(found.values()).as(what).isEqualTo(whole.values());
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void workersThatShareTheBlocksFindWhatOneFinds(long seed, @TempDir Path folder) {
        Random random = new Random(seed);
        int depth = seed % 2 == 0 ? 1 : 2 + random.nextInt(6);
        ImagePlus image = image(random, 20 + random.nextInt(40), 20 + random.nextInt(40), depth, seed % 3 == 0);
        AxisImage pixels = GrainedImage.of(AxisImage.of(image), 16, 8, 2);
        Refinement.Images images = new Refinement.Images(pixels, seed % 4 == 0 ? measured(random, image) : null);
        List<RefineRule> rules = rules(random, seed % 3 == 0);
        for (int i = 0; i < rules.size(); i++) {
            RefineRule rule = rules.get(i);
            Refinement.Objects whole = Refinement.refine(images, rule, ImageStore.memory(), Progress.NONE, WHOLE);
            Refinement.Blocks blocks = new Refinement.Blocks(0, 1);
            Path file = folder.resolve(i + ".ome.zarr");
            Workers workers =
                    new Workers(file, "a job", store -> Refinement.refine(images, rule, store, Progress.NONE, blocks));
            Refinement.Objects found = Refinement.refine(
                    images, rule, BlockStore.of(file, "a job", false, workers), Progress.NONE, blocks);
            String what = "seed %d, %s, %s".formatted(seed, rule, workers.steps());
            assertThat(pixels(found)).as(what).isEqualTo(pixels(whole));
            assertThat(found.objects()).as(what).isEqualTo(whole.objects());
            assertThat(found.values()).as(what).isEqualTo(whole.values());
            assertThat(workers.steps())
                    .as(what)
                    .anyMatch(step -> step.matches("objects-0-0 components: (?!1 )(\\d+) of \\1"));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void valuesOfAnotherImageAreTheSameInBlocksOfAnySize(long seed) {
        Random random = new Random(seed);
        boolean classes = seed % 2 == 0;
        ImagePlus image =
                image(random, 20 + random.nextInt(40), 20 + random.nextInt(40), 1 + random.nextInt(4), classes);
        AxisImage pixels = AxisImage.of(image);
        AxisImage values = measured(random, image);
        for (RefineRule rule : rules(random, classes)) {
            Refinement.Objects whole = Refinement.refine(
                    new Refinement.Images(pixels, values), rule, ImageStore.memory(), Progress.NONE, WHOLE);
            Refinement.Images stored =
                    new Refinement.Images(GrainedImage.of(pixels, 8, 8, 2), GrainedImage.of(values, 5, 7, 3));
            Refinement.Objects found =
                    Refinement.refine(stored, rule, ImageStore.memory(), Progress.NONE, new Refinement.Blocks(0, 1));
            assertThat(found.objects()).as("seed %d, %s", seed, rule).isEqualTo(whole.objects());
            assertThat(found.values()).isTrue();
            assertThat(whole.values()).isTrue();
            assertThat(whole.objects()).allMatch(row -> row.min() <= row.mean() && row.mean() <= row.max());
        }
    }

    /** An image of the same size whose values are neither whole nor alike. */
    private static AxisImage measured(Random random, ImagePlus like) {
        return AxisImage.of(image(random, like.getWidth(), like.getHeight(), like.getStackSize(), false));
    }

    private static List<RefineRule> rules(Random random, boolean classes) {
        List<RefineRule> rules = new ArrayList<>();
        Foreground foreground = classes
                ? Foreground.of("", "1-3", "4")
                : random.nextBoolean() ? Foreground.of("0.5", "", "") : Foreground.of("Otsu", "", "");
        for (Connectivity connectivity : Connectivity.values()) {
            for (Space space : Space.values()) {
                rules.add(new RefineRule(
                        foreground,
                        connectivity,
                        space,
                        random.nextInt(5),
                        false,
                        random.nextBoolean(),
                        random.nextBoolean(),
                        0.3,
                        ObjectShape.values()[random.nextInt(2)],
                        random.nextBoolean()));
            }
        }
        return rules;
    }

    /** A class map with objects, borders and pixels between; or values that are neither whole nor alike. */
    private static ImagePlus image(Random random, int width, int height, int depth, boolean classes) {
        ImageStack stack = new ImageStack(width, height);
        boolean[] mask = Blobs.mask(random, width, height, depth);
        boolean[] other = Blobs.mask(random, width, height, depth);
        for (int z = 0; z < depth; z++) {
            FloatProcessor plane = new FloatProcessor(width, height);
            for (int i = 0; i < width * height; i++) {
                boolean in = mask[z * width * height + i];
                boolean border = other[z * width * height + i];
                plane.setf(
                        i,
                        classes ? in ? 1 + i / 100 % 3 : border ? 4 : 0 : in ? value(random) : random.nextFloat() / 2);
            }
            stack.addSlice(plane);
        }
        ImagePlus image = new ImagePlus("image", stack);
        image.setDimensions(1, depth, 1);
        image.getCalibration().pixelDepth = 2;
        return image;
    }

    /** Values so different in size that sums of doubles depend on their order. */
    private static float value(Random random) {
        return (float) (0.5 + random.nextFloat() * Math.pow(10, random.nextInt(12)));
    }

    private static Refinement.Objects refine(AxisImage image, RefineRule rule, Refinement.Blocks blocks) {
        return Refinement.refine(Refinement.Images.of(image), rule, ImageStore.memory(), Progress.NONE, blocks);
    }

    private static Object pixels(Refinement.Objects found) {
        AxisImage labels = found.labels();
        return labels.copy(labels.extent().interval());
    }
}
