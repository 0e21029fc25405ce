// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor;

import io.github.stencil.Owned;
import org.tensorflow.RawTensor;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint16;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * A tensor in host memory, outside Java's heap, and the copies between it and arrays.
 *
 * <p>Owned by whoever made it, who closes it; its memory is then free. Arrays stand for element types so: {@code byte[]}
 * uint8, {@code short[]} uint16 (of which {@link Elements} tells that it may be the bits of int16), {@code int[]} int32, {@code long[]} int64, {@code float[]} float32.
 */
public final class HostTensor implements Owned {
    private final Tensor tensor;
    private final RawTensor raw;
    private boolean closed;

    HostTensor(Tensor tensor) {
        this.tensor = tensor;
        this.raw = tensor.asRawTensor();
    }

    /** Creates a tensor from the start of an array. */
    public static HostTensor of(Object array, long... shape) {
        HostTensor tensor = create(array.getClass(), shape);
        tensor.copyFrom(0, array, 0, Math.toIntExact(tensor.size()));
        return tensor;
    }

    /** Creates a tensor whose values are not set, for arrays of a class such as {@code float[].class}. */
    public static HostTensor create(Class<?> arrayType, long... shape) {
        return new HostTensor(Tensor.of(elementType(arrayType), Shape.of(shape)));
    }

    /** Returns the sizes of the dimensions. */
    public long[] shape() {
        return raw.shape().asArray();
    }

    /** Returns the number of values. */
    public long size() {
        return raw.shape().size();
    }

    /** Copies {@code length} values of an array into the tensor, from its value {@code to} on. */
    public void copyFrom(long to, Object array, int at, int length) {
        ByteDataBuffer data = raw.data();
        if (array instanceof byte[] bytes) {
            data.offset(to).write(bytes, at, length);
        } else if (array instanceof short[] shorts) {
            data.asShorts().offset(to).write(shorts, at, length);
        } else if (array instanceof int[] ints) {
            data.asInts().offset(to).write(ints, at, length);
        } else if (array instanceof long[] longs) {
            data.asLongs().offset(to).write(longs, at, length);
        } else {
            data.asFloats().offset(to).write((float[]) array, at, length);
        }
    }

    /** Copies {@code length} values of the tensor, from its value {@code from} on, into an array. */
    public void copyTo(int from, Object array, int at, int length) {
        if (length == 0) {
            return;
        }
        ByteDataBuffer data = raw.data();
        if (array instanceof byte[] bytes) {
            data.offset(from).read(bytes, at, length);
        } else if (array instanceof short[] shorts) {
            data.asShorts().offset(from).read(shorts, at, length);
        } else if (array instanceof int[] ints) {
            data.asInts().offset(from).read(ints, at, length);
        } else if (array instanceof long[] longs) {
            data.asLongs().offset(from).read(longs, at, length);
        } else {
            data.asFloats().offset(from).read((float[]) array, at, length);
        }
    }

    /** Returns the values as a new array. */
    public Object array() {
        int length = Math.toIntExact(size());
        Object array = switch (raw.dataType()) {
            case DT_UINT8, DT_BOOL -> new byte[length];
            case DT_UINT16 -> new short[length];
            case DT_INT32 -> new int[length];
            case DT_INT64 -> new long[length];
            default -> new float[length];
        };
        copyTo(0, array, 0, length);
        return array;
    }

    /** Returns the tensor for a session, still owned here. */
    public Tensor tensor() {
        return tensor;
    }

    /** Frees the memory; a second call does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            tensor.close();
        }
    }

    private static Class<? extends TType> elementType(Class<?> arrayType) {
        if (arrayType == byte[].class) {
            return TUint8.class;
        }
        if (arrayType == short[].class) {
            return TUint16.class;
        }
        if (arrayType == int[].class) {
            return TInt32.class;
        }
        if (arrayType == long[].class) {
            return TInt64.class;
        }
        if (arrayType == float[].class) {
            return TFloat32.class;
        }
        throw new IllegalArgumentException("No tensor type for " + arrayType.getSimpleName());
    }
}
