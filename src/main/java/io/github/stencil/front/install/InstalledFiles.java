// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.install;

import io.github.stencil.StencilException;
import io.github.stencil.front.PartFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an installation put into an ImageJ folder, written down there so that exactly that can be taken out again.
 *
 * @param files SHA-256 by path, relative to the folder and with slashes; in order
 * @param folders made for them, each after the one it lies in
 */
record InstalledFiles(Map<String, String> files, Set<String> folders) {
    /** Where it is written down; ImageJ takes a text file for a macro only if its name has an underscore. */
    static final String RECORD = "plugins/stencil-installed.txt";

    private static final String HEAD = "Put here by \"stencil install\"; \"stencil install --remove\" reads it.";
    private static final String FOLDER = "folder";

    InstalledFiles {
        files = Collections.unmodifiableMap(new TreeMap<>(files));
        folders = Collections.unmodifiableSet(new TreeSet<>(folders));
    }

    /** Nothing. */
    static InstalledFiles none() {
        return new InstalledFiles(Map.of(), Set.of());
    }

    /**
     * Reads what was written down in an ImageJ folder; nothing if there is no record.
     *
     * @throws StencilException if it cannot be read
     */
    static InstalledFiles read(Path root) {
        Path record = root.resolve(RECORD);
        if (!Files.exists(record)) {
            return none();
        }
        Map<String, String> files = new TreeMap<>();
        Set<String> folders = new TreeSet<>();
        try {
            List<String> lines = Files.readAllLines(record);
            for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
                String[] words = line.split(" ", 2);
                if (words.length < 2 || !root.resolve(words[1]).normalize().startsWith(root)) {
                    throw StencilException.of(
                            "%s is damaged (\"%s\"). Delete it, and the files of Stencil by hand.", record, line);
                }
                if (words[0].equals(FOLDER)) {
                    folders.add(words[1]);
                } else {
                    files.put(words[1], words[0]);
                }
            }
            return new InstalledFiles(files, folders);
        } catch (IOException e) {
            throw StencilException.of(e, "%s cannot be read (%s).", record, e);
        }
    }

    /** Returns these and those of another installation. */
    InstalledFiles and(InstalledFiles others) {
        Map<String, String> both = new TreeMap<>(others.files);
        both.putAll(files);
        Set<String> all = new TreeSet<>(others.folders);
        all.addAll(folders);
        return new InstalledFiles(both, all);
    }

    /** Writes it down, or takes the record away where there is nothing to remember. */
    void write(Path root, PartFiles parts) throws IOException {
        Path record = root.resolve(RECORD);
        if (files.isEmpty()) {
            Files.deleteIfExists(record);
            return;
        }
        List<String> lines = new ArrayList<>(List.of(HEAD));
        folders.forEach(folder -> lines.add(FOLDER + " " + folder));
        files.forEach((file, hash) -> lines.add(hash + " " + file));
        Path part = parts.begin(record);
        Files.write(part, lines);
        parts.finish(part, record);
    }
}
