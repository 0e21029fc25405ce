// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Roi;
import ij.plugin.frame.RoiManager;
import ij.process.ByteProcessor;
import java.awt.EventQueue;
import java.util.Arrays;
import java.util.Random;

/**
 * A user with a display who closes things while commands run: the image, the ROI Manager, and at last ImageJ. Prints what
 * there was to see. The argument is a model.
 */
public final class Leaver {
    private static final int SIDE = 1_500;

    private Leaver() {}

    /** Starts ImageJ and ends with it. */
    public static void main(String[] args) throws Exception {
        ImageJ fiji = new ImageJ(ImageJ.STANDALONE);
        fiji.exitWhenQuitting(true);
        String predict = "selectWindow('cells'); run('Predict Masks...', 'model=[%s] tile=64');".formatted(args[0]);
        byte[] undisturbed = disturbed(predict, "cells-labels", () -> {});
        byte[] closed = disturbed(predict, "cells-labels", () -> close(WindowManager.getImage("cells")));
        say("same labels", Arrays.equals(undisturbed, closed));

        ImagePlus labels = new ImagePlus("objects", labels());
        labels.show();
        RoiManager manager = new RoiManager();
        manager.addRoi(new Roi(1, 1, 5, 5));
        Thread macro = macro("selectWindow('objects'); run('Labels to ROIs...', 'where=[ROI Manager]');");
        locked(labels);
        EventQueue.invokeAndWait(manager::close);
        macro.join();
        say(
                "rois",
                RoiManager.getInstance2() == null
                        ? 0
                        : RoiManager.getInstance2().getCount());

        Thread reading = macro("selectWindow('objects'); run('Apply Mask...', 'mask=[ROI Manager]');");
        locked(labels);
        Thread.sleep(200); // if its ROIs were not read yet, a dialog would say so, and wait for ever
        EventQueue.invokeAndWait(() -> RoiManager.getInstance2().close());
        reading.join();
        say("masked", WindowManager.getImage("objects-masked") != null);
        say("unlocked", !labels.isLocked());

        ImagePlus cells = cells();
        macro(predict);
        locked(cells);
        say("quits at", System.currentTimeMillis());
        fiji.quit();
    }

    private static byte[] disturbed(String line, String result, Runnable disturbance) throws Exception {
        ImagePlus cells = cells();
        Thread macro = macro(line);
        locked(cells);
        disturbance.run();
        macro.join();
        ImagePlus made = WindowManager.getImage(result);
        if (made == null) {
            throw new IllegalStateException("There is no " + result);
        }
        byte[] pixels = (byte[]) made.getProcessor().getPixelsCopy();
        close(made);
        if (cells.getWindow() != null) {
            close(cells);
        }
        return pixels;
    }

    private static ImagePlus cells() {
        byte[] noise = new byte[SIDE * SIDE];
        new Random(1).nextBytes(noise);
        ImagePlus cells = new ImagePlus("cells", new ByteProcessor(SIDE, SIDE, noise));
        cells.show();
        return cells;
    }

    private static ByteProcessor labels() {
        ByteProcessor labels = new ByteProcessor(SIDE, SIDE);
        for (int i = 0; i < SIDE * SIDE; i++) {
            labels.set(i, i % 7 < 5 && i / SIDE % 300 < 280 ? 1 + i / SIDE / 300 : 0);
        }
        return labels;
    }

    private static Thread macro(String text) {
        Thread thread = new Thread(() -> IJ.runMacro(text));
        thread.start();
        return thread;
    }

    private static void locked(ImagePlus image) throws InterruptedException {
        for (int i = 0; i < 30_000 && !image.isLocked(); i++) {
            Thread.sleep(1);
        }
        say("locked", image.isLocked());
    }

    private static void close(ImagePlus image) {
        try {
            EventQueue.invokeAndWait(() -> image.getWindow().close());
        } catch (java.lang.reflect.InvocationTargetException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void say(String what, Object seen) {
        System.out.println("SEEN " + what + " = " + seen);
        System.out.flush();
    }
}
