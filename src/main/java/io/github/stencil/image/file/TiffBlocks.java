// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.file;

import io.github.stencil.StencilException;
import io.github.stencil.image.BlockSource;
import io.github.stencil.image.BoundedCache;
import io.github.stencil.image.Extent;
import io.github.stencil.image.tiff.PixelLayout;
import io.github.stencil.image.tiff.PixelLayout.Numbers;
import io.github.stencil.image.tiff.SegmentReader;
import io.github.stencil.image.tiff.Segments;
import io.github.stencil.image.tiff.TiffFile;
import io.github.stencil.image.tiff.TiffPage;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.List;
import net.imglib2.Interval;

/**
 * The pixels of a TIFF file in strips or tiles, packed or not, read when they are asked for; of the strips and tiles that
 * have been read, a bounded number is kept.
 */
final class TiffBlocks implements BlockSource {
    private static final int FEWEST_KEPT = 8;

    private final List<TiffPage> pages;
    private final Extent extent;
    private final TiffValues values;
    private final SegmentReader reader;
    private final FileState opened;
    private final BoundedCache<Object> kept;
    private volatile Path path;

    /**
     * Creates a source.
     *
     * @param pages in the order channel, slice, frame; a page holds as many channels and slices as its layout has
     * @param extent of the image
     */
    private TiffBlocks(TiffFile file, List<TiffPage> pages, Extent extent, TiffValues values) throws IOException {
        this.pages = pages;
        this.extent = extent;
        this.values = values;
        reader = new SegmentReader(file.order());
        path = file.path();
        opened = FileState.of(path);
        int bytes = values.type().bytes();
        long few = FEWEST_KEPT * (long) bytes * numbers(pages.get(0));
        kept = BoundedCache.create(array -> (long) Array.getLength(array) * bytes, few);
    }

    static TiffBlocks of(TiffFile file, List<TiffPage> pages, Extent extent, TiffValues values) {
        try {
            return new TiffBlocks(file, pages, extent, values);
        } catch (IOException e) {
            throw gone(file.path(), e);
        }
    }

    private static long numbers(TiffPage page) {
        Segments segments = page.segments();
        return (long) segments.width() * segments.height() * segments.depth() * samples(page);
    }

    private static int samples(TiffPage page) {
        return page.isPlanar() ? 1 : page.layout().samples();
    }

    /** Looks at all numbers of a file. */
    static TiffValues.Range range(TiffFile file) {
        SegmentReader reader = new SegmentReader(file.order());
        TiffValues.Range range = TiffValues.Range.NONE;
        for (TiffPage page : file.pages()) {
            for (int i = 0; i < page.segments().offsets().length; i++) {
                range = range.and(TiffValues.range(reader.read(file.path(), page, i), page.layout()));
            }
        }
        return range;
    }

    @Override
    public void copy(Interval block, Object array) {
        int at = 0;
        for (long t = block.min(4); t <= block.max(4); t++) {
            for (long z = block.min(3); z <= block.max(3); z++) {
                for (long c = block.min(2); c <= block.max(2); c++) {
                    copy(block, (int) c, (int) z, (int) t, array, at);
                    at += (int) (block.dimension(0) * block.dimension(1));
                }
            }
        }
    }

    private void copy(Interval block, int c, int z, int t, Object array, int at) {
        PixelLayout layout = pages.get(0).layout();
        int across = extent.channels() / layout.channels();
        int deep = extent.slices() / layout.depth();
        int index = c / layout.channels() + across * (z / layout.depth() + deep * t);
        TiffPage page = pages.get(index);
        Segments segments = page.segments();
        int sample = c % layout.channels();
        int plane = z % layout.depth();
        int columns = segments.across(layout);
        int first = (page.isPlanar() ? sample * segments.perSample(layout) : 0)
                + plane / segments.depth() * columns * segments.down(layout);
        int width = (int) block.dimension(0);
        for (int j = (int) block.min(1) / segments.height(); j <= block.max(1) / segments.height(); j++) {
            for (int i = (int) block.min(0) / segments.width(); i <= block.max(0) / segments.width(); i++) {
                int number = first + j * columns + i;
                Object piece = segment(index, page, number);
                int rows = segments.rows(layout, number);
                int before = ((page.isPlanar() ? 0 : sample) * segments.depth() + plane % segments.depth()) * rows;
                int left = (int) Math.max(block.min(0), (long) i * segments.width());
                int right = (int) Math.min(block.max(0), (i + 1L) * segments.width() - 1);
                int top = (int) Math.max(block.min(1), (long) j * segments.height());
                int bottom = (int) Math.min(block.max(1), (j + 1L) * segments.height() - 1);
                for (int y = top; y <= bottom; y++) {
                    int from = (before + y - j * segments.height()) * segments.width() + left - i * segments.width();
                    int to = at + (y - (int) block.min(1)) * width + left - (int) block.min(0);
                    System.arraycopy(piece, from, array, to, right - left + 1);
                }
            }
        }
    }

    private Object segment(int index, TiffPage page, int number) {
        return kept.get((long) index << 32 | number, key -> {
            try {
                opened.check(path);
            } catch (IOException e) {
                throw gone(path, e);
            }
            Object numbers = reader.read(path, page, number);
            return values.convert(numbers, page.layout().numbers() == Numbers.SIGNED);
        });
    }

    private static StencilException gone(Path path, IOException e) {
        return StencilException.of(e, "%s cannot be read any more: %s.", path, String.valueOf(e.getMessage()));
    }

    @Override
    public Extent grain() {
        TiffPage page = pages.get(0);
        Segments segments = page.segments();
        return new Extent(
                Math.min(extent.width(), segments.width()),
                Math.min(extent.height(), segments.height()),
                page.isPlanar() ? 1 : page.layout().channels(),
                segments.depth(),
                1);
    }

    @Override
    public void moved(Path target) {
        path = target;
    }
}
