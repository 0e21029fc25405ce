// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.image.GrainedStore;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.file.TiffStore;
import io.github.stencil.model.SavedModels.Layers;
import io.github.stencil.model.field.ReceptiveField;
import io.github.stencil.model.step.Normalization;
import io.github.stencil.model.step.Recipe;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that take one size only run once per window, and give what they give without windows where these overlap. */
class FixedWindowTest {
    private static final Extent[] GRAINS = {
        new Extent(64, 64, 1, 1, 1), new Extent(50, 20, 1, 2, 1), new Extent(500, 48, 3, 1, 2)
    };
    private static final PredictionSettings RAW = PredictionSettings.USUAL
            .withOutput(PredictionOutput.RAW)
            .withNormalization(Normalization.of(Normalization.Method.NONE));

    @TempDir
    private Path folder;

    @Test
    void aPlaneThatFitsIntoTheWindowIsOneRun() {
        Model model = Model.open(SavedModels.fixedWindow(folder, 256));
        AxisImage stack = AxisImage.of(Images.noise(3, 8, 75, 93, 1, 2, 1));
        assertThat(runs(model, stack, ImageStore.memory())).isEqualTo(2);
        assertThat(runs(model, stack, new TiffStore(folder.resolve("result.tif"))))
                .isEqualTo(2);
        assertThat(runs(model, stack, new GrainedStore(new Extent(32, 32, 1, 1, 1), block -> false)))
                .isEqualTo(2);
    }

    @Test
    void noMoreWindowsAreComputedThanTheirOverlapTakes() {
        Model model = Model.open(SavedModels.fixedWindow(folder, 64));
        int halo = model.read().field().orElseThrow().halo();
        assertThat(halo).isEqualTo(24);
        AxisImage image = AxisImage.of(Images.noise(3, 8, 200, 150, 1, 1, 1));
        // the first writes 64 - 24, those inside 64 - 2 * 24, the last begins at 136 = 200 - 64, or 88 = 150 - 64
        // rounded up
        assertThat(windows(model, image, new Extent(1, 1, 1, 1, 1))).isEqualTo((1 + 8 + 1) * (1 + 5 + 1));
    }

    @Test
    void windowsGiveWhatTheFreeNetworkGives() {
        Layers layers = (net, image) -> net.tf.nn.softmax(net.unet(image, 2, 3));
        Model free = Model.open(SavedModels.write(folder.resolve("free"), 7, 2, layers));
        Model fixed =
                Model.open(SavedModels.write(folder.resolve("fixed"), 7, "NHWC", new long[] {1, 40, 48, 2}, layers));
        ImagePlus image = Images.noise(5, 16, 203, 141, 2, 2, 2);
        float[] whole = pixels(free, image, ImageStore.memory());
        assertThat(largestDifference(pixels(fixed, image, ImageStore.memory()), whole))
                .isLessThanOrEqualTo(1e-5);
        for (Extent grain : GRAINS) {
            GrainedStore store = new GrainedStore(grain, block -> false);
            assertThat(largestDifference(pixels(fixed, image, store), whole))
                    .as("%s", grain)
                    .isLessThanOrEqualTo(1e-5);
        }
    }

    @Test
    void blocksOfTheResultDoNotMoveSeamsWhereWindowsCannotOverlapEnough() {
        Model model = Model.open(SavedModels.fixedWindow(folder, 32));
        ImagePlus image = Images.noise(5, 16, 203, 141, 1, 2, 1);
        float[] whole = pixels(model, image, ImageStore.memory());
        for (Extent grain : GRAINS) {
            GrainedStore store = new GrainedStore(grain, block -> false);
            assertThat(largestDifference(pixels(model, image, store), whole))
                    .as("%s", grain)
                    .isLessThanOrEqualTo(1e-5);
        }
    }

    @Test
    void windowsOfVolumesGiveWhatTheFreeNetworkGives() {
        Layers layers = (net, image) -> net.tf.math.sigmoid(net.unet3(image, 1, 2));
        Model free = Model.open(SavedModels.writeVolume(folder.resolve("free"), 7, 1, layers));
        ReceptiveField field = free.read().field().orElseThrow();
        int side = 2 * field.halo() + 2 * field.step();
        int depth = 2 * field.haloZ() + 2 * field.stepZ();
        Model fixed = Model.open(
                SavedModels.write(folder.resolve("fixed"), 7, "NDHWC", new long[] {-1, depth, side, side, 1}, layers));
        ImagePlus image = Images.noise(5, 8, side + 13, side + 5, 1, depth + 3, 1);
        assertThat(largestDifference(
                        pixels(fixed, image, ImageStore.memory()), pixels(free, image, ImageStore.memory())))
                .isLessThanOrEqualTo(1e-5);
    }

    private static float[] pixels(Model model, ImagePlus image, ImageStore store) {
        AxisImage found = model.predict(AxisImage.of(image), RAW, store, Progress.NONE);
        return (float[]) found.copy(found.extent().interval());
    }

    private static long runs(Model model, AxisImage image, ImageStore store) {
        AtomicLong most = new AtomicLong();
        model.predict(image, RAW, store, (done, total) -> most.accumulateAndGet(total, Math::max));
        return most.get();
    }

    private static long windows(Model model, AxisImage image, Extent grain) {
        AtomicLong windows = new AtomicLong();
        Recipe recipe = Recipe.of(Normalization.of(Normalization.Method.NONE), image.type());
        try (LoadedModels.Lease lease =
                LoadedModels.borrow(model.read(), image.description(), RAW, recipe, Progress.NONE)) {
            ReceptiveField field = model.read().field().orElseThrow();
            Probe probe =
                    Probe.of(lease.network(), image.type(), 1, model.read().sizes(field));
            new Predictor(model.read(), image, RAW, Progress.NONE)
                    .predict(
                            ImageStore.memory(),
                            (pixels, scale, core, threshold, head) -> {
                                windows.addAndGet(pixels.shape()[0]);
                                return lease.network().run(pixels, scale, core, threshold, head);
                            },
                            probe,
                            any -> TilePlan.of(image.extent(), model.read(), field, probe, RAW, grain));
        }
        return windows.get();
    }

    private static double largestDifference(float[] a, float[] b) {
        assertThat(a).hasSameSizeAs(b);
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }
}
