// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric.picture;

import ij.process.LUT;
import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Colour;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageSink;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.Luts;
import io.github.stencil.image.PixelType;
import io.github.stencil.metric.Comparison;
import io.github.stencil.metric.PairReader;
import io.github.stencil.tile.Bands;
import java.util.List;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;

/** Draws pictures of two label maps, band by band, whose values are places in a table of colours. */
final class MapPicture {
    private static final int BAND_PIXELS = 1 << 20;

    private MapPicture() {}

    /** A kind of pixel. */
    interface Part {
        /** Returns what a pixel of this kind is in the picture, from 0 to 255. */
        int value();

        /** Returns how it is drawn. */
        Colour colour();
    }

    /**
     * Rows that are drawn, and both maps there and a few rows beyond.
     *
     * @param block the rows [X, Y, C, Z, T]
     * @param truth labels [height, width]
     * @param prediction as many labels
     * @param width of the image
     * @param height of what was read
     * @param first which row of that is the first to be drawn
     */
    @SuppressWarnings("ArrayRecordComponent") // made anew for each band, and read at once
    record Band(Interval block, int[] truth, int[] prediction, int width, int height, int first) {
        /** Returns how many rows are drawn. */
        int rows() {
            return (int) block.dimension(1);
        }
    }

    /** Draws bands, in storage order. */
    @FunctionalInterface
    interface Painter {
        /** Sets the values of a band's rows, from the start of the picture on. */
        void paint(Band band, byte[] picture);
    }

    /**
     * Draws two label maps.
     *
     * @param margin how many rows above and below its own a band sees
     * @return 8-bit with the parts' colours, titled STEM-overlay after the truth
     */
    static AxisImage draw(
            Comparison maps, int margin, Part[] parts, Painter painter, ImageStore store, Progress progress) {
        Extent extent = maps.extent();
        List<Interval> bands = Bands.of(extent.interval(), BAND_PIXELS);
        int width = extent.width();
        int rows = (int) bands.get(0).dimension(1); // the last band of a plane may be lower
        PairReader reader = new PairReader(maps);
        byte[] picture = new byte[width * rows];
        try (ImageSink sink = store.create(describe(maps.truth().description(), parts))) {
            for (int i = 0; i < bands.size(); i++) {
                Interval block = bands.get(i);
                Interval seen = grown(block, margin, extent.height());
                int length = reader.read(seen);
                int first = (int) (block.min(1) - seen.min(1));
                int[] truth = reader.truth();
                int[] prediction = reader.prediction();
                painter.paint(new Band(block, truth, prediction, width, length / width, first), picture);
                sink.write(block, picture);
                progress.step(i + 1, bands.size());
            }
            return sink.finish();
        }
    }

    private static Interval grown(Interval block, int margin, int height) {
        long[] min = block.minAsLongArray();
        long[] max = block.maxAsLongArray();
        min[1] = Math.max(0, min[1] - margin);
        max[1] = Math.min(height - 1L, max[1] + margin);
        return new FinalInterval(min, max);
    }

    private static Description describe(Description truth, Part... parts) {
        byte[][] table = new byte[3][256];
        for (Part part : parts) {
            for (int colour = 0; colour < 3; colour++) {
                table[colour][part.value()] = (byte) (part.colour().rgb() >> (16 - 8 * colour));
            }
        }
        LUT lut = Luts.of(table[0], table[1], table[2], 0, 255);
        return truth.named("overlay", PixelType.UINT8, truth.extent(), truth.planeLabels(), List.of(lut), 0);
    }
}
