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

/**
 * Receipts as files, each written under another name and moved, so that a process may end at any moment.
 *
 * @param root the folder of all receipts of the work
 * @param folder of these, in the root or the root itself
 */
record ReceiptFolder(Path root, Path folder) implements Receipts {
    private static final String UNFINISHED = ".part";

    @Override
    public Optional<byte[]> find(Key key) {
        try {
            return Optional.of(Files.readAllBytes(file(key)));
        } catch (NoSuchFileException e) {
            return Optional.empty(); // not written yet
        } catch (IOException e) {
            throw StencilException.of(
                    e, "%s cannot be read (%s). Delete it to start anew.", folder, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public boolean contains(Key key) {
        return Files.exists(file(key));
    }

    @Override
    public void put(Key key, byte... value) {
        try {
            makeFolder(folder);
            Path part = folder.resolve(key + "." + UUID.randomUUID() + UNFINISHED);
            Files.write(part, value);
            Files.move(part, file(key), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw StencilException.of(
                    e, "%s cannot be written (%s). Choose another place.", folder, String.valueOf(e.getMessage()));
        }
    }

    private Path file(Key key) {
        return folder.resolve(key.toString());
    }

    /** Makes a folder, but not the one that the root lies in: where that has gone, the work has ended, and somebody is late. */
    private void makeFolder(Path place) throws IOException {
        if (Files.isDirectory(place)) {
            return;
        }
        Path around = place.getParent();
        if (around != null && !place.equals(root) && !around.equals(root)) {
            makeFolder(around);
        }
        try {
            Files.createDirectory(place);
        } catch (FileAlreadyExistsException e) {
            return; // somebody else has been quicker
        }
    }

    @Override
    public Receipts at(Key part) {
        return new ReceiptFolder(root, file(part));
    }

    @Override
    public boolean isLasting() {
        return true;
    }

    @Override
    public void clear() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (Files.isDirectory(file)) {
                    new ReceiptFolder(root, file).clear();
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
