// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import io.github.stencil.image.AxisImage;
import io.github.stencil.image.file.ImageFiles;
import io.github.stencil.zarr.OmeZarr;
import java.lang.ref.SoftReference;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An image that can be had again: an open one, or a file, of which nothing is kept in memory when memory is short.
 * Thread-safe.
 */
final class ImageHandle {
    private final @Nullable Path path;
    private final @Nullable AxisImage open;
    private SoftReference<AxisImage> last = new SoftReference<>(null);

    private ImageHandle(@Nullable Path path, @Nullable AxisImage open) {
        this.path = path;
        this.open = open;
    }

    static ImageHandle of(AxisImage image) {
        return new ImageHandle(null, image);
    }

    static ImageHandle of(Path path) {
        return new ImageHandle(path, null);
    }

    /** Returns the image; one whose format allows that reads its pixels from the file when they are asked for. */
    synchronized AxisImage image() {
        if (open != null) {
            return open;
        }
        AxisImage image = last.get();
        if (image == null && path != null) {
            image = OmeZarr.isOne(path)
                    ? AxisImage.of(OmeZarr.open(path).imagePlus())
                    : AxisImage.of(ImageFiles.open(path));
            last = new SoftReference<>(image);
        }
        return java.util.Objects.requireNonNull(image);
    }

    /** Returns the file, or the open image's title in quotes. */
    @Override
    public String toString() {
        return path != null ? path.toString() : "\"" + image().title() + "\"";
    }
}
