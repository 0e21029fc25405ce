// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.Menus;
import ij.Prefs;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.process.ByteProcessor;
import java.awt.Button;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Component;
import java.awt.EventQueue;
import java.awt.Label;
import java.awt.Menu;
import java.awt.MenuBar;
import java.awt.MenuItem;
import java.awt.TextField;
import java.awt.event.ItemEvent;
import java.awt.event.MouseEvent;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Somebody who enters things into dialogs, wrong ones too, and opens the dialogs again; {@code again} in another ImageJ. */
public final class Habits {
    private static final int FILL = 0; // of the numbers that Apply Mask asks for
    private static final int DIVISOR = 1;

    private Habits() {}

    /** Starts ImageJ, uses dialogs and ends the JVM. */
    public static void main(String[] args) throws Exception {
        new ImageJ(ImageJ.STANDALONE);
        Screen.until(() -> IJ.getInstance() != null && IJ.getInstance().isShowing() ? true : null);
        IJ.wait(1000);
        show("other.tif", 3, 3);
        show("mask.tif", 2, 1);
        show("another.tif", 4, 4);
        ImagePlus image = show("image.tif", 2, 1);
        Screen.until(() -> {
            IJ.selectWindow("image.tif");
            IJ.wait(300);
            return WindowManager.getCurrentImage() == image ? image : null;
        });
        if (args.length > 0) {
            GenericDialog dialog = open("Apply Mask...");
            Screen.say("fill after a restart", number(dialog, FILL).getText());
            Runtime.getRuntime().halt(0);
        }
        Screen.say("menu", menu());
        entries();
        IJ.selectWindow("image.tif");
        more();
        IJ.selectWindow("image.tif");
        batch();
        Prefs.savePreferences(); // as ImageJ does when it ends
        Runtime.getRuntime().halt(0);
    }

    private static String menu() {
        MenuBar bar = Menus.getMenuBar();
        return IntStream.range(0, bar.getMenuCount())
                .mapToObj(bar::getMenu)
                .flatMap(Habits::items)
                .filter(item -> item instanceof Menu && item.getLabel().equals("Stencil"))
                .flatMap(menu -> items((Menu) menu))
                .map(MenuItem::getLabel)
                .collect(Collectors.joining("|"));
    }

    private static Stream<MenuItem> items(Menu menu) {
        return IntStream.range(0, menu.getItemCount()).mapToObj(menu::getItem);
    }

    private static void entries() throws Exception {
        GenericDialog dialog = open("Apply Mask...");
        Screen.say("image", choice(dialog, 0).getSelectedItem());
        Screen.say("mask", choice(dialog, 1).getSelectedItem());
        Screen.say("divisor at first", number(dialog, DIVISOR).isEnabled());
        choose(choice(dialog, 2), "Weight");
        Screen.say("divisor of weights", number(dialog, DIVISOR).isEnabled());
        Screen.say("fill of weights", number(dialog, FILL).isEnabled());
        choose(choice(dialog, 2), "Keep outside");
        TextField fill = number(dialog, FILL);
        fill.dispatchEvent(new MouseEvent(fill, MouseEvent.MOUSE_ENTERED, 0, 0, 1, 1, 0, false));
        Screen.say("explained", words(dialog).contains("What removed pixels become"));
        fill.setText("plenty");
        Screen.press(dialog, "OK");
        GenericDialog again = another(dialog);
        Screen.say("complaint", words(again));
        Screen.say(
                "kept", number(again, FILL).getText() + " " + choice(again, 2).getSelectedItem());
        number(again, FILL).setText("7");
        Screen.press(again, "OK");
        ImagePlus masked = Screen.until(() -> WindowManager.getImage("image-masked"));
        Screen.say(
                "filled",
                masked.getProcessor().get(0, 0) + " " + masked.getProcessor().get(1, 0));
        IJ.selectWindow("image.tif");
        dialog = open("Apply Mask...");
        Screen.say(
                "next time",
                number(dialog, FILL).getText() + " " + choice(dialog, 2).getSelectedItem());
        Screen.press(dialog, "Defaults");
        again = another(dialog);
        Screen.say(
                "defaults",
                number(again, FILL).getText() + " " + choice(again, 2).getSelectedItem());
        Screen.press(again, "Cancel");
        Screen.until(() -> Screen.dialog() == null ? true : null);
        Screen.say(
                "a macro has the defaults",
                IJ.runMacro("selectWindow('image.tif'); run('Apply Mask...', 'image=image.tif mask=mask.tif');"
                        + " return '' + getPixel(0, 0) + ' ' + getPixel(1, 0);"));
    }

