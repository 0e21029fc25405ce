// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.image.GrainedStore;
import io.github.stencil.image.ImageStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import net.imglib2.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Predictions do not depend on the blocks in which they are written, and blocks that are there are not made again. */
class PredictionInBlocksTest {
    private static final Extent[] GRAINS = {
        new Extent(64, 64, 1, 1, 1), new Extent(50, 20, 1, 2, 1), new Extent(500, 48, 3, 1, 2)
    };

    @TempDir
    Path folder;

    @Test
    void blocksNeverShow() throws IOException {
        Model model =
                Model.open(SavedModels.write(folder, 1, 1, (net, image) -> net.tf.nn.softmax(net.unet(image, 1, 3))));
        AxisImage image = AxisImage.of(Images.noise(1, 16, 201, 143, 1, 2, 2));
        for (PredictionOutput output : new PredictionOutput[] {PredictionOutput.LABELS, PredictionOutput.RAW}) {
            for (int tile : new int[] {0, 32, 90}) {
                PredictionSettings settings =
                        PredictionSettings.USUAL.withOutput(output).withTile(tile, -1);
                AxisImage whole = model.predict(image, settings, ImageStore.memory(), Progress.NONE);
                for (Extent grain : GRAINS) {
                    GrainedStore store = new GrainedStore(grain, block -> false);
                    AxisImage found = model.predict(image, settings, store, Progress.NONE);
                    compare(found, whole, "%s, tile %d, %s".formatted(output, tile, grain));
                }
            }
        }
    }

    @Test
    void onlyMissingBlocksAreMade() throws IOException {
        Model model =
                Model.open(SavedModels.write(folder, 1, 1, (net, image) -> net.tf.nn.softmax(net.unet(image, 1, 3))));
        AxisImage image = AxisImage.of(Images.noise(1, 16, 201, 143, 1, 1, 1));
        GrainedStore all = new GrainedStore(GRAINS[0], block -> false);
        model.predict(image, PredictionSettings.USUAL.withTile(64, -1), all, Progress.NONE);
        Set<Integer> before = new HashSet<>(Set.of(1, 4, 5));
        GrainedStore some = new GrainedStore(GRAINS[0], before::contains);
        model.predict(image, PredictionSettings.USUAL.withTile(64, -1), some, Progress.NONE);
        assertThat(all.written()).hasSize(12);
        assertThat(some.written()).hasSize(9).noneMatch(block -> before.contains(index(block)));
    }

    private static int index(Interval block) {
        return (int) (block.min(0) / 64 + 4 * (block.min(1) / 64));
    }

    private static void compare(AxisImage found, AxisImage wanted, String what) {
        Object a = found.copy(found.extent().interval());
        Object b = wanted.copy(wanted.extent().interval());
        if (a instanceof float[] floats) {
            float[] others = (float[]) b;
            for (int i = 0; i < floats.length; i++) {
                assertThat(Math.abs(floats[i] - others[i])).as(what).isLessThanOrEqualTo(1e-5f);
            }
        } else {
            assertThat(a).as(what).isEqualTo(b);
        }
    }
}
