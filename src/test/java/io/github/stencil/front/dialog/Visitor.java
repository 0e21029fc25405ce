// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.Menus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import ij.process.ByteProcessor;
import java.awt.Button;
import java.awt.EventQueue;
import java.awt.Label;
import java.awt.Menu;
import java.awt.MenuItem;
import java.awt.event.KeyEvent;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A visitor who sits down at an ImageJ with a display, uses its menu and dialogs, and prints what there was to see.
 *
 * <p>A program of its own, as ImageJ can be started once per JVM. With the argument {@code fiji} it starts whatever
 * ImageJ2 is on the class path, else plain ImageJ.
 */
public final class Visitor {
    private static final String IMAGES = """
            setBatchMode(true);
            newImage("a", "8-bit black", 2, 1, 1); setPixel(0, 0, 10); setPixel(1, 0, 20);
            newImage("b", "8-bit black", 2, 1, 1); setPixel(1, 0, 3);
            newImage("c", "8-bit white", 5, 5, 1);
            selectWindow("a");
            """;

    private Visitor() {}

    /** Starts ImageJ, looks around and ends the JVM. */
    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("fiji")) {
            start("net.imagej.Main");
        } else {
            new ImageJ(ImageJ.STANDALONE);
        }
        Screen.until(() -> IJ.getInstance() != null && IJ.getInstance().isShowing() ? true : null);
        IJ.wait(1000);
        new ImagePlus("image.tif", new ByteProcessor(2, 1, new byte[] {10, 20})).show();
        new ImagePlus("the mask", new ByteProcessor(2, 1, new byte[] {0, 3})).show();
        EventQueue.invokeAndWait(Recorder::new); // from another thread it can wait for a window that waits for it
        Screen.until(
                () -> { // windows that open late become active, and their image current
                    IJ.selectWindow("image.tif");
                    IJ.wait(300);
                    ImagePlus current = WindowManager.getCurrentImage();
                    return current != null && current.getTitle().equals("image.tif") ? current : null;
                });

        Screen.say("menu entries", entries("Apply Mask..."));
        IJ.doCommand("Apply Mask...");
        GenericDialog dialog = Screen.until(Screen::dialog);
        Screen.say("dialog", dialog.getTitle() + ": " + labels(dialog));
        Screen.press(dialog.getButtons()[0]);
        ImagePlus masked = Screen.until(() -> WindowManager.getImage("image-masked"));
        Screen.say("result", Arrays.toString((byte[]) masked.getProcessor().getPixels()));
        IJ.wait(500);
        String recorded = lineWith(Recorder.getInstance().getText(), "Apply Mask...");
        Screen.say("recorded", recorded);
        Recorder.getInstance().close();

        Screen.say("replayed", IJ.runMacro("selectWindow('image.tif');" + recorded + "return getTitle();"));
        Screen.say(
                "no options in batch mode",
                IJ.runMacro(IMAGES + "run('Apply Mask...', 'mask=b'); return getTitle() + nImages;"));
        Screen.say(
                "named image in batch mode",
                IJ.runMacro(
                        IMAGES
                                + "run('Apply Mask...', 'image=a mask=b mode=[Keep outside]'); return getTitle() + getPixel(0, 0);"));
        Screen.say(
                "ROIs in batch mode",
                IJ.runMacro(
                        IMAGES
                                + "makeRectangle(0, 0, 1, 1); roiManager('add'); run('Apply Mask...', 'mask=[ROI Manager]'); return getTitle() + ' ' + getPixel(0, 0) + ' ' + getPixel(1, 0);"));
        Screen.say("refused in batch mode", IJ.runMacro(IMAGES + "run('Apply Mask...', 'mask=c'); return 'went on';"));
        Screen.say("log", IJ.getLog());
        Screen.say("windows", Screen.windows());

        Thread macro = new Thread(() -> Screen.say(
                "refused on screen",
                IJ.runMacro("selectWindow('image.tif'); run('Apply Mask...', 'mask=nope'); return 'went on';")));
        macro.start();
        dialog = Screen.until(Screen::dialog);
        Screen.say("complaint", dialog.getTitle());
        Screen.press(dialog.getButtons()[0]);
        macro.join();

        macro = new Thread(
                () -> Screen.say("cancelled on screen", IJ.runMacro("run('Apply Mask...'); return 'went on';")));
        macro.start();
        Screen.press(Screen.until(Screen::dialog).getButtons()[1]);
        macro.join();
        Screen.say("dialogs left", String.valueOf(Screen.dialog() != null));
        stopWithEsc();
        EventQueue.invokeAndWait(() -> IJ.run("Probe...", "image=image.tif output=thread"));
        Screen.say("computed on the event thread", Screen.until(() -> titleWith("event thread")));
        IJ.doCommand("Probe...");
        GenericDialog probe = Screen.until(Screen::dialog);
        Screen.say(
                "file or folder",
                Screen.parts(probe)
                        .filter(Button.class::isInstance)
                        .map(button -> ((Button) button).getLabel())
                        .collect(Collectors.joining(" | ")));
        Runtime.getRuntime().halt(0);
    }

    private static void stopWithEsc() throws InterruptedException {
        ImagePlus image = WindowManager.getImage("image.tif");
        Thread macro = new Thread(() -> Screen.say(
                "stopped by Esc",
                IJ.runMacro("selectWindow('image.tif'); run('Probe...', 'output=loop'); return 'went on';")));
        macro.start();
        IJ.wait(1000);
        Screen.say("locked", image.isLocked());
        long pressed = System.nanoTime();
        IJ.setKeyDown(KeyEvent.VK_ESCAPE);
        macro.join();
        Screen.say("milliseconds", (System.nanoTime() - pressed) / 1_000_000);
        Screen.say("status", ImageJ.getStatusBarText());
        Screen.say("unlocked", !image.isLocked());
        Screen.say("dialogs after Esc", Screen.dialog() != null);
    }

    private static String titleWith(String part) {
        return Arrays.stream(Objects.requireNonNullElse(WindowManager.getImageTitles(), new String[0]))
                .filter(title -> title.contains(part))
                .findFirst()
                .orElse(null);
    }

    private static void start(String main) {
        new Thread(() -> {
                    try {
                        Class.forName(main).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .start();
    }

    private static String labels(GenericDialog dialog) {
        return Stream.of(dialog.getComponents())
                .filter(Label.class::isInstance)
                .map(label -> ((Label) label).getText())
                .collect(Collectors.joining(" | "));
    }

    private static long entries(String label) {
        return IntStream.range(0, Menus.getMenuBar().getMenuCount())
                .mapToObj(i -> Menus.getMenuBar().getMenu(i))
                .flatMap(Visitor::items)
                .filter(item -> item.getLabel().equals(label))
                .count();
    }

    private static Stream<MenuItem> items(MenuItem item) {
        return item instanceof Menu menu
                ? IntStream.range(0, menu.getItemCount())
                        .mapToObj(menu::getItem)
                        .flatMap(Visitor::items)
                : Stream.of(item);
    }

    private static String lineWith(String text, String part) {
        return text.lines().filter(line -> line.contains(part)).collect(Collectors.joining("\n"));
    }
}