    private static void more() throws Exception {
        GenericDialog dialog = open("Predict Masks...");
        Screen.say("short form", words(dialog));
        Screen.press(dialog, "More...");
        GenericDialog full = another(dialog);
        Screen.say("full form", words(full));
        number(full, 1).setText("96"); // the tile
        Screen.press(full, "Fewer...");
        dialog = another(full);
        Screen.say("set but hidden", words(dialog));
        Screen.press(dialog, "Cancel");
        Screen.until(() -> Screen.dialog() == null ? true : null);
    }

    private static void batch() throws Exception {
        GenericDialog dialog = open("Stencil Batch...");
        choose(choice(dialog, 0), "apply-mask");
        Screen.say("second folder", text(dialog, 2).isEnabled());
        Button button = Screen.parts(dialog)
                .filter(part -> part instanceof Button found && found.getLabel().equals("Dialog..."))
                .map(Button.class::cast)
                .findFirst()
                .orElseThrow();
        EventQueue.invokeLater(() -> Screen.press(button)); // which waits for the other dialog
        GenericDialog own = another(dialog);
        Screen.say("own dialog", own.getTitle() + ": " + words(own));
        number(own, FILL).setText("9");
        Screen.press(own, "OK");
        Screen.until(() -> text(dialog, 0).getText().isEmpty() ? null : true);
        Screen.say("options", text(dialog, 0).getText());
        choose(choice(dialog, 0), "to-rois");
        Screen.say("second folder of one image", text(dialog, 2).isEnabled());
        Screen.press(dialog, "Cancel");
    }

    private static ImagePlus show(String title, int width, int height) {
        ByteProcessor pixels = new ByteProcessor(width, height);
        pixels.set(0, 0, 10);
        ImagePlus image = new ImagePlus(title, pixels);
        image.show();
        IJ.wait(200);
        return image;
    }

    private static GenericDialog open(String label) throws Exception {
        IJ.doCommand(label);
        return Screen.until(Screen::dialog);
    }

    /** Waits for a dialog that is not this one. */
    private static GenericDialog another(GenericDialog dialog) throws Exception {
        return Screen.until(() ->
                Screen.dialogs().filter(found -> found != dialog).findFirst().orElse(null));
    }

    private static TextField number(GenericDialog dialog, int index) {
        return (TextField) dialog.getNumericFields().get(index);
    }

    private static TextField text(GenericDialog dialog, int index) {
        return (TextField) dialog.getStringFields().get(index);
    }

    private static Choice choice(GenericDialog dialog, int index) {
        return (Choice) dialog.getChoices().get(index);
    }

    private static void choose(Choice choice, String item) throws Exception {
        EventQueue.invokeAndWait(() -> {
            choice.select(item);
            choice.dispatchEvent(new ItemEvent(choice, ItemEvent.ITEM_STATE_CHANGED, item, ItemEvent.SELECTED));
        });
    }

    /** Returns all that a dialog says. */
    private static String words(GenericDialog dialog) {
        return Screen.parts(dialog).map(Habits::word).collect(Collectors.joining(" "));
    }

    private static String word(Component part) {
        return part instanceof Label label ? label.getText() : part instanceof Checkbox box ? box.getLabel() : "";
    }
}
