// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.install;

import io.github.stencil.FileTrouble;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Files in the making that an installation left in an ImageJ folder when it was killed. */
final class Leftovers {
    private static final Pattern OURS = Pattern.compile(
            "((Stencil_|tensorflow-core-native|javacpp|imglib2|scijava-common|parsington|ij)-.+\\.jar|stencil-installed\\.txt)(\\.\\d+)?\\.part");
    private static final List<String> PLACES = List.of("plugins", "jars");
    private static final int DEPTH = 4;

    private Leftovers() {}

    /** Deletes them, with the folders that hold nothing else, and returns them. */
    static List<Path> delete(Path root) {
        List<Path> deleted = new ArrayList<>();
        for (String place : PLACES) {
            Path top = root.resolve(place);
            for (Path part : Files.isDirectory(top) ? find(top) : List.<Path>of()) {
                try {
                    Files.delete(part);
                    deleted.add(part);
                    Path folder = part.getParent();
                    if (folder != null && !folder.equals(top)) {
                        Files.delete(folder);
                    }
                } catch (DirectoryNotEmptyException e) {
                    // somebody uses it
                } catch (IOException e) {
                    throw FileTrouble.writing(part, e);
                }
            }
        }
        return deleted;
    }

    private static List<Path> find(Path top) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(top, Set.of(), DEPTH, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()
                            && OURS.matcher(String.valueOf(file.getFileName())).matches()) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw FileTrouble.reading(top, e);
        }
        return found;
    }
}
