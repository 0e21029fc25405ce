// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a zip's directory says of its files that {@link java.util.zip.ZipFile} does not tell: links, to it files with the
 * name that they lead to, and where in the zip each file lies. The layout is that of the .ZIP File Format Specification
 * 6.3.10 (PKWARE, 2022), sections 4.3.7 to 4.3.16; what a Unix file is, Info-ZIP writes in the upper half of the external
 * attributes.
 */
final class ZipDirectory {
    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int LOCATOR = 0x07064b50;
    private static final int LOCATOR_BYTES = 20;
    private static final int LONG_END_BYTES = 56;
    private static final int ENTRY = 0x02014b50;
    private static final int ENTRY_BYTES = 46;
    private static final int FILE_BYTES = 30;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int KIND = 0170000;
    private static final int LINK = 0120000;
    private static final int LONG_SIZES = 1;
    private static final long LONG = 0xffffffffL;

    /**
     * A file in a zip.
     *
     * @param name as it is written
     * @param link whether it is a symbolic link
     * @param locked whether it is encrypted
     * @param method how it is compressed: 0 not, 8 by Deflate
     * @param start where its own header lies in the zip
     * @param bytes how many it takes there, compressed, behind that header
     */
    record Entry(String name, boolean link, boolean locked, int method, long start, long bytes) {}

    private final RandomAccessFile file;

    private ZipDirectory(RandomAccessFile file) {
        this.file = file;
    }

    /**
     * Reads a zip's directory.
     *
     * @throws IOException if the file cannot be read, or its directory is none
     */
    static List<Entry> entries(Path zip) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(zip.toFile(), "r")) {
            return new ZipDirectory(file).entries();
        }
    }

    /**
     * Returns the names of two files that share bytes of the zip, if there are such: a few bytes can then stand for as many
     * as they like.
     *
     * @throws IOException if the zip cannot be read, or a file lies outside of it
     */
    static Optional<List<String>> shared(Path zip, List<Entry> entries) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(zip.toFile(), "r")) {
            ZipDirectory directory = new ZipDirectory(file);
            List<Entry> sorted = new ArrayList<>(entries);
            sorted.sort(Comparator.comparingLong(Entry::start));
            long end = 0;
            String before = "";
            for (Entry entry : sorted) {
                if (entry.start() < end) {
                    return Optional.of(List.of(before, entry.name()));
                }
                ByteBuffer header = directory.read(entry.start(), FILE_BYTES);
                end = entry.start() + FILE_BYTES + length(header, 26) + length(header, 28) + entry.bytes();
                if (entry.bytes() < 0 || end > file.length()) {
                    throw new IOException("\"%s\" ends beyond its end".formatted(entry.name()));
                }
                before = entry.name();
            }
            return Optional.empty();
        }
    }

    private List<Entry> entries() throws IOException {
        long end = end();
        ByteBuffer last = read(end, END_BYTES);
        long bytes = Integer.toUnsignedLong(last.getInt(12));
        long told = Integer.toUnsignedLong(last.getInt(16));
        long after = end;
        if (end >= LOCATOR_BYTES && read(end - LOCATOR_BYTES, LOCATOR_BYTES).getInt(0) == LOCATOR) {
            after = read(end - LOCATOR_BYTES, LOCATOR_BYTES).getLong(8);
            ByteBuffer longEnd = read(after, LONG_END_BYTES);
            bytes = longEnd.getLong(40);
            told = longEnd.getLong(48);
        }
        // counted back from its end, as its start is off by what may precede a zip in a file
        ByteBuffer directory = read(after - bytes, bytes);
        long shift = after - bytes - told;
        List<Entry> entries = new ArrayList<>();
        while (directory.remaining() >= ENTRY_BYTES && directory.getInt(directory.position()) == ENTRY) {
            int at = directory.position();
            byte[] name = new byte[Math.min(length(directory, at + 28), directory.remaining() - ENTRY_BYTES)];
            directory.get(at + ENTRY_BYTES, name);
            long[] place = place(directory, at, at + ENTRY_BYTES + name.length);
            entries.add(new Entry(
                    new String(name, StandardCharsets.UTF_8),
                    (directory.getInt(at + 38) >>> 16 & KIND) == LINK,
                    (directory.getShort(at + 8) & 1) != 0,
                    length(directory, at + 10),
                    place[1] + shift,
                    place[0]));
            int next = ENTRY_BYTES + name.length + length(directory, at + 30) + length(directory, at + 32);
            directory.position(at + Math.min(next, directory.remaining()));
        }
        return entries;
    }

    /** Returns how many bytes a file takes and where it starts, from the long fields where the short ones are full. */
    private static long[] place(ByteBuffer directory, int at, int extra) {
        long bytes = Integer.toUnsignedLong(directory.getInt(at + 20));
        long start = Integer.toUnsignedLong(directory.getInt(at + 42));
        int end = Math.min(directory.limit(), extra + length(directory, at + 30));
        for (int field = extra; field + 4 <= end; field += 4 + length(directory, field + 2)) {
            if (length(directory, field) == LONG_SIZES) {
                int value = field + 4 + (Integer.toUnsignedLong(directory.getInt(at + 24)) == LONG ? 8 : 0);
                if (bytes == LONG && value + 8 <= end) {
                    bytes = directory.getLong(value);
                    value += 8;
                }
                if (start == LONG && value + 8 <= end) {
                    start = directory.getLong(value);
                }
            }
        }
        return new long[] {bytes, start};
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
