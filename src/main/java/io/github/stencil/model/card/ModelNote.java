// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.card;

import io.github.stencil.StencilException;
import io.github.stencil.model.file.ModelNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What somebody who chooses a model wants to know of it, read without its graph.
 *
 * @param name what it is called; empty if it does not say
 * @param purpose what it is for, in a sentence; empty if it does not say
 * @param made the day on which it was, as its description says or else its graph's file; empty where neither tells
 * @param cover its picture, if it has one
 */
public record ModelNote(String name, String purpose, Optional<LocalDate> made, Optional<Path> cover) {
    private static final String COVER = "cover.png";
    private static final int DAY = 10; // letters of a day in a time of ISO 8601

    /** Reads what a model's folder says; nothing of a description that cannot be read. */
    public static ModelNote of(Path folder) {
        Map<?, ?> own = read(folder, ModelNames.CARD);
        Map<?, ?> described = ModelNames.DESCRIPTIONS.stream()
                .map(file -> read(folder, file))
                .filter(map -> !map.isEmpty())
                .findFirst()
                .orElse(Map.of());
        Path cover = folder.resolve(firstCover(described));
        boolean inside = cover.normalize().startsWith(folder.normalize());
        return new ModelNote(
                text(own, described, "name"),
                text(own, described, "description"),
                made(described, folder),
                inside && Files.isRegularFile(cover) ? Optional.of(cover) : Optional.empty());
    }

    private static String firstCover(Map<?, ?> description) {
        Object covers = description.get("covers");
        String first = covers instanceof List<?> listed && !listed.isEmpty() ? String.valueOf(listed.get(0)) : COVER;
        return first.matches("[\\w. /-]+") ? first : COVER; // an address is not looked up
    }

    private static String text(Map<?, ?> first, Map<?, ?> second, String key) {
        Object value = first.get(key) == null ? second.get(key) : first.get(key);
        return Objects.toString(value, "").strip();
    }

    private static Optional<LocalDate> made(Map<?, ?> description, Path folder) {
        String said = Objects.toString(description.get("timestamp"), "");
        if (said.matches("\\d{4}-[01]\\d-[0-3]\\d.*")) {
            return Optional.of(LocalDate.parse(said.substring(0, DAY)));
        }
        try {
            Instant written =
                    Files.getLastModifiedTime(folder.resolve(ModelNames.GRAPH)).toInstant();
            return Optional.of(written.atZone(ZoneId.systemDefault()).toLocalDate());
        } catch (IOException e) {
            return Optional.empty(); // its graph lies elsewhere
        }
    }

    private static Map<?, ?> read(Path folder, String file) {
        Path path = folder.resolve(file);
        try {
            return Files.isRegularFile(path) && YamlFile.read(path) instanceof Map<?, ?> map ? map : Map.of();
        } catch (StencilException e) {
            return Map.of(); // who opens the model is told
        }
    }
}
