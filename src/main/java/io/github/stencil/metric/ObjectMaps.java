package io.github.stencil.metric;

import io.github.stencil.Progress;
import io.github.stencil.axes.AxisImage;
import io.github.stencil.axes.Extent;
import io.github.stencil.axes.ImageStore;
import io.github.stencil.axes.PixelType;
import io.github.stencil.axes.Space;
import io.github.stencil.label.Connectivity;
import io.github.stencil.label.Inside;
import io.github.stencil.label.RefineRule;
import io.github.stencil.label.Refinement;
import java.util.function.IntPredicate;
import net.imglib2.Interval;

/** Takes images for maps of objects: label maps as they are, masks by their connected components. */
public final class ObjectMaps {
    private static final int FULL = 255;

    private ObjectMaps() {}

    /**
     * Returns the objects of an image.
     *
     * @param map a label map, or a mask: 8-bit, and all that is not 0 is 255
     * @param space whether a mask's components are sought in planes (pixels that share an edge) or in volumes (a face)
     * @param ignored labels that are left out; a mask whose 255 is among them is a label map
     * @param progress hears planes or volumes
     * @return the image itself, or the components of the mask under its title, in memory
     */
    public static AxisImage of(AxisImage map, Space space, IntPredicate ignored, Progress progress) {
        if (map.description().rgb() || map.extent().channels() > 1 || ignored.test(FULL) || !isMask(map)) {
            return map;
        }
        RefineRule rule = new RefineRule(
                new Inside.Classes(label -> label == FULL, label -> false),
                Connectivity.FACES,
                space == Space.PLANES ? io.github.stencil.axes.Space.PLANES : io.github.stencil.axes.Space.VOLUMES,
                0,
                false,
                false,
                false,
                0,
                false);
        ImageStore store = result -> ImageStore.memory().create(result.withTitle(map.title()));
        return Refinement.of(map, rule, store, progress).labels();
    }

    /** Looks at planes until something else than 0 and 255 is found, as in a label map it soon is. */
    private static boolean isMask(AxisImage map) {
        if (map.type() != PixelType.UINT8) {
            return false;
        }
        Extent extent = map.extent();
        boolean full = false;
        byte[] plane = new byte[Math.toIntExact(extent.planePixels())];
        for (int t = 0; t < extent.frames(); t++) {
            for (int z = 0; z < extent.slices(); z++) {
                Interval block = extent.rows(0, extent.height() - 1, 0, 0, z, t);
                map.copy(block, plane);
                for (byte value : plane) {
                    if (value != 0 && value != (byte) FULL) {
                        return false;
                    }
                    full |= value != 0;
                }
            }
        }
        return full;
    }
}
