// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ColorProcessor;
import io.github.stencil.FileTrouble;
import io.github.stencil.StencilException;
import io.github.stencil.front.terminal.ExitStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The main job on the sample data, for a first look: predict, evaluate, and a picture of where the two differ. */
final class Demo {
    private static final List<String> CLASSES = List.of("background", "nucleus", "border");
    private static final String SHOWN = "nuclei-8bit";

    private final PrintWriter out;
    private final PrintWriter err;
    private final Path samples;
    private final Path results;

    private Demo(PrintWriter out, PrintWriter err, Path home) {
        this.out = out;
        this.err = err;
        samples = home.resolve("sample-data");
        results = home.resolve("demo-results");
    }

    /**
     * Runs it.
     *
     * @param home the project's folder, in which the sample data lie and the results will
     * @return the exit status
     */
    static int run(PrintWriter out, PrintWriter err, Path home) {
        return new Demo(out, err, home).run();
    }

    private int run() {
        if (!Files.isDirectory(samples)) {
            err.println("stencil: There is no folder " + samples + ". Run the demo from the project's folder.");
            return ExitStatus.NOTHING_DONE;
        }
        Path labels = results.resolve("labels");
        Path errors = results.resolve("errors");
        int status = stencil(
                "predict",
                "--image",
                samples.resolve("images").toString(),
                "--model",
                samples.resolve("models").resolve("nuclei").toString(),
                "--output",
                labels + "/",
                "--overwrite");
        if (status == ExitStatus.DONE) {
            status = stencil(
                    "evaluate",
                    "--truth",
                    samples.resolve("truth").toString(),
                    "--prediction",
                    labels.toString(),
                    "--overlay",
                    "--output",
                    errors + "/",
                    "--tables",
                    results.toString(),
                    "--overwrite");
        }
        if (status == ExitStatus.DONE) {
            report(errors);
        }
        return status;
    }

    /** Runs a command as the command line does, and says so. */
    private int stencil(String... command) {
        out.println("$ stencil " + String.join(" ", command));
        out.flush();
        return Main.run(new PrintWriter(new StringWriter()), err, command);
    }

    private void report(Path errors) {
        Path scores = results.resolve("class-scores.csv");
        Path picture = results.resolve("overlay.png");
        try {
            List<String> lines = Files.readAllLines(scores, StandardCharsets.UTF_8);
            List<String> names = Arrays.asList(lines.get(0).split(",", -1));
            out.println();
            out.println("Scores over all sample images (synthetic: they show that it works, not how well):");
            for (String line : lines) {
                String[] cells = line.split(",", -1);
                if (cells[0].equals("(all)")) {
                    String name = CLASSES.get(Integer.parseInt(cells[names.indexOf("Class")]));
                    double iou = Double.parseDouble(cells[names.indexOf("IoU")]);
                    double dice = Double.parseDouble(cells[names.indexOf("Dice")]);
                    out.println(String.format(Locale.ROOT, "  %-12s IoU %.3f   Dice %.3f", name, iou, dice));
                }
            }
        } catch (IOException e) {
            throw FileTrouble.reading(scores, e);
        }
        save(blend(samples.resolve("images").resolve(SHOWN + ".tif"), errors.resolve(SHOWN + ".tif")), picture);
        out.println();
        out.println("Label images:  " + results.resolve("labels"));
        out.println("Scores:        " + scores);
        out.println("               " + results.resolve("segmentation-summary.csv"));
        out.println("Picture:       " + picture);
        out.println("  left the image, right the same with the comparison in colour: green right, orange too much,");
        out.println("  blue missed, yellow another class");
    }

    private static void save(ImagePlus image, Path file) {
        if (!new FileSaver(image).saveAsPng(file.toString())) {
            throw StencilException.of("%s could not be written. Make room there.", file);
        }
    }

    /** Returns the image beside itself under the error picture; where both agree on background it shows through. */
    private static ImagePlus blend(Path imageFile, Path errorFile) {
        ImagePlus image = IJ.openImage(imageFile.toString());
        ImagePlus errors = IJ.openImage(errorFile.toString());
        image.resetDisplayRange();
        ColorProcessor grey = image.getProcessor().convertToColorProcessor();
        ColorProcessor colours = errors.getProcessor().convertToColorProcessor();
        int width = grey.getWidth();
        int height = grey.getHeight();
        ColorProcessor both = new ColorProcessor(2 * width + 4, height);
        both.setColor(java.awt.Color.WHITE);
        both.fill();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int pixel = grey.get(x, y);
                boolean shown = errors.getProcessor().get(x, y) != 0;
                both.set(x, y, pixel);
                both.set(width + 4 + x, y, shown ? mix(pixel, colours.get(x, y)) : pixel);
            }
        }
        return new ImagePlus("overlay", both);
    }

    private static int mix(int grey, int colour) {
        int mixed = 0xff;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int value = ((grey >> shift & 0xff) + 2 * (colour >> shift & 0xff)) / 3;
            mixed = mixed << 8 | value;
        }
        return mixed;
    }
}
