// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.card;

import io.github.stencil.FileTrouble;
import io.github.stencil.StencilException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML as data only: maps, lists, texts, numbers. Bounded in bytes, in depth, and in what references let a short
 * text stand for.
 */
final class YamlFile {
    private static final long MOST_BYTES = 4L << 20;
    private static final int MOST_DEPTH = 50;
    private static final int MOST_ALIASES = 100;
    private static final int MOST_VALUES = 1_000_000;
    private static final int SHOWN = 100;

    private YamlFile() {}

    /**
     * Reads a file.
     *
     * @return its content; an empty map if it has none
     * @throws StencilException if it is no YAML, or beyond the bounds
     */
    static Object read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw StencilException.of("%s is larger than 4 MB, so it describes no model. Remove it.", file);
            }
            String text = Files.readString(file, StandardCharsets.UTF_8);
            LoadSettings settings = LoadSettings.builder()
                    .setAllowDuplicateKeys(false)
                    .setAllowRecursiveKeys(false)
                    .setAllowNonScalarKeys(false)
                    .setMaxAliasesForCollections(MOST_ALIASES)
                    .setCodePointLimit((int) MOST_BYTES)
                    .setLabel(String.valueOf(file.getFileName()))
                    .build();
            checkDepth(new Parse(settings).parseString(text), file); // before what reads it calls itself for each level
            Object content = new Load(settings).loadFromString(text);
            checkSize(content, file);
            return content == null ? Map.of() : content;
        } catch (YamlEngineException | NumberFormatException | CharacterCodingException e) {
            String why = String.valueOf(e.getMessage())
                    .lines()
                    .findFirst()
                    .orElse("")
                    .replaceFirst("^[\\w.]+Exception: ", ""); // what the library caught itself
            throw StencilException.of(e, "%s is not YAML (%s). Correct it, or remove it.", file, why);
        } catch (IOException e) {
            throw FileTrouble.reading(file, e);
        }
    }

    private static void checkDepth(Iterable<Event> events, Path file) {
        int depth = 0;
        for (Event event : events) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                default -> {}
            }
            if (depth > MOST_DEPTH) {
                throw tooMuch(file);
            }
        }
    }

    /** Refuses what would be endless, or nearly so, to whoever walks through it. */
    private static void checkSize(@Nullable Object content, Path file) {
        Deque<Object> open = new ArrayDeque<>(content == null ? List.of() : List.of(content));
        int values = 0;
        while (!open.isEmpty()) {
            Object next = open.pop();
            Collection<?> inside = next instanceof Map<?, ?> map
                    ? map.values()
                    : next instanceof Collection<?> list ? list : List.of();
            values += inside.size();
            if (values > MOST_VALUES) {
                throw tooMuch(file);
            }
            for (Object value : inside) {
                if (value != null) {
                    open.push(value);
                }
            }
        }
    }

    private static StencilException tooMuch(Path file) {
        return StencilException.of(
                "%s nests or repeats more than a description of a model does. Do not use this model.", file);
    }

    /** Returns a value for a message, which has to end. */
    static String shown(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
