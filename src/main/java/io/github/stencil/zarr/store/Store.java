// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Named pieces of bytes, in folders or in a zip file. Thread-safe. */
public interface Store {

    /** A piece that is open for reading. For one thread. */
    interface Piece extends Closeable {
        /** Returns how many bytes it has. */
        long size();

        /** Reads so many bytes to the beginning of an array; fails where it ends early. */
        void read(long from, byte[] into, int length) throws IOException;

        /** Reads so many bytes; fails where it ends early. */
        default byte[] read(long from, int length) throws IOException {
            byte[] bytes = new byte[length];
            read(from, bytes, length);
            return bytes;
        }
    }

    /**
     * Opens a piece.
     *
     * @param key names joined by slashes
     * @return null if there is no such piece
     */
    @Nullable
    Piece open(String key) throws IOException;

    /** Returns something that changes when a piece is written anew, or goes. */
    String stamp(String key);

    /** Returns what to call a piece in a sentence. */
    String name(String key);

    /** Says that the folder or file has another name now. */
    void moved(Path target);
}
