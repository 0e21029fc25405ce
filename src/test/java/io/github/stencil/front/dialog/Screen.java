// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import ij.ImageJ;
import ij.gui.GenericDialog;
import java.awt.Button;
import java.awt.Checkbox;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.awt.event.ItemEvent;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What programs that sit in front of a display do: wait, look for dialogs, and press. */
public final class Screen {
    private Screen() {}

    /** Waits, up to half a minute, until there is something to see. */
    static <T> T until(Callable<T> seen) throws Exception {
        for (int i = 0; i < 300; i++) {
            T found = seen.call();
            if (found != null) {
                return found;
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException(
                "Waited in vain; windows: " + windows() + "; status: " + ImageJ.getStatusBarText());
    }

    /** Returns the dialog that is open, or null. */
    static GenericDialog dialog() {
        return dialogs().findFirst().orElse(null);
    }

    /** Returns the dialogs that are open. */
    static Stream<GenericDialog> dialogs() {
        return Stream.of(Window.getWindows())
                .filter(window -> window.isShowing() && window instanceof GenericDialog)
                .map(GenericDialog.class::cast);
    }

    /** Presses a button. */
    static void press(Button button) {
        button.dispatchEvent(new ActionEvent(button, ActionEvent.ACTION_PERFORMED, button.getLabel()));
    }

    /** Presses the button of a dialog that is called so. */
    static void press(GenericDialog dialog, String label) {
        press(parts(dialog)
                .filter(Button.class::isInstance)
                .map(Button.class::cast)
                .filter(button -> button.getLabel().strip().equals(label))
                .findFirst()
                .orElseThrow());
    }

    /** Ticks a box as a user does. */
    static void tick(Checkbox box, boolean state) throws Exception {
        EventQueue.invokeAndWait(() -> {
            box.setState(state);
            int change = state ? ItemEvent.SELECTED : ItemEvent.DESELECTED;
            box.dispatchEvent(new ItemEvent(box, ItemEvent.ITEM_STATE_CHANGED, box.getLabel(), change));
        });
    }

    /** Returns all that a window consists of. */
    static Stream<Component> parts(Container container) {
        return Stream.of(container.getComponents())
                .flatMap(part ->
                        part instanceof Container box ? Stream.concat(Stream.of(part), parts(box)) : Stream.of(part));
    }

    /** Returns the titles of the windows that are open. */
    static String windows() {
        return Stream.of(Window.getWindows())
                .filter(Window::isShowing)
                .map(window -> window instanceof Frame frame ? frame.getTitle() : window.getName())
                .sorted()
                .collect(Collectors.joining(" | "));
    }

    /** Prints what was seen, for the test that started this program. */
    static void say(String what, Object seen) {
        System.out.println("SEEN " + what + " = " + String.valueOf(seen).replace("\n", " / "));
    }
}
