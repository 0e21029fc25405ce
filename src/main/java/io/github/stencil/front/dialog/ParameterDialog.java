// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import ij.ImagePlus;
import ij.gui.GenericDialog;
import io.github.stencil.command.ImageSource;
import io.github.stencil.command.Previewing;
import io.github.stencil.front.Commands;
import io.github.stencil.front.Inputs;
import io.github.stencil.front.MacroOptions;
import io.github.stencil.front.ParameterText;
import java.awt.AWTEvent;
import java.awt.Button;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Color;
import java.awt.Component;
import java.awt.FlowLayout;
import java.awt.Font;
import java.awt.GridBagConstraints;
import java.awt.Insets;
import java.awt.Panel;
import java.awt.TextField;
import java.io.File;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Vector;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.scijava.module.ModuleItem;
import org.scijava.util.Types;

/** An ImageJ dialog with a field for each parameter, the same in plain ImageJ and in Fiji. Shown once. */
final class ParameterDialog {
    /** How a dialog was left. */
    enum Left {
        OK,
        CANCEL,
        MORE,
        FEWER,
        DEFAULTS
    }

    private static final int TEXT_COLUMNS = 20;
    private static final int MOST_TEXT_COLUMNS = 40;
    /** With more fields than these, a row each would not fit a screen. */
    private static final int MANY = 16;
    /** How many narrow fields share a row then. */
    private static final int ABREAST = 3;

    private static final int INDENT = 20;
    private static final Font HEADING = new Font(Font.SANS_SERIF, Font.BOLD, 12);
    private static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final Color COMPLAINT = new Color(176, 0, 0);

    private final Form form;
    private final GenericDialog dialog;
    private final List<DialogField> fields = new ArrayList<>();
    private final HintLines hints = new HintLines();
    /** What the first image parameter proposes; null before it, or without an open image. */
    private @Nullable String leading;

    private Left pressed = Left.OK;

    /** Builds the dialog. */
    ParameterDialog(Form form) {
        this.form = form;
        String label = form.module().getInfo().getMenuPath().getLeaf().getName();
        dialog = new GenericDialog(label.replace("...", ""));
        if (!form.complaint().isEmpty()) {
            addLines(form.complaint(), COMPLAINT);
        }
        Inputs.messages(form.module()).forEach(dialog::addMessage);
        addFields(form.shown());
        addBelow();
        dialog.addHelp(Manual.page(label));
    }

    private void addFields(List<ModuleItem<?>> shown) {
        String heading = ""; // of those that follow, asked for or not
        int abreast = 0; // narrow fields in the present row
        for (ModuleItem<?> parameter : Inputs.of(form.module())) {
            heading = Objects.requireNonNullElse(parameter.get("heading"), heading);
            if (!shown.contains(parameter)) {
                continue;
            }
            boolean narrow = shown.size() > MANY && isNarrow(parameter);
            if (!heading.isEmpty()) {
                dialog.setInsets(8, 0, 0);
                dialog.addMessage(heading, HEADING);
                heading = "";
                abreast = 0;
            } else if (narrow && abreast > 0 && abreast < ABREAST) {
                dialog.addToSameRow();
            } else {
                abreast = 0;
            }
            DialogField field = add(parameter, form.text(parameter));
            fields.add(field);
            hints.explain(field.parts(), String.valueOf(parameter.getDescription()));
            abreast = narrow ? abreast + 1 : 0;
        }
    }

    /** Adds what stands below the fields: the explanation, what is set but not shown, and further buttons. */
    private void addBelow() {
        dialog.addPanel(hints.panel(), GridBagConstraints.WEST, new Insets(8, INDENT, 0, 0));
        Map<String, String> settings = form.hiddenSettings();
        if (!settings.isEmpty()) {
            addLines("Also set: " + MacroOptions.format(settings), Color.BLACK);
        }
        Panel buttons = new Panel(new FlowLayout(FlowLayout.LEFT, 5, 0));
        if (form.hasExtras()) {
            addButton(buttons, form.full() ? "Fewer..." : "More...", form.full() ? Left.FEWER : Left.MORE);
        }
        addButton(buttons, "Defaults", Left.DEFAULTS);
        dialog.addPanel(buttons, GridBagConstraints.WEST, new Insets(4, INDENT - 5, 0, 0));
    }

    private void addLines(String words, Color colour) {
        for (String line : HintLines.wrap(words, HintLines.COLUMNS)) {
            dialog.setInsets(0, INDENT, 0);
            dialog.addMessage(line, PLAIN, colour);
        }
    }

    private void addButton(Panel row, String label, Left meaning) {
        Button button = new Button(label);
        button.addActionListener(event -> {
            pressed = meaning;
            dialog.dispose();
        });
        row.add(button);
    }

    /** Tells whether several such fields fit into a row: numbers, choices and check boxes. */
    private static boolean isNarrow(ModuleItem<?> parameter) {
        Class<?> type = Types.box(parameter.getType());
        return type == Boolean.class
                || Number.class.isAssignableFrom(type)
                || !ParameterText.choices(parameter).isEmpty();
    }

    /** Shows the dialog until it is left. */
    Left show() {
        boolean previews = Commands.delegate(form.module()) instanceof Previewing
                && !ImageSource.names().isEmpty();
        try (LivePreview preview = previews ? new LivePreview(form.module().getInfo(), dialog, this::texts) : null) {
            if (preview != null) {
                preview.addTo(dialog);
            }
            dialog.addDialogListener(this::changed);
            showEffects();
            dialog.showDialog();
        }
        return dialog.wasCanceled() ? Left.CANCEL : pressed;
    }

