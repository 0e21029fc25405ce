// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.file;

import io.github.stencil.FileTrouble;
import io.github.stencil.HalfPrecision;
import io.github.stencil.StencilException;
import io.github.stencil.image.PixelType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An array of a NumPy file ({@code .npy}, format versions 1 to 3): C order, little-endian or single bytes. Immutable but
 * for its array, which is not copied.
 */
public final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final long MOST_BYTES = Integer.MAX_VALUE - 8; // of a Java array
    private static final Pattern HEADER = Pattern.compile(
            "\\s*\\{\\s*'descr'\\s*:\\s*'([^']*)'\\s*,\\s*'fortran_order'\\s*:\\s*(True|False)\\s*,\\s*'shape'\\s*:\\s*\\(([0-9,\\sL]*)\\)\\s*,?\\s*\\}\\s*");

    private static final Map<String, PixelType> KEPT =
            Map.of("|u1", PixelType.UINT8, "|b1", PixelType.UINT8, "<u2", PixelType.UINT16, "<f4", PixelType.FLOAT32);

    private final Object array;
    private final List<Integer> shape;

    private Npy(Object array, List<Integer> shape) {
        this.array = array;
        this.shape = List.copyOf(shape);
    }

    /** Wraps an array, X fastest: {@code byte[]} is uint8, {@code short[]} uint16, {@code float[]} float32. */
    public static Npy of(Object array, int... shape) {
        Npy result = new Npy(array, java.util.Arrays.stream(shape).boxed().toList());
        if (java.lang.reflect.Array.getLength(array) != result.size()) {
            throw new IllegalArgumentException("an array of another length than " + result.shape);
        }
        return result;
    }

    /** Returns the sizes of the dimensions, the fastest last. */
    public List<Integer> shape() {
        return shape;
    }

    /** Returns the number of values. */
    int size() {
        return Math.toIntExact(shape.stream().mapToLong(size -> size).reduce(1, (a, b) -> a * b));
    }

    /**
     * Returns the values: {@code byte[]} for uint8 and bool, {@code short[]} for uint16, else {@code float[]}, to which
     * wider types are rounded.
     */
    public Object array() {
        return array;
    }

    /** Returns what the values are. */
    public PixelType type() {
        return array instanceof byte[]
                ? PixelType.UINT8
                : array instanceof short[] ? PixelType.UINT16 : PixelType.FLOAT32;
    }

    /** Returns the values as floats, in a new array. */
    public float[] floats() {
        float[] floats = type().floats(array);
        return array == floats ? floats.clone() : floats;
    }

    /**
     * Reads a file.
     *
     * @throws StencilException if it is no such file, ends early or late, or has another order or type
     */
    public static Npy read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw StencilException.of("%s is larger than 2 GB. Give a smaller array.", file);
            }
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            byte[] magic = new byte[MAGIC.length];
            if (bytes.remaining() < 12) {
                throw wrong(file, "is too short");
            }
            bytes.get(magic);
            int version = bytes.get();
            int minor = bytes.get();
            if (!java.util.Arrays.equals(magic, MAGIC) || version < 1 || version > 3 || minor != 0) {
                throw wrong(file, "begins otherwise");
            }
            long length = version == 1 ? bytes.getShort() & 0xffff : bytes.getInt() & 0xffffffffL;
            if (length > bytes.remaining()) {
                throw wrong(file, "ends in its header");
            }
            byte[] text = new byte[(int) length];
            bytes.get(text);
            Matcher header = HEADER.matcher(new String(text, StandardCharsets.UTF_8));
            if (!header.matches()) {
                throw wrong(file, "has a header that cannot be read");
            }
            if (header.group(2).equals("True")) {
                throw StencilException.of(
                        "%s is stored in Fortran order. Save it again with numpy.ascontiguousarray.", file);
            }
            List<Integer> shape = shape(file, header.group(3));
            return new Npy(values(file, bytes, header.group(1), shape), shape);
        } catch (IOException e) {
            throw FileTrouble.reading(file, e);
        }
    }

    private static List<Integer> shape(Path file, String text) {
        try {
            List<Integer> shape = Stream.of(text.replace("L", "").split(","))
                    .map(String::strip)
                    .filter(size -> !size.isEmpty())
                    .map(Integer::valueOf)
                    .toList();
            Math.multiplyExact(shape.stream().mapToLong(n -> n).reduce(1, Math::multiplyExact), Double.BYTES);
            return shape;
        } catch (NumberFormatException | ArithmeticException e) {
            throw wrong(file, "has the shape (%s), larger than any file".formatted(text), e);
        }
    }

    private static Object values(Path file, ByteBuffer bytes, String type, List<Integer> shape) {
        long size = shape.stream().mapToLong(n -> n).reduce(1, (a, b) -> a * b);
        int width = type.matches("[<|=][fiub][1248]") ? type.charAt(2) - '0' : 0;
        boolean known = List.of("|u1", "|i1", "|b1", "<u2", "<i2", "<u4", "<i4", "<u8", "<i8", "<f2", "<f4", "<f8")
                .contains(type);
        if (!known) {
            throw StencilException.of(
                    "%s holds values of the type \"%s\" but Stencil reads little-endian numbers and booleans. Save it again as float32.",
                    file, type);
        }
        if (size * width != bytes.remaining()) {
            throw wrong(
                    file,
                    String.format(Locale.ROOT, "holds %d bytes for %d values of %d", bytes.remaining(), size, width));
        }
        int count = Math.toIntExact(size);
        PixelType kept = KEPT.get(type);
        if (kept != null) {
            Object values = kept.createArray(count);
            kept.get(bytes, values, 0, count);
            return values;
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = switch (type) {
                case "|i1" -> bytes.get();
                case "<i2" -> bytes.getShort();
                case "<u4" -> bytes.getInt() & 0xffffffffL;
                case "<i4" -> bytes.getInt();
                case "<u8" -> unsigned(bytes.getLong());
                case "<i8" -> bytes.getLong();
                case "<f2" -> HalfPrecision.read(bytes.getShort());
                default -> (float) bytes.getDouble();
            };
        }
        return values;
    }

    private static float unsigned(long value) {
        return value >= 0 ? value : (float) ((value >>> 1) * 2.0);
    }

    /** Writes a file of version 1, over what was there. */
    public void write(Path file) {
        String type = type() == PixelType.UINT8 ? "|u1" : type() == PixelType.UINT16 ? "<u2" : "<f4";
        String sizes = shape.stream().map(String::valueOf).collect(Collectors.joining(", "));
        String tuple = shape.size() == 1 ? sizes + "," : sizes;
        StringBuilder header =
                new StringBuilder("{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type, tuple));
        while ((MAGIC.length + 4 + header.length() + 1) % 64 != 0) {
            header.append(' ');
        }
        header.append('\n');
        int width = type.charAt(2) - '0';
        ByteBuffer bytes = ByteBuffer.allocate(MAGIC.length + 4 + header.length() + size() * width)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) header.length());
        bytes.put(header.toString().getBytes(StandardCharsets.US_ASCII));
        type().put(bytes, array, size());
        FileTrouble.writing(file, () -> Files.write(file, bytes.array()));
    }

    private static StencilException wrong(Path file, String why) {
        return wrong(file, why, null);
    }

    private static StencilException wrong(Path file, String why, @Nullable Throwable cause) {
        return StencilException.of(cause, "%s is no NumPy file: it %s. Save it again with numpy.save.", file, why);
    }
}
