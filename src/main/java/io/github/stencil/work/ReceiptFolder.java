package io.github.stencil.work;

import io.github.stencil.StencilException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
            makeFolder();
            Path part = folder.resolve(name + "." + UUID.randomUUID() + UNFINISHED);
            Files.write(part, value);
            Files.move(part, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw StencilException.of(
                    e, "%s cannot be written (%s). Choose another place.", folder, String.valueOf(e.getMessage()));
        }
    }

    /** Makes the folder, but not the one that it lies in: where that has gone, the work has ended, and somebody is late. */
    private void makeFolder() throws IOException {
        if (!Files.isDirectory(folder)) {
            try {
                Files.createDirectory(folder);
            } catch (FileAlreadyExistsException e) {
                return; // somebody else has been quicker
            }
        }
    }

    @Override
    public void clear() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (Files.isDirectory(file)) {
                    new ReceiptFolder(file).clear();
                } else {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw StencilException.of(
                    e, "%s cannot be deleted (%s). Delete it by hand.", folder, String.valueOf(e.getMessage()));
        }
    }
}
