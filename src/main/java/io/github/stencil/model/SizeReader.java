package io.github.stencil.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads which sizes of an image a package allows.
 *
 * @param named whether each axis is described, as from format 0.5 on, rather than all by lists
 */
record SizeReader(boolean named) {

    /** Reads the rule of an axis of a tensor, given by its letters. */
    SizeRule of(Fields tensor, String axes, char axis) {
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
        List<Double> fixed = isList(tensor) ? tensor.numbers("shape") : List.of();
        if (!fixed.isEmpty()) {
            check(tensor, fixed, axes);
            return rule(tensor, fixed.get(index).intValue(), 1, 1);
        }
        Optional<Fields> rule = tensor.fields("shape");
        if (rule.isEmpty()) {
            return SizeRule.ANY;
        }
        List<Double> min = rule.get().numbers("min");
        List<Double> step = rule.get().numbers("step");
        check(tensor, min, axes);
        check(tensor, step, axes);
        boolean free = step.get(index) > 0; // a step of 0 fixes the size
        return free
                ? rule(tensor, 0, min.get(index).intValue(), step.get(index).intValue())
                : rule(tensor, min.get(index).intValue(), 1, 1);
    }

    private static boolean isMap(Fields axis) {
        return axis.values().get("size") instanceof java.util.Map;
    }

    private static boolean isList(Fields tensor) {
        return tensor.values().get("shape") instanceof List;
    }

    private static void check(Fields tensor, List<Double> sizes, String axes) {
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
}
