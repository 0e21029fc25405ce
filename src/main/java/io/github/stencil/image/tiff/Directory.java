// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.tiff;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A directory of a TIFF file: where its fields' values lie, which are read when they are asked for.
 *
 * @param name what it is called in messages
 * @param fields by tag
 * @param next where the next one lies; 0 after the last
 */
record Directory(String name, Map<Integer, Entry> fields, long next) {
    /** Entries of a directory, of which real ones have some tens. */
    private static final long MOST_FIELDS = 65_535;

    /** A field whose value lies at a place in the file. */
    record Entry(int tag, int type, long count, long at) {}

    static Directory read(TiffBytes file, boolean big, long at, String name) throws IOException {
        int head = big ? 8 : 2;
        int size = big ? 20 : 12;
        ByteBuffer start = file.read(at, head, name);
        long count = big ? start.getLong() : start.getShort() & 0xffff;
        if (count < 1 || count > MOST_FIELDS) {
            throw TiffFault.damaged(file.path(), "%s has %,d fields", name, count);
        }
        ByteBuffer bytes = file.read(at + head, count * size + (big ? 8 : 4), name);
        Map<Integer, Entry> fields = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            int tag = bytes.getShort() & 0xffff;
            int type = bytes.getShort() & 0xffff;
            long values = big ? bytes.getLong() : Integer.toUnsignedLong(bytes.getInt());
            long place = at + head + (long) i * size + (big ? 12 : 8);
            long value = big ? bytes.getLong() : Integer.toUnsignedLong(bytes.getInt());
            int each = TiffField.size(type);
            if (each == 0) {
                continue; // of a type that came later; nothing that pixels depend on has one
            }
            boolean outside = values < 0 || values > (big ? 8 : 4) / each;
            fields.putIfAbsent(tag, new Entry(tag, type, values, outside ? value : place));
        }
        return new Directory(name, fields, big ? bytes.getLong() : Integer.toUnsignedLong(bytes.getInt()));
    }

    /** Reads a field; null if the directory has none of this tag. */
    @Nullable
    TiffField field(TiffBytes file, int tag) throws IOException {
        Entry entry = fields.get(tag);
        if (entry == null) {
            return null;
        }
        int each = TiffField.size(entry.type());
        if (entry.count() < 0 || entry.count() > file.size() / each) {
            throw TiffFault.damaged(
                    file.path(), "field %d of %s has %s values", tag, name, Long.toUnsignedString(entry.count()));
        }
        ByteBuffer value = file.read(entry.at(), entry.count() * each, "field " + tag + " of " + name);
        return new TiffField(tag, entry.type(), (int) entry.count(), value);
    }

    /** Returns a field's only or first number. */
    long number(TiffBytes file, int tag, long otherwise) throws IOException {
        TiffField field = field(file, tag);
        return field == null || field.count() == 0 ? otherwise : field.number(0);
    }
}
