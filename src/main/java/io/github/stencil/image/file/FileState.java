// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/**
 * What tells that a file was written to; moving it changes neither.
 *
 * @param bytes its size
 * @param changed when it was written to
 */
record FileState(long bytes, FileTime changed) {
    static FileState of(Path path) throws IOException {
        return new FileState(Files.size(path), Files.getLastModifiedTime(path));
    }

    /** Throws if a file is not in this state any more. */
    void check(Path path) throws IOException {
        if (!of(path).equals(this)) {
            throw new IOException("it was changed by another program since it was opened; open it again");
        }
    }
}