    /** Returns what is entered, by parameter, with what is not shown. */
    Map<String, String> texts() {
        dialog.resetCounters();
        Map<String, String> entered = form.hidden();
        fields.forEach(field -> entered.put(field.name(), field.text().get()));
        Map<String, String> ordered = new LinkedHashMap<>();
        for (ModuleItem<?> parameter : form.parameters()) {
            ordered.put(parameter.getName(), entered.getOrDefault(parameter.getName(), ""));
        }
        return ordered;
    }

    private boolean changed(GenericDialog same, @Nullable AWTEvent event) {
        if (event != null) { // the dialog is there still
            showEffects();
        }
        return true;
    }

    private void showEffects() {
        Map<String, String> texts = texts();
        fields.forEach(field -> field.showEffect(texts));
    }

    private DialogField add(ModuleItem<?> parameter, String text) {
        String label = parameter.getLabel();
        Class<?> type = Types.box(parameter.getType());
        if (type == Boolean.class) {
            dialog.setInsets(3, INDENT, 0); // the first one would else stand apart
            dialog.addCheckbox(label, text.equals("true"));
            Checkbox box = (Checkbox) last(dialog.getCheckboxes());
            return new DialogField(parameter, () -> String.valueOf(box.getState()), List.of(box));
        }
        if (Number.class.isAssignableFrom(type)) {
            return addNumber(parameter, text);
        }
        if (Inputs.isImage(parameter)) {
            ImageChoices images = ImageChoices.of(parameter, leading);
            if (!images.names().isEmpty()) {
                return addImages(parameter, images, text);
            }
        }
        List<String> choices = ParameterText.choices(parameter);
        if (!choices.isEmpty()) {
            dialog.addChoice(label, choices.toArray(String[]::new), choices.contains(text) ? text : choices.get(0));
            Choice choice = (Choice) last(dialog.getChoices());
            return labelled(parameter, choice::getSelectedItem, List.of(choice));
        }
        boolean folder = "directory".equals(parameter.getWidgetStyle());
        if (type == File.class || type == ImagePlus.class || folder) {
            addPath(parameter, text);
        } else if ("options".equals(parameter.getWidgetStyle())) {
            OptionsField.add(dialog, label, text, () -> texts().getOrDefault("command", ""));
        } else {
            dialog.addStringField(label, text, columns(parameter, text));
        }
        TextField field = (TextField) last(dialog.getStringFields());
        Supplier<String> entered =
                type == String.class ? field::getText : () -> ParameterText.write(new File(field.getText()));
        return labelled(parameter, entered, DialogField.withNeighbours(field, dialog));
    }

    private DialogField addNumber(ModuleItem<?> parameter, String text) {
        double number = parsed(text);
        dialog.addNumericField(
                parameter.getLabel(), number, Types.box(parameter.getType()) == Double.class ? decimals(text) : 0);
        TextField field = (TextField) last(dialog.getNumericFields());
        if (Double.isNaN(number)) {
            field.setText(text); // what was entered, wrong as it is
        }
        Supplier<String> entered = () -> {
            double value = dialog.getNextNumber(); // which computes what is written as a formula
            return Double.isNaN(value) ? field.getText().strip() : ParameterText.write(value);
        };
        return labelled(parameter, entered, List.of(field));
    }

    private DialogField addImages(ModuleItem<?> parameter, ImageChoices images, String text) {
        int proposed = Math.max(0, images.names().indexOf(text));
        if (text.isEmpty()) {
            proposed = 0;
        }
        List<String> lines = images.lines();
        dialog.addChoice(parameter.getLabel(), lines.toArray(String[]::new), lines.get(proposed));
        Choice choice = (Choice) last(dialog.getChoices());
        choice.select(proposed); // two images can have the same line
        if (parameter.getType() == ImagePlus.class && leading == null) {
            leading = images.names().get(proposed);
        }
        return labelled(parameter, () -> images.names().get(choice.getSelectedIndex()), List.of(choice));
    }

    private DialogField labelled(ModuleItem<?> parameter, Supplier<String> text, List<Component> parts) {
        List<Component> all = new ArrayList<>(parts);
        all.add(dialog.getLabel());
        return new DialogField(parameter, text, all);
    }

    private void addPath(ModuleItem<?> parameter, String path) {
        String label = parameter.getLabel();
        switch (Objects.requireNonNullElse(parameter.getWidgetStyle(), "")) {
            case "directory" -> PathField.folder(dialog, label, path);
            case "model" -> PathField.model(dialog, label, path.isEmpty() ? ModelChooser.proposed() : path);
            case "both" -> PathField.any(dialog, label, path);
            default -> PathField.file(dialog, label, path);
        }
    }

    private static Object last(Vector<?> parts) {
        return parts.lastElement();
    }

    private static int columns(ModuleItem<?> parameter, String text) {
        int least = "long".equals(parameter.getWidgetStyle()) ? MOST_TEXT_COLUMNS : TEXT_COLUMNS;
        return Math.min(MOST_TEXT_COLUMNS, Math.max(least, text.length()));
    }

    private static double parsed(String number) {
        try {
            return new BigDecimal(number.strip()).doubleValue();
        } catch (NumberFormatException e) {
            return Double.NaN; // what somebody typed, and is told of
        }
    }

    private static int decimals(String number) {
        try {
            return Math.max(
                    0, new BigDecimal(number.strip()).stripTrailingZeros().scale());
        } catch (NumberFormatException e) {
            return 0; // NaN
        }
    }
}
