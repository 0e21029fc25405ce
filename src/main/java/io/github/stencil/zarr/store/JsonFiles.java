// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.store;

import io.github.stencil.FileTrouble;
import io.github.stencil.StencilException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Metadata files of a store. */
public final class JsonFiles {
    /** Consolidated metadata of large collections are long; beyond this a file is none of ours. */
    private static final int LARGEST = 64 << 20;

    private JsonFiles() {}

    /**
     * Reads a file.
     *
     * @return null if there is no such file
     * @throws StencilException if it cannot be read, or is not one JSON object
     */
    public static @Nullable Json read(Store store, String key) {
        try (Store.Piece piece = store.open(key)) {
            if (piece == null) {
                return null;
            }
            if (piece.size() < 0 || piece.size() > LARGEST) {
                throw StencilException.of(
                        "%s has %,d bytes, too many for metadata. Restore it.", store.name(key), piece.size());
            }
            return Json.parse(piece.read(0, (int) piece.size()), store.name(key));
        } catch (IOException e) {
            throw FileTrouble.reading(store.name(key), e);
        }
    }
}
