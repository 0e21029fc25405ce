package io.github.stencil.work;

import io.github.stencil.FolderTree;
import io.github.stencil.StencilException;
import io.github.stencil.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** Receipts as files, each written under another name and moved, so that a process may end at any moment. */
record ReceiptFolder(Path folder) implements Receipts {
    private static final String UNFINISHED = ".part";

    @Override
    public Optional<byte[]> find(String name) {
        try {
            return Optional.of(Files.readAllBytes(folder.resolve(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty(); // not written yet
        } catch (IOException e) {
            throw StencilException.of(
                    e, "%s cannot be read (%s). Delete it to start anew.", folder, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public boolean contains(String name) {
        return Files.exists(folder.resolve(name));
    }

    @Override
    public void put(String name, byte[] value) {
        try {
            FolderTree.makeInner(
                    folder); // where the folder around it has gone, the work has ended, and somebody is late
            Path part = folder.resolve(name + "." + UUID.randomUUID() + UNFINISHED);
            WholeFile.write(folder.resolve(name), part, file -> Files.write(file, value));
        } catch (IOException e) {
            throw StencilException.of(
                    e, "%s cannot be written (%s). Choose another place.", folder, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void clear() {
        try {
            FolderTree.delete(folder);
        } catch (IOException e) {
            throw StencilException.of(
                    e, "%s cannot be deleted (%s). Delete it by hand.", folder, String.valueOf(e.getMessage()));
        }
    }
}
