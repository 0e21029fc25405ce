// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import static org.assertj.core.api.Assertions.assertThat;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.LUT;
import java.awt.Color;
import java.util.Iterator;
import java.util.Random;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/** Images with random pixels, and ways to compare images. */
public final class TestImages {
    private TestImages() {}

    /** Creates an image of 8, 16, 24 (RGB) or 32 bits, with labels, calibration and, if it has channels, colours. */
    public static ImagePlus random(
            Random random, int bits, int width, int height, int channels, int slices, int frames) {
        ImageStack stack = new ImageStack(width, height);
        for (int plane = 0; plane < channels * slices * frames; plane++) {
            stack.addSlice("plane " + plane, pixels(random, bits, width * height));
        }
        ImagePlus image = new ImagePlus("cells.v2.tif", stack);
        image.setDimensions(channels, slices, frames);
        image.setOpenAsHyperStack(channels * slices * frames > 1);
        calibrate(image.getCalibration());
        if (channels > 1 && bits != 24) {
            CompositeImage composite = new CompositeImage(image, CompositeImage.COMPOSITE);
            LUT[] luts = new LUT[channels];
            for (int c = 0; c < channels; c++) {
                luts[c] = LUT.createLutFromColor(Color.getHSBColor((float) c / channels, 1, 1));
                luts[c].min = 3 + c;
                luts[c].max = 50 + c;
            }
            composite.setLuts(luts);
            return composite;
        }
        return image;
    }

    public static void calibrate(Calibration calibration) {
        calibration.setUnit("\u00b5m");
        calibration.pixelWidth = 0.325;
        calibration.pixelHeight = 0.25;
        calibration.pixelDepth = 1.5;
        calibration.xOrigin = 3;
        calibration.yOrigin = 4.5;
        calibration.zOrigin = 1;
        calibration.frameInterval = 0.75;
        calibration.setTimeUnit("min");
    }

    public static Object pixels(Random random, int bits, int length) {
        switch (bits) {
            case 8:
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                return bytes;
            case 16:
                short[] shorts = new short[length];
                for (int i = 0; i < length; i++) {
                    shorts[i] = (short) random.nextInt();
                }
                return shorts;
            case 24:
                return random.ints(length).map(i -> i | 0xff000000).toArray();
            default:
                float[] floats = new float[length];
                for (int i = 0; i < length; i++) {
                    floats[i] = (float) random.nextGaussian();
                }
                return floats;
        }
    }

    /** Returns a random block inside an image. */
    public static Interval block(Random random, Interval image) {
        long[] min = new long[image.numDimensions()];
        long[] max = new long[image.numDimensions()];
        for (int d = 0; d < min.length; d++) {
            min[d] = image.min(d) + random.nextInt((int) image.dimension(d));
            max[d] = min[d] + random.nextInt((int) (image.max(d) - min[d] + 1));
        }
        return new FinalInterval(min, max);
    }

    /** Returns the value at X, Y, C, Z, T of an ImageJ image, read the way ImageJ does; for RGB C is 0 to 2. */
    public static double value(ImagePlus image, long x, long y, long c, long z, long t) {
        boolean rgb = image.getType() == ImagePlus.COLOR_RGB;
        int plane = image.getStackIndex(rgb ? 1 : (int) c + 1, (int) z + 1, (int) t + 1);
        var pixels = image.getStack().getProcessor(plane);
        return rgb ? (pixels.get((int) x, (int) y) >> (16 - 8 * (int) c)) & 0xff : pixels.getf((int) x, (int) y);
    }

