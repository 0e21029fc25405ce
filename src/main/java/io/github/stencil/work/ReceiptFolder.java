// SPDX-License-Identifier: BSD-2-Clause
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
            WholeFile.write(file(key), part, file -> Files.write(file, value));
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
        Path around = place.getParent();
        if (around != null && !place.equals(root) && !around.equals(root) && !Files.isDirectory(place)) {
            makeFolder(around);
        }
        FolderTree.makeInner(place);
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
        try {
            FolderTree.delete(folder);
        } catch (IOException e) {
            throw StencilException.of(
                    e, "%s cannot be deleted (%s). Delete it by hand.", folder, String.valueOf(e.getMessage()));
        }
    }
}
