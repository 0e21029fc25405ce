// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.tiff;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of a TIFF file, read at places that are checked to be in it. */
final class TiffBytes implements AutoCloseable {
    private final Path path;
    private final FileChannel file;
    private final long size;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

    private TiffBytes(Path path, FileChannel file) throws IOException {
        this.path = path;
        this.file = file;
        this.size = file.size();
    }

    static TiffBytes open(Path path) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new TiffBytes(path, file);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    Path path() {
        return path;
    }

    long size() {
        return size;
    }

    ByteOrder order() {
        return order;
    }

    void order(ByteOrder other) {
        order = other;
    }

    /**
     * Reads a run of bytes.
     *
     * @param what the run holds, for messages
     * @return from 0 to the length, in the file's byte order
     */
    ByteBuffer read(long at, long length, String what) throws IOException {
        if (at < 0 || length < 0 || at > size - length) {
            throw TiffFault.cut(path, "%s would lie beyond its %,d bytes", what, size);
        }
        if (length > Integer.MAX_VALUE - 8) {
            throw TiffFault.unreadable(path, what + " of more than 2 GB", "Save it in smaller tiles.");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) length).order(order);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, at + bytes.position()) < 0) {
                throw TiffFault.cut(path, "%s would lie beyond its %,d bytes", what, size);
            }
        }
        return bytes.flip();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
