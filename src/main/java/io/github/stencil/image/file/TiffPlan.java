// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.file;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.measure.Calibration;
import ij.process.LUT;
import ij.process.ShortProcessor;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.Luts;
import io.github.stencil.image.PixelType;
import io.github.stencil.image.tiff.PixelLayout;
import io.github.stencil.image.tiff.PixelLayout.Colours;
import io.github.stencil.image.tiff.TiffField;
import io.github.stencil.image.tiff.TiffFile;
import io.github.stencil.image.tiff.TiffPage;
import java.util.List;

/**
 * What image a TIFF file's pages make.
 *
 * @param file the file
 * @param pages in the order channel, slice, frame; each holds as many channels and slices as its layout has
 * @param extent of the image
 * @param calibration pixel size and units
 * @param labels a label per plane, or none
 * @param luts colour tables, or none
 * @param mode ImageJ's display mode for channels; 0 for none
 */
record TiffPlan(
        TiffFile file,
        List<TiffPage> pages,
        Extent extent,
        Calibration calibration,
        List<String> labels,
        List<LUT> luts,
        int mode) {
    private static final int COLOUR_MAP = 320;

    /** Plans by what ImageJ's fields say; without them a page is a slice, and its samples are channels. */
    static TiffPlan of(TiffFile file, ImageJNotes notes) {
        PixelLayout layout = file.first().layout();
        int samples = layout.channels();
        int planes = Math.multiplyExact(Math.multiplyExact(file.pages().size(), samples), layout.depth());
        int channels = ImageJText.number(notes.text(), "channels", 1);
        int slices = ImageJText.number(notes.text(), "slices", 1);
        int frames = ImageJText.number(notes.text(), "frames", 1);
        boolean told = notes.text().containsKey("ImageJ")
                && channels >= 1
                && slices >= 1
                && frames >= 1
                && (long) channels * slices * frames * samples == planes
                && layout.depth() == 1;
        Extent extent = told
                ? new Extent(layout.width(), layout.height(), channels * samples, slices, frames)
                : new Extent(layout.width(), layout.height(), samples, planes / samples, 1);
        List<LUT> luts = luts(file, notes.luts());
        int mode = notes.mode() != 0 || extent.channels() == 1
                ? notes.mode()
                : layout.isRgb() ? CompositeImage.COMPOSITE : CompositeImage.GRAYSCALE;
        return new TiffPlan(file, file.pages(), extent, notes.calibration(), notes.labels(planes), luts, mode);
    }

    /** Returns the file's own colours, else what is told otherwise. */
    static List<LUT> luts(TiffFile file, List<LUT> otherwise) {
        PixelLayout layout = file.first().layout();
        TiffField map = file.note(COLOUR_MAP);
        if (layout.colours() == Colours.PALETTE && map != null && layout.bits() <= 8) {
            int colours = 1 << layout.bits();
            byte[][] table = new byte[3][256];
            for (int i = 0; i < Math.min(3 * colours, map.count()); i++) {
                table[i / colours][i % colours] =
                        map.value().get(2 * i + (file.order() == java.nio.ByteOrder.BIG_ENDIAN ? 0 : 1));
            }
            return List.of(Luts.of(table[0], table[1], table[2], 0, 255));
        }
        if (otherwise.isEmpty() && layout.colours() == Colours.WHITE_IS_ZERO && layout.bits() <= 8) {
            byte[] falling = new byte[256];
            for (int i = 0; i < 256; i++) {
                falling[i] = (byte) (255 - i);
            }
            return List.of(Luts.of(falling, falling, falling, 0, 255));
        }
        return otherwise;
    }

    /** Returns whether pixels are shown as one picture of red, green and blue. */
    boolean rgb() {
        PixelLayout layout = file.first().layout();
        return layout.isRgb()
                && layout.bits() == 8
                && layout.numbers() == PixelLayout.Numbers.UNSIGNED
                && layout.channels() == 3
                && extent.channels() == 3;
    }

    /** Describes the image. */
    Description description(TiffValues values) {
        Calibration scale = calibration.copy();
        if (values.biased()) {
            scale.setImage(new ImagePlus("", new ShortProcessor(1, 1))); // a calibration knows of how many bits it is
            scale.setSigned16BitCalibration();
        }
        String title = String.valueOf(file.path().getFileName());
        return rgb()
                ? new Description(title, PixelType.UINT8, extent, true, scale, labels, List.of(), 0, false)
                : new Description(title, values.type(), extent, false, scale, labels, luts, mode, false);
    }
}
