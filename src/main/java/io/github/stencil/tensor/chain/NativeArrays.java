// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor.chain;

import io.github.stencil.tensor.HostTensor;
import java.lang.reflect.Array;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.ShortPointer;
import org.tensorflow.internal.c_api.global.tensorflow;

/** Arrays as the native library has them; {@link HostTensor} tells which array stands for which type. */
final class NativeArrays {
    private NativeArrays() {}

    /** Returns the native library's number for an array's element type. */
    static int type(Object array) {
        if (array instanceof byte[]) {
            return tensorflow.TF_UINT8;
        }
        if (array instanceof short[]) {
            return tensorflow.TF_UINT16;
        }
        if (array instanceof int[]) {
            return tensorflow.TF_INT32;
        }
        return array instanceof long[] ? tensorflow.TF_INT64 : tensorflow.TF_FLOAT;
    }

    /** Returns how many bytes an array's values take. */
    static long bytes(Object array) {
        int size = array instanceof byte[] ? 1 : array instanceof short[] ? 2 : array instanceof long[] ? 8 : 4;
        return (long) Array.getLength(array) * size;
    }

    /** Copies an array to native memory. */
    static void write(Object array, Pointer data) {
        if (array instanceof byte[] bytes) {
            new BytePointer(data).put(bytes, 0, bytes.length);
        } else if (array instanceof short[] shorts) {
            new ShortPointer(data).put(shorts, 0, shorts.length);
        } else if (array instanceof int[] ints) {
            new IntPointer(data).put(ints, 0, ints.length);
        } else if (array instanceof long[] longs) {
            new LongPointer(data).put(longs, 0, longs.length);
        } else {
            float[] floats = (float[]) array;
            new FloatPointer(data).put(floats, 0, floats.length);
        }
    }

    /** Copies values from native memory to the start of an array. */
    static void read(Pointer data, Object array, int length) {
        if (array instanceof byte[] bytes) {
            new BytePointer(data).get(bytes, 0, length);
        } else if (array instanceof short[] shorts) {
            new ShortPointer(data).get(shorts, 0, length);
        } else if (array instanceof int[] ints) {
            new IntPointer(data).get(ints, 0, length);
        } else if (array instanceof long[] longs) {
            new LongPointer(data).get(longs, 0, length);
        } else {
            new FloatPointer(data).get((float[]) array, 0, length);
        }
    }
}
