package io.github.stencil.tensor;

import io.github.stencil.axes.PixelType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint16;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;

/** Pixel types as tensors have them. */
public final class Elements {
    private Elements() {}

    /** Returns the tensor type with a pixel type's values. */
    public static Class<? extends TNumber> of(PixelType type) {
        return switch (type) {
            case UINT8 -> TUint8.class;
            case UINT16 -> TUint16.class;
            case UINT32 -> throw PixelType.tooWide();
            case FLOAT32 -> TFloat32.class;
        };
    }

    /** Creates an array of a type with whole numbers that it holds. */
    public static Object array(PixelType type, int... values) {
        Object array = type.createArray(values.length);
        for (int i = 0; i < values.length; i++) {
            switch (type) {
                case UINT8 -> ((byte[]) array)[i] = (byte) values[i];
                case UINT16 -> ((short[]) array)[i] = (short) values[i];
                case UINT32 -> throw PixelType.tooWide();
                case FLOAT32 -> ((float[]) array)[i] = values[i];
            }
        }
        return array;
    }
}
