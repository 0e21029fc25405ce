package io.github.stencil.label;

import io.github.stencil.axes.PixelType;
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

    /** Creates an array of labels of a type that holds them. */
    static Object array(PixelType type, int... labels) {
        Object array = type.createArray(labels.length);
        for (int i = 0; i < labels.length; i++) {
            switch (type) {
                case UINT8 -> ((byte[]) array)[i] = (byte) labels[i];
                case UINT16 -> ((short[]) array)[i] = (short) labels[i];
                case FLOAT32 -> ((float[]) array)[i] = labels[i];
            }
        }
        return array;
    }
}
