// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import ij.Prefs;
import io.github.stencil.StencilException;
import io.github.stencil.front.Inputs;
import io.github.stencil.front.ParameterText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

/**
 * What a person last entered in a command's dialog, kept among ImageJ's preferences, which ImageJ writes when it ends.
 *
 * <p>Only dialogs ask here: a macro, a script or a command line that leaves an option out gets its default. Images are not
 * kept, as they are those that are open; nor is what has to be wanted each time anew, which the attribute {@code once} of a
 * parameter says, or a file to be written.
 */
final class LastValues {
    private static final String KEY = "stencil.";

    private LastValues() {}

    /** Returns the values by parameter of those that differ from their defaults; what no longer is a value is left out. */
    static Map<String, String> of(Module module) {
        Map<String, String> values = new LinkedHashMap<>();
        for (ModuleItem<?> parameter : Inputs.of(module)) {
            String text = isKept(parameter) ? Prefs.get(key(module, parameter), "") : "";
            if (!text.isEmpty() && isValue(parameter, text)) {
                values.put(parameter.getName(), text);
            }
        }
        return values;
    }

    /** Keeps values; a default is kept as nothing, so that a new version's default is seen. */
    static void keep(Module unset, Map<String, String> texts) {
        for (ModuleItem<?> parameter : Inputs.of(unset)) {
            String text = texts.get(parameter.getName());
            if (text != null && isKept(parameter)) {
                boolean usual = text.equals(ParameterText.write(unset.getInput(parameter.getName())));
                Prefs.set(key(unset, parameter), usual ? null : text);
            }
        }
    }

    private static boolean isKept(ModuleItem<?> parameter) {
        return !Inputs.isImage(parameter)
                && parameter.get("once") == null
                && !"save".equals(parameter.getWidgetStyle());
    }

    private static boolean isValue(ModuleItem<?> parameter, String text) {
        try {
            ParameterText.read(parameter, text);
            return true;
        } catch (StencilException e) {
            return false; // of another version, whose choices or limits were others
        }
    }

    private static String key(Module module, ModuleItem<?> parameter) {
        return KEY + module.getInfo().getName() + "." + parameter.getName();
    }
}
