// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.file;

import ij.measure.Calibration;
import ij.process.LUT;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.PixelType;
import io.github.stencil.image.Signed;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What surrounds the pixels in a TIFF file (Adobe, TIFF revision 6.0, 1992) written for ImageJ: its description string,
 * and its private tags 50838 and 50839 with plane labels, display ranges and colour tables.
 *
 * <p>Little-endian. Beyond 4 GB offsets do not fit the format; the file then has one directory, whose description tells
 * the number of planes, as ImageJ itself does it.
 *
 * @param front the bytes before the first pixel
 * @param back the bytes after the last pixel: the directories of the planes after the first
 */
record TiffHeader(ByteBuffer front, ByteBuffer back) {
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int RATIONAL = 5;
    private static final int ASCII = 2;
    private static final int BYTE = 1;
    private static final long MOST_BYTES = 0xffff_ffffL;
    private static final int ENTRY = 12;

    private record Tag(int id, int type, int count, ByteBuffer value) {
        int size() {
            return value.limit();
        }
    }

    static TiffHeader of(Description image) {
        Extent extent = image.extent();
        long planeBytes = extent.planePixels() * image.type().bytes();
        int planes = extent.planes();
        List<Tag> tags = tags(image, true);
        int frontSize = 8 + directorySize(tags);
        List<Tag> others = tags(image, false);
        long end = frontSize + planes * planeBytes;
        int pad = (int) (end % 2); // directories start at even places
        boolean all = end + pad + (long) (planes - 1) * directorySize(others) < MOST_BYTES;
        long next = all && planes > 1 ? end + pad : 0;
        ByteBuffer front = buffer(frontSize);
        front.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
        directory(front, 8, tags, frontSize, next);
        ByteBuffer back = buffer(next > 0 ? pad + (planes - 1) * directorySize(others) : 0);
        back.position(next > 0 ? pad : 0);
        for (int plane = 1; all && plane < planes; plane++) {
            long start = next + (long) (plane - 1) * directorySize(others);
            long following = plane + 1 < planes ? start + directorySize(others) : 0;
            directory(back, start, others, frontSize + plane * planeBytes, following);
        }
        return new TiffHeader(front.flip(), back.flip());
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int directorySize(List<Tag> tags) {
        return 2
                + tags.size() * ENTRY
                + 4
                + tags.stream().mapToInt(tag -> outside(tag)).sum();
    }

    private static int outside(Tag tag) {
        return tag.size() <= 4 ? 0 : tag.size() + tag.size() % 2;
    }

    private static void directory(ByteBuffer out, long start, List<Tag> tags, long pixels, long next) {
        out.putShort((short) tags.size());
        long values = start + 2 + (long) tags.size() * ENTRY + 4;
        for (Tag tag : tags) {
            out.putShort((short) tag.id()).putShort((short) tag.type()).putInt(tag.count());
            if (tag.id() == 273) {
                out.putInt((int) pixels);
            } else if (tag.size() <= 4) {
                padded(out, tag, 4);
            } else {
                out.putInt((int) values);
                values += outside(tag);
            }
        }
        out.putInt((int) next);
        for (Tag tag : tags) {
            if (tag.size() > 4) {
                padded(out, tag, outside(tag));
            }
        }
    }

    private static void padded(ByteBuffer out, Tag tag, int size) {
        out.put(tag.value().duplicate());
        for (int i = tag.size(); i < size; i++) {
            out.put((byte) 0);
        }
    }

    private static List<Tag> tags(Description image, boolean first) {
        Extent extent = image.extent();
        Calibration calibration = image.calibration();
        boolean coloured = (extent.channels() == 1 || image.luts().size() == 1) && coloured(image.luts());
        boolean palette = coloured && image.type() == PixelType.UINT8;
        List<Tag> tags = new ArrayList<>();
        tags.add(number(254, LONG, 0));
        tags.add(number(256, LONG, extent.width()));
        tags.add(number(257, LONG, extent.height()));
        tags.add(number(258, SHORT, image.type().bits()));
        tags.add(number(259, SHORT, 1));
        tags.add(number(262, SHORT, palette ? 3 : 1));
        if (first) {
            byte[] text = (ImageJText.write(image) + "\0").getBytes(StandardCharsets.US_ASCII);
            tags.add(new Tag(270, ASCII, text.length, ByteBuffer.wrap(text)));
        }
        tags.add(number(273, LONG, 0)); // the directory fills it in
        tags.add(number(277, SHORT, 1));
        tags.add(number(278, LONG, extent.height()));
        tags.add(number(279, LONG, extent.planePixels() * image.type().bytes()));
        if (calibration.scaled()) {
            tags.add(rational(282, 1 / calibration.pixelWidth));
            tags.add(rational(283, 1 / calibration.pixelHeight));
            tags.add(number(296, SHORT, 1));
        }
        if (coloured) { // ImageJ has colours for 16- and 32-bit planes too, which other programs ignore
            tags.add(new Tag(320, SHORT, 768, colourMap(image.luts().get(0))));
        }
        if (image.type() == PixelType.INT16 || !image.type().isInteger()) {
            tags.add(number(339, SHORT, image.type().isInteger() ? 2 : 3));
        }
        if (first) {
            tags.addAll(metadata(image));
        }
        return tags;
    }

    private static Tag number(int id, int type, long value) {
        ByteBuffer bytes = buffer(type == SHORT ? 2 : 4);
        if (type == SHORT) {
            bytes.putShort((short) value);
        } else {
            bytes.putInt((int) value);
        }
        return new Tag(id, type, 1, bytes.flip());
    }

    private static Tag rational(int id, double value) {
        Ratio ratio = Ratio.of(value);
        ByteBuffer bytes = buffer(8).putInt(ratio.top()).putInt(ratio.bottom());
        return new Tag(id, RATIONAL, 1, bytes.flip());
    }

    private static boolean coloured(List<LUT> luts) {
        if (luts.isEmpty()) {
            return false;
        }
        LUT lut = luts.get(0);
        for (int i = 0; i < 256; i++) {
            if (lut.getRed(i) != i || lut.getGreen(i) != i || lut.getBlue(i) != i) {
                return true;
            }
        }
        return false;
    }

    private static ByteBuffer colourMap(LUT lut) {
        ByteBuffer map = buffer(768 * 2);
        for (int i = 0; i < 256; i++) {
            map.putShort(i * 2, (short) (lut.getRed(i) << 8));
            map.putShort((256 + i) * 2, (short) (lut.getGreen(i) << 8));
            map.putShort((512 + i) * 2, (short) (lut.getBlue(i) << 8));
        }
        return map;
    }

    private static List<Tag> metadata(Description image) {
        List<byte[]> labels = image.planeLabels().stream()
                .map(label -> label.getBytes(StandardCharsets.UTF_16LE))
                .toList();
        boolean tables = image.extent().channels() > 1
                && image.luts().size() == image.extent().channels();
        int types = (labels.isEmpty() ? 0 : 1) + (tables ? 2 : 0);
        if (types == 0) {
            return List.of();
        }
        List<Integer> sizes = new ArrayList<>(List.of(4 + 8 * types));
        ByteArrayOutputStream values = new ByteArrayOutputStream();
        ByteBuffer head = buffer(4 + 8 * types).putInt(0x494a494a); // "IJIJ"
        if (!labels.isEmpty()) {
            head.putInt(0x6c61626c).putInt(labels.size()); // "labl"
        }
        if (tables) {
            head.putInt(0x72616e67).putInt(1); // "rang"
            head.putInt(0x6c757473).putInt(image.luts().size()); // "luts"
        }
        write(values, head);
        for (byte[] label : labels) {
            sizes.add(label.length);
            values.writeBytes(label);
        }
        if (tables) {
            ByteBuffer ranges = buffer(16 * image.luts().size());
            Signed.shown(image.luts(), image.type())
                    .forEach(lut -> ranges.putDouble(lut.min).putDouble(lut.max));
            sizes.add(ranges.capacity());
            write(values, ranges);
            for (LUT lut : image.luts()) {
                sizes.add(768);
                values.writeBytes(table(lut));
            }
        }
        ByteBuffer counts = buffer(4 * sizes.size());
        sizes.forEach(counts::putInt);
        return List.of(
                new Tag(50838, LONG, sizes.size(), counts.flip()),
                new Tag(50839, BYTE, values.size(), ByteBuffer.wrap(values.toByteArray())));
    }

    private static byte[] table(LUT lut) {
        byte[] table = new byte[768];
        for (int i = 0; i < 256; i++) {
            table[i] = (byte) lut.getRed(i);
            table[256 + i] = (byte) lut.getGreen(i);
            table[512 + i] = (byte) lut.getBlue(i);
        }
        return table;
    }

    private static void write(ByteArrayOutputStream out, ByteBuffer bytes) {
        bytes.flip();
        while (bytes.hasRemaining()) {
            out.write(bytes.get());
        }
    }
}
