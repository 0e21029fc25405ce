// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.tiff;

import io.github.stencil.image.tiff.PixelLayout.Colours;
import io.github.stencil.image.tiff.PixelLayout.Numbers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes a page out of a directory, and refuses what is not read or does not fit together. */
final class PageReader {
    private static final String CONVERT =
            "Save it without compression, or with LZW or Deflate, in the program it came from.";
    private static final String AS_GREY = "Save it as grey or RGB in the program it came from.";
    private static final int MOST_SIDE = Integer.MAX_VALUE - 8;

    private final TiffBytes file;
    private final Directory directory;

    private PageReader(TiffBytes file, Directory directory) {
        this.file = file;
        this.directory = directory;
    }

    static TiffPage read(TiffBytes file, Directory directory, int index) throws IOException {
        return new PageReader(file, directory).page(index);
    }

    private TiffPage page(int index) throws IOException {
        Compression compression = compression();
        PixelLayout layout = layout(compression);
        int predictor = predictor(compression, layout);
        boolean planar = layout.samples() > 1 && oneOf(284, "planar configuration", 1, 1, 2) == 2;
        boolean reversed = oneOf(266, "fill order", 1, 1, 2) == 2;
        @Nullable TiffField tables = directory.field(file, 347);
        long fax = number(compression == Compression.CCITT_T6 ? 293 : 292, 0);
        if (layout.bits() == 1 && layout.samples() > 1 && !planar) {
            throw TiffFault.unreadable( // as programs do not agree where in a byte each goes
                    file.path(), "several 1-bit numbers per pixel", "Save it as 8-bit.");
        }
        Packing packing = new Packing(
                compression,
                predictor,
                planar,
                reversed,
                tables == null ? ByteBuffer.allocate(0) : tables.value(),
                fax);
        return new TiffPage(index, layout, packing, segments(layout, packing));
    }

    private long number(int tag, long otherwise) throws IOException {
        return directory.number(file, tag, otherwise);
    }

    private int oneOf(int tag, String what, int otherwise, int first, int second) throws IOException {
        long value = number(tag, otherwise);
        if (value != first && value != second) {
            throw TiffFault.damaged(file.path(), "%s tells of %s %d", directory.name(), what, value);
        }
        return (int) value;
    }

    private int side(int tag, String what, long otherwise) throws IOException {
        long value = number(tag, otherwise);
        if (value < 1 || value > MOST_SIDE) {
            throw TiffFault.damaged(
                    file.path(), "%s has a %s of %s", directory.name(), what, Long.toUnsignedString(value));
        }
        return (int) value;
    }

    private Compression compression() throws IOException {
        long code = number(259, 1);
        Compression compression = Compression.of(code)
                .orElseThrow(() -> TiffFault.unreadable(file.path(), "compression " + code, CONVERT));
        if (!compression.isRead()) {
            throw TiffFault.unreadable(file.path(), compression.words(), CONVERT);
        }
        return compression;
    }

    private PixelLayout layout(Compression compression) throws IOException {
        int width = side(256, "width", 0);
        int height = side(257, "height", 0);
        int depth = side(32997, "depth", 1);
        int samples = side(277, "number of samples", 1);
        if (samples > 0xffff) {
            throw TiffFault.damaged(file.path(), "%s has %d samples per pixel", directory.name(), samples);
        }
        long bits = same(258, samples, 1, "bits");
        Numbers numbers = numbers(same(339, samples, 1, "kinds of number"), bits);
        Colours colours = colours(samples, compression, bits);
        if ((compression == Compression.JPEG && (bits != 8 || numbers != Numbers.UNSIGNED))
                || (compression.isFax() && (bits != 1 || samples != 1))) {
            throw TiffFault.unreadable(file.path(), compression.words() + " of " + bits + "-bit numbers", CONVERT);
        }
        return new PixelLayout(width, height, depth, samples, (int) bits, numbers, colours, extra(samples));
    }

