package io.github.stencil.unet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes numpy's files, version 1.0: float32, little-endian, in C order. */
final class Npy {
    private static final int ALIGNMENT = 64;
    private static final int PREAMBLE = 10;

    private Npy() {}

    static void write(Path file, float[] values, long... shape) throws IOException {
        String sizes = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", ", "(", ",)"));
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': " + sizes + ", }";
        int padding = ALIGNMENT - (PREAMBLE + header.length() + 1) % ALIGNMENT;
        header = header + " ".repeat(padding % ALIGNMENT) + "\n";
        ByteBuffer bytes = ByteBuffer.allocate(PREAMBLE + header.length() + Float.BYTES * values.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        bytes.put((byte) 1).put((byte) 0).putShort((short) header.length());
        bytes.put(header.getBytes(StandardCharsets.US_ASCII));
        bytes.asFloatBuffer().put(values);
        Files.write(file, bytes.array());
    }
}
