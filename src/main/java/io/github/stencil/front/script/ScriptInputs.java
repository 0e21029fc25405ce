// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.script;

import io.github.stencil.StencilException;
import io.github.stencil.front.Commands;
import io.github.stencil.front.Inputs;
import io.github.stencil.front.ParameterText;
import io.github.stencil.front.dialog.Answers;
import io.github.stencil.front.dialog.DialogCancelled;
import org.scijava.Priority;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Plugin;

/**
 * Fills a command's parameters where SciJava itself runs a command of ours (from a script, or with {@code --run}), before
 * SciJava's own preprocessors guess.
 */
@Plugin(type = PreprocessorPlugin.class, priority = Priority.HIGH - 1)
public final class ScriptInputs extends AbstractPreprocessorPlugin {

    /** SciJava makes its preprocessors on the thread that asks it to run a command, before it sets what that gave. */
    private final Thread caller = Thread.currentThread();

    private final long made = System.nanoTime();

    @Override
    public void process(Module module) {
        if (!Commands.isOurs(module.getInfo())) {
            return;
        }
        try {
            UnusableValues unusable = getContext().getService(UnusableValues.class);
            if (unusable != null) {
                unusable.refusal(module, caller, made).ifPresent(refusal -> {
                    throw refusal;
                });
            }
            checkGiven(module);
            Inputs.fill(module, Answers.unrecorded(module), false);
        } catch (DialogCancelled e) {
            cancel(""); // the user knows
        } catch (StencilException e) {
            cancel(e.getMessage());
        }
    }

    /**
     * Checks what a script set; null, such as Python's None, stands for the default.
     *
     * @throws StencilException if a value is none of the parameter's choices, outside its limits, or an image without pixels
     */
    private static void checkGiven(Module module) {
        Module usual = Commands.load(module.getInfo().getDelegateClassName()).createModule();
        for (ModuleItem<?> input : Inputs.of(module)) {
            String name = input.getName();
            Object value = module.getInput(name);
            if (value == null && usual.getInput(name) != null) {
                module.setInput(name, usual.getInput(name));
            } else if (value != null && module.isInputResolved(name)) {
                module.setInput(name, ParameterText.check(input, value));
            }
        }
    }
}
