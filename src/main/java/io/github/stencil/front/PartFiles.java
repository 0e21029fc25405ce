// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front;

import io.github.stencil.CancelledException;
import io.github.stencil.FileTrouble;
import io.github.stencil.RegularFile;
import io.github.stencil.StencilException;
import io.github.stencil.TemporaryFolder;
import io.github.stencil.WholeFile;
import io.github.stencil.image.ImageStore;
import io.github.stencil.zarr.OmeZarr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Files in the making: they grow as NAME.part and get their name when they are whole. What is not finished is deleted,
 * with the folders made for it, even when the process is told to end. Safe for several threads, each best with a share of
 * its own.
 */
public final class PartFiles implements AutoCloseable {
    private static final String ENDING = ".part";
    /** The most bytes that names have in the file systems in use. */
    private static final int LONGEST = 255;
    /** What a part's name can need beyond that of its file. */
    private static final int ROOM = 24;
    /** How long a thread may take from deciding on a file to making it, while the process ends. */
    private static final long LAST_MILLIS = 200;

    private final PartFiles whole;
    private final String mark;
    private final Set<Path> parts = new LinkedHashSet<>();
    private final Deque<Path> folders = new ArrayDeque<>();
    private final List<PartFiles> shares = new ArrayList<>();
    private final Thread atExit = new Thread(this::endWithTheProcess, "delete unfinished files");
    private boolean ended;

    /** Creates files in the making of which no other process knows. */
    public PartFiles() {
        this("");
    }

    /**
     * Creates files in the making beside those of other processes that may work on the same results.
     *
     * @param mark what nobody else has in the names of files in the making
     */
    public PartFiles(String mark) {
        whole = this;
        this.mark = mark.isEmpty() ? "" : "." + mark;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    private PartFiles(PartFiles whole) {
        this.whole = whole;
        mark = whole.mark;
    }

    /** Returns files in the making that can be discarded by themselves, and are when these end. */
    public PartFiles share() {
        synchronized (whole) {
            PartFiles share = new PartFiles(whole);
            whole.shares.add(share);
            return share;
        }
    }

    /** Returns a store that streams each image to a part of its own beside where it will lie. */
    public ImageStore storeFor(Path file) {
        return result -> {
            ImageStore store = ImageFormat.of(file).stream(begin(file), file);
            return (store == null ? ImageStore.memory() : store).create(result);
        };
    }

    /**
     * Creates a file that will grow, or a folder for an OME-Zarr that will, under a name that nobody else has, in a folder
     * that exists from now on.
     *
     * @throws StencilException if the folder or the file cannot be made
     */
    public Path begin(Path file) {
        synchronized (whole) {
            if (whole.ended) {
                throw new CancelledException("Stopped.");
            }
            Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
            boolean store = OmeZarr.isFolder(file) || OmeZarr.isInside(file);
            if (!store || !Files.isDirectory(file)) {
                RegularFile.toReplace(file);
            }
            FileTrouble.writing(folder, () -> whole.create(folder));
            String name = shortened(file.getFileName().toString(), mark.length());
            Path part = folder.resolve(name + mark + ENDING);
            for (int n = 2; !isMade(part, store, file); n++) { // another run may be at work on the same file
                part = folder.resolve(name + mark + "." + n + ENDING);
            }
            parts.add(part);
            return part;
        }
    }

    /** Returns the beginning of a name that a file can have but that leaves no room for an ending. */
    private static String shortened(String name, int mark) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST) {
            return name; // which the system refuses
        }
        String rest = name;
        while (bytes + mark > LONGEST - ROOM) {
            rest = rest.substring(0, rest.offsetByCodePoints(rest.length(), -1));
            bytes = rest.getBytes(StandardCharsets.UTF_8).length;
        }
        return rest;
    }

    private static boolean isMade(Path part, boolean store, Path file) {
        try {
            if (store) {
                Files.createDirectory(part);
            } else {
                Files.createFile(part);
            }
            return true;
        } catch (FileAlreadyExistsException e) {
            return false; // another name is tried
        } catch (IOException e) {
            throw FileTrouble.writing(file, e);
        }
    }

    /**
     * Tries whether files can be made in a folder, which is made if need be and deleted again if nothing comes into it.
     *
     * @throws StencilException if not
     */
    public void probe(Path folder) {
        Path part = begin(folder.resolve("stencil-probe"));
        try {
            Files.delete(part);
            forget(part);
        } catch (IOException e) {
            throw FileTrouble.writing(folder, e);
        }
    }

    /** Takes over a file that somebody else has made, to be named or deleted. */
    public void adopt(Path part) {
        synchronized (whole) {
            parts.add(part);
        }
    }

    /** Returns whether a path is one of these files in the making. */
    public boolean contains(Path path) {
        synchronized (whole) {
            return parts.contains(path);
        }
    }

    /** Gives a whole file or folder its name, replacing what is there. */
    public void finish(Path part, Path file) {
        try {
            if (Files.isDirectory(file) || (Files.isDirectory(part) && Files.exists(file))) {
                Path old = begin(file.resolveSibling(file.getFileName() + ".old"));
                Files.move(file, old, StandardCopyOption.REPLACE_EXISTING);
                Files.move(part, file);
                OmeZarr.delete(old);
                forget(old);
            } else {
                WholeFile.replace(part, file);
            }
            forget(part);
            if (OmeZarr.isInside(file)) {
                OmeZarr.enlist(file);
            }
        } catch (IOException e) {
            throw FileTrouble.writing(file, e);
        }
    }

    /** Leaves a file alone from now on, as somebody else has given it its name. */
    void forget(Path part) {
        synchronized (whole) {
            parts.remove(part);
        }
    }

    /** Deletes what is not finished here, and unless this is a share the folders made that are empty. */
    public void discard() {
        synchronized (whole) {
            shares.forEach(PartFiles::deleteParts);
            shares.clear();
            deleteParts();
            whole.shares.remove(this);
            folders.forEach(PartFiles::delete); // a share has made none
            folders.clear();
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

    /** Deletes what is not finished, and once more what a thread that goes on to the last was about to make. */
    private void endWithTheProcess() {
        List<Path> begun = new ArrayList<>();
        synchronized (whole) {
            begun.addAll(parts);
            shares.forEach(share -> begun.addAll(share.parts));
        }
        end();
        if (begun.isEmpty()) {
            return;
        }
        try {
            Thread.sleep(LAST_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // then at once
        }
        begun.forEach(TemporaryFolder::delete);
    }

    private void end() {
        synchronized (whole) {
            ended = true;
            discard();
        }
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

    private void deleteParts() {
        for (Path part : parts) {
            TemporaryFolder.delete(part);
            TemporaryFolder.delete(
                    part.resolveSibling(part.getFileName() + ".folder")); // from which a zip file is made
        }
        parts.clear();
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            path.toFile().deleteOnExit(); // a folder with results stays; Windows keeps open files until then
        }
    }
}
