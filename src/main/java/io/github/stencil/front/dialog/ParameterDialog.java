// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import io.github.stencil.StencilException;
import io.github.stencil.command.ImageSource;
import io.github.stencil.command.MaskSource;
import io.github.stencil.command.Previewing;
import io.github.stencil.front.Commands;
import io.github.stencil.front.Inputs;
import io.github.stencil.front.ParameterText;
import java.awt.Font;
import java.io.File;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.util.Types;

/** An ImageJ dialog with a field for each parameter, the same in plain ImageJ and in Fiji. Shown once. */
final class ParameterDialog {
    private static final int TEXT_COLUMNS = 20;
    private static final int MOST_TEXT_COLUMNS = 40;
    /** With more fields than these, a row each would not fit a screen. */
    private static final int MANY = 16;
    /** How many narrow fields share a row then. */
    private static final int ABREAST = 3;

    private static final int INDENT = 20;
    private static final Font HEADING = new Font(Font.SANS_SERIF, Font.BOLD, 12);

    private final Module module;
    private final GenericDialog dialog;
    private final Map<String, Supplier<String>> answers = new LinkedHashMap<>();

    /** Builds the dialog; the parameters' present values are the defaults. */
    ParameterDialog(Module module, List<ModuleItem<?>> parameters) {
        this.module = module;
        String label = module.getInfo().getMenuPath().getLeaf().getName();
        dialog = new GenericDialog(label.replace("...", ""));
        Inputs.messages(module).forEach(dialog::addMessage);
        String heading = ""; // of those that follow, asked for or not
        int abreast = 0; // narrow fields in the present row
        for (ModuleItem<?> parameter : Inputs.of(module)) {
            heading = Objects.requireNonNullElse(parameter.get("heading"), heading);
            if (!parameters.contains(parameter)) {
                continue;
            }
            boolean narrow = parameters.size() > MANY && isNarrow(parameter);
            if (!heading.isEmpty()) {
                addHeading(heading);
                heading = "";
                abreast = 0;
            } else if (narrow && abreast > 0 && abreast < ABREAST) {
                dialog.addToSameRow();
            } else {
                abreast = 0;
            }
            answers.put(parameter.getName(), add(parameter));
            abreast = narrow ? abreast + 1 : 0;
        }
        dialog.addHelp(Manual.page(label));
    }

    private void addHeading(String text) {
        dialog.setInsets(8, 0, 0);
        dialog.addMessage(text, HEADING);
    }

    /** Tells whether several such fields fit into a row: numbers, choices and check boxes. */
    private boolean isNarrow(ModuleItem<?> parameter) {
        Class<?> type = Types.box(parameter.getType());
        return type == Boolean.class
                || Number.class.isAssignableFrom(type)
                || !ParameterText.choices(parameter).isEmpty();
    }

    /**
     * Shows the dialog and records the answers as {@code name=value}, all of them.
     *
     * @param record whether the command came from the menu, so that the recorder may write a line for it
     * @return the answers as text, by parameter name
     * @throws DialogCancelled if it was closed without OK
     * @throws StencilException if a number cannot be read
     */
    Map<String, String> ask(boolean record) {
        if (Commands.delegate(module) instanceof Previewing
                && !ImageSource.names().isEmpty()) {
            try (LivePreview preview = new LivePreview(module.getInfo(), dialog, this::texts)) {
                preview.addTo(dialog);
                dialog.showDialog();
            }
        } else {
            dialog.showDialog();
        }
        if (dialog.wasCanceled()) {
            if (record) {
                Recorder.disableCommandRecording(); // ImageJ would record a line without options, for the defaults
            }
            throw new DialogCancelled();
        }
        dialog.resetCounters();
        Map<String, String> texts = texts();
        if (dialog.invalidNumber()) {
            throw StencilException.of("%s. Give a number such as 0.5.", dialog.getErrorMessage());
        }
        if (Recorder.record) {
            Recorder.resetCommandOptions(); // forget what the dialog recorded, by label and without the defaults
            if (record) {
                texts.forEach(Recorder::recordOption);
            }
        }
        return texts;
    }

    /** Reads the fields in the order in which they were added. */
    private Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        answers.forEach((name, answer) -> texts.put(name, answer.get()));
        return texts;
    }

    private Supplier<String> add(ModuleItem<?> parameter) {
        String label = parameter.getLabel();
        Class<?> type = Types.box(parameter.getType());
        Object value = module.getInput(parameter.getName());
        String text = ParameterText.write(value);
        if (type == Boolean.class) {
            dialog.setInsets(3, INDENT, 0); // the first one would else stand apart
            dialog.addCheckbox(label, Boolean.TRUE.equals(value));
            return () -> String.valueOf(dialog.getNextBoolean());
        }
        if (value instanceof Number number) {
            int digits = type == Double.class ? decimals(text) : 0;
            dialog.addNumericField(label, number.doubleValue(), digits);
            return () -> ParameterText.write(dialog.getNextNumber());
        }
        List<String> choices = choices(parameter);
        if (!choices.isEmpty()) {
            dialog.addChoice(label, choices.toArray(String[]::new), choices.contains(text) ? text : choices.get(0));
            return dialog::getNextChoice;
        }
        if (type == File.class || type == ImagePlus.class || "directory".equals(parameter.getWidgetStyle())) {
            addPath(parameter, text);
            return type == String.class
                    ? dialog::getNextString
                    : () -> ParameterText.write(new File(dialog.getNextString()));
        }
        dialog.addStringField(label, text, columns(parameter, text));
        return dialog::getNextString;
    }

    private void addPath(ModuleItem<?> parameter, String path) {
        String label = parameter.getLabel();
        switch (Objects.requireNonNullElse(parameter.getWidgetStyle(), "")) {
            case "directory" -> PathField.folder(dialog, label, path);
            case "model" -> PathField.model(dialog, label, path);
            case "both" -> PathField.any(dialog, label, path);
            default -> PathField.file(dialog, label, path);
        }
    }

    /**
     * Returns what to choose from, the likeliest first: for the first image the active one, for a second another, for a
     * mask another or a selection.
     */
    private List<String> choices(ModuleItem<?> parameter) {
        if (parameter.getType() == ImagePlus.class) {
            List<String> choices = names(answers.isEmpty());
            if (!parameter.isRequired() && !choices.isEmpty()) {
                choices.add(0, ""); // none
            }
            return choices;
        }
        if (parameter.getType() == MaskSource.class) {
            List<String> choices = names(false);
            int others = Math.max(0, choices.size() - 1);
            choices.addAll(others, List.of(MaskSource.SELECTION, MaskSource.ROI_MANAGER));
            return choices;
        }
        return ParameterText.choices(parameter);
    }

    private static List<String> names(boolean activeFirst) {
        List<String> names = new ArrayList<>(ImageSource.names());
        ImagePlus active = WindowManager.getCurrentImage();
        if (active != null && names.remove(ImageSource.name(active))) {
            names.add(activeFirst ? 0 : names.size(), ImageSource.name(active));
        }
        return names;
    }

    private static int columns(ModuleItem<?> parameter, String text) {
        int least = "long".equals(parameter.getWidgetStyle()) ? MOST_TEXT_COLUMNS : TEXT_COLUMNS;
        return Math.min(MOST_TEXT_COLUMNS, Math.max(least, text.length()));
    }

    private static int decimals(String number) {
        try {
            return Math.max(0, new BigDecimal(number).stripTrailingZeros().scale());
        } catch (NumberFormatException e) {
            return 0; // NaN
        }
    }
}