    /** Asserts that copying random blocks gives what reading pixel by pixel gives. */
    public static void assertBlocksEqualPixels(AxisImage image, Random random, String what) {
        RandomAccessibleInterval<? extends RealType<?>> pixels = image.pixels();
        assertThat(pixels.dimensionsAsLongArray())
                .isEqualTo(image.extent().interval().dimensionsAsLongArray());
        for (int i = 0; i < 20; i++) {
            Interval block = block(random, image.extent().interval());
            Object copied = image.copy(block);
            Iterator<PlanePart> parts = image.parts(block).iterator();
            int at = 0;
            for (long t = block.min(4); t <= block.max(4); t++) {
                for (long z = block.min(3); z <= block.max(3); z++) {
                    for (long c = block.min(2); c <= block.max(2); c++) {
                        PlanePart part = parts.next();
                        for (long y = block.min(1); y <= block.max(1); y++) {
                            int line = part.from() + (int) (y - block.min(1)) * part.stride();
                            for (long x = block.min(0); x <= block.max(0); x++) {
                                assertThat(image.type().get(part.array(), line + (int) (x - block.min(0))))
                                        .as("part of %s at %d, %d, %d, %d, %d", what, x, y, c, z, t)
                                        .isEqualTo(pixels.getAt(x, y, c, z, t).getRealDouble());
                                assertThat(image.type().get(copied, at++))
                                        .as("%s at %d, %d, %d, %d, %d", what, x, y, c, z, t)
                                        .isEqualTo(pixels.getAt(x, y, c, z, t).getRealDouble());
                            }
                        }
                    }
                }
            }
            assertThat(parts).isExhausted();
        }
    }

    /** Asserts that two images look alike to their user: pixels, axes, scale, labels, colours and ranges. */
    public static void assertSame(ImagePlus found, ImagePlus wanted) {
        assertSamePixels(found, wanted);
        assertSameScale(found.getCalibration(), wanted.getCalibration());
        assertSameColours(found, wanted);
    }

    /** Asserts that two images have the same axes, pixels and labels. */
    public static void assertSamePixels(ImagePlus found, ImagePlus wanted) {
        assertThat(found.getDimensions()).isEqualTo(wanted.getDimensions());
        assertThat(found.getBitDepth()).isEqualTo(wanted.getBitDepth());
        for (int plane = 1; plane <= wanted.getStackSize(); plane++) {
            assertThat(found.getStack().getPixels(plane))
                    .as("plane %d", plane)
                    .isEqualTo(wanted.getStack().getPixels(plane));
            assertThat(found.getStack().getSliceLabel(plane))
                    .isEqualTo(wanted.getStack().getSliceLabel(plane));
        }
    }

    public static void assertSameScale(Calibration found, Calibration wanted) {
        assertThat(found.getUnit()).isEqualTo(wanted.getUnit());
        assertThat(new double[] {found.pixelWidth, found.pixelHeight, found.pixelDepth})
                .containsExactly(
                        new double[] {wanted.pixelWidth, wanted.pixelHeight, wanted.pixelDepth},
                        org.assertj.core.data.Offset.offset(1e-6));
        assertThat(new double[] {found.xOrigin, found.yOrigin, found.zOrigin, found.frameInterval})
                .containsExactly(wanted.xOrigin, wanted.yOrigin, wanted.zOrigin, wanted.frameInterval);
        assertThat(found.getTimeUnit()).isEqualTo(wanted.getTimeUnit());
        assertThat(found.getFunction()).isEqualTo(wanted.getFunction());
        assertThat(found.getCoefficients()).isEqualTo(wanted.getCoefficients());
        assertThat(found.getValueUnit()).isEqualTo(wanted.getValueUnit());
    }

    public static void assertSameColours(ImagePlus found, ImagePlus wanted) {
        assertThat(found.getCompositeMode()).isEqualTo(wanted.getCompositeMode());
        LUT[] a = found.getLuts();
        LUT[] b = wanted.getLuts();
        assertThat(a).hasSameSizeAs(b);
        for (int c = 0; c < b.length; c++) {
            assertThat(a[c].getBytes()).as("colours of channel %d", c).isEqualTo(b[c].getBytes());
            if (wanted instanceof CompositeImage) {
                assertThat(a[c].min).isEqualTo(b[c].min);
                assertThat(a[c].max).isEqualTo(b[c].max);
            }
        }
        assertThat(found.getDisplayRangeMin()).isEqualTo(wanted.getDisplayRangeMin());
        assertThat(found.getDisplayRangeMax()).isEqualTo(wanted.getDisplayRangeMax());
    }
}
