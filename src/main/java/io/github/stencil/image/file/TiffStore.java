// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.file;

import io.github.stencil.image.Description;
import io.github.stencil.image.ImageSink;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.MemoryImage;
import java.nio.file.Path;

/**
 * A store whose images are streamed to one TIFF file, which can be larger than memory. RGB images are kept in memory and
 * not written.
 *
 * @param file overwritten; best a temporary name, moved into place by whoever gave it
 * @param name what it will be called, for messages
 */
public record TiffStore(Path file, Path name) implements ImageStore {

    /** Creates a store of a file that keeps its name. */
    public TiffStore(Path file) {
        this(file, file);
    }

    @Override
    public ImageSink create(Description result) {
        return result.rgb() ? new MemoryImage(result) : TiffWriter.create(file, name, ImageStore.forImageJ(result));
    }
}
