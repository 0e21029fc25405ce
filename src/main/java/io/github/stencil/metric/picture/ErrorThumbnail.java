// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric.picture;

import ij.process.ColorProcessor;
import io.github.stencil.image.Colour;
import io.github.stencil.image.Extent;
import io.github.stencil.image.Space;
import io.github.stencil.metric.Comparison;
import io.github.stencil.metric.ImageObjects;
import io.github.stencil.metric.PairReader;
import java.util.function.IntPredicate;
import net.imglib2.Interval;

/** Small pictures of errors, in the colours of {@link ErrorPicture} and {@link ObjectPicture}: every nth pixel. */
public final class ErrorThumbnail {
    private static final int LONGEST = 256;

    private final Comparison maps;
    private final IntPredicate ignored;

    private interface Inside {
        Colour of(int truth, int prediction);
    }

    /** Takes two label maps, and how they were scored. */
    public ErrorThumbnail(Comparison maps) {
        this.maps = maps;
        ignored = maps.ignored().predicate();
    }

    /** Draws an image of the stack, of a volume its middle plane; at most 256 pixels long. */
    public ColorProcessor classes(int image) {
        return draw(image, (t, p) -> ErrorPicture.of(t, p, ignored).colour());
    }

    /** Draws an image whose objects were matched, each object filled with the colour of what became of it. */
    public ColorProcessor objects(int image, ImageObjects objects) {
        ObjectPicture.Fates fates = new ObjectPicture.Fates(ignored);
        fates.take(objects.matches());
        return draw(image, (t, p) -> fates.inside(t, p).colour());
    }

    private ColorProcessor draw(int image, Inside inside) {
        Extent extent = maps.extent();
        Space space = maps.space();
        int step = Math.max(1, (Math.max(extent.width(), extent.height()) + LONGEST - 1) / LONGEST);
        int slice = space.firstSlice(extent, image) + space.depth(extent) / 2;
        ColorProcessor picture =
                new ColorProcessor((extent.width() + step - 1) / step, (extent.height() + step - 1) / step);
        PairReader reader = new PairReader(maps);
        for (int y = 0; y < extent.height(); y += step) {
            Interval row = extent.rows(y, y, 0, 0, slice, space.frame(extent, image));
            reader.read(row);
            int[] t = reader.truth();
            int[] p = reader.prediction();
            for (int x = 0; x < extent.width(); x += step) {
                picture.set(x / step, y / step, inside.of(t[x], p[x]).rgb());
            }
        }
        return picture;
    }
}
