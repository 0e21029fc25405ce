// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;
import io.github.stencil.front.Inputs;
import io.github.stencil.front.MacroOptions;
import java.awt.GraphicsEnvironment;
import java.util.List;
import java.util.Map;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

/** What a user wants of a command: the macro's options, else a dialog's if a person is there, else nothing. */
public final class Answers {
    private Answers() {}

    /**
     * Gets the texts of parameters: the macro's options, else a dialog's if a person is there, else none.
     *
     * @throws DialogCancelled if the person cancels
     */
    static Map<String, String> of(Module module) {
        return of(module, true);
    }

    /** Gets the texts as {@link #of} does, of what is not set yet, and lets no recorder write them down. */
    public static Map<String, String> unrecorded(Module module) {
        return of(module, false);
    }

    private static Map<String, String> of(Module module, boolean record) {
        String options = Macro.getOptions();
        if (options != null) {
            return MacroOptions.parse(options);
        }
        List<ModuleItem<?>> open = Inputs.of(module).stream()
                .filter(item -> !module.isInputResolved(item.getName()))
                .toList();
        boolean attended = !GraphicsEnvironment.isHeadless() && IJ.getInstance() != null && !Interpreter.isBatchMode();
        boolean asks = !open.isEmpty() || !Inputs.messages(module).isEmpty();
        return attended && asks ? new ParameterDialog(module, open).ask(record) : Map.of();
    }
}
