// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.card;

import io.github.stencil.RegularFile;
import io.github.stencil.StencilException;
import io.github.stencil.model.file.ModelNames;
import io.github.stencil.model.step.Activation;
import io.github.stencil.model.step.Normalization;
import io.github.stencil.tensor.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code stencil.yaml}, and is strict about what it does not know. */
public final class CardFile {
    private static final Set<String> KEYS = Set.of(
            "stencil",
            "name",
            "description",
            "license",
            "signature",
            "input",
            "normalization",
            "output",
            "objects",
            "precision",
            "step",
            "halo");
    private static final Set<String> INPUT = Set.of("axes");
    private static final Set<String> NORMALIZATION = Set.of("method", "low", "high", "clip");
    private static final Set<String> OUTPUT = Set.of("name", "meaning", "activation", "axes", "classes");

    private static final Set<String> OBJECTS = Set.of("threshold", "tolerance", "smallest", "shape");

    private final Path file;

    private CardFile(Path file) {
        this.file = file;
    }

    /** Reads the card in a model's folder; a silent one if there is none. */
    public static ModelCard read(Path folder) {
        Path file = folder.resolve(ModelNames.CARD);
        RegularFile.toRead(file);
        return Files.isRegularFile(file) ? new CardFile(file).read() : ModelCard.SILENT;
    }

    private ModelCard read() {
        Map<String, Object> card = map(YamlFile.read(file), "the card");
        only(card, KEYS);
        if (!Integer.valueOf(1).equals(card.get("stencil"))) {
            throw wrong("stencil", card.get("stencil"), "1, the version of the format");
        }
        Map<String, Object> input = map(card.getOrDefault("input", Map.of()), "input");
        only(input, INPUT);
        return new ModelCard(
                text(card, "name"),
                text(card, "description"),
                text(card, "license"),
                text(card, "signature"),
                text(input, "axes"),
                card.containsKey("normalization")
                        ? normalization(map(card.get("normalization"), "normalization"))
                        : null,
                outputs(card.get("output")),
                card.containsKey("objects") ? objects(map(card.get("objects"), "objects")) : null,
                card.containsKey("precision") ? precision(card.get("precision")) : null,
                perAxis(card, "step", 0, 2),
                perAxis(card, "halo", -1, 2),
                perAxis(card, "step", 0, 0),
                perAxis(card, "halo", -1, 0));
    }

    /** Returns every field that is read, those inside others with a dot between. */
    static Set<String> fields() {
        Set<String> all = new TreeSet<>(KEYS);
        INPUT.forEach(key -> all.add("input." + key));
        NORMALIZATION.forEach(key -> all.add("normalization." + key));
        OUTPUT.forEach(key -> all.add("output." + key));
        OBJECTS.forEach(key -> all.add("objects." + key));
        return all;
    }

    private ObjectCard objects(Map<String, Object> map) {
        only(map, OBJECTS);
        String shape = String.valueOf(map.getOrDefault("shape", "round"));
        if (!shape.equals("round") && !shape.equals("any")) {
            throw wrong("shape", shape, "round or any");
        }
        return new ObjectCard(
                decimal(map, "threshold", ObjectCard.USUAL.threshold()),
                decimal(map, "tolerance", ObjectCard.USUAL.tolerance()),
                decimal(map, "smallest", ObjectCard.USUAL.smallest()),
                shape.equals("any"));
    }

    private Precision precision(@Nullable Object value) {
        return Stream.of(Precision.FULL, Precision.MIXED)
                .filter(one -> one.toString().equalsIgnoreCase(String.valueOf(value)))
                .findFirst()
                .orElseThrow(() -> wrong("precision", value, "full or mixed"));
    }

