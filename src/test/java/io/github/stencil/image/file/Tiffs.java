// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.file;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.Deflater;

/**
 * A writer of TIFF files for tests: any bits, with or without compression and predictor, in strips or tiles.
 *
 * @param bits per number
 * @param format 1 unsigned, 2 signed, 3 floating point
 * @param compression TIFF's number of it
 * @param predictor 1, 2 or 3
 * @param tiled whether in tiles of 16 x 16 instead of strips of 5 rows
 * @param planar whether each channel has strips or tiles of its own
 * @param order of bytes
 * @param big whether a BigTIFF
 * @param photometric TIFF's number of the kind of colour
 */
record Tiffs(
        int bits,
        int format,
        int compression,
        int predictor,
        boolean tiled,
        boolean planar,
        ByteOrder order,
        boolean big,
        int photometric) {
    private static final int TILE = 16;
    private static final int ROWS = 5;

    /** A field of a directory. */
    private record Field(int tag, int type, long count, byte[] value) {}

    static Tiffs plain(int bits, int format) {
        return new Tiffs(bits, format, 1, 1, false, false, ByteOrder.LITTLE_ENDIAN, false, 1);
    }

    Tiffs packed(int how) {
        return new Tiffs(bits, format, how, predictor, tiled, planar, order, big, photometric);
    }

    Tiffs inTiles() {
        return new Tiffs(bits, format, compression, predictor, true, planar, order, big, photometric);
    }

    Tiffs apart() {
        return new Tiffs(bits, format, compression, predictor, tiled, true, order, big, photometric);
    }

    Tiffs bigEndian() {
        return new Tiffs(bits, format, compression, predictor, tiled, planar, ByteOrder.BIG_ENDIAN, big, photometric);
    }

    Tiffs asBig() {
        return new Tiffs(bits, format, compression, predictor, tiled, planar, order, true, photometric);
    }

    Tiffs coloured(int kind) {
        return new Tiffs(bits, format, compression, predictor, tiled, planar, order, big, kind);
    }

    /**
     * Writes pages.
     *
     * @param pages per page a number per channel and pixel, channel after channel, as bits
     * @param text the description of the first page; empty for none
     */
    byte[] write(int width, int height, List<long[]> pages, String text) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[big ? 16 : 8]);
        List<byte[]> directories = new ArrayList<>();
        List<Long> places = new ArrayList<>();
        for (long[] page : pages) {
            List<byte[]> pieces = pieces(page, width, height);
            List<Field> fields = fields(width, height, page.length / (width * height));
            if (!text.isEmpty() && directories.isEmpty()) {
                byte[] ascii = (text + "\0").getBytes(java.nio.charset.StandardCharsets.UTF_8);
                fields.add(new Field(270, 2, ascii.length, ascii));
            }
            ByteBuffer offsets = buffer(8 * pieces.size());
            ByteBuffer counts = buffer(8 * pieces.size());
            for (byte[] piece : pieces) {
                number(offsets, file.size());
                number(counts, piece.length);
                file.writeBytes(piece);
            }
            fields.add(new Field(tiled ? 324 : 273, big ? 16 : 4, pieces.size(), bytes(offsets)));
            fields.add(new Field(tiled ? 325 : 279, big ? 16 : 4, pieces.size(), bytes(counts)));
            fields.sort(Comparator.comparingInt(Field::tag));
            file.writeBytes(new byte[file.size() % 2]);
            byte[] directory = directory(fields, file.size());
            places.add((long) file.size());
            directories.add(directory);
            file.writeBytes(directory);
        }
        byte[] all = file.toByteArray();
        ByteBuffer bytes = ByteBuffer.wrap(all).order(order);
        bytes.put((byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M')).put(bytes.get(0));
        if (big) {
            bytes.putShort((short) 43).putShort((short) 8).putShort((short) 0).putLong(places.get(0));
        } else {
            bytes.putShort((short) 42).putInt(places.get(0).intValue());
        }
        for (int i = 0; i + 1 < places.size(); i++) {
            int link = (int) (places.get(i) + next(all, places.get(i).intValue()));
            if (big) {
                bytes.putLong(link, places.get(i + 1));
            } else {
                bytes.putInt(link, places.get(i + 1).intValue());
            }
        }
        return all;
    }

    /** Returns how far behind its start a directory tells where the next one is. */
    private int next(byte[] file, int at) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(order);
        return big ? (int) (8 + 20 * bytes.getLong(at)) : 2 + 12 * (bytes.getShort(at) & 0xffff);
    }

    private ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(order);
    }

    private void number(ByteBuffer buffer, long value) {
        if (big) {
            buffer.putLong(value);
        } else {
            buffer.putInt((int) value);
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.position()];
        buffer.get(0, bytes);
        return bytes;
    }

    private Field numbers(int tag, int type, long... values) {
        ByteBuffer bytes = buffer(8 * values.length);
        for (long value : values) {
            if (type == 3) {
                bytes.putShort((short) value);
            } else {
                bytes.putInt((int) value);
            }
        }
        return new Field(tag, type, values.length, bytes(bytes));
    }

    private List<Field> fields(int width, int height, int channels) {
        long[] each = new long[channels];
        java.util.Arrays.fill(each, bits);
        long[] formats = new long[channels];
        java.util.Arrays.fill(formats, format);
        List<Field> fields = new ArrayList<>(List.of(
                numbers(256, 4, width),
                numbers(257, 4, height),
                numbers(258, 3, each),
                numbers(259, 3, compression),
                numbers(262, 3, photometric),
                numbers(277, 3, channels),
                numbers(284, 3, planar ? 2 : 1),
                numbers(317, 3, predictor),
                numbers(339, 3, formats)));
        if (tiled) {
            fields.add(numbers(322, 3, TILE));
            fields.add(numbers(323, 3, TILE));
        } else {
            fields.add(numbers(278, 3, ROWS));
        }
        return fields;
    }

    private byte[] directory(List<Field> fields, int at) {
        int entry = big ? 20 : 12;
        int inside = big ? 8 : 4;
        int size = (big ? 16 : 6) + entry * fields.size();
        int outside = fields.stream()
                .mapToInt(field -> field.value().length > inside ? field.value().length : 0)
                .sum();
        ByteBuffer bytes = buffer(size + outside);
        if (big) {
            bytes.putLong(fields.size());
        } else {
            bytes.putShort((short) fields.size());
        }
        int place = size;
        for (Field field : fields) {
            bytes.putShort((short) field.tag()).putShort((short) field.type());
            number(bytes, field.count());
            if (field.value().length > inside) {
                number(bytes, at + place);
                bytes.put(place, field.value());
                place += field.value().length;
            } else {
                bytes.put(field.value()).position(bytes.position() + inside - field.value().length);
            }
        }
        return bytes.array();
    }

    private List<byte[]> pieces(long[] page, int width, int height) {
        int channels = page.length / (width * height);
        int across = tiled ? TILE : width;
        int down = tiled ? TILE : ROWS;
        List<byte[]> pieces = new ArrayList<>();
        for (int plane = 0; plane < (planar ? channels : 1); plane++) {
            for (int y = 0; y < height; y += down) {
                int rows = tiled ? TILE : Math.min(down, height - y);
                for (int x = 0; x < width; x += across) {
                    ByteArrayOutputStream plain = new ByteArrayOutputStream();
                    int together = planar ? 1 : channels;
                    for (int row = y; row < y + rows; row++) {
                        long[] line = new long[across * together];
                        for (int i = 0; i < across; i++) {
                            for (int c = 0; c < together; c++) {
                                boolean there = row < height && x + i < width;
                                int at = ((planar ? plane : c) * height + row) * width + x + i;
                                line[i * together + c] = there ? page[at] : 0;
                            }
                        }
                        plain.writeBytes(row(line, together));
                    }
                    pieces.add(compress(plain.toByteArray()));
                }
            }
        }
        return pieces;
    }

    /** Writes a row as bits, the predictor applied. */
    private byte[] row(long[] line, int together) {
        int size = bits / 8;
        if (predictor == 2) {
            for (int i = line.length - 1; i >= together; i--) {
                line[i] -= line[i - together];
            }
        }
        if (bits % 8 != 0) {
            byte[] row = new byte[(line.length * bits + 7) / 8];
            for (int i = 0; i < line.length * bits; i++) {
                long bit = line[i / bits] >> (bits - 1 - i % bits) & 1;
                row[i / 8] |= (byte) (bit << (7 - i % 8));
            }
            return row;
        }
        byte[] row = new byte[line.length * size];
        boolean little = order == ByteOrder.LITTLE_ENDIAN && predictor != 3;
        for (int i = 0; i < line.length; i++) {
            for (int b = 0; b < size; b++) {
                byte value = (byte) (line[i] >> 8 * (little ? b : size - 1 - b));
                row[predictor == 3 ? b * line.length + i : i * size + b] = value;
            }
        }
        for (int i = row.length - 1; predictor == 3 && i >= together; i--) {
            row[i] -= row[i - together];
        }
        return row;
    }

    private byte[] compress(byte[] plain) {
        return switch (compression) {
            case 5 -> lzw(plain);
            case 8, 32946 -> {
                Deflater deflater = new Deflater();
                deflater.setInput(plain);
                deflater.finish();
                byte[] packed = new byte[plain.length + 100];
                int length = deflater.deflate(packed);
                deflater.end();
                yield java.util.Arrays.copyOf(packed, length);
            }
            case 32773 -> packBits(plain);
            case 50000 -> Zstd.compress(plain);
            case 7 -> throw new UncheckedIOException(new java.io.IOException("others write JPEG"));
            default -> plain;
        };
    }

    private static byte[] packBits(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < plain.length; ) {
            int same = 1;
            while (at + same < plain.length && same < 128 && plain[at + same] == plain[at]) {
                same++;
            }
            if (same > 1) {
                out.write(1 - same);
                out.write(plain[at]);
            } else {
                out.write(0);
                out.write(plain[at]);
            }
            at += same;
        }
        return out.toByteArray();
    }

    private static byte[] lzw(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        java.util.Map<String, Integer> table = new java.util.HashMap<>();
        long waiting = 256;
        int there = 9;
        int bits = 9;
        int next = 258;
        String before = "";
        List<int[]> codes = new ArrayList<>();
        for (byte value : plain) {
            String longer = before + (char) (value & 0xff);
            if (longer.length() == 1 || table.containsKey(longer)) {
                before = longer;
                continue;
            }
            codes.add(new int[] {before.length() == 1 ? before.charAt(0) : table.get(before), bits});
            table.put(longer, next++);
            before = longer.substring(longer.length() - 1);
            if (next == 512 || next == 1024 || next == 2048) {
                bits++;
            } else if (next == 4094) {
                codes.add(new int[] {256, bits});
                table.clear();
                next = 258;
                bits = 9;
            }
        }
        codes.add(new int[] {before.length() == 1 ? before.charAt(0) : table.get(before), bits});
        codes.add(new int[] {257, next + 1 == 512 || next + 1 == 1024 || next + 1 == 2048 ? bits + 1 : bits});
        for (int[] code : codes) {
            waiting = waiting << code[1] | code[0];
            there += code[1];
            while (there >= 8) {
                there -= 8;
                out.write((int) (waiting >> there));
                waiting &= (1L << there) - 1;
            }
        }
        out.write((int) (waiting << (8 - there)));
        return out.toByteArray();
    }
}
