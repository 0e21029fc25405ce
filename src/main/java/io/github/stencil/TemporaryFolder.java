// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder for as long as this is open, at most as long as the process. Its name tells the process, so that what one that
 * was killed has left is deleted by the next that starts, and nothing of one that still runs. Thread-safe.
 */
public final class TemporaryFolder implements Owned {
    private static final String PREFIX = "stencil-";
    /** A folder beside others that become something else when they are whole. */
    private static final String PART = ".part";

    private static final Pattern NAME =
            Pattern.compile("(?:stencil-[a-z]+|\\.part)-([0-9a-f]{8})-(\\d{1,18})-(\\d{1,18})-[0-9a-f-]+");

    private final Path path;
    private final Thread atEnd;

    private TemporaryFolder(Path path) {
        this.path = path;
        atEnd = new Thread(() -> delete(path), "delete " + path.getFileName());
        Runtime.getRuntime().addShutdownHook(atEnd);
    }

    /**
     * Makes an empty folder where the system has such, which only its user can read, after deleting those that are left of
     * processes that have ended.
     *
     * @param purpose a word of lower-case letters, for people who look there
     * @throws IOException if it cannot be made
     */
    public static TemporaryFolder create(String purpose) throws IOException {
        Path place = place();
        sweep(place);
        return new TemporaryFolder(Files.createTempDirectory(
                place, PREFIX + purpose + "-" + Owner.self().text() + "-"));
    }

    /**
     * Makes an empty folder in another, hidden and with the permissions of any, after deleting those there that are left of
     * processes that have ended. It may be moved away before this is closed.
     *
     * @throws IOException if it cannot be made
     */
    public static TemporaryFolder createPart(Path parent) throws IOException {
        sweep(parent);
        String name = PART + "-" + Owner.self().text() + "-" + UUID.randomUUID();
        return new TemporaryFolder(Files.createDirectory(parent.resolve(name)));
    }

    /** Deletes the folders that are left of processes that have ended, where the system has temporary ones. */
    public static void sweep() {
        sweep(place());
    }

    private static Path place() {
        return Path.of(System.getProperty("java.io.tmpdir", "."));
    }

    private static void sweep(Path parent) {
        List<Path> left = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, TemporaryFolder::isLeft)) {
            all.forEach(left::add);
        } catch (IOException | RuntimeException e) {
            return; // who may not look there leaves it to others
        }
        left.forEach(TemporaryFolder::delete);
    }

    private static boolean isLeft(Path folder) {
        Matcher name = NAME.matcher(String.valueOf(folder.getFileName()));
        return name.matches()
                && new Owner(name.group(1), Long.parseLong(name.group(2)), Long.parseLong(name.group(3))).isGone()
                && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
    }

    /** Returns where it is. */
    public Path path() {
        return path;
    }

    /** Deletes it with all that is in it. */
    @Override
    public void close() {
        delete(path);
        try {
            Runtime.getRuntime().removeShutdownHook(atEnd);
        } catch (IllegalStateException e) {
            return; // the process is ending, and deletes it once more
        }
    }

    /** Deletes a folder as {@link FolderTree#delete} does; what cannot be deleted stays, at most until this process ends. */
    public static void delete(Path folder) {
        try {
            FolderTree.delete(folder);
        } catch (IOException e) {
            folder.toFile().deleteOnExit(); // Windows keeps open files until then
        }
    }
}
