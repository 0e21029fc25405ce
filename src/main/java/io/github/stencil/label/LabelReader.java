// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label;

import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.PixelType;
import io.github.stencil.image.Runs;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;

/**
 * Reads blocks of a label map as whole numbers: the one way from pixels to labels. Images that are stored as whole numbers
 * of 32 bits are read as such.
 *
 * <p>Labels are 32 bits without a sign: {@link Integer#toUnsignedLong} tells the label of an int. For one thread, as its
 * buffers are used again.
 */
public final class LabelReader {
    /** The highest label in 32-bit floating point; beyond it not every whole number is there. */
    public static final int HIGHEST_FLOAT = 1 << 24;

    private final String role;
    private final AxisImage image;
    private Object pixels;
    private int capacity;
    private int length;
    private Interval block = new FinalInterval(5);
    private int[] labels = {};

    private LabelReader(String role, AxisImage image) {
        this.role = role;
        this.image = image;
        pixels = image.type().createArray(0);
    }

    /**
     * Prepares to read a label map.
     *
     * @throws StencilException if the image is none by its channels
     */
    public static LabelReader of(AxisImage image) {
        return of("", image);
    }

    /**
     * Prepares to read a label map; see {@link #of(AxisImage)}.
     *
     * @param role what the image is among others, for messages, such as "The truth "
     */
    public static LabelReader of(String role, AxisImage image) {
        check(role, image.description());
        return new LabelReader(role, image.wide());
    }

    /**
     * Refuses images that are no label maps by their channels.
     *
     * @param role what the image is among others, for messages, such as "The truth "; may be empty
     * @throws StencilException if the image is RGB, or has several channels
     */
    public static void check(String role, Description image) {
        if (image.rgb()) {
            throw StencilException.of(
                    "%s\"%s\" is an RGB image, whose colours are no labels. Choose an 8-, 16- or 32-bit label image.",
                    role, image.title());
        }
        if (image.extent().channels() > 1) {
            throw StencilException.of(
                    "%s\"%s\" has %d channels but a label map has one. Keep one channel, or turn a categorical stack into labels with Categorical to Labels.",
                    role, image.title(), image.extent().channels());
        }
    }

    /**
     * Returns what to say of a value that is no label.
     *
     * @param role what the image is among others, such as "The truth "; may be empty
     * @param place where the value is, as {@link Extent#place} names it
     */
    public static StencilException noLabel(String role, Description image, double value, String place) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return StencilException.of(
                "%s\"%s\" is %s at %s, but labels are whole numbers from 0 to %,d. Give a label map, or change such pixels first.",
                role,
                image.title(),
                whole ? Long.toString((long) value) : Float.toString((float) value),
                place,
                image.type().isInteger() ? LabelSet.HIGHEST : HIGHEST_FLOAT);
    }

    /** Returns whether a value is a label in an image of a type. */
    public static boolean isLabel(double value, PixelType type) {
        return value >= 0
                && value <= (type.isInteger() ? LabelSet.HIGHEST : HIGHEST_FLOAT)
                && value == Math.rint(value);
    }

    /** Returns the image as it is read. */
    public AxisImage image() {
        return image;
    }

    /**
     * Reads a block [X, Y, C, Z, T] as it is.
     *
     * @return the number of its pixels
     */
    public int read(Interval wanted) {
        length = Math.toIntExact(Intervals.numElements(wanted));
        if (capacity < length) {
            capacity = length;
            pixels = image.type().createArray(length);
        }
        block = wanted;
        image.copy(wanted, pixels);
        return length;
    }

    /** Returns the pixels of the block that was read last, as they are: an array of the image's type, or longer. */
    public Object pixels() {
        return pixels;
    }

    /**
     * Returns the labels of the block that was read last, in an array that is used again, and may be longer.
     *
     * @throws StencilException if a pixel is no label; names the first one
     */
    public int[] labels() {
        if (labels.length < length) {
            labels = new int[length];
        }
        copyTo(labels);
        return labels;
    }

    /**
     * Reads a block [X, Y, C, Z, T].
     *
     * @param into as long as the block, X fastest
     * @return whether any label is not 0
     * @throws StencilException if a pixel is no label; names the first one
     */
    public boolean read(Interval wanted, int... into) {
        read(wanted);
        return copyTo(into);
    }

    private boolean copyTo(int... into) {
        int any = 0;
        switch (image.type()) {
            case UINT8 -> {
                byte[] values = (byte[]) pixels;
                for (int i = 0; i < length; i++) {
                    into[i] = values[i] & 0xff;
                    any |= into[i];
                }
            }
            case UINT16 -> {
                short[] values = (short[]) pixels;
                for (int i = 0; i < length; i++) {
                    into[i] = values[i] & 0xffff;
                    any |= into[i];
                }
            }
            case INT16 -> {
                short[] values = (short[]) pixels;
                for (int i = 0; i < length; i++) {
                    into[i] = values[i];
                    any |= into[i];
                }
                refuseNegative(any, into);
            }
            case UINT32 -> {
                int[] values = (int[]) pixels;
                System.arraycopy(values, 0, into, 0, length);
                for (int i = 0; i < length; i++) {
                    any |= into[i];
                }
            }
            case FLOAT32 -> {
                float[] values = (float[]) pixels;
                for (int i = 0; i < length; i++) {
                    int label = (int) values[i];
                    if (label != values[i] || label < 0 || label > HIGHEST_FLOAT) {
                        throw noLabel(i);
                    }
                    into[i] = label;
                    any |= label;
                }
            }
        }
        return any != 0;
    }

    /** Looks for the first negative one only if there is any. */
    private void refuseNegative(int any, int... numbers) {
        for (int i = 0; any < 0 && i < length; i++) {
            if (numbers[i] < 0) {
                throw noLabel(i);
            }
        }
    }

    /**
     * Returns the label at a place in the block that was read last.
     *
     * @throws StencilException if the pixel is no label
     */
    public int label(int index) {
        return switch (image.type()) {
            case UINT8 -> ((byte[]) pixels)[index] & 0xff;
            case UINT16 -> ((short[]) pixels)[index] & 0xffff;
            case INT16 -> {
                short value = ((short[]) pixels)[index];
                if (value < 0) {
                    throw noLabel(index);
                }
                yield value;
            }
            case UINT32 -> ((int[]) pixels)[index];
            case FLOAT32 -> {
                float value = ((float[]) pixels)[index];
                int label = (int) value;
                if (label != value || label < 0 || label > HIGHEST_FLOAT) {
                    throw noLabel(index);
                }
                yield label;
            }
        };
    }

    private StencilException noLabel(int index) {
        return noLabel(
                role,
                image.description(),
                image.type().get(pixels, index),
                image.extent().place(block, index));
    }

    /**
     * Returns where the run of equal pixels that begins at a place in the block that was read last ends, and another
     * begins.
     */
    public int runEnd(int from) {
        return switch (image.type()) {
            case UINT8 -> Runs.end((byte[]) pixels, from, length);
            case UINT16, INT16 -> Runs.end((short[]) pixels, from, length);
            case UINT32 -> Runs.end((int[]) pixels, from, length);
            case FLOAT32 -> Runs.end((float[]) pixels, from, length);
        };
    }
}
