// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.gui.Overlay;
import ij.gui.Roi;
import io.github.stencil.front.Commands;
import io.github.stencil.front.Inputs;
import java.awt.AWTException;
import java.awt.Color;
import java.awt.Robot;
import java.awt.Window;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Takes the pictures of the manual: every command's dialog, and windows with results, all from the sample data.
 *
 * <p>A program of its own, as it needs a display; {@code docs/make-screenshots.sh} starts it on one.
 */
public final class Screenshots {
    /** What is open while a command's dialog is pictured, the active image last. */
    private static final Map<String, List<String>> OPEN = Map.of(
            "apply-mask", List.of("truth", "images"),
            "extract-pixels", List.of("truth", "images"),
            "to-categorical", List.of("truth"),
            "to-labels", List.of("truth"),
            "refine", List.of("truth"),
            "measure", List.of("images", "instances"),
            "to-rois", List.of("instances"),
            "evaluate", List.of("annotator2", "truth"));

    private final Robot robot;
    private final Path data;
    private final Path out;

    private Screenshots(Path data, Path out) throws AWTException {
        this.data = data;
        this.out = out;
        robot = new Robot();
    }

    /** Takes all pictures and ends the JVM; arguments are sample-data, the folder for pictures, and a scale (1). */
    public static void main(String[] args) throws Exception {
        Prefs.setGuiScale(args.length > 2 ? Double.parseDouble(args[2]) : 1);
        new ImageJ(ImageJ.STANDALONE);
        Screen.until(() -> IJ.getInstance().isShowing() ? true : null);
        IJ.wait(1000);
        Path out = Files.createDirectories(Path.of(args[1]));
        Screenshots pictures = new Screenshots(Path.of(args[0]).toAbsolutePath(), out);
        for (Commands.Declaration command : Commands.all()) {
            pictures.dialog(command);
        }
        pictures.results();
        pictures.training();
        Runtime.getRuntime().halt(0);
    }

    /** Some commands have no parameters, and so no dialog. */
    private void dialog(Commands.Declaration command) throws Exception {
        if (Inputs.of(command.createModule()).isEmpty()) {
            return;
        }
        for (String folder : OPEN.getOrDefault(command.name(), List.of("images"))) {
            open(folder).show();
            IJ.wait(300);
        }
        IJ.doCommand(command.label());
        GenericDialog dialog = Screen.until(Screen::dialog);
        take(dialog, command.name());
        Screen.press(dialog, "Cancel");
        IJ.wait(200);
        closeAll();
    }

    private void results() throws Exception {
        ImagePlus image = open("images");
        image.show();
        IJ.run("Apply Mask...", "image=images.tif mask=[" + data.resolve("truth/nuclei-8bit.tif") + "]");
        take("images-masked", "masked");
        IJ.run("Predict Masks...", "image=images.tif model=[" + data.resolve("models/nuclei") + "]");
        take("images-labels", "predicted");
        IJ.run("Refine Masks...", "image=images-labels include=1 grow=2 split=true tolerance=1 size=20");
        IJ.run("Labels to ROIs...", "labels=images-labels-objects where=Overlay");
        Overlay outlines = WindowManager.getImage("images-labels-objects").getOverlay();
        for (Roi outline : outlines) {
            outline.setStrokeColor(Color.WHITE);
        }
        take("images-labels-objects", "objects");
        take("Objects", "objects-table");
        IJ.run("Measure Objects...", "labels=images-labels-objects image=images.tif ring=5");
        take("Object Measurements", "measurements");
        closeAll();
        open("annotator2").show(); // who misses some, adds some, and draws some as one
        IJ.run("Refine Masks...", "image=annotator2.tif include=1 grow=2");
        open("instances").show();
        IJ.run(
                "Evaluate Segmentation...",
                "truth=instances.tif prediction=annotator2-objects kind=Objects thresholds=0.5:0.9:0.1 overlay=true");
        take("instances-overlay", "errors");
        take("Object Scores", "object-scores");
        closeAll();
    }

    private void training() throws Exception {
        Path model = Files.createTempDirectory("stencil").resolve("model");
        IJ.run(
                "Train U-Net...",
                "images=[%s] labels=[%s] model=[%s] depth=2 filters=6 patch=96 batch=4 epochs=20 rate=0.01"
                        .formatted(data.resolve("images"), data.resolve("truth"), model));
        take("Training", "training");
        try (Stream<Path> files = Files.walk(model.getParent())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private ImagePlus open(String folder) {
        ImagePlus image =
                IJ.openImage(data.resolve(folder).resolve("nuclei-8bit.tif").toString());
        image.setTitle(folder + ".tif");
        return image;
    }

    private static void closeAll() {
        for (int id : WindowManager.getIDList()) {
            WindowManager.getImage(id).changes = false;
            WindowManager.getImage(id).close();
        }
    }

    private void take(String title, String name) throws Exception {
        Window window = Screen.until(() -> WindowManager.getImage(title) != null
                ? WindowManager.getImage(title).getWindow()
                : WindowManager.getWindow(title));
        take(window, name);
    }

    private void take(Window window, String name) throws IOException {
        window.toFront();
        IJ.wait(800);
        BufferedImage picture = robot.createScreenCapture(window.getBounds());
        ImageIO.write(picture, "png", out.resolve(name + ".png").toFile());
    }
}
