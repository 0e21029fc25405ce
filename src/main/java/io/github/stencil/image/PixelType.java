// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import io.github.stencil.StencilException;
import java.awt.image.ColorModel;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedIntType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import org.jspecify.annotations.Nullable;

/**
 * What one channel of a pixel is: the four types of number that ImageJ's images hold, and one for label maps in files that
 * have more labels than these can tell apart.
 */
public enum PixelType {
    /** Whole numbers from 0 to 255, in a byte array. */
    UINT8(8, 0, 255),
    /** Whole numbers from 0 to 65,535, in a short array. */
    UINT16(16, 0, 65_535),
    /**
     * Whole numbers from -32,768 to 32,767, in a short array. ImageJ keeps them as 16-bit with 32,768 added, and a
     * calibration of values that takes it away; arrays here have the true numbers.
     */
    INT16(16, -32_768, 32_767),
    /**
     * Whole numbers from 0 to 4,294,967,295, in an int array. ImageJ has no such images; an open one is 32-bit floating
     * point, and {@link AxisImage#wide} has the whole numbers.
     */
    UINT32(32, 0, 4_294_967_295.0),
    /** 32-bit floating point, in a float array; whole numbers are exact up to 16,777,216. */
    FLOAT32(32, 0, 1);

    private final int bits;
    private final double leastValue;
    private final double fullValue;

    PixelType(int bits, double leastValue, double fullValue) {
        this.bits = bits;
        this.leastValue = leastValue;
        this.fullValue = fullValue;
    }

    /** Returns 8, 16 or 32. */
    public int bits() {
        return bits;
    }

    /** Returns how many bytes a value takes. */
    public int bytes() {
        return bits / 8;
    }

    /** Returns the largest value of an integer type; 1 for 32-bit, whose range has no end. */
    public double fullValue() {
        return fullValue;
    }

    /** Returns the smallest value of an integer type; 0 for 32-bit, whose range has no end. */
    public double leastValue() {
        return leastValue;
    }

    /** Returns whether values are whole numbers. */
    public boolean isInteger() {
        return this != FLOAT32;
    }

    /** Creates an array of this type: {@code byte[]}, {@code short[]}, {@code int[]} or {@code float[]}. */
    public Object createArray(int length) {
        return switch (this) {
            case UINT8 -> new byte[length];
            case UINT16, INT16 -> new short[length];
            case UINT32 -> new int[length];
            case FLOAT32 -> new float[length];
        };
    }

    /** Returns the value at an index of an array of this type. */
    public double get(Object array, int index) {
        return switch (this) {
            case UINT8 -> ((byte[]) array)[index] & 0xff;
            case UINT16 -> ((short[]) array)[index] & 0xffff;
            case INT16 -> ((short[]) array)[index];
            case UINT32 -> Integer.toUnsignedLong(((int[]) array)[index]);
            case FLOAT32 -> ((float[]) array)[index];
        };
    }

    /** Sets the value at an index of an array of this type, which must hold it; what is behind its point is cut off. */
    public void set(Object array, int index, double value) {
        switch (this) {
            case UINT8 -> ((byte[]) array)[index] = (byte) value;
            case UINT16, INT16 -> ((short[]) array)[index] = (short) (int) value;
            case UINT32 -> ((int[]) array)[index] = (int) (long) value;
            case FLOAT32 -> ((float[]) array)[index] = (float) value;
        }
    }

    /** Returns the values of an array of this type, rounded to floating point; the array itself if that is what they are. */
    public float[] floats(Object array) {
        if (this == FLOAT32) {
            return (float[]) array;
        }
        int length = Array.getLength(array);
        float[] floats = new float[length];
        switch (this) {
            case UINT8 -> {
                byte[] bytes = (byte[]) array;
                for (int i = 0; i < length; i++) {
                    floats[i] = bytes[i] & 0xff;
                }
            }
            case UINT16, INT16 -> {
                short[] shorts = (short[]) array;
                int mask = this == UINT16 ? 0xffff : -1;
                for (int i = 0; i < length; i++) {
                    floats[i] = shorts[i] & mask;
                }
            }
            default -> {
                for (int i = 0; i < length; i++) {
                    floats[i] = (float) get(array, i);
                }
            }
        }
        return floats;
    }

    /** Copies values from bytes, which begin at their position, into an array of this type. */
    public void get(ByteBuffer bytes, Object array, int at, int count) {
        switch (this) {
            case UINT8 -> bytes.get((byte[]) array, at, count);
            case UINT16, INT16 -> bytes.asShortBuffer().get((short[]) array, at, count);
            case UINT32 -> bytes.asIntBuffer().get((int[]) array, at, count);
            case FLOAT32 -> bytes.asFloatBuffer().get((float[]) array, at, count);
        }
    }

    /** Copies the first values of an array of this type to bytes, from their position on. */
    public void put(ByteBuffer bytes, Object array, int count) {
        switch (this) {
            case UINT8 -> bytes.put((byte[]) array, 0, count);
            case UINT16, INT16 -> bytes.asShortBuffer().put((short[]) array, 0, count);
            case UINT32 -> bytes.asIntBuffer().put((int[]) array, 0, count);
            case FLOAT32 -> bytes.asFloatBuffer().put((float[]) array, 0, count);
        }
    }

    /** Returns an array of this type, signed numbers turned as {@link Signed} says, as ImageJ's pixels. */
    public ImageProcessor processor(int width, int height, Object array, @Nullable ColorModel colours) {
        return switch (this) {
            case UINT8 -> new ByteProcessor(width, height, (byte[]) array, colours);
            case UINT16, INT16 -> new ShortProcessor(width, height, (short[]) array, colours);
            case UINT32 -> throw tooWide();
            case FLOAT32 -> new FloatProcessor(width, height, (float[]) array, colours);
        };
    }

    /** Returns the ImgLib2 type with these values. */
    public RealType<?> imgLib2() {
        return switch (this) {
            case UINT8 -> new UnsignedByteType();
            case UINT16 -> new UnsignedShortType();
            case INT16 -> new ShortType();
            case UINT32 -> new UnsignedIntType();
            case FLOAT32 -> new FloatType();
        };
    }

    /** Returns what to say where an image as ImageJ has them is taken, and this is one of {@link #UINT32}. */
    public static StencilException tooWide() {
        return new StencilException(
                "Whole numbers of 32 bits are not taken here. Give the image as ImageJ shows it, in 32-bit floating point.");
    }

    /**
     * Returns the pixel type of an ImgLib2 type.
     *
     * @throws StencilException if it is none of these
     */
    public static PixelType of(Object type) {
        if (type instanceof UnsignedByteType) {
            return UINT8;
        }
        if (type instanceof UnsignedShortType) {
            return UINT16;
        }
        if (type instanceof ShortType) {
            return INT16;
        }
        if (type instanceof UnsignedIntType) {
            return UINT32;
        }
        if (type instanceof FloatType) {
            return FLOAT32;
        }
        String name = type instanceof NativeType ? type.getClass().getSimpleName() : String.valueOf(type);
        throw StencilException.of(
                "The image's pixels are of type %s but must be UnsignedByteType, UnsignedShortType, ShortType or FloatType. Convert them.",
                name);
    }
}
