// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.card;

import io.github.stencil.Digest;
import io.github.stencil.StencilException;
import java.io.IOException;
import java.nio.file.Path;
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
        if (!Digest.of(file).equals(sha256.toLowerCase(Locale.ROOT))) {
            throw StencilException.of(
                    "%s is not the file that the package describes, as its SHA-256 is another. Download the package again.",
                    file.getFileName());
        }
    }
}