    /** Returns what is told for each sample, which must be the same for all. */
    private long same(int tag, int samples, long otherwise, String what) throws IOException {
        TiffField field = directory.field(file, tag);
        if (field == null || field.count() == 0) {
            return otherwise;
        }
        long[] values = Arrays.copyOf(field.numbers(), Math.min(samples, field.count())); // one may stand for all
        if (Arrays.stream(values).anyMatch(value -> value != values[0])) {
            throw TiffFault.unreadable(
                    file.path(),
                    "samples of different " + what + " in a pixel",
                    "Save its channels as separate files.");
        }
        return values[0];
    }

    private Numbers numbers(long format, long bits) throws IOException {
        if (format == 5 || format == 6) {
            throw TiffFault.unreadable(
                    file.path(), "complex numbers", "Save their magnitude, or real and imaginary part, as 32-bit.");
        }
        boolean floating = format == 3;
        boolean signed = format == 2;
        boolean whole = bits == 8 || bits == 16 || bits == 32 || bits == 64;
        boolean bigEndian = file.order() == java.nio.ByteOrder.BIG_ENDIAN;
        boolean odd = bits < 1 || bits > 64 || (bits > 32 && bits < 64) || (bits == 24 && !bigEndian);
        if (odd || (floating && (bits == 8 || !whole)) || (signed && !whole)) {
            String kind = floating ? "-bit floating point" : signed ? "-bit signed numbers" : "-bit numbers";
            throw TiffFault.unreadable(file.path(), bits + kind, "Save it as 8-, 16- or 32-bit.");
        }
        return floating ? Numbers.FLOAT : signed ? Numbers.SIGNED : Numbers.UNSIGNED; // 4 is not known, as 1
    }

    private Colours colours(int samples, Compression compression, long bits) throws IOException {
        long photometric = number(262, 1);
        Colours colours = photometric == 0
                ? Colours.WHITE_IS_ZERO
                : photometric == 2 ? Colours.RGB : photometric == 3 ? Colours.PALETTE : Colours.BLACK_IS_ZERO;
        if (photometric == 6 && compression == Compression.JPEG && samples == 3) {
            return Colours.YCBCR;
        }
        String found = photometric == 5
                ? "CMYK colours"
                : photometric == 6
                        ? "YCbCr colours"
                        : photometric == 8 || photometric == 9 || photometric == 10
                                ? "Lab colours"
                                : photometric == 32844 || photometric == 32845
                                        ? "LogLuv colours"
                                        : photometric == 32803 ? "raw camera colours" : "";
        if (!found.isEmpty()) {
            throw TiffFault.unreadable(file.path(), found, AS_GREY);
        }
        if ((colours == Colours.RGB && samples < 3) || (colours == Colours.PALETTE && (samples > 2 || bits > 16))) {
            throw TiffFault.damaged(
                    file.path(), "%s has %d samples per pixel for its kind of colour", directory.name(), samples);
        }
        return colours;
    }

    private int extra(int samples) throws IOException {
        TiffField field = directory.field(file, 338);
        if (field == null || field.count() == 0 || samples < 2) {
            return 0;
        }
        long last = field.number(field.count() - 1); // 1 and 2 tell of opacity, with and without its effect on colours
        return last == 1 || last == 2 ? 1 : 0;
    }

    private int predictor(Compression compression, PixelLayout layout) throws IOException {
        long predictor = number(317, 1);
        if (predictor == 1) {
            return 1;
        }
        int bits = layout.bits();
        boolean whole = bits == 8 || bits == 16 || bits == 32 || bits == 64;
        boolean fits = compression.hasPredictors()
                && (predictor == 2 ? whole : predictor == 3 && layout.numbers() == Numbers.FLOAT && bits >= 16);
        if (!fits) {
            throw TiffFault.unreadable(
                    file.path(),
                    "predictor " + predictor + " with " + compression.words() + " of " + bits + "-bit numbers",
                    "Save it without predictor.");
        }
        return (int) predictor;
    }

