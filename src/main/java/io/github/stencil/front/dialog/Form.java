// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import io.github.stencil.front.ParameterText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

/**
 * What a dialog is filled with.
 *
 * @param module the command, whose values are the defaults
 * @param parameters what is asked for, all together
 * @param entries what was entered, by parameter; where there is none, the default is shown
 * @param complaint why the dialog is there again; empty the first time
 * @param full whether all is shown, or the most needed only
 */
record Form(
        Module module, List<ModuleItem<?>> parameters, Map<String, String> entries, String complaint, boolean full) {
    /** Copies the lists. */
    Form {
        parameters = List.copyOf(parameters);
        entries = new LinkedHashMap<>(entries);
    }

    /** Returns the form with other entries. */
    Form with(Map<String, String> others) {
        return new Form(module, parameters, others, complaint, full);
    }

    /** Returns the form that says why it is there again; all of it, where that names what the short one lacks. */
    Form complaining(String why) {
        boolean hidden = parameters.stream()
                .filter(Form::isExtra)
                .anyMatch(parameter -> Pattern.compile("(?i)\\b" + parameter.getName() + "\\b")
                        .matcher(why)
                        .find());
        return new Form(module, parameters, entries, why, full || hidden);
    }

    /** Returns the form with all that is asked for, or the most needed only. */
    Form showing(boolean all) {
        return new Form(module, parameters, entries, complaint, all);
    }

    /** Returns whether there is more than the short form shows. */
    boolean hasExtras() {
        return parameters.stream().anyMatch(Form::isExtra);
    }

    /** Returns what the dialog shows. */
    List<ModuleItem<?>> shown() {
        return parameters.stream()
                .filter(parameter -> full || !isExtra(parameter))
                .toList();
    }

    /** Returns the text that a parameter has. */
    String text(ModuleItem<?> parameter) {
        String usual = usual(parameter);
        return entries.getOrDefault(parameter.getName(), usual);
    }

    /** Returns the text of all that is not shown. */
    Map<String, String> hidden() {
        Map<String, String> hidden = new LinkedHashMap<>();
        parameters.stream()
                .filter(parameter -> !full && isExtra(parameter))
                .forEach(parameter -> hidden.put(parameter.getName(), text(parameter)));
        return hidden;
    }

    /** Returns what is not shown and is other than usual. */
    Map<String, String> hiddenSettings() {
        Map<String, String> settings = hidden();
        parameters.forEach(parameter -> settings.remove(parameter.getName(), usual(parameter)));
        return settings;
    }

    private String usual(ModuleItem<?> parameter) {
        return ParameterText.write(module.getInput(parameter.getName()));
    }

    /** Returns whether a parameter is one that most people leave as it is, as its attribute {@code more} says. */
    private static boolean isExtra(ModuleItem<?> parameter) {
        return parameter.get("more") != null;
    }
}
