package io.github.stencil.front;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.WindowManager;
import ij.gui.GenericDialog;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Window;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * Takes the pictures of the manual: every command's dialog, and windows with results, all from the sample data.
 *
 * <p>A program of its own, as it needs a display; {@code docs/make-screenshots.sh} starts it on one.
 */
public final class Screenshots {
    private static final int MARGIN = 0;
    private static final int SHADES = 64;

    /** What is open while a command's dialog is pictured, the active image last. */
    private static final Map<String, List<String>> OPEN = Map.of(
            "apply-mask", List.of("truth/nuclei-8bit.tif", "images/nuclei-8bit.tif"),
            "evaluate", List.of("annotator2/nuclei-8bit.tif", "truth/nuclei-8bit.tif"));

    private final Robot robot;
    private final Path data;
    private final Path out;

    private Screenshots(Path data, Path out) throws Exception {
        this.data = data;
        this.out = out;
        robot = new Robot();
    }

    /** Takes all pictures and ends the JVM; arguments are sample-data, the folder for pictures, and a scale. */
    public static void main(String[] args) throws Exception {
        Prefs.setGuiScale(args.length > 2 ? Double.parseDouble(args[2]) : 1);
        new ImageJ(ImageJ.STANDALONE);
        IJ.wait(1000);
        Screenshots pictures =
                new Screenshots(Path.of(args[0]).toAbsolutePath(), Files.createDirectories(Path.of(args[1])));
        for (Commands.Declaration command : Commands.all()) {
            if (args.length < 4 || command.name().equals(args[3])) {
                pictures.dialog(command);
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private void dialog(Commands.Declaration command) throws Exception {
        for (String image : OPEN.getOrDefault(command.name(), List.of("images/nuclei-8bit.tif"))) {
            ImagePlus opened = IJ.openImage(data.resolve(image).toString());
            opened.setTitle(image.split("/", 2)[0] + ".tif");
            opened.show();
            IJ.wait(300);
        }
        IJ.doCommand(command.label());
        GenericDialog dialog = Screen.until(Screen::dialog);
        IJ.wait(500);
        picture(dialog, command.name());
        Screen.press(dialog.getButtons()[1]);
        IJ.wait(200);
        for (int id : WindowManager.getIDList()) {
            WindowManager.getImage(id).changes = false;
            WindowManager.getImage(id).close();
        }
    }

    private void picture(Window window, String name) throws IOException {
        Rectangle place = window.getBounds();
        place.grow(MARGIN, MARGIN);
        BufferedImage picture = robot.createScreenCapture(place);
        ImageIO.write(picture, "png", out.resolve(name + ".png").toFile());
    }
}
