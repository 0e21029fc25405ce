package io.github.stencil.mask;

import io.github.stencil.axes.PixelType;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint16;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;

/** Pixel types as tensors have them. */
final class Elements {
    private Elements() {}

    static Class<? extends TNumber> of(PixelType type) {
        return switch (type) {
            case UINT8 -> TUint8.class;
            case UINT16 -> TUint16.class;
            case FLOAT32 -> TFloat32.class;
        };
    }

    /** Adds an input of any shape. */
    static Operand<? extends TNumber> placeholder(Ops tf, String name, PixelType type) {
        return tf.withName(name).placeholder(of(type));
    }
}
