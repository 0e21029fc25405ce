// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import ij.Prefs;
import io.github.stencil.StencilException;
import io.github.stencil.model.card.ModelNote;
import io.github.stencil.model.file.ModelLibrary;
import io.github.stencil.model.file.TrainedModels;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.swing.BorderFactory;
import javax.swing.ImageIcon;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JOptionPane;
import javax.swing.JScrollPane;
import javax.swing.ListSelectionModel;

/** The list of models that are at hand: those trained last, the installed ones, and those that come with Stencil. */
final class ModelChooser {
    private static final int COVER = 64; // pixels high, at scale 1
    private static final int WIDEST_COVER = 128;
    private static final int WIDTH = 560;
    private static final int ROWS = 4;

    /**
     * A model in the list.
     *
     * @param text what names it in a dialog or a macro: a name, or a path
     * @param note what it says of itself
     */
    record Offer(String text, ModelNote note) {

        /** Returns the words for the list: name, purpose and day, with where it is if it has no name of its own. */
        String html() {
            boolean path = text.contains("/") || text.contains("\\");
            String name = path && !note.name().isEmpty() ? note.name() : text;
            StringBuilder words = new StringBuilder("<html><b>" + escaped(name) + "</b>");
            if (!note.purpose().isEmpty()) {
                words.append("<br>").append(escaped(note.purpose()));
            }
            note.made().ifPresent(day -> words.append("<br>made on ").append(day));
            return words.append(path ? "<br>" + escaped(text) : "")
                    .append("</html>")
                    .toString();
        }

        private static String escaped(String text) {
            return text.replace("&", "&amp;").replace("<", "&lt;");
        }
    }

    private ModelChooser() {}

    /** Lists the models at hand, the one trained last first. */
    static List<Offer> offers() {
        List<Offer> offers = new ArrayList<>();
        for (Path folder : TrainedModels.folders()) {
            offers.add(new Offer(folder.toString().replace('\\', '/'), ModelNote.of(folder)));
        }
        for (String name : ModelLibrary.known()) {
            note(name).ifPresent(note -> offers.add(new Offer(name, note)));
        }
        return offers;
    }

    /** Returns the first in the list; empty if there is none. */
    static String proposed() {
        return offers().stream().map(Offer::text).findFirst().orElse("");
    }

    private static Optional<ModelNote> note(String name) {
        try {
            return Optional.of(ModelNote.of(ModelLibrary.find(Path.of(name))));
        } catch (StencilException e) {
            return Optional.empty(); // the home folder cannot be written to, so it cannot be run either
        }
    }

    /** Shows the list and returns what was chosen; nothing if nothing was. */
    static Optional<String> choose(Component above) {
        double scale = Math.max(1, Prefs.getGuiScale());
        List<Offer> offers = offers();
        JList<Offer> list = new JList<>(offers.toArray(Offer[]::new));
        list.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        list.setSelectedIndex(0);
        list.setVisibleRowCount(ROWS);
        list.setCellRenderer((same, offer, index, selected, focused) -> {
            JLabel row = new JLabel(offer.html(), icon(offer, scale), JLabel.LEFT);
            row.setFont(
                    row.getFont().deriveFont(Font.PLAIN, (float) (row.getFont().getSize() * scale)));
            row.setIconTextGap((int) (8 * scale));
            row.setBorder(BorderFactory.createEmptyBorder(4, 4, 4, 4));
            row.setOpaque(true);
            row.setBackground(selected ? list.getSelectionBackground() : list.getBackground());
            row.setForeground(selected ? list.getSelectionForeground() : list.getForeground());
            return row;
        });
        JScrollPane pane = new JScrollPane(list);
        pane.setPreferredSize(new Dimension(
                (int) (WIDTH * scale), Math.max(pane.getPreferredSize().height, (int) (COVER * 2 * scale))));
        int answer = JOptionPane.showConfirmDialog(
                above, pane, "Models", JOptionPane.OK_CANCEL_OPTION, JOptionPane.PLAIN_MESSAGE);
        return answer == JOptionPane.OK_OPTION
                ? Optional.ofNullable(list.getSelectedValue()).map(Offer::text)
                : Optional.empty();
    }

    /** Returns the cover, or an empty picture so that all words begin at one place. */
    private static ImageIcon icon(Offer offer, double scale) {
        int height = (int) (COVER * scale);
        int widest = (int) (WIDEST_COVER * scale);
        BufferedImage field = new BufferedImage(widest, height, BufferedImage.TYPE_INT_ARGB);
        offer.note().cover().flatMap(ModelChooser::read).ifPresent(cover -> {
            double factor = Math.min((double) height / cover.getHeight(), (double) widest / cover.getWidth());
            int width = Math.max(1, (int) (cover.getWidth() * factor));
            int high = Math.max(1, (int) (cover.getHeight() * factor));
            Image small = cover.getScaledInstance(width, high, Image.SCALE_SMOOTH);
            var graphics = field.createGraphics();
            graphics.drawImage(new ImageIcon(small).getImage(), 0, (height - high) / 2, null);
            graphics.dispose();
        });
        return new ImageIcon(field);
    }

    private static Optional<BufferedImage> read(Path cover) {
        try {
            return Optional.ofNullable(ImageIO.read(cover.toFile()));
        } catch (IOException e) {
            return Optional.empty(); // a damaged picture is no reason not to choose the model
        }
    }
}
