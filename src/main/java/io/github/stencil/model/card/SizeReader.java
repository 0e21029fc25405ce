// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.card;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads which sizes of an image a package allows.
 *
 * @param named whether each axis is described, as from format 0.5 on, rather than all by lists
 */
record SizeReader(boolean named) {
    private static final int LARGEST_STEP = 4096;

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
                return described.has("size") ? fixed(described, "size", described.whole("size", 0)) : SizeRule.ANY;
            }
            return rule.get().has("min")
                    ? rule(
                            described,
                            "size",
                            rule.get().whole("min", 1),
                            rule.get().whole("step", 1))
                    : SizeRule.ANY; // as large as another axis of the same image
        }
        List<Double> fixed = isList(tensor) ? tensor.numbers("shape") : List.of();
        if (!fixed.isEmpty()) {
            check(tensor, fixed, axes);
            return fixed(tensor, "shape", fixed.get(index).intValue());
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
                ? rule(
                        tensor,
                        "shape",
                        min.get(index).intValue(),
                        step.get(index).intValue())
                : fixed(tensor, "shape", min.get(index).intValue());
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

    private static SizeRule fixed(Fields tensor, String key, int size) {
        if (size < 1) {
            throw tensor.wrong(key, size, "at least 1");
        }
        return new SizeRule(size, 1, 1);
    }

    private static SizeRule rule(Fields tensor, String key, int min, int step) {
        if (min < 1 || step < 1 || step > LARGEST_STEP) {
            throw tensor.wrong(
                    key,
                    String.format(Locale.ROOT, "min %d, step %d", min, step),
                    String.format(Locale.ROOT, "a min of at least 1 and a step of 1 to %d", LARGEST_STEP));
        }
        return new SizeRule(0, min, step);
    }
}