    /** Reads an output's name, what is said of one output, or of each in a list. */
    private List<OutputCard> outputs(@Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof String name && !name.isBlank()) {
            return List.of(OutputCard.SILENT.named(name));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(item -> output(map(item, "output"))).toList();
        }
        return List.of(output(map(value, "output")));
    }

    private OutputCard output(Map<String, Object> output) {
        only(output, OUTPUT);
        String name = text(output, "name");
        return new OutputCard(
                name == null ? "" : name,
                text(output, "axes"),
                meaning(text(output, "meaning")),
                activation(text(output, "activation")),
                classes(output.get("classes")));
    }

    /** Returns a number that holds for all axes, or is given for z, y and x; of these y and x must be equal. */
    private int perAxis(Map<String, Object> card, String key, int otherwise, int axis) {
        if (card.get(key) instanceof List<?> list) {
            boolean numbers = list.size() == 3 && list.stream().allMatch(Integer.class::isInstance);
            if (!numbers || !list.get(1).equals(list.get(2))) {
                throw wrong(key, list, "one whole number, or three for z, y and x with the last two equal");
            }
            return (Integer) list.get(axis);
        }
        return whole(card, key, otherwise);
    }

    private Normalization normalization(Map<String, Object> map) {
        only(map, NORMALIZATION);
        String method = String.valueOf(map.get("method"));
        Normalization.Method how = switch (method) {
            case "percentiles" -> Normalization.Method.PERCENTILES;
            case "mean-and-deviation" -> Normalization.Method.MEAN_AND_DEVIATION;
            case "full-range" -> Normalization.Method.FULL_RANGE;
            case "none" -> Normalization.Method.NONE;
            default -> throw wrong("method", method, "one of percentiles, mean-and-deviation, full-range, none");
        };
        if (!(map.getOrDefault("clip", false) instanceof Boolean clip)) {
            throw wrong("clip", map.get("clip"), "true or false");
        }
        for (String key : List.of("low", "high")) {
            if (map.containsKey(key) && how != Normalization.Method.PERCENTILES) {
                throw wrong(key, map.get(key), "left out, as the method " + method + " has no percentiles");
            }
        }
        return new Normalization(
                how,
                decimal(map, "low", Normalization.PERCENTILES.low()),
                decimal(map, "high", Normalization.PERCENTILES.high()),
                clip);
    }

    private Meaning meaning(@Nullable String text) {
        if (text == null) {
            return Meaning.UNKNOWN;
        }
        return Arrays.stream(Meaning.values())
                .filter(meaning -> meaning.toString().equals(text) && meaning != Meaning.UNKNOWN)
                .findFirst()
                .orElseThrow(() -> wrong("meaning", text, "one of probabilities, logits, labels, values"));
    }

    private Activation activation(@Nullable String text) {
        if (text == null) {
            return Activation.NONE;
        }
        return Arrays.stream(Activation.values())
                .filter(activation -> activation.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> wrong("activation", text, "one of sigmoid, softmax, none"));
    }

    private List<String> classes(@Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list && list.size() <= 65_536) {
            return list.stream().map(String::valueOf).toList();
        }
        throw wrong("classes", value, "a list of names");
    }

    private double decimal(Map<String, Object> map, String key, double otherwise) {
        Object value = map.getOrDefault(key, otherwise);
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw wrong(key, value, "a number");
    }

    private int whole(Map<String, Object> map, String key, int otherwise) {
        Object value = map.getOrDefault(key, otherwise);
        if (value instanceof Integer number) {
            return number;
        }
        throw wrong(key, value, "a whole number");
    }

    private @Nullable String text(Map<String, Object> map, String key) {
        Object value = map.get(key);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw wrong(key, value, "a text");
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> map(@Nullable Object value, String what) {
        if (value instanceof Map<?, ?> map && map.keySet().stream().allMatch(String.class::isInstance)) {
            return (Map<String, Object>) map;
        }
        throw wrong(what, value, "a list of keys with values");
    }

    private void only(Map<String, Object> map, Set<String> keys) {
        for (String key : map.keySet()) {
            if (!keys.contains(key)) {
                throw StencilException.of(
                        "%s has the key \"%s\", which Stencil does not know. The keys there are: %s.",
                        file, key, String.join(", ", keys.stream().sorted().toList()));
            }
        }
    }

    private StencilException wrong(String key, @Nullable Object found, String wanted) {
        return StencilException.of(
                "%s gives %s as \"%s\" but it must be %s. Correct it.", file, key, YamlFile.shown(found), wanted);
    }
}
