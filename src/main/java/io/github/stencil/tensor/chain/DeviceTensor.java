// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor.chain;

import io.github.stencil.Owned;
import java.util.Arrays;
import org.tensorflow.internal.c_api.TFE_TensorHandle;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.TF_Tensor;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint16;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;

/**
 * A tensor that stays on the device of a {@link DeviceSession}. Owned by whoever got it; closing it frees the device's
 * memory at once.
 */
public final class DeviceTensor implements Owned {
    private final DeviceSession session;
    private final TFE_TensorHandle handle;
    private final long[] shape;
    private boolean closed;

    /** Takes over a handle. */
    DeviceTensor(DeviceSession session, TFE_TensorHandle handle) {
        this.session = session;
        this.handle = handle;
        try (TF_Status status = TF_Status.newStatus()) {
            shape = new long[tensorflow.TFE_TensorHandleNumDims(handle, status)];
            for (int d = 0; d < shape.length; d++) {
                shape[d] = tensorflow.TFE_TensorHandleDim(handle, d, status);
            }
            status.throwExceptionIfNotOK();
        }
        session.born();
    }

    /** Returns the sizes of the dimensions. */
    public long[] shape() {
        return shape.clone();
    }

    /** Returns the number of values. */
    public long size() {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    /** Returns the element type. */
    Class<? extends TNumber> type() {
        int type = tensorflow.TFE_TensorHandleDataType(open());
        return type == tensorflow.TF_UINT8
                ? TUint8.class
                : type == tensorflow.TF_UINT16
                        ? TUint16.class
                        : type == tensorflow.TF_INT32
                                ? TInt32.class
                                : type == tensorflow.TF_INT64 ? TInt64.class : TFloat32.class;
    }

    /** Returns the session that computes with it. */
    public DeviceSession session() {
        return session;
    }

    /** Returns the name of the device in whose memory it lies, such as {@code GPU:0}. */
    public String place() {
        try (TF_Status status = TF_Status.newStatus()) {
            String name =
                    tensorflow.TFE_TensorHandleBackingDeviceName(open(), status).getString();
            return name.substring(name.indexOf("device:") + "device:".length());
        }
    }

    /**
     * Copies all values into an array, which is a copy of an image.
     *
     * @param array of the element type, at least as long
     */
    public void pull(Object array) {
        session.pulled(read(array));
    }

    /** Copies a few values into an array: counts, or the answer to a check. */
    public void pullSmall(Object array) {
        session.small(read(array));
    }

    /** Returns the bytes that were copied. */
    private long read(Object array) {
        int length = Math.toIntExact(size());
        try (TF_Status status = TF_Status.newStatus()) {
            TF_Tensor tensor = tensorflow.TFE_TensorHandleResolve(open(), status);
            status.throwExceptionIfNotOK();
            try {
                NativeArrays.read(tensorflow.TF_TensorData(tensor), array, length);
                return tensorflow.TF_TensorByteSize(tensor);
            } finally {
                tensorflow.TF_DeleteTensor(tensor);
            }
        }
    }

    TFE_TensorHandle open() {
        if (closed) {
            throw new IllegalStateException("This tensor has been closed.");
        }
        return handle;
    }

    /** Frees the device's memory; a second call does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            tensorflow.TFE_DeleteTensorHandle(handle);
            session.died();
        }
    }
}
