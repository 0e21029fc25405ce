// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.tiff;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** Planes that have no directory of their own, but follow the first page's as its text tells. */
public final class PageRuns {
    private static final Pattern IMAGEJ = Pattern.compile("(?m)^images=(\\d{1,18})\\s*$");
    private static final Pattern SHAPED = Pattern.compile("^\\{\"shape\":\\s*\\[([0-9, ]+)\\]");
    private static final Pattern TRUNCATED = Pattern.compile("\"truncated\":\\s*true");
    private static final int PLANES_OF_METAMORPH = 33629;

    private PageRuns() {}

    /** Returns how many planes of its pages' kind a file's text promises; the number of its pages where it tells nothing. */
    public static long promised(TiffFile file) {
        String text = file.description();
        if (text.startsWith("ImageJ=")) {
            Matcher images = IMAGEJ.matcher(text);
            return images.find()
                    ? Math.max(1, Long.parseLong(images.group(1)))
                    : file.pages().size();
        }
        Matcher shape = SHAPED.matcher(text);
        if (shape.find() && TRUNCATED.matcher(text).find()) {
            PixelLayout layout = file.first().layout();
            double numbers = Arrays.stream(shape.group(1).split(","))
                    .filter(side -> !side.isBlank())
                    .mapToDouble(side -> Double.parseDouble(side.strip()))
                    .reduce(1, (a, b) -> a * b);
            double page = (double) layout.width() * layout.height() * layout.depth() * layout.samples();
            return (long) Math.max(1, numbers / page);
        }
        TiffField metamorph = file.note(PLANES_OF_METAMORPH);
        return metamorph != null && file.pages().size() == 1
                ? Math.max(1, metamorph.count())
                : file.pages().size();
    }

    /**
     * Returns a file with a page for each of its planes.
     *
     * @throws io.github.stencil.StencilException if planes are promised that are not there
     */
    public static TiffFile unrolled(TiffFile file) {
        long planes = promised(file);
        if (planes <= file.pages().size()) {
            return file;
        }
        TiffPage first = file.first();
        long bytes = Arrays.stream(first.segments().counts()).sum();
        long start = first.segments().offsets()[0];
        long size = size(file);
        if (file.pages().size() > 1
                || first.packing().compression() != Compression.NONE
                || first.segments().tiled()
                || planes > (size - start) / bytes
                || !isRun(first.segments())) {
            throw TiffFault.cut(
                    file.path(),
                    "its text tells of %,d planes, but %s",
                    planes,
                    file.pages().size() == 1
                            ? "only the first is there"
                            : "only " + file.pages().size() + " are there");
        }
        List<TiffPage> pages = LongStream.range(0, planes)
                .mapToObj(plane -> moved(first, plane * bytes))
                .toList();
        return file.withPages(pages);
    }

    private static long size(TiffFile file) {
        try {
            return Files.size(file.path());
        } catch (IOException e) {
            return 0; // so that no plane is in it
        }
    }

    private static boolean isRun(Segments strips) {
        for (int i = 1; i < strips.offsets().length; i++) {
            if (strips.offsets()[i] != strips.offsets()[i - 1] + strips.counts()[i - 1]) {
                return false;
            }
        }
        return true;
    }

    private static TiffPage moved(TiffPage page, long by) {
        Segments strips = page.segments();
        long[] offsets = Arrays.stream(strips.offsets()).map(at -> at + by).toArray();
        return new TiffPage(
                page.index(),
                page.layout(),
                page.packing(),
                new Segments(false, strips.width(), strips.height(), 1, offsets, strips.counts()));
    }

    /** Returns whether all pages are uncompressed strips, each page's one behind the other. */
    public static boolean arePlain(TiffFile file) {
        return file.pages().stream().allMatch(page -> page.isPlain() && isRun(page.segments()));
    }

    /**
     * Returns whether ImageJ finds the pages where they are. Where the text tells how many planes there are, it looks for
     * each behind the last one, and at the first directory only.
     */
    public static boolean areWhereImageJLooks(TiffFile file) {
        if (!file.description().startsWith("ImageJ=") || promised(file) == 1) {
            return true;
        }
        Segments first = file.first().segments();
        long bytes = Arrays.stream(first.counts()).sum();
        List<TiffPage> pages = file.pages();
        for (int i = 0; i < pages.size(); i++) {
            if (pages.get(i).segments().offsets()[0] != first.offsets()[0] + i * bytes) {
                return false;
            }
        }
        return true;
    }
}
