// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import java.awt.Component;
import java.awt.Dimension;
import java.awt.GridLayout;
import java.awt.Label;
import java.awt.Panel;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.util.ArrayList;
import java.util.List;

/** The lines below a dialog's fields that explain the one under the mouse, or else the one that is typed in. */
final class HintLines {
    /** How many letters of the usual width a line holds. */
    static final int COLUMNS = 66;

    /** How many lines there are. */
    static final int LINES = 3;

    private static final String START = "Point at an option to read what it means.";

    private final List<Label> lines = new ArrayList<>();
    private final Panel panel = new Panel(new GridLayout(LINES, 1)) {
        private static final long serialVersionUID = 1;

        @Override
        public Dimension getPreferredSize() { // whatever the lines say now
            var font = getFontMetrics(getFont());
            return new Dimension(COLUMNS * font.charWidth('n'), super.getPreferredSize().height);
        }
    };

    /** Makes lines that say how to use them. */
    HintLines() {
        for (int i = 0; i < LINES; i++) {
            Label line = new Label();
            lines.add(line);
            panel.add(line);
        }
        say(START);
    }

    /** Returns what to put into the dialog. */
    Panel panel() {
        return panel;
    }

    /** Explains some parts of the dialog from now on. */
    void explain(List<Component> parts, String words) {
        for (Component part : parts) {
            part.addMouseListener(new MouseAdapter() {
                @Override
                public void mouseEntered(MouseEvent event) {
                    say(words);
                }
            });
            part.addFocusListener(new FocusAdapter() {
                @Override
                public void focusGained(FocusEvent event) {
                    say(words);
                }
            });
        }
    }

    private void say(String words) {
        List<String> wrapped = wrap(words, COLUMNS);
        for (int i = 0; i < LINES; i++) {
            lines.get(i).setText(i < wrapped.size() ? wrapped.get(i) : "");
        }
    }

    /** Breaks a text into lines at its blanks; a word that is longer than a line has one of its own. */
    static List<String> wrap(String text, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+", -1)) {
            if (line.length() > 0 && line.length() + 1 + word.length() > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
