package io.github.stencil.front;

import io.github.stencil.CancelledException;
import io.github.stencil.StencilException;
import io.github.stencil.axes.ImageStore;
import io.github.stencil.zarr.OmeZarr;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/**
 * Files in the making: they grow as NAME.part and get their name when they are whole. What is not finished is deleted,
 * with the folders made for it, even when the process is told to end. Safe for several threads.
 */
final class PartFiles implements AutoCloseable {
    private final Set<Path> parts = new LinkedHashSet<>();
    private final Deque<Path> folders = new ArrayDeque<>();
    private final Thread atExit = new Thread(this::end, "delete unfinished files");
    private boolean ended;

    PartFiles() {
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Returns a store that streams each image to a part of its own beside where it will lie. */
    ImageStore storeFor(Path file) {
        return result -> {
            ImageStore store = ImageFormat.of(file).stream(begin(file), file);
            return (store == null ? ImageStore.memory() : store).create(result);
        };
    }

    /**
     * Returns a new name for a file that will grow, in a folder that exists from now on.
     *
     * @throws StencilException if the folder cannot be made
     */
    synchronized Path begin(Path file) {
        if (ended) {
            throw new CancelledException("Stopped.");
        }
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Path part = folder.resolve(file.getFileName() + ".part");
        for (int n = 2; parts.contains(part); n++) {
            part = folder.resolve(file.getFileName() + "." + n + ".part");
        }
        try {
            create(folder);
        } catch (IOException e) {
            throw failed(folder, e);
        }
        parts.add(part);
        return part;
    }

    /**
     * Tries whether files can be made in a folder, which is made if need be and deleted again if nothing comes into it.
     *
     * @throws StencilException if not
     */
    void probe(Path folder) {
        Path part = begin(folder.resolve("stencil-probe"));
        try {
            Files.createFile(part);
            Files.delete(part);
            forget(part);
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    /** Takes over a file that somebody else has made, to be named or deleted. */
    synchronized void adopt(Path part) {
        parts.add(part);
    }

    /** Returns whether a path is a file in the making. */
    synchronized boolean contains(Path path) {
        return parts.contains(path);
    }

    /** Gives a whole file or folder its name, replacing what is there. */
    void finish(Path part, Path file) {
        try {
            if (Files.isDirectory(file)) {
                Path old = begin(file.resolveSibling(file.getFileName() + ".old"));
                Files.move(file, old);
                Files.move(part, file);
                OmeZarr.delete(old);
                forget(old);
            } else {
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            }
            forget(part);
            if (OmeZarr.isInside(file)) {
                OmeZarr.enlist(file);
            }
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /** Leaves a file alone from now on, as somebody else has given it its name. */
    synchronized void forget(Path part) {
        parts.remove(part);
    }

    /** Deletes what is not finished, and then the folders made here that are empty. */
    synchronized void discard() {
        for (Path part : parts) {
            deleteAll(part);
            deleteAll(part.resolveSibling(part.getFileName() + ".folder")); // from which a zip file is made
        }
        parts.clear();
        while (!folders.isEmpty()) {
            delete(folders.pop());
        }
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            ended = true; // the process is ending, and the hook has run or is about to
        }
    }

    static StencilException failed(Path file, Throwable e) {
        String reason = e instanceof AccessDeniedException
                ? "no permission"
                : e instanceof NoSuchFileException
                        ? "its folder cannot be made"
                        : e instanceof FileSystemException system && system.getReason() != null
                                ? system.getReason()
                                : String.valueOf(e.getMessage());
        return StencilException.of("%s could not be written (%s). Choose another place.", file, reason);
    }

    private synchronized void end() {
        ended = true;
        discard();
    }

    private void create(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            create(parent);
        }
        Files.createDirectory(folder);
        folders.push(folder);
    }

    private static void deleteAll(Path part) {
        try {
            OmeZarr.delete(part);
        } catch (IOException e) {
            part.toFile().deleteOnExit();
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            path.toFile().deleteOnExit(); // a folder with results stays; Windows keeps open files until then
        }
    }
}
