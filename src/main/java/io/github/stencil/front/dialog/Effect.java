// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.scijava.module.ModuleItem;

/**
 * When a parameter has an effect, as its attribute {@code when} says: {@code output=Labels|Mask} if another parameter has
 * one of these values, {@code include=} if it is empty, {@code include!=} if it is not; several conditions, of which all
 * have to hold, are separated by semicolons.
 *
 * @param conditions none where it always has an effect
 */
record Effect(List<Condition> conditions) {

    /**
     * A condition on another parameter.
     *
     * @param name of the parameter
     * @param among whether its value is to be one of some, or none of them
     * @param values its values
     */
    record Condition(String name, boolean among, List<String> values) {

        static Condition of(String text) {
            int equal = text.indexOf('=');
            boolean among = equal > 0 && text.charAt(equal - 1) != '!';
            return new Condition(
                    text.substring(0, among ? equal : equal - 1),
                    among,
                    Arrays.asList(text.substring(equal + 1).split("\\|", -1)));
        }

        boolean holds(Map<String, String> texts) {
            String text = texts.get(name);
            return text == null || values.contains(text.strip()) == among; // what is not asked for cannot be told
        }
    }

    /** Returns when a parameter has an effect. */
    static Effect of(ModuleItem<?> parameter) {
        String when = Objects.requireNonNullElse(parameter.get("when"), "");
        return new Effect(
                when.isEmpty()
                        ? List.of()
                        : Arrays.stream(when.split(";", -1)).map(Condition::of).toList());
    }

    /** Returns whether the parameter has an effect beside the values of the others. */
    boolean isThere(Map<String, String> texts) {
        return conditions.stream().allMatch(condition -> condition.holds(texts));
    }
}
