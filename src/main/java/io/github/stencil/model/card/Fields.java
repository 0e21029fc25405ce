// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.card;

import io.github.stencil.StencilException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values of a YAML file that describes a model, read as data only and asked for by type.
 *
 * @param file for messages
 * @param where the keys above these, for messages; empty at the top
 * @param values null where a key has no value
 */
record Fields(Path file, String where, Map<?, ?> values) {
    /**
     * Reads a file.
     *
     * @throws StencilException if it is no YAML with keys at its top
     */
    static Fields read(Path file) {
        if (YamlFile.read(file) instanceof Map<?, ?> map) {
            return new Fields(file, "", map);
        }
        throw StencilException.of("%s describes no model: it has no keys. Correct it, or remove it.", file);
    }

    private @Nullable Object get(String key) {
        return values.get(key);
    }

    boolean has(String key) {
        return get(key) != null;
    }

    /** Returns the keys. */
    List<String> keys() {
        return values.keySet().stream().map(String::valueOf).toList();
    }

    /** Returns a text, or the text of a number. */
    Optional<String> text(String key) {
        Object value = get(key);
        if (value instanceof Map || value instanceof List) {
            throw wrong(key, value, "a text");
        }
        return Optional.ofNullable(value).map(String::valueOf);
    }

    /** Returns a number; numbers in quotes are numbers too. */
    double number(String key, double otherwise) {
        Object value = get(key);
        return value == null ? otherwise : decimal(key, value);
    }

    int whole(String key, int otherwise) {
        double number = number(key, otherwise);
        if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
            throw wrong(key, number, "a whole number");
        }
        return (int) number;
    }

    /** Returns a list of numbers, of which a single number is one; empty if the key is not there. */
    List<Double> numbers(String key) {
        Object value = get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(item -> decimal(key, item)).toList();
        }
        return List.of(decimal(key, value));
    }

    /** Returns what stands below a key; empty if it is not there. */
    Optional<Fields> fields(String key) {
        Object value = get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Map<?, ?> map) {
            return Optional.of(new Fields(file, path(key), map));
        }
        throw wrong(key, value, "keys with values");
    }

    /** Returns the items of a list, each with keys; empty if the key is not there. */
    List<Fields> list(String key) {
        List<Fields> items = new ArrayList<>();
        for (Object item : items(key)) {
            if (!(item instanceof Map<?, ?> map)) {
                throw wrong(key, item, "a list of keys with values");
            }
            items.add(new Fields(file, path(key), map));
        }
        return items;
    }

    /** Returns the texts of a list; empty if the key is not there or is no list. */
    List<String> texts(String key) {
        return get(key) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private List<?> items(String key) {
        Object value = get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw wrong(key, value, "a list");
    }

    /** Refuses keys that are not known. */
    void only(Set<String> known, String what) {
        for (String key : keys()) {
            if (!known.contains(key)) {
                throw StencilException.of(
                        "%s gives %s the option \"%s\", which Stencil does not know. Remove it if the model works without, or choose another model.",
                        file, what, key);
            }
        }
    }

    private double decimal(String key, @Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        try {
            return Double.parseDouble(String.valueOf(value));
        } catch (NumberFormatException e) {
            throw wrong(key, value, "a number", e);
        }
    }

    StencilException wrong(String key, @Nullable Object found, String wanted) {
        return wrong(key, found, wanted, null);
    }

    private StencilException wrong(String key, @Nullable Object found, String wanted, @Nullable Throwable cause) {
        return StencilException.of(
                cause,
                "%s gives %s as \"%s\" but it must be %s. Correct it.",
                file,
                path(key),
                YamlFile.shown(found),
                wanted);
    }

    private String path(String key) {
        return where.isEmpty() ? key : where + "." + key;
    }
}
