// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Folders with all that is in them. */
public final class FolderTree {
    private FolderTree() {}

    /**
     * Deletes a folder with all that is in it, or a file, if it is there; links are deleted, not followed. What cannot be
     * deleted stays, and all else goes.
     *
     * @throws IOException if something stays, for the first reason
     */
    public static void delete(Path folder) throws IOException {
        Deletion deletion = new Deletion();
        Files.walkFileTree(folder, deletion);
        if (deletion.trouble != null) {
            throw deletion.trouble;
        }
    }

    /**
     * Makes a folder unless it is there, but not the one that it lies in.
     *
     * @throws IOException if that one is not there, or the folder cannot be made
     */
    public static void makeInner(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            try {
                Files.createDirectory(folder);
            } catch (FileAlreadyExistsException e) {
                return; // somebody else has been quicker
            }
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        private @Nullable IOException trouble;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            return delete(file);
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return e instanceof NoSuchFileException ? FileVisitResult.CONTINUE : keep(e); // gone, as is wanted
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
            return e == null ? delete(folder) : keep(e);
        }

        private FileVisitResult delete(Path place) {
            try {
                Files.deleteIfExists(place);
                return FileVisitResult.CONTINUE;
            } catch (IOException e) {
                return keep(e);
            }
        }

        private FileVisitResult keep(IOException e) {
            trouble = trouble == null ? e : trouble;
            return FileVisitResult.CONTINUE;
        }
    }
}
