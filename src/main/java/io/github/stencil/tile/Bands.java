package io.github.stencil.tile;

import java.util.ArrayList;
import java.util.List;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;

/** Cuts images into bands of full rows, for work on each pixel alone. */
public final class Bands {
    private Bands() {}

    /**
     * Cuts an image into bands that cover it without overlap, in storage order.
     *
     * @param image X and Y first, then any axes
     * @param mostPixels the most pixels of a band, all axes counted; a band has at least one row
     * @param together axes that a band takes whole; the others it takes one by one
     */
    public static List<Interval> of(Interval image, long mostPixels, int... together) {
        long perRow = image.dimension(0);
        for (int axis : together) {
            perRow *= image.dimension(axis);
        }
        long rows = Math.max(1, Math.min(image.dimension(1), mostPixels / perRow));
        List<Interval> bands = new ArrayList<>();
        long[] min = image.minAsLongArray();
        while (true) {
            for (long y = image.min(1); y <= image.max(1); y += rows) {
                long[] first = min.clone();
                long[] last = min.clone();
                first[1] = y;
                last[1] = Math.min(image.max(1), y + rows - 1);
                last[0] = image.max(0);
                for (int axis : together) {
                    last[axis] = image.max(axis);
                }
                bands.add(new FinalInterval(first, last));
            }
            if (!advance(min, image, together)) {
                return bands;
            }
        }
    }

    private static boolean advance(long[] position, Interval image, int... together) {
        for (int axis = 2; axis < position.length; axis++) {
            int a = axis;
            if (java.util.Arrays.stream(together).anyMatch(t -> t == a)) {
                continue;
            }
            if (++position[axis] <= image.max(axis)) {
                return true;
            }
            position[axis] = image.min(axis);
        }
        return false;
    }
}
