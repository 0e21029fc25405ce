// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import ij.gui.GenericDialog;
import java.awt.Button;
import java.awt.FlowLayout;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Panel;
import java.awt.TextField;
import java.util.List;
import javax.swing.JFileChooser;

/** A text field for a path, with a button beside it that chooses one: a file, a folder, or either. */
final class PathField {
    private static final int COLUMNS = 30;

    private PathField() {}

    /** Adds a field for a file. */
    static void file(GenericDialog dialog, String label, String path) {
        dialog.addFileField(label, path, COLUMNS);
    }

    /** Adds a field for a folder. */
    static void folder(GenericDialog dialog, String label, String path) {
        dialog.addDirectoryField(label, path, COLUMNS);
    }

    /** Adds a field for a file or a folder; ImageJ's own fields choose one or the other. */
    static void any(GenericDialog dialog, String label, String path) {
        choosing(dialog, label, path);
    }

    /** Adds a field for a model: a file, a folder, or the name of one at hand, which a list shows. */
    static void model(GenericDialog dialog, String label, String path) {
        Panel row = choosing(dialog, label, path);
        TextField field = (TextField) row.getComponent(0);
        Button button = new Button("Models...");
        button.addActionListener(event -> ModelChooser.choose(dialog).ifPresent(field::setText));
        row.add(button);
    }

    /** Puts the field into a row of its own with its button, as ImageJ does for files and folders. */
    private static Panel choosing(GenericDialog dialog, String label, String path) {
        dialog.addStringField(label, path, COLUMNS);
        TextField field = (TextField) dialog.getStringFields().lastElement();
        Button button = new Button("Browse");
        button.addActionListener(event -> {
            JFileChooser chooser = new JFileChooser(field.getText());
            chooser.setFileSelectionMode(JFileChooser.FILES_AND_DIRECTORIES);
            if (chooser.showOpenDialog(dialog) == JFileChooser.APPROVE_OPTION) {
                field.setText(chooser.getSelectedFile().getPath());
            }
        });
        return beside(dialog, field, List.of(button));
    }

    /** Puts buttons beside the field that was added last. */
    static Panel beside(GenericDialog dialog, TextField field, List<Button> buttons) {
        GridBagLayout layout = (GridBagLayout) dialog.getLayout();
        GridBagConstraints place = layout.getConstraints(field);
        Panel row = new Panel(new FlowLayout(FlowLayout.LEFT, 0, 0));
        row.add(field);
        buttons.forEach(row::add);
        dialog.add(row, place);
        return row;
    }
}
