package io.github.stencil.model;

import io.github.stencil.StencilException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An input or output in the description of a package.
 *
 * @param tensor what is said of it
 * @param named whether its axes have names, as from format 0.5 on, rather than letters
 * @param number its place among the others, from 0
 */
record PackageTensor(Fields tensor, boolean named, int number) {

    /** Returns whether the model runs without it. */
    boolean optional() {
        return tensor.text("optional").orElse("").equals("true");
    }

    /** Returns whether it has rows and columns. */
    boolean image() {
        String letters = letters();
        return letters.indexOf('y') >= 0 && letters.indexOf('x') >= 0;
    }

    List<Fields> steps(String key) {
        return tensor.list(key);
    }

    /** Returns where an example lies, as from format 0.5 on. */
    Optional<Fields> test() {
        return tensor.fields("test_tensor");
    }

    String name() {
        return tensor.text(named ? "id" : "name").orElse("?");
    }

    /** Returns its axes, a letter each. */
    String axes() {
        String axes = letters();
        if (axes.indexOf('t') >= 0 || axes.indexOf('i') >= 0) {
            throw StencilException.of(
                    "%s describes a model along time or an index (axes %s), which Stencil does not take. Choose a model of planes or volumes.",
                    tensor.file(), axes);
        }
        return axes;
    }

    private String letters() {
        StringBuilder letters = new StringBuilder();
        if (named) {
            for (Fields axis : tensor.list("axes")) {
                letters.append(letter(axis));
            }
        } else {
            letters.append(
                    tensor.texts("axes").isEmpty()
                            ? tensor.text("axes").orElse("")
                            : String.join("", tensor.texts("axes")));
        }
        return letters.toString().toLowerCase(Locale.ROOT);
    }

    private static char letter(Fields axis) {
        String type = axis.text("type").orElse("");
        String id = axis.text("id").orElse(type);
        return switch (type) {
            case "batch" -> 'b';
            case "channel" -> 'c';
            case "time" -> 't';
            case "index" -> 'i';
            case "space" -> {
                if (!id.equals("x") && !id.equals("y") && !id.equals("z")) {
                    throw axis.wrong("id", id, "x, y or z");
                }
                yield id.charAt(0);
            }
            default -> throw axis.wrong("type", type, "one of batch, channel, space, time, index");
        };
    }

    /** Returns which sizes it may have along an axis. */
    SizeRule size(char axis) {
        String axes = axes();
        int index = axes.indexOf(axis);
        if (index < 0) {
            return SizeRule.ANY;
        }
        if (named) {
            Fields described = tensor.list("axes").get(index);
            Optional<Fields> rule =
                    described.has("size") && described.texts("size").isEmpty() && isMap(described)
                            ? described.fields("size")
                            : Optional.empty();
            if (rule.isEmpty()) {
                return described.has("size") ? rule(described, described.whole("size", 0), 1, 1) : SizeRule.ANY;
            }
            return rule.get().has("min")
                    ? rule(described, 0, rule.get().whole("min", 1), rule.get().whole("step", 1))
                    : SizeRule.ANY; // as large as another axis of the same image
        }
        List<Double> fixed = isList() ? tensor.numbers("shape") : List.of();
        if (!fixed.isEmpty()) {
            check(fixed);
            return rule(tensor, fixed.get(index).intValue(), 1, 1);
        }
        Optional<Fields> rule = tensor.fields("shape");
        if (rule.isEmpty()) {
            return SizeRule.ANY;
        }
        List<Double> min = rule.get().numbers("min");
        List<Double> step = rule.get().numbers("step");
        check(min);
        check(step);
        boolean free = step.get(index) > 0; // a step of 0 fixes the size
        return free
                ? rule(tensor, 0, min.get(index).intValue(), step.get(index).intValue())
                : rule(tensor, min.get(index).intValue(), 1, 1);
    }

    private static boolean isMap(Fields axis) {
        return axis.values().get("size") instanceof java.util.Map;
    }

    private boolean isList() {
        return tensor.values().get("shape") instanceof List;
    }

    private void check(List<Double> sizes) {
        String axes = axes();
        if (sizes.size() != axes.length()) {
            throw tensor.wrong("shape", sizes, "a number for each of the axes " + axes);
        }
    }

    private static SizeRule rule(Fields tensor, int fixed, int min, int step) {
        if (fixed < 0 || min < 1 || step < 1 || step > 4096) {
            throw tensor.wrong(
                    "shape", String.format(Locale.ROOT, "%d, %d by %d", fixed, min, step), "sizes of at least 1");
        }
        return new SizeRule(fixed, min, step);
    }

    /** Returns how far a tile's edge is not to be trusted, -1 if nobody says. */
    int halo(char axis) {
        String axes = axes();
        int index = axes.indexOf(axis);
        if (index < 0) {
            return -1;
        }
        if (named) {
            return tensor.list("axes").get(index).whole("halo", -1);
        }
        List<Double> halo = tensor.numbers("halo");
        return halo.size() == axes.length() ? halo.get(index).intValue() : -1;
    }

    List<String> classes() {
        if (!named) {
            return List.of();
        }
        return tensor.list("axes").stream()
                .filter(axis -> axis.text("type").orElse("").equals("channel"))
                .findFirst()
                .map(axis -> axis.texts("channel_names"))
                .orElse(List.of());
    }
}
