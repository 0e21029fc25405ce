// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 (FIPS 180-4) of bytes that are added one after the other. For one thread. */
public final class Digest {
    private static final int CHUNK = 1 << 16;

    private final MessageDigest sum;

    /** Creates the digest of nothing yet. */
    public Digest() {
        try {
            sum = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /**
     * Returns the digest of a file, as {@link #text} writes it.
     *
     * @throws IOException if it cannot be read
     */
    public static String of(Path file) throws IOException {
        Digest digest = new Digest();
        digest.add(file);
        return digest.text();
    }

    /** Adds the first bytes of an array. */
    public void add(byte[] bytes, int length) {
        sum.update(bytes, 0, length);
    }

    /** Adds a text in UTF-8. */
    public void add(String text) {
        sum.update(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Adds what a file holds.
     *
     * @throws IOException if it cannot be read
     */
    public void add(Path file) throws IOException {
        copy(file, OutputStream.nullOutputStream());
    }

    /**
     * Adds what a file holds, and copies it.
     *
     * @param into takes the file's bytes, and is left open
     * @throws IOException if it cannot be read or copied
     */
    public void copy(Path file, OutputStream into) throws IOException {
        byte[] chunk = new byte[CHUNK];
        try (InputStream bytes = Files.newInputStream(file)) {
            for (int length = bytes.read(chunk); length >= 0; length = bytes.read(chunk)) {
                add(chunk, length);
                into.write(chunk, 0, length);
            }
        }
    }

    /** Returns the digest in 64 hexadecimal digits, letters in lower case, and begins anew. */
    public String text() {
        return HexFormat.of().formatHex(sum.digest());
    }
}
