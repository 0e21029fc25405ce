// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;
import ij.plugin.frame.Recorder;
import io.github.stencil.CancelledException;
import io.github.stencil.StencilException;
import io.github.stencil.front.Commands;
import io.github.stencil.front.Inputs;
import io.github.stencil.front.MacroOptions;
import java.awt.GraphicsEnvironment;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

/** What a user wants of a command: the macro's options, else a dialog's if a person is there, else nothing. */
public final class Answers {
    /** The commands whose dialogs were last left with all that they can show. */
    private static final Set<String> FULL = ConcurrentHashMap.newKeySet();

    private Answers() {}

    /**
     * Runs a command with what the user wants: the macro's options, else a dialog's if a person is there, else none. Where
     * the command refuses what was entered into a dialog, that comes back as it was, with the reason.
     *
     * @param run does all that can be refused, with a module whose inputs are filled
     * @throws DialogCancelled if the person cancels
     */
    static void converse(Commands.Declaration command, Consumer<Module> run) {
        Module usual = command.createModule();
        List<ModuleItem<?>> parameters = Inputs.of(usual);
        if (!asks(usual, parameters)) {
            String options = Macro.getOptions();
            run.accept(filled(command, options == null ? Map.of() : read(usual, options)));
            return;
        }
        Form form = new Form(usual, parameters, LastValues.of(usual), "", FULL.contains(command.name()));
        while (true) {
            Map<String, String> texts = asked(form);
            record(texts);
            try {
                run.accept(filled(command, texts));
                LastValues.keep(usual, texts);
                return;
            } catch (CancelledException e) {
                LastValues.keep(usual, texts); // they were good enough to begin with
                throw e;
            } catch (StencilException e) {
                form = form.with(texts).complaining(String.valueOf(e.getMessage()));
            }
        }
    }

    /**
     * Gets the texts of what is not set yet, and lets no recorder write them down.
     *
     * @throws DialogCancelled if the person cancels
     */
    public static Map<String, String> unrecorded(Module module) {
        List<ModuleItem<?>> open = Inputs.of(module).stream()
                .filter(item -> !module.isInputResolved(item.getName()))
                .toList();
        if (asks(module, open)) {
            Map<String, String> texts = ask(new Form(module, open, LastValues.of(module), "", true));
            Recorder.resetCommandOptions();
            return texts;
        }
        String options = Macro.getOptions();
        return options == null ? Map.of() : read(module, options);
    }

    /**
     * Shows a dialog until it is left by OK.
     *
     * @return the texts by parameter
     * @throws DialogCancelled if it is left otherwise
     */
    static Map<String, String> ask(Form first) {
        String name = first.module().getInfo().getName();
        Form form = first;
        while (true) {
            ParameterDialog dialog = new ParameterDialog(form);
            ParameterDialog.Left left = dialog.show();
            switch (left) {
                case CANCEL -> throw new DialogCancelled();
                case OK -> {
                    return dialog.texts();
                }
                case MORE -> FULL.add(name);
                case FEWER -> FULL.remove(name);
                case DEFAULTS -> {}
            }
            Map<String, String> texts = dialog.texts();
            if (left == ParameterDialog.Left.DEFAULTS) {
                Set<String> images = new HashSet<>();
                form.parameters().stream().filter(Inputs::isImage).forEach(image -> images.add(image.getName()));
                texts.keySet().retainAll(images);
            }
            form = form.with(texts).showing(left == ParameterDialog.Left.DEFAULTS ? form.full() : FULL.contains(name));
        }
    }

    private static Map<String, String> asked(Form form) {
        try {
            return ask(form);
        } catch (DialogCancelled e) {
            Recorder.disableCommandRecording(); // ImageJ would record a line without options, for the defaults
            throw e;
        }
    }

    /** Records all texts as {@code name=value}, in place of what the dialog recorded by label and without the defaults. */
    private static void record(Map<String, String> texts) {
        if (Recorder.record) {
            Recorder.resetCommandOptions();
            texts.forEach(Recorder::recordOption);
        }
    }

    private static Module filled(Commands.Declaration command, Map<String, String> texts) {
        Module module = command.createModule();
        Inputs.fill(module, texts);
        return module;
    }

    private static Map<String, String> read(Module module, String options) {
        return MacroOptions.parse(
                options, Inputs.of(module).stream().map(ModuleItem::getName).toList());
    }

    /** Tells whether a person is there to be asked, and there is something to ask. */
    private static boolean asks(Module module, List<ModuleItem<?>> parameters) {
        boolean attended = !GraphicsEnvironment.isHeadless() && IJ.getInstance() != null && !Interpreter.isBatchMode();
        boolean open = !parameters.isEmpty() || !Inputs.messages(module).isEmpty();
        return Macro.getOptions() == null && attended && open;
    }
}