    private Segments segments(PixelLayout layout, Packing packing) throws IOException {
        boolean tiled =
                directory.fields().containsKey(324) || directory.fields().containsKey(322);
        int width = tiled ? side(322, "tile width", 0) : layout.width();
        int height = tiled ? side(323, "tile length", 0) : rows(layout);
        int depth = tiled ? Math.min(side(32998, "tile depth", 1), layout.depth()) : 1;
        if (tiled && (width > 1 << 20 || height > 1 << 20)) {
            throw TiffFault.damaged(file.path(), "%s has tiles of %d x %d", directory.name(), width, height);
        }
        TiffField offsets = directory.field(file, tiled && directory.fields().containsKey(324) ? 324 : 273);
        TiffField counts = directory.field(file, tiled && directory.fields().containsKey(325) ? 325 : 279);
        if (offsets == null) {
            throw TiffFault.damaged(file.path(), "%s does not tell where its pixels are", directory.name());
        }
        Segments grid = new Segments(tiled, width, height, depth, offsets.numbers(), new long[0]);
        long needed = count(grid, layout) * (packing.planar() ? layout.samples() : 1L);
        if (offsets.count() < needed || (counts != null && counts.count() < needed)) {
            throw TiffFault.damaged(
                    file.path(),
                    "%s needs %,d strips or tiles but tells of %,d",
                    directory.name(),
                    needed,
                    counts == null ? offsets.count() : Math.min(offsets.count(), counts.count()));
        }
        if (counts == null && packing.compression() != Compression.NONE) {
            throw TiffFault.damaged(file.path(), "%s does not tell how long its strips are", directory.name());
        }
        return checked(grid, layout, packing, counts, (int) needed);
    }

    private long count(Segments grid, PixelLayout layout) {
        try {
            return grid.perSample(layout);
        } catch (ArithmeticException e) {
            throw TiffFault.damaged(e, file.path(), "%s has too many strips or tiles", directory.name());
        }
    }

    private int rows(PixelLayout layout) throws IOException {
        long rows = number(278, layout.height());
        return rows < 1 || rows > layout.height() ? layout.height() : (int) rows; // 2^32 - 1 stands for all
    }

    /** Compares what strips or tiles should hold with what they say they do, and with the file. */
    private Segments checked(Segments grid, PixelLayout layout, Packing packing, @Nullable TiffField told, int needed) {
        long[] counts = new long[needed];
        for (int i = 0; i < needed; i++) {
            long plain = SegmentReader.bytes(layout, packing, grid, i);
            counts[i] = told == null || (told.number(i) == 0 && packing.compression() == Compression.NONE)
                    ? plain
                    : told.number(i);
            long offset = grid.offsets()[i];
            if (offset <= 0 || counts[i] <= 0 || offset > file.size() - counts[i]) {
                throw TiffFault.cut(
                        file.path(),
                        "strip or tile %,d of %s should be %,d bytes from byte %,d on, but the file has %,d",
                        i + 1,
                        directory.name(),
                        counts[i],
                        offset,
                        file.size());
            }
            if (!packing.compression().canHold(counts[i], plain)) {
                throw TiffFault.cut(
                        file.path(),
                        "strip or tile %,d of %s has %,d bytes, too few for %,d x %,d pixels",
                        i + 1,
                        directory.name(),
                        counts[i],
                        grid.width(),
                        grid.rows(layout, i));
            }
        }
        Segments found = new Segments(
                grid.tiled(), grid.width(), grid.height(), grid.depth(), Arrays.copyOf(grid.offsets(), needed), counts);
        boolean plain = packing.compression() == Compression.NONE && layout.bits() % 8 == 0 && !grid.tiled();
        Segments cut = plain ? Recut.of(found, layout, packing) : found;
        if (SegmentReader.bytes(layout, packing, cut, 0) > MOST_SIDE) {
            throw TiffFault.unreadable(
                    file.path(), "strips or tiles of more than 2 GB", "Save it with smaller strips or tiles.");
        }
        return cut;
    }
}
