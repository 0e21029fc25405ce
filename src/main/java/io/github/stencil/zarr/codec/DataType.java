// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.codec;

import io.github.stencil.StencilException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the numbers of an array are. */
public enum DataType {
    /** Booleans, a byte each of 0 or 1. */
    BOOL("bool", "b1", 1, Kind.BOOLEAN),
    UINT8("uint8", "u1", 1, Kind.UNSIGNED),
    UINT16("uint16", "u2", 2, Kind.UNSIGNED),
    UINT32("uint32", "u4", 4, Kind.UNSIGNED),
    UINT64("uint64", "u8", 8, Kind.UNSIGNED),
    INT8("int8", "i1", 1, Kind.SIGNED),
    INT16("int16", "i2", 2, Kind.SIGNED),
    INT32("int32", "i4", 4, Kind.SIGNED),
    INT64("int64", "i8", 8, Kind.SIGNED),
    FLOAT32("float32", "f4", 4, Kind.FLOATING),
    FLOAT64("float64", "f8", 8, Kind.FLOATING);

    /** Families of numbers. */
    public enum Kind {
        BOOLEAN,
        UNSIGNED,
        SIGNED,
        FLOATING
    }

    private final String name;
    private final String code;
    private final int bytes;
    private final Kind kind;

    DataType(String name, String code, int bytes, Kind kind) {
        this.name = name;
        this.code = code;
        this.bytes = bytes;
        this.kind = kind;
    }

    /** Returns how many bytes a number takes. */
    public int bytes() {
        return bytes;
    }

    /** Returns the family. */
    public Kind kind() {
        return kind;
    }

    /** Returns the name in Zarr version 3. */
    public String label() {
        return name;
    }

    /** Returns numpy's code without its byte order, as in Zarr version 2. */
    public String code() {
        return code;
    }

    /**
     * Returns the type of a name in Zarr version 3.
     *
     * @throws StencilException if it is none that is read here
     */
    public static DataType named(String name, String where) {
        return Arrays.stream(values())
                .filter(type -> type.name.equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name, where));
    }

    /**
     * Returns the type of numpy's code, such as {@code <u2}.
     *
     * @throws StencilException if it is none that is read here
     */
    public static DataType coded(String dtype, String where) {
        return Arrays.stream(values())
                .filter(type -> dtype.length() == 3
                        && type.code.equals(dtype.substring(1))
                        && (type.bytes == 1 ? "|<>" : "<>").indexOf(dtype.charAt(0)) >= 0)
                .findFirst()
                .orElseThrow(() -> unknown(dtype, where));
    }

    private static StencilException unknown(String name, String where) {
        return StencilException.of(
                "%s has values of type \"%s\", which is not read here. Convert it to one of: %s.",
                where,
                name,
                Arrays.stream(values())
                        .map(type -> type.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ")));
    }

    /** Creates an array of Java's type of the same size. */
    public Object createArray(int length) {
        return switch (bytes) {
            case 1 -> new byte[length];
            case 2 -> new short[length];
            case 4 -> kind == Kind.FLOATING ? new float[length] : new int[length];
            default -> kind == Kind.FLOATING ? new double[length] : new long[length];
        };
    }
}
