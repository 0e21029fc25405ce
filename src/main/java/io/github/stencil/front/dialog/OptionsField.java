// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import ij.gui.GenericDialog;
import io.github.stencil.StencilException;
import io.github.stencil.front.Commands;
import io.github.stencil.front.Inputs;
import io.github.stencil.front.MacroOptions;
import io.github.stencil.front.ParameterText;
import java.awt.Button;
import java.awt.TextField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

/** A text field for the options of another command, with a button beside it that shows that command's own dialog. */
final class OptionsField {
    private static final int COLUMNS = 34;

    private OptionsField() {}

    /**
     * Adds the field.
     *
     * @param command reads which command the options are of
     */
    static void add(GenericDialog dialog, String label, String text, Supplier<String> command) {
        dialog.addStringField(label, text, COLUMNS);
        TextField field = (TextField) dialog.getStringFields().lastElement();
        Button button = new Button("Dialog...");
        button.addActionListener(event -> field.setText(asked(command.get(), field.getText())));
        PathField.beside(dialog, field, List.of(button));
    }

    /** Shows the dialog of a command, filled with options, and returns what was made of them. */
    private static String asked(String name, String options) {
        Commands.Declaration command = Commands.named(name).orElseThrow();
        Module module = command.createModule();
        List<ModuleItem<?>> parameters = Inputs.of(module).stream()
                .filter(parameter -> !Inputs.isImage(parameter) && parameter.get("files") == null)
                .toList();
        Map<String, String> entries = new LinkedHashMap<>();
        String complaint = "";
        try {
            entries.putAll(MacroOptions.parse(options));
        } catch (StencilException e) {
            complaint = String.valueOf(e.getMessage());
        }
        Form form = new Form(module, parameters, entries, "", false);
        Map<String, String> texts;
        try {
            texts = Answers.ask(complaint.isEmpty() ? form : form.complaining(complaint));
        } catch (DialogCancelled e) {
            return options; // as they were
        }
        for (ModuleItem<?> parameter : parameters) {
            texts.remove(parameter.getName(), ParameterText.write(module.getInput(parameter.getName())));
        }
        return MacroOptions.format(texts);
    }
}
