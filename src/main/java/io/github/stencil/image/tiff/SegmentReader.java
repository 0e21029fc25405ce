// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.tiff;

import io.github.stencil.StencilException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Reads the numbers of strips and tiles. Thread-safe: the file is opened for each reading. */
public final class SegmentReader {
    private static final byte[] REVERSED = reversed();
    /** More than any file has, and can be added to. */
    private static final long MOST = Long.MAX_VALUE / 2;

    private final ByteOrder order;

    /** Creates a reader of files whose numbers have an order of bytes. */
    public SegmentReader(ByteOrder order) {
        this.order = order;
    }

    /** Returns how many bytes a row of a strip or tile takes when it is unpacked. */
    static long rowBytes(PixelLayout layout, Packing packing, Segments segments) {
        long together = packing.planar() ? 1 : layout.samples();
        return (segments.width() * together * layout.bits() + 7) / 8;
    }

    /** Returns how many bytes a strip or tile takes when it is unpacked. */
    static long bytes(PixelLayout layout, Packing packing, Segments segments, int segment) {
        long rows = (long) segments.rows(layout, segment) * segments.depth();
        long row = rowBytes(layout, packing, segments);
        return (double) rows * row > MOST ? MOST : rows * row;
    }

    /**
     * Reads a strip or tile.
     *
     * @param path where the file is now
     * @param segment its place in {@link TiffPage#segments}
     * @return width x rows x depth numbers of one sample, then of the next, in one array: {@code byte[]} up to 8 bits,
     *     {@code short[]} up to 16, {@code int[]} up to 32 and {@code long[]} up to 64 for whole ones, {@code float[]} up to
     *     32 bits and {@code double[]} for floating point
     * @throws StencilException if the file cannot be read or what it holds makes no sense
     */
    public Object read(Path path, TiffPage page, int segment) {
        String name = (page.segments().tiled() ? "tile " : "strip ") + (segment + 1) + " of page " + (page.index() + 1);
        try (TiffBytes file = TiffBytes.open(path)) {
            Segments segments = page.segments();
            byte[] packed = file.read(segments.offsets()[segment], segments.counts()[segment], name)
                    .array();
            byte[] plain = unpack(page, segment, packed);
            return Numbering.of(page, order, segments.rows(page.layout(), segment) * segments.depth())
                    .numbers(plain);
        } catch (DamagedSegmentException e) {
            throw TiffFault.damaged(e, path, "%s cannot be unpacked (%s)", name, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw StencilException.of(
                    e, "%s cannot be read any more (%s). Check the disk.", path, String.valueOf(e.getMessage()));
        }
    }

    private byte[] unpack(TiffPage page, int segment, byte[] packed) throws DamagedSegmentException {
        PixelLayout layout = page.layout();
        Packing packing = page.packing();
        Segments segments = page.segments();
        Compression compression = packing.compression();
        int length = Math.toIntExact(bytes(layout, packing, segments, segment));
        if (packing.reversed() && !compression.isFax() && compression != Compression.JPEG) {
            for (int i = 0; i < packed.length; i++) {
                packed[i] = REVERSED[packed[i] & 0xff];
            }
        }
        if (compression == Compression.NONE && packed.length == length) {
            return packed;
        }
        byte[] plain = new byte[length];
        int made;
        try {
            made = switch (compression) {
                case LZW -> {
                    if (Lzw.isOld(packed)) {
                        throw new IOException("its LZW codes are of the old kind");
                    }
                    yield new Lzw().decode(packed, plain);
                }
                case PACKBITS -> Unpacking.packBits(packed, plain);
                case DEFLATE, PKZIP_DEFLATE, PIXTIFF -> Unpacking.deflate(packed, plain);
                case ZSTANDARD, OLD_ZSTANDARD -> Unpacking.zstandard(packed, plain);
                case JPEG ->
                    JpegPiece.decode(
                            packed, page, segments.width(), segments.rows(layout, segment) * segments.depth(), plain);
                case CCITT_RLE, CCITT_T4, CCITT_T6 ->
                    FaxPiece.decode(packed, page, segments.width(), segments.rows(layout, segment), plain);
                default -> copy(packed, plain);
            };
        } catch (IOException | RuntimeException e) { // the decoders of others throw all sorts at what they cannot read
            throw new DamagedSegmentException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
        if (made < length) {
            throw new DamagedSegmentException("it has %,d bytes of %,d".formatted(made, length), null);
        }
        return plain;
    }

    private static int copy(byte[] from, byte[] to) {
        int length = Math.min(from.length, to.length);
        System.arraycopy(from, 0, to, 0, length);
        return length;
    }

    private static byte[] reversed() {
        byte[] table = new byte[256];
        for (int i = 0; i < 256; i++) {
            table[i] = ByteBuffer.allocate(4).putInt(Integer.reverse(i)).get(0);
        }
        return table;
    }
}
