package io.github.stencil.model.card;

import io.github.stencil.StencilException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What a file of a package should be.
 *
 * @param file the file
 * @param sha256 the SHA-256 of its bytes, 64 hexadecimal digits
 */
record Checksum(Path file, String sha256) {
    /**
     * Compares the file with it.
     *
     * @throws StencilException if it is another file
     */
    void check() throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(sha256.toLowerCase(Locale.ROOT))) {
            throw StencilException.of(
                    "%s is not the file that the package describes, as its SHA-256 is another. Download the package again.",
                    file.getFileName());
        }
    }
}
