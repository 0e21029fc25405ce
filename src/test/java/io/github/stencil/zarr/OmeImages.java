// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr;

import ij.CompositeImage;
import ij.measure.Calibration;
import ij.process.LUT;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageSink;
import io.github.stencil.image.PixelType;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.imglib2.Interval;

/** Images with random pixels and metadata. */
final class OmeImages {
    private OmeImages() {}

    /** Describes an image of a random size with calibration, and with channels that have names and colours. */
    static Description describe(Random random, PixelType type, int side) {
        Extent extent = new Extent(
                1 + random.nextInt(side),
                1 + random.nextInt(side),
                1 + random.nextInt(3),
                1 + random.nextInt(3),
                1 + random.nextInt(2));
        Calibration calibration = new Calibration();
        calibration.setUnit("\u00b5m");
        calibration.pixelWidth = 0.25;
        calibration.pixelHeight = 0.5;
        calibration.pixelDepth = extent.slices() > 1 ? 2 : 1;
        calibration.xOrigin = 3;
        calibration.zOrigin = extent.slices() > 1 ? 1 : 0;
        if (extent.frames() > 1) {
            calibration.frameInterval = 1.5;
            calibration.setTimeUnit("sec");
        }
        List<LUT> luts = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (int c = 0; c < extent.channels(); c++) {
            LUT lut = LUT.createLutFromColor(Color.getHSBColor(c / 3f, 1, 1));
            lut.min = c;
            lut.max = 100 + c;
            luts.add(lut);
            labels.add("channel " + c);
        }
        List<String> planes = new ArrayList<>();
        Collections.nCopies(extent.slices() * extent.frames(), labels).forEach(planes::addAll);
        return new Description(
                "cells.tif",
                type,
                extent,
                false,
                calibration,
                planes,
                luts,
                extent.channels() > 1 ? CompositeImage.COMPOSITE : 0,
                false);
    }

    /** Returns what a calibration tells of space and time. */
    static List<Object> numbers(Calibration calibration) {
        return List.of(
                calibration.pixelWidth,
                calibration.pixelHeight,
                calibration.pixelDepth,
                calibration.xOrigin,
                calibration.yOrigin,
                calibration.zOrigin,
                calibration.getUnit(),
                calibration.frameInterval,
                calibration.getTimeUnit());
    }

    /** Returns random pixels, X fastest. */
    static Object pixels(Random random, PixelType type, int length) {
        Object pixels = type.createArray(length);
        for (int i = 0; i < length; i++) {
            switch (type) {
                case UINT8 -> ((byte[]) pixels)[i] = (byte) random.nextInt();
                case UINT16, INT16 -> ((short[]) pixels)[i] = (short) random.nextInt();
                case UINT32 -> ((int[]) pixels)[i] = random.nextInt();
                case FLOAT32 -> ((float[]) pixels)[i] = random.nextFloat();
            }
        }
        return pixels;
    }

    /** Writes all pixels in blocks of rows of one plane, as commands do that know nothing of chunks. */
    static void write(ImageSink sink, Object pixels, int rows) {
        Extent extent = sink.description().extent();
        for (Interval block : extent.blocks(new Extent(extent.width(), rows, 1, 1, 1))) {
            long plane = extent.plane((int) block.min(2), (int) block.min(3), (int) block.min(4));
            int first = (int) (plane * extent.planePixels() + block.min(1) * extent.width());
            sink.write(block, (from, into, at, length) -> System.arraycopy(pixels, first + from, into, at, length));
        }
    }

    /** Returns whether two arrays of one type are equal. */
    static boolean same(Object a, Object b) {
        return Arrays.deepEquals(new Object[] {a}, new Object[] {b});
    }

    /** Returns all pixels, as they are stored. */
    static Object all(AxisImage image) {
        return image.wide().copy(image.extent().interval());
    }
}
