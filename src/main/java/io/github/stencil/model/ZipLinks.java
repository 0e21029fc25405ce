package io.github.stencil.model;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds symbolic links in a zip, of which {@link java.util.zip.ZipFile} tells nothing: to it, a link is a file with the
 * name that it leads to. The layout is that of the .ZIP File Format Specification 6.3.10 (PKWARE, 2022), sections 4.3.12 to
 * 4.3.16; what a Unix file is, Info-ZIP writes in the upper half of the external attributes.
 */
final class ZipLinks {
    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int LOCATOR = 0x07064b50;
    private static final int LOCATOR_BYTES = 20;
    private static final int LONG_END_BYTES = 56;
    private static final int ENTRY = 0x02014b50;
    private static final int ENTRY_BYTES = 46;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int KIND = 0170000;
    private static final int LINK = 0120000;

    private final RandomAccessFile file;

    private ZipLinks(RandomAccessFile file) {
        this.file = file;
    }

    /**
     * Returns the name of the first link in a zip's directory, if there is one.
     *
     * @throws IOException if the file cannot be read, or its directory is none
     */
    static Optional<String> first(Path zip) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(zip.toFile(), "r")) {
            return new ZipLinks(file).first();
        }
    }

    private Optional<String> first() throws IOException {
        long end = end();
        ByteBuffer last = read(end, END_BYTES);
        long bytes = Integer.toUnsignedLong(last.getInt(12));
        long after = end;
        if (end >= LOCATOR_BYTES && read(end - LOCATOR_BYTES, LOCATOR_BYTES).getInt(0) == LOCATOR) {
            after = read(end - LOCATOR_BYTES, LOCATOR_BYTES).getLong(8);
            bytes = read(after, LONG_END_BYTES).getLong(40);
        }
        // counted back from its end, as its start is off by what may precede a zip in a file
        ByteBuffer directory = read(after - bytes, bytes);
        while (directory.remaining() >= ENTRY_BYTES && directory.getInt(directory.position()) == ENTRY) {
            int at = directory.position();
            byte[] name = new byte[Math.min(length(directory, at + 28), directory.remaining() - ENTRY_BYTES)];
            directory.get(at + ENTRY_BYTES, name);
            if ((directory.getInt(at + 38) >>> 16 & KIND) == LINK) {
                return Optional.of(new String(name, StandardCharsets.UTF_8));
            }
            int next = ENTRY_BYTES + name.length + length(directory, at + 30) + length(directory, at + 32);
            directory.position(at + Math.min(next, directory.remaining()));
        }
        return Optional.empty();
    }

    private static int length(ByteBuffer directory, int at) {
        return Short.toUnsignedInt(directory.getShort(at));
    }

    private long end() throws IOException {
        long size = file.length();
        long from = Math.max(0, size - END_BYTES - LONGEST_COMMENT);
        ByteBuffer tail = read(from, size - from);
        for (int at = tail.limit() - END_BYTES; at >= 0; at--) {
            if (tail.getInt(at) == END
                    && (at + END_BYTES + length(tail, at + 20) == tail.limit() || follows(tail, from + at, at))) {
                return from + at;
            }
        }
        throw new IOException("it has no directory");
    }

    /** Tells the end of a directory from bytes like it where something was appended, which ZipFile allows. */
    private boolean follows(ByteBuffer tail, long end, int at) throws IOException {
        long bytes = Integer.toUnsignedLong(tail.getInt(at + 12));
        return bytes >= ENTRY_BYTES
                && bytes <= end
                && read(end - bytes, ENTRY_BYTES).getInt(0) == ENTRY;
    }

    private ByteBuffer read(long from, long bytes) throws IOException {
        if (from < 0 || bytes < 0 || bytes > file.length() - from || bytes > Integer.MAX_VALUE) {
            throw new IOException("its directory lies outside of it");
        }
        byte[] read = new byte[(int) bytes];
        file.seek(from);
        file.readFully(read);
        return ByteBuffer.wrap(read).order(ByteOrder.LITTLE_ENDIAN);
    }
}
