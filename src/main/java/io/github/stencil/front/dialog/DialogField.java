// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import java.awt.Component;
import java.awt.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.scijava.module.ModuleItem;

/**
 * A field of a dialog.
 *
 * @param parameter what it asks for
 * @param text reads what is entered
 * @param parts what it consists of, with its label
 */
record DialogField(ModuleItem<?> parameter, Supplier<String> text, List<Component> parts) {
    /** Copies the list. */
    DialogField {
        parts = List.copyOf(parts);
    }

    /** Returns the name of the parameter. */
    String name() {
        return parameter.getName();
    }

    /** Turns the field grey where it has no effect beside the values of the others, and back. */
    void showEffect(Map<String, String> texts) {
        boolean effect = Effect.of(parameter).isThere(texts);
        for (Component part : parts) {
            if (part.isEnabled() != effect) {
                part.setEnabled(effect);
            }
        }
    }

    /** Returns a part of a dialog with all that shares its row's panel, such as the button that chooses a file. */
    static List<Component> withNeighbours(Component field, Container dialog) {
        Container parent = field.getParent();
        return parent == null || parent == dialog ? List.of(field) : new ArrayList<>(List.of(parent.getComponents()));
    }
}
