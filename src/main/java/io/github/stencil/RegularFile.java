// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** Whether a path is a file at all: devices, pipes and sockets have paths too, and some of them never end. */
public final class RegularFile {
    private static final List<Path> STREAMS = List.of(Path.of("/proc"), Path.of("/dev/fd"));
    private static final int MOST_LINKS = 40;

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
        if (isOther(path) || isStream(path)) {
            throw StencilException.of(
                    "%s is a device, a pipe or a socket, and only files are replaced. Choose another place.", path);
        }
        if (!Files.exists(path) && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw StencilException.of("%s is a link that leads nowhere. Delete it, or choose another place.", path);
        }
    }

    /** Returns whether a path names an open stream of a process, such as /dev/stdout, even if a file is behind that. */
    private static boolean isStream(Path path) {
        Path at = path.toAbsolutePath().normalize();
        for (int links = 0; links < MOST_LINKS; links++) {
            if (STREAMS.stream().anyMatch(at::startsWith)) {
                return true;
            }
            if (!Files.isSymbolicLink(at)) {
                return false;
            }
            try {
                at = at.resolveSibling(Files.readSymbolicLink(at)).normalize();
            } catch (IOException e) {
                throw FileTrouble.reading(at, e);
            }
        }
        return false; // which leads nowhere
    }

    private static boolean isOther(Path path) {
        return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
    }
}
