// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A store in a folder: a file per piece. */
public final class FolderStore implements Store {
    /** Says what is wrong where a folder lies in a piece's place. */
    static final String FOLDER = "it is a folder where a file should be";

    private volatile Path folder;

    /** Reads what lies in a folder, which need not be there yet. */
    public FolderStore(Path folder) {
        this.folder = folder;
    }

    @Override
    public @Nullable Piece open(String key) throws IOException {
        Path file = file(key);
        BasicFileAttributes found;
        try {
            found = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return null; // a piece that is not there holds its fill value
        }
        if (!found.isRegularFile()) { // a pipe would be waited for
            throw new IOException(found.isDirectory() ? FOLDER : "it is a device, a pipe or a socket");
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new FilePiece(channel, channel.size());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public String stamp(String key) {
        try {
            BasicFileAttributes file = Files.readAttributes(file(key), BasicFileAttributes.class);
            return file.lastModifiedTime() + " " + file.size();
        } catch (IOException e) {
            return ""; // gone: no stamp is like it
        }
    }

    @Override
    public String name(String key) {
        return key.isEmpty() ? folder.toString() : folder + "/" + key;
    }

    @Override
    public void moved(Path target) {
        folder = target;
    }

    /** Returns a piece's file. */
    Path file(String key) throws IOException {
        try {
            return folder.resolve(key);
        } catch (InvalidPathException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private record FilePiece(FileChannel channel, long size) implements Piece {
        @Override
        public void read(long from, byte[] into, int length) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(into, 0, length);
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, from + bytes.position()) < 0) {
                    throw new EOFException("it ends early");
                }
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
