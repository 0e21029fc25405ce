package io.github.stencil;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Whether a path is a file at all: devices, pipes and sockets have paths too, and some of them never end. */
public final class RegularFile {
    private RegularFile() {}

    /**
     * Checks that what lies at a path can be read to its end, if there is anything.
     *
     * @throws StencilException if it is a device, a pipe or a socket
     */
    public static void toRead(Path path) {
        if (isOther(path)) {
            throw StencilException.of("%s is a device, a pipe or a socket. Give a file.", path);
        }
    }

    /**
     * Checks that a file can take a path: nothing is there, or a file that it may replace. A link is what it leads to.
     *
     * @throws StencilException if not
     */
    public static void toReplace(Path path) {
        if (Files.isDirectory(path)) {
            throw StencilException.of("%s is a folder where a file should go. Choose another place.", path);
        }
        if (isOther(path)) {
            throw StencilException.of(
                    "%s is a device, a pipe or a socket, and only files are replaced. Choose another place.", path);
        }
        if (!Files.exists(path) && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw StencilException.of("%s is a link that leads nowhere. Delete it, or choose another place.", path);
        }
    }

    private static boolean isOther(Path path) {
        return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
    }
}
