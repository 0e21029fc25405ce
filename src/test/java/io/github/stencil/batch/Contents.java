// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.batch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is in folders, to be compared. */
public final class Contents {
    private Contents() {}

    /**
     * Returns the bytes of each file by its name in the folder, but for the journal, whose order does not matter; as texts of
     * a character for each byte, which are quick to compare.
     */
    public static Map<String, String> of(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                if (!name.equals(Journal.NAME)) {
                    contents.put(name, Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return contents;
    }
}
