// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.label.objects.Foreground;
import io.github.stencil.label.objects.RefineRule;
import io.github.stencil.label.objects.Refinement;
import io.github.stencil.model.Model;
import io.github.stencil.model.PredictionSettings;
import io.github.stencil.model.step.Normalization;
import io.github.stencil.work.Sharing;
import io.github.stencil.zarr.OmeZarr;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prediction and refinement of a large image in blocks, against the same on a crop in memory; {@code -Dstencil.crop=4096}
 * and {@code -Dstencil.side=5000} for larger ones.
 */
class CropTest {
    private static final int SIDE = Integer.getInteger("stencil.side", 2300);
    private static final int CROP = Integer.getInteger("stencil.crop", 500);
    private static final int HALO = 64;

    @TempDir
    private Path folder;

    @Test
    void awayFromItsEdgeACropHasTheSameLabelsAndTheSameObjects() {
        LargeScene.main(new String[] {folder.toString(), String.valueOf(SIDE)});
        AxisImage image = OmeZarr.open(folder.resolve("image.ome.zarr"));
        // over a corner of blocks, where the network sees the same grid
        int from = Math.min(SIDE - CROP, 2048 - CROP / 2) / 32 * 32;
        Interval place = new FinalInterval(
                new long[] {from, from, 0, 0, 0}, new long[] {from + CROP - 1L, from + CROP - 1L, 0, 0, 0});
        AxisImage crop = AxisImage.of("crop", ArrayImgs.unsignedBytes((byte[]) image.copy(place), CROP, CROP), "XY");

        Model model = Model.open(Path.of("sample-data/models/nuclei"));
        PredictionSettings settings =
                PredictionSettings.USUAL.withNormalization(Normalization.of(Normalization.Method.FULL_RANGE));
        AxisImage labels = model.predict(image, settings, store("labels"), Progress.NONE);
        AxisImage cropLabels = model.predict(crop, settings, ImageStore.memory(), Progress.NONE);
        byte[] large = (byte[]) labels.copy(place);
        byte[] small = (byte[]) cropLabels.copy(crop.extent().interval());
        int different = 0;
        for (int i = 0; i < large.length; i++) {
            different += inner(i) && large[i] != small[i] ? 1 : 0;
        }
        assertThat(different).isZero();

        RefineRule rule =
                RefineRule.of(Foreground.of("", "1", "2")).withHoles(true).withSplit(true);
        compare(
                numbers(
                        Refinement.refine(labels, rule, store("objects"), Progress.NONE)
                                .labels(),
                        place),
                numbers(
                        Refinement.refine(cropLabels, rule).labels(),
                        crop.extent().interval()));
    }

    private BlockStore store(String name) {
        return BlockStore.of(folder.resolve(name + ".ome.zarr"), name, false, Sharing.ALONE);
    }

    /** Compares whole objects that lie further than the halo from the crop's edge, ids up to relabelling. */
    private static void compare(int[] large, int[] small) {
        Set<Integer> partial = new HashSet<>();
        for (int i = 0; i < small.length; i++) {
            if (!inner(i)) {
                partial.add(small[i]);
            }
        }
        Map<Integer, Integer> ids = new HashMap<>();
        int wrong = 0;
        for (int i = 0; i < small.length; i++) {
            if (small[i] != 0 && !partial.contains(small[i])) {
                Integer before = ids.putIfAbsent(small[i], large[i]);
                wrong += large[i] == 0 || (before != null && before != large[i]) ? 1 : 0;
            }
        }
        assertThat(wrong).isZero();
        assertThat(ids).hasSizeGreaterThan(10);
        assertThat(new HashSet<>(ids.values())).hasSize(ids.size());
    }

    private static boolean inner(int pixel) {
        int x = pixel % CROP;
        int y = pixel / CROP;
        return x >= HALO && y >= HALO && x < CROP - HALO && y < CROP - HALO;
    }

    private static int[] numbers(AxisImage labels, Interval place) {
        Object pixels = labels.copy(place);
        int[] numbers = new int[CROP * CROP];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (int) labels.type().get(pixels, i);
        }
        return numbers;
    }
}
