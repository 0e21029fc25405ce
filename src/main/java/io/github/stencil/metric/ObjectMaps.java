// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.PixelType;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelRange;
import io.github.stencil.label.LabelSet;
import io.github.stencil.label.objects.Foreground;
import io.github.stencil.label.objects.RefineRule;
import io.github.stencil.label.objects.Refinement;
import io.github.stencil.tile.BlockWriter;
import java.util.List;
import net.imglib2.Interval;

/** Takes images for maps of objects: label maps as they are, masks by their connected components. */
public final class ObjectMaps {
    private static final int FULL = 255;
    private static final long BLOCK_PIXELS = 1 << 20;
    /** Bytes of memory that are wanted for a pixel of a mask's objects. */
    private static final int BYTES = 8;

    private ObjectMaps() {}

    /**
     * Finds the objects of both maps of a comparison, in its space; see
     * {@link #find(AxisImage, Space, LabelSet, Progress)}.
     *
     * @return the comparison of maps of objects
     * @throws StencilException if a mask is too large
     */
    public static Comparison find(Comparison maps) {
        return maps.withTruth(find(maps.truth(), maps.space(), maps.ignored(), Progress.NONE))
                .withPrediction(find(maps.prediction(), maps.space(), maps.ignored(), Progress.NONE));
    }

    /**
     * Finds the objects of an image.
     *
     * @param map a label map, or a mask: 8-bit, and all that is not 0 is 255
     * @param space whether a mask's components are sought in planes (pixels that share an edge) or in volumes (a face)
     * @param ignored labels that are left out; a mask whose 255 is among them is a label map
     * @param progress hears planes or volumes
     * @return the image itself, or the components of the mask under its title, in memory
     * @throws StencilException if a mask has too many pixels to be labelled in memory
     */
    public static AxisImage find(AxisImage map, Space space, LabelSet ignored, Progress progress) {
        if (map.description().rgb() || map.extent().channels() > 1 || ignored.contains(FULL) || !isMask(map)) {
            return map;
        }
        long pixels = map.extent().planePixels() * map.extent().planes();
        if (pixels > Runtime.getRuntime().maxMemory() / BYTES) {
            throw StencilException.of(
                    "The mask \"%s\" has %,d pixels, too many to find its objects in memory. Make a label map of it with Refine Masks first.",
                    map.title(), pixels);
        }
        RefineRule rule = RefineRule.of(Foreground.classes(new LabelSet(List.of(new LabelRange(FULL, FULL)))))
                .withSpace(space);
        ImageStore store = result -> ImageStore.memory().create(result.withTitle(map.title()));
        return Refinement.refine(map, rule, store, progress).labels();
    }

    /** Looks at blocks until something else than 0 and 255 is found, as in a label map it soon is. */
    private static boolean isMask(AxisImage map) {
        if (map.type() != PixelType.UINT8) {
            return false;
        }
        boolean full = false;
        for (Interval block : BlockWriter.reading(map.extent().interval(), map.grain(), BLOCK_PIXELS)) {
            for (byte value : (byte[]) map.copy(block)) {
                if (value != 0 && value != (byte) FULL) {
                    return false;
                }
                full |= value != 0;
            }
        }
        return full;
    }
}
