// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.frame.Recorder;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import java.awt.Checkbox;
import java.awt.EventQueue;
import java.awt.TextField;
import java.awt.event.TextEvent;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;

/** Someone who uses the Preview box at an ImageJ with a display, and prints what there was to see. */
public final class Previewer {
    private static final int THRESHOLD = 0; // the first text field of Refine Masks

    private Previewer() {}

    /** Starts ImageJ, previews and ends the JVM. */
    public static void main(String[] args) throws Exception {
        new ImageJ(ImageJ.STANDALONE);
        Screen.until(() -> IJ.getInstance().isShowing() ? true : null);
        IJ.wait(1000);
        // As many squares as the plane's number, each brighter than the one before.
        ImagePlus image = IJ.createImage("squares", "8-bit black", 64, 48, 3);
        for (int plane = 1; plane <= 3; plane++) {
            ImageProcessor pixels = image.getStack().getProcessor(plane);
            for (int i = 0; i < plane; i++) {
                pixels.setColor(100 + 10 * i);
                pixels.fill(new Roi(4 + 20 * i, 8, 10, 10));
            }
        }
        ByteProcessor mask = new ByteProcessor(64, 48);
        mask.set(5, 9, 255); // in the first square only
        new ImagePlus("mask", mask).show();
        image.setSlice(2);
        Overlay own = new Overlay(new Roi(1, 1, 3, 3));
        image.setOverlay(own);
        image.show();
        EventQueue.invokeAndWait(Recorder::new); // from another thread it can wait for a window that waits for it
        Screen.until(() -> {
            IJ.selectWindow("squares");
            IJ.wait(300);
            return WindowManager.getCurrentImage() == image ? image : null;
        });
        int before = pixels(image);

        GenericDialog dialog = open("Refine Masks...");
        Checkbox box = (Checkbox) dialog.getCheckboxes().lastElement();
        Screen.say("box", box.getLabel() + " " + box.getState());
        Screen.tick(box, true);
        Screen.say("objects in view", awaitRois(image, 3));
        type(dialog, "105");
        Screen.say("objects of a higher threshold", awaitRois(image, 2));
        type(dialog, "nonsense");
        Screen.say("nonsense leaves", awaitRois(image, 1));
        Screen.say("nonsense is told", ImageJ.getStatusBarText());
        type(dialog, "50");
        awaitRois(image, 3);
        Screen.say("pixels are the same", pixels(image) == before && !image.changes);
        Screen.press(dialog, "Cancel");
        Screen.until(() -> image.getOverlay() == own ? true : null);
        Screen.say("after Cancel", own.size() + " " + own.get(0).getBounds());

        dialog = open("Refine Masks...");
        box = (Checkbox) dialog.getCheckboxes().lastElement();
        Screen.say("box next time", box.getState());
        Screen.tick(box, true);
        awaitRois(image, 3);
        Screen.press(dialog, "OK");
        Screen.until(() -> WindowManager.getImage("squares-objects"));
        Screen.say("after OK", image.getOverlay() == own);
        IJ.wait(500);
        Screen.say(
                "recorded",
                Recorder.getInstance()
                        .getText()
                        .lines()
                        .filter(line -> line.contains("Refine"))
                        .collect(Collectors.joining()));

        IJ.selectWindow("squares");
        dialog = open("Apply Mask...");
        Screen.tick((Checkbox) dialog.getCheckboxes().lastElement(), true);
        Screen.until(() -> rois(image) == 2 ? true : null);
        ImageRoi picture = (ImageRoi) image.getOverlay().get(0);
        Screen.say("masked", picture.getBounds() + " " + picture.getProcessor().getStatistics().max);
        Screen.press(dialog, "Cancel");
        Screen.until(() -> image.getOverlay() == own ? true : null);
        Screen.say("pixels are the same to the end", pixels(image) == before);
        Runtime.getRuntime().halt(0);
    }

    private static GenericDialog open(String label) throws Exception {
        IJ.doCommand(label);
        return Screen.until(Screen::dialog);
    }

    private static void type(GenericDialog dialog, String text) throws Exception {
        TextField field = (TextField) dialog.getStringFields().get(THRESHOLD);
        EventQueue.invokeAndWait(() -> {
            field.setText(text);
            field.dispatchEvent(new TextEvent(field, TextEvent.TEXT_VALUE_CHANGED));
        });
    }

    private static String awaitRois(ImagePlus image, int count) throws Exception {
        Screen.until(() -> rois(image) == count ? true : null);
        return ImageJ.getStatusBarText();
    }

    private static int rois(ImagePlus image) {
        return Objects.requireNonNullElse(image.getOverlay(), new Overlay()).size();
    }

    private static int pixels(ImagePlus image) {
        return Arrays.deepHashCode(
                Arrays.stream(image.getStack().getImageArray()).limit(3).toArray());
    }
}
