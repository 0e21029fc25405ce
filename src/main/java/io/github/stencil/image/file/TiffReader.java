// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.file;

import ij.ImagePlus;
import ij.ImageStack;
import io.github.stencil.StencilException;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.MemoryImage;
import io.github.stencil.image.PixelType;
import io.github.stencil.image.StoredImage;
import io.github.stencil.image.tiff.PageRuns;
import io.github.stencil.image.tiff.PixelLayout;
import io.github.stencil.image.tiff.PixelLayout.Colours;
import io.github.stencil.image.tiff.PixelLayout.Numbers;
import io.github.stencil.image.tiff.TiffFile;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads TIFF files: what ImageJ reads right is left to ImageJ, all else is read here. */
final class TiffReader {
    private static final String ADVICE = "Crop it, or use a coarser level.";

    private final Path path;
    private final TiffFile file;
    private final long large;

    private TiffReader(Path path, TiffFile file, long large) {
        this.path = path;
        this.file = file;
        this.large = large;
    }

    /**
     * Reads a file.
     *
     * @param large bytes of pixels from which on they are left in the file
     * @param imageJ reads the file as ImageJ does
     * @throws StencilException if the file is damaged or of a kind that is not read
     */
    static ImagePlus read(Path path, long large, Supplier<ImagePlus> imageJ) {
        TiffFile file = TiffFile.read(path);
        if (OmePlan.isOme(file)) {
            return new TiffReader(path, file, large).make(OmePlan.of(file), null);
        }
        file.checkAlike();
        ImageJNotes notes = ImageJNotes.of(file);
        boolean whole = file.directories() == file.pages().size();
        TiffFile all = PageRuns.unrolled(file);
        TiffReader reader = new TiffReader(path, all, large);
        boolean told = all.pages().size() == file.pages().size() || notes.text().containsKey("ImageJ");
        return whole && told && reader.isImageJs() && ImageJNotes.sees(all)
                ? reader.plain(imageJ)
                : reader.make(TiffPlan.of(all, notes), notes);
    }

    /** Returns whether ImageJ reads such a file right. */
    private boolean isImageJs() {
        PixelLayout layout = file.first().layout();
        boolean type = layout.numbers() == Numbers.FLOAT
                ? layout.bits() == 32 && layout.samples() == 1
                : layout.isRgb()
                        ? layout.bits() == 8 && layout.samples() == 3 && layout.numbers() == Numbers.UNSIGNED
                        : layout.samples() == 1
                                && (layout.bits() == 16
                                        || (layout.bits() == 8 && layout.numbers() == Numbers.UNSIGNED));
        boolean table = layout.colours() == Colours.PALETTE && layout.bits() > 8;
        return type
                && !table
                && !file.big()
                && layout.depth() == 1
                && PageRuns.arePlain(file)
                && PageRuns.areWhereImageJLooks(file)
                && PageRuns.promised(file) == file.pages().size();
    }

    private ImagePlus plain(Supplier<ImagePlus> imageJ) {
        PixelLayout layout = file.first().layout();
        long bytes = (long) layout.width()
                * layout.height()
                * layout.samples()
                * (layout.bits() / 8)
                * file.pages().size();
        TiffImage lazy = bytes >= large ? TiffImage.open(path) : null;
        ImagePlus image = lazy != null ? lazy : imageJ.get();
        if (image.getWidth() != layout.width()
                || image.getHeight() != layout.height()
                || image.getStackSize() != file.pages().size()) {
            throw StencilException.of(
                    "%s should have %d x %d pixels in %,d planes, but ImageJ reads %d x %d in %,d. Save it anew in the program it came from.",
                    path,
                    layout.width(),
                    layout.height(),
                    file.pages().size(),
                    image.getWidth(),
                    image.getHeight(),
                    image.getStackSize());
        }
        return image;
    }

    private ImagePlus make(TiffPlan plan, @Nullable ImageJNotes notes) {
        PixelLayout layout = file.first().layout();
        TiffValues values = TiffValues.depends(layout)
                ? TiffValues.of(layout, TiffBlocks.range(file), path)
                : TiffValues.of(layout);
        Description description = plan.description(values);
        Extent extent = description.extent();
        TiffBlocks blocks = TiffBlocks.of(file, plan.pages(), extent, values);
        double bytes =
                (double) extent.planePixels() * extent.planes() * values.type().bytes();
        boolean lazy = values.type() == PixelType.UINT32 || bytes >= large;
        ImagePlus image = plan.rgb()
                ? lazy && extent.slices() * extent.frames() > 1
                        ? colours(description, blocks)
                        : load(description, blocks)
                : lazy ? new StoredImage(description, blocks, path, ADVICE) : load(description, blocks);
        if (notes != null) {
            notes.dress(image);
        }
        return image;
    }

    private static ImagePlus load(Description description, TiffBlocks blocks) {
        Extent extent = description.extent();
        if (extent.planePixels() > Integer.MAX_VALUE - 8) {
            throw StencilException.of(
                    "\"%s\" is %s, more than ImageJ can hold in a plane. %s", description.title(), extent, ADVICE);
        }
        MemoryImage image = new MemoryImage(description);
        for (int t = 0; t < extent.frames(); t++) {
            for (int z = 0; z < extent.slices(); z++) {
                for (int c = 0; c < extent.channels(); c++) {
                    var plane = extent.rows(0, extent.height() - 1, c, c, z, t);
                    Object array = description.type().createArray((int) extent.planePixels());
                    blocks.copy(plane, array);
                    if (description.rgb()) {
                        image.write(plane, array);
                    } else {
                        image.alias(extent.plane(c, z, t), array);
                    }
                }
            }
        }
        return image.imagePlus();
    }

    private static ImagePlus colours(Description description, TiffBlocks blocks) {
        ImageStack stack = new ColourStack(description, blocks);
        ImagePlus image = new ImagePlus(description.title(), stack);
        Extent extent = description.extent();
        image.setDimensions(1, extent.slices(), extent.frames());
        image.setCalibration(description.calibration().copy());
        image.setOpenAsHyperStack(true);
        return image;
    }

    /** Returns how many pixels a file has in all planes, from its header alone. */
    static long pixels(Path path) {
        TiffFile file = TiffFile.read(path);
        PixelLayout layout = file.first().layout();
        long planes = Math.max(PageRuns.promised(file), file.pages().size());
        return Math.multiplyExact(
                Math.multiplyExact((long) layout.width() * layout.height(), (long) layout.depth() * layout.samples()),
                planes);
    }
}
