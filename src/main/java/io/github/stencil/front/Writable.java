package io.github.stencil.front;

import io.github.stencil.StencilException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether results can go into a folder. */
final class Writable {
    private Writable() {}

    /**
     * Checks that files can be written to a folder, or that the folder can be made; makes nothing.
     *
     * @throws StencilException if not
     */
    static void check(Path folder) {
        Path there = folder.toAbsolutePath().normalize();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there)) {
            throw StencilException.of("%s is a file, so no results can go to %s. Choose another place.", there, folder);
        }
        if (!Files.isWritable(there)) {
            throw StencilException.of(
                    "The folder %s cannot be written to. Choose another place, or change its permissions.", there);
        }
    }
}
