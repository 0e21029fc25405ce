// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.file;

import io.github.stencil.FileTrouble;
import io.github.stencil.TemporaryFolder;
import io.github.stencil.UserFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The models that come with Stencil, which lie in its jar and are unpacked when one is first asked for: to
 * {@code .stencil/bundled} of the user's home, or where the system property {@code stencil.bundled} says.
 */
final class BundledModels {
    private static final String FOLDER = "bundled/";
    private static final String INDEX = "bundled.txt";

    /**
     * What the index says of a model.
     *
     * @param made the day on which it was
     * @param version tells its files from those of other versions, in the name of the folder that they are unpacked to
     * @param files their names
     */
    record Entry(LocalDate made, String version, List<String> files) {}

    private BundledModels() {}

    /** Returns the names. */
    static List<String> names() {
        return List.copyOf(index().keySet());
    }

    /**
     * Returns a model's folder, to which it is unpacked if that has not been done yet.
     *
     * @param name one of {@link #names}
     */
    static Path folder(String name) {
        Entry entry = entry(name);
        Path place = UserFolder.of("bundled").resolve(name + "-" + entry.version());
        if (!Files.isDirectory(place)) {
            FileTrouble.writing(place, () -> unpack(name, entry, place));
        }
        return place;
    }

    private static void unpack(String name, Entry entry, Path place) throws IOException {
        Path parent = Files.createDirectories(place.toAbsolutePath().getParent());
        try (TemporaryFolder part = TemporaryFolder.createPart(parent)) {
            FileTime made =
                    FileTime.from(entry.made().atStartOfDay(ZoneOffset.UTC).toInstant());
            for (String file : entry.files()) {
                Path copy = part.path().resolve(file);
                try (InputStream bytes = open(FOLDER + name + "/" + file)) {
                    Files.copy(bytes, copy);
                }
                Files.setLastModifiedTime(copy, made);
            }
            if (!Files.isDirectory(place)) { // another process may have been quicker
                Files.move(part.path(), place);
            }
        }
    }

    private static Entry entry(String name) {
        Entry entry = index().get(name);
        if (entry == null) {
            throw new IllegalArgumentException("no bundled model " + name);
        }
        return entry;
    }

    /** Reads the index: a line with name, day and version for each model, and below it one for each file, indented. */
    static Map<String, Entry> index() {
        Map<String, Entry> index = new LinkedHashMap<>();
        List<String> files = new ArrayList<>();
        for (String line : text().lines().toList()) {
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            if (line.startsWith(" ")) {
                files.add(line.strip());
            } else {
                String[] words = line.split(" ", -1);
                files = new ArrayList<>();
                index.put(words[0], new Entry(LocalDate.parse(words[1]), words[2], files));
            }
        }
        return index;
    }

    private static String text() {
        try (InputStream index = open(INDEX)) {
            return new String(index.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw FileTrouble.reading(INDEX, e);
        }
    }

    private static InputStream open(String resource) {
        InputStream found = BundledModels.class.getResourceAsStream(resource);
        if (found == null) {
            throw new IllegalStateException("no " + resource + " beside " + BundledModels.class);
        }
        return found;
    }
}
