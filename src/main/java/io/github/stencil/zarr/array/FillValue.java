// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.array;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import io.github.stencil.StencilException;
import io.github.stencil.zarr.codec.DataType;
import io.github.stencil.zarr.store.Json;
import org.jspecify.annotations.Nullable;

/** The number that absent chunks hold, as metadata write it and as bits. */
final class FillValue {
    private static final String HEX = "0x";

    private FillValue() {}

    /**
     * Reads a fill value.
     *
     * @return the bits of the number in the low bytes
     * @throws StencilException if it is no number of the type
     */
    static long fill(Json metadata, DataType type) {
        JsonElement element = metadata.object().get("fill_value");
        if (element == null || element.isJsonNull()) {
            return 0;
        }
        if (!(element instanceof JsonPrimitive value)) {
            throw wrong(metadata, type, null);
        }
        try {
            return switch (type.kind()) {
                case BOOLEAN -> value.isBoolean() ? (value.getAsBoolean() ? 1 : 0) : whole(value.getAsString(), type);
                case UNSIGNED, SIGNED -> whole(value.getAsString(), type);
                case FLOATING -> floating(value.getAsString(), type);
            };
        } catch (NumberFormatException e) {
            throw wrong(metadata, type, e);
        }
    }

    private static long whole(String text, DataType type) {
        String plain =
                text.endsWith(".0") ? text.substring(0, text.length() - 2) : text; // numpy's defaults, by some writers
        if (type == DataType.UINT64) {
            return Long.parseUnsignedLong(plain);
        }
        long value = Long.parseLong(plain);
        int bits = type.bytes() * 8;
        boolean signed = type.kind() == DataType.Kind.SIGNED;
        long low = signed ? -1L << (bits - 1) : 0;
        long high = signed ? ~low : (1L << bits) - 1;
        if (value < low || value > high) {
            throw new NumberFormatException();
        }
        return value;
    }

    private static long floating(String text, DataType type) {
        boolean single = type == DataType.FLOAT32;
        if (text.startsWith(HEX) && text.length() == HEX.length() + 2 * type.bytes()) {
            return Long.parseUnsignedLong(text.substring(HEX.length()), 16);
        }
        double value = Double.parseDouble(text);
        boolean infinite = single ? Float.isInfinite((float) value) : Double.isInfinite(value);
        if (infinite && !text.endsWith("Infinity")) { // a number that the type does not hold, such as 1e400
            throw new NumberFormatException(text);
        }
        return single ? Float.floatToRawIntBits((float) value) : Double.doubleToRawLongBits(value);
    }

    private static StencilException wrong(Json metadata, DataType type, @Nullable Throwable cause) {
        return metadata.wrong("fill_value", "a number of type " + type.label(), cause);
    }
}
