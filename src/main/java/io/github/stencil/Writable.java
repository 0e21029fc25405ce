// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether results can go into a folder. */
public final class Writable {
    private Writable() {}

    /**
     * Checks that files can be written to a folder, or that the folder can be made. It is not made, but an empty file is
     * written where it would be and deleted again: what permissions say does not hold on every file system.
     *
     * @throws StencilException if not
     */
    public static void check(Path folder) {
        Path there = folder.toAbsolutePath().normalize();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there)) {
            throw StencilException.of("%s is a file, so no results can go to %s. Choose another place.", there, folder);
        }
        try {
            Files.delete(Files.createTempFile(there, ".stencil", null));
        } catch (IOException e) {
            throw StencilException.of(
                    e, "The folder %s cannot be written to. Choose another place, or change its permissions.", there);
        }
    }
}
