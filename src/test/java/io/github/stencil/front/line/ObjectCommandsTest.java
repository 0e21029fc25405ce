// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import io.github.stencil.image.AxisImage;
import io.github.stencil.label.objects.Connectivity;
import io.github.stencil.label.objects.Foreground;
import io.github.stencil.label.objects.RefineRule;
import io.github.stencil.label.objects.Refinement;
import io.github.stencil.label.rois.RoiSet;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Refine Masks, and Predict Masks with objects, by macro and on the command line. */
class ObjectCommandsTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aMacroRefinesAMaskAndGetsAnOverlay() {
        String seen = IJ.runMacro("""
                setBatchMode(true);
                newImage("mask", "8-bit black", 5, 1, 1); setPixel(0, 0, 255); setPixel(3, 0, 255); setPixel(4, 0, 255);
                run("Refine Masks...", "size=2 rois");
                result = getTitle() + " " + getPixel(0, 0) + "," + getPixel(3, 0) + " " + bitDepth() + " " + Overlay.size;
                setBatchMode(false);
                return result;
                """);
        assertThat(seen).isEqualTo("mask-objects 0,1 16 1");
    }

    @Test
    void aMacroKeepsTheLabelsOfAnInstanceMap() {
        String map = Path.of("sample-data", "instances", "nuclei-8bit.tif")
                .toAbsolutePath()
                .toString();
        String seen = IJ.runMacro("setBatchMode(true); open('" + map.replace('\\', '/') + "'); rename('map');"
                + "getStatistics(a, m, mi, before); run('Refine Masks...', 'image=map'); rename('out');"
                + "getStatistics(a, m, mi, after); selectWindow('map'); run('16-bit'); imageCalculator('Subtract create 32-bit', 'map', 'out');"
                + "getStatistics(a, m, least, most);"
                + "seen = '' + before + ' ' + after + ' ' + least + ' ' + most; return seen;");
        assertThat(seen).isEqualTo("74 74 0 0");
    }

    @Test
    void theCommandLineKeepsLabelsAndSaysWhatWasTaken() {
        String map = Path.of("sample-data", "instances", "nuclei-8bit.tif").toString();
        assertThat(stencil(
                        "refine",
                        "--image",
                        map,
                        "--output",
                        file("o.tif"),
                        "--size",
                        "40",
                        "--exclude",
                        "--tables",
                        file("tables")))
                .as(err.toString())
                .isZero();
        assertThat(err.toString()).contains("Taken as an instance map, whose labels stay, as the 73 labels in 1 image");
        assertThat(folder.resolve("tables/objects.csv"))
                .content()
                .startsWith("Image,Label,Class,Area,X,Y,Z,T,BX,BY,Width,Height\r\n");
        ImageProcessor before = IJ.openImage(map).getProcessor();
        ImageProcessor after = IJ.openImage(file("o.tif")).getProcessor();
        int kept = 0;
        for (int i = 0; i < before.getPixelCount(); i++) {
            assertThat(after.get(i) == 0 || after.get(i) == before.get(i)).isTrue();
            kept = Math.max(kept, after.get(i));
        }
        assertThat(kept).isBetween(1, 74);
        // what was refined is refined again without a change
        assertThat(stencil("refine", "--image", file("o.tif"), "--output", file("p.tif")))
                .isZero();
        assertThat((short[]) IJ.openImage(file("p.tif")).getProcessor().getPixels())
                .isEqualTo((short[]) after.getPixels());
    }

    @ParameterizedTest
    @ValueSource(strings = {"8-bit", "16-bit", "32-bit"})
    void aMacroMeasuresAnotherImage(String type) {
        PrintStream before = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8)); // where tables go without a display
        try {
            IJ.runMacro("""
                    setBatchMode(true);
                    newImage("mask", "8-bit black", 4, 1, 1);
                    setPixel(0, 0, 255); setPixel(1, 0, 255); setPixel(3, 0, 255);
                    newImage("values", "TYPE black", 4, 1, 1);
                    setPixel(0, 0, 7); setPixel(1, 0, 10); setPixel(2, 0, 99); setPixel(3, 0, 4);
                    run("Refine Masks...", "image=mask intensity=values");
                    setBatchMode(false);
                    """.replace("TYPE", type));
        } finally {
            System.setOut(before);
        }
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("Mean,Min,Max")
                .contains("mask,1,1,2,1,0.5,1,1,0,0,2,1,8.5,7,10")
                .contains("mask,2,1,1,3.5,0.5,1,1,3,0,1,1,4,4,4");
    }

    @Test
    void theCommandLineMeasuresOtherImagesOfTheSameStem() {
        for (String stem : new String[] {"a", "b"}) {
            int more = stem.equals("a") ? 0 : 100;
            save("masks/" + stem + ".tif", 1, new ByteProcessor(4, 1, new byte[] {1, 0, 2, 2}));
            save("images/" + stem + ".tif", 1, signed(-5 - more, 9, 20, 21 + more));
        }
        int status = stencil(
                "refine",
                "--image",
                file("masks"),
                "--intensity",
                file("images"),
                "--output",
                file("o"),
                "--tables",
                file("t"));
        assertThat(status).as(err.toString()).isZero();
        assertThat(folder.resolve("t/objects.csv")).content().isEqualTo("""
                        Image,Label,Class,Area,X,Y,Z,T,BX,BY,Width,Height,Mean,Min,Max
                        a,1,1,1,0.5,0.5,1,1,0,0,1,1,-5,-5,-5
                        a,2,1,2,3,0.5,1,1,2,0,2,1,20.5,20,21
                        b,1,1,1,0.5,0.5,1,1,0,0,1,1,-105,-105,-105
                        b,2,1,2,3,0.5,1,1,2,0,2,1,70.5,20,121
                        """.replace("\n", "\r\n"));
    }

    @Test
    void anIntensityImageThatDoesNotFitIsRefused() {
        save("mask.tif", 1, new ByteProcessor(4, 1, new byte[] {1, 0, 2, 2}));
        save("small.tif", 1, new ByteProcessor(3, 1));
        save("channels.tif", 2, new ByteProcessor(4, 1), new ByteProcessor(4, 1));
        save("colour.tif", 1, new ColorProcessor(4, 1));
        save("slices.tif", 1, new ByteProcessor(4, 1), new ByteProcessor(4, 1));
        Map<String, String> sentences = Map.of(
                "small.tif", "\"mask.tif\" is 4 x 1 but the intensity image \"small.tif\" is 3 x 1.",
                "slices.tif", "Give images of the same size.",
                "channels.tif", "The intensity image \"channels.tif\" has 2 channels but one is measured.",
                "colour.tif", "The intensity image \"colour.tif\" has 3 channels but one is measured.");
        sentences.forEach((name, sentence) -> {
            int status = stencil(
                    "refine", "--image", file("mask.tif"), "--intensity", file(name), "--output", file("o.tif"));
            assertThat(status).as(name).isEqualTo(2);
            assertThat(err.toString()).contains(sentence);
            assertThat(folder.resolve("o.tif")).doesNotExist();
        });
    }

    @Test
    void anImageWithSeveralChannelsIsRefusedAsThatWhateverItsIntensityIs() {
        save("channels.tif", 2, new ByteProcessor(4, 1), new ByteProcessor(4, 1));
        save("one.tif", 1, new ByteProcessor(4, 1));
        save("small.tif", 1, new ByteProcessor(3, 1));
        for (String intensity : new String[] {"one.tif", "small.tif", "channels.tif"}) {
            int status = stencil(
                    "refine",
                    "--image",
                    file("channels.tif"),
                    "--intensity",
                    file(intensity),
                    "--output",
                    file("o.tif"));
            assertThat(status).as(intensity).isEqualTo(2);
            assertThat(err.toString())
                    .as(intensity)
                    .contains("\"channels.tif\" has 2 channels but objects are sought in one.")
                    .doesNotContain("intensity");
        }
    }

    private static ShortProcessor signed(int... values) {
        ShortProcessor pixels = new ShortProcessor(values.length, 1);
        for (int i = 0; i < values.length; i++) {
            pixels.set(i, values[i] + 32_768);
        }
        return pixels;
    }

    /** Saves planes as an image, shorts as signed ones. */
    private void save(String name, int channels, ImageProcessor... planes) {
        ImageStack stack = new ImageStack(planes[0].getWidth(), planes[0].getHeight());
        for (ImageProcessor plane : planes) {
            stack.addSlice(plane);
        }
        ImagePlus image = new ImagePlus(name, stack);
        image.setDimensions(channels, planes.length / channels, 1);
        if (planes[0] instanceof ShortProcessor) {
            image.getCalibration().setSigned16BitCalibration();
        }
        Path file = folder.resolve(name);
        file.getParent().toFile().mkdirs();
        IJ.saveAsTiff(image, file.toString());
    }

    @Test
    void anImageThatIsNeitherIsRefusedOnTheCommandLine() {
        byte[] pixels = new byte[64 * 64];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 31 % 37);
        }
        IJ.saveAsTiff(new ImagePlus("", new ByteProcessor(64, 64, pixels)), file("few.tif"));
        assertThat(stencil("refine", "--image", file("few.tif"), "--output", file("o.tif")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("It cannot be told whether \"few.tif\" is a class map, an instance map");
        assertThat(folder.resolve("o.tif")).doesNotExist();
        assertThat(stencil("refine", "--image", file("few.tif"), "--output", file("o.tif"), "--threshold", "1"))
                .isZero();
    }

    @Test
    void theCommandLineWritesLabelsRoisAndTheTable() {
        ImagePlus mask = new ImagePlus("", new ByteProcessor(3, 2, new byte[] {(byte) 255, 0, 9, (byte) 255, 0, 0}));
        Calibration units = mask.getCalibration();
        units.setUnit("um");
        units.pixelWidth = 0.5;
        units.pixelHeight = 0.25;
        IJ.saveAsTiff(mask, file("cells.tif"));
        assertThat(stencil(
                        "refine",
                        "--image",
                        file("cells.tif"),
                        "--threshold",
                        "5",
                        "--rois",
                        "--output",
                        file("objects.tif"),
                        "--tables",
                        file("tables")))
                .as(err.toString())
                .isZero();
        assertThat((short[]) IJ.openImage(file("objects.tif")).getProcessor().getPixels())
                .containsExactly(new short[] {1, 0, 2, 1, 0, 0});
        assertThat(RoiSet.read(folder.resolve("objects-rois.zip"))).hasSize(2);
        assertThat(folder.resolve("tables").resolve("objects.csv"))
                .content()
                .isEqualTo("Image,Label,Class,Area,X,Y,Z,T,BX,BY,Width,Height,Mean,Min,Max\r\n"
                        + "cells,1,1,0.25,0.25,0.25,1,1,0,0,0.5,0.5,255,255,255\r\n"
                        + "cells,2,1,0.125,1.25,0.125,1,1,1,0,0.5,0.25,9,9,9\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "refine --image IN --output OUT | Image,Label,Class,Area,X,Y,Z,T,BX,BY,Width,Height",
                "refine --image IN --space 3D --output OUT | Image,Label,Class,Area,X,Y,Z,T,BX,BY,Width,Height,Depth",
                "extract-pixels --image IN --mask IN | Image,Z,T,Class,Name,Channel,Pixels,Mean,StdDev,Min,Max,Median",
                "extract-pixels --image IN --mask IN --output Table | X,Y,Class,Value",
                "evaluate --truth IN --prediction IN --kind Objects | Image,Truth,Predicted,IoU,Dice,TruthArea,PredictedArea,Status",
            })
    void aTableWithoutRowsStillNamesItsColumns(String command, String header) {
        IJ.saveAsTiff(new ImagePlus("", new ByteProcessor(3, 2)), file("nothing.tif"));
        String[] words = command.split(" ");
        java.util.Arrays.setAll(
                words,
                i -> words[i].equals("IN") ? file("nothing.tif") : words[i].equals("OUT") ? file("out.tif") : words[i]);
        assertThat(stencil(words)).as(err.toString()).isZero();
        assertThat(out.toString().lines()).contains(header);
    }

    @Test
    void predictedObjectsAreThoseOfTheProbabilitiesAsTheCardSays() {
        String image = Path.of("sample-data", "images", "nuclei-8bit.tif").toString();
        String model = Path.of("sample-data", "models", "nuclei").toString();
        assertThat(predict(image, model, "Probabilities", file("seen.tif")))
                .as(err.toString())
                .isZero();
        assertThat(predict(image, model, "Objects", "--rois", "--output", file("objects.tif")))
                .as(err.toString())
                .isZero();
        ImagePlus seen = IJ.openImage(file("seen.tif"));
        ImageStack shares = new ImageStack(seen.getWidth(), seen.getHeight());
        for (int channel = 2; channel <= 3; channel++) { // nucleus and border
            float[] plane = (float[]) seen.getStack().getPixels(channel);
            short[] share = new short[plane.length];
            for (int i = 0; i < plane.length; i++) {
                share[i] = (short) Math.rint(plane[i] * 65_535f);
            }
            shares.addSlice("", share);
        }
        ImagePlus stack = new ImagePlus("shares", shares);
        stack.setDimensions(2, 1, 1);
        RefineRule card = RefineRule.of(new Foreground.Probabilities(List.of(0), List.of(1), 0.5))
                .withConnectivity(Connectivity.CORNERS)
                .withSplit(true)
                .withTolerance(1)
                .withSize(21);
        Refinement.Objects expected =
                Refinement.refine(AxisImage.of(new CompositeImage(stack, CompositeImage.GRAYSCALE)), card);
        ImagePlus objects = IJ.openImage(file("objects.tif"));
        assertThat(objects.getProcessor().getPixels())
                .isEqualTo(expected.labels().imagePlus().getProcessor().getPixels());
        assertThat(expected.objects()).hasSizeGreaterThan(3).allMatch(object -> object.area() > 0);
        assertThat(RoiSet.read(folder.resolve("objects-rois.zip")))
                .hasSize(expected.objects().size());
    }

    private int predict(String image, String model, String output, String... more) {
        List<String> line = new ArrayList<>(List.of("predict", "--image", image, "--model", model, "--output", output));
        if (more.length == 1) {
            line.add("--output");
        }
        line.addAll(List.of(more));
        return stencil(line.toArray(String[]::new));
    }

    @Test
    void roisOfProbabilitiesAreRefused() {
        String image = Path.of("sample-data", "images", "nuclei-8bit.tif").toString();
        String model = Path.of("sample-data", "models", "nuclei").toString();
        assertThat(stencil(
                        "predict",
                        "--image",
                        image,
                        "--model",
                        model,
                        "--rois",
                        "--output",
                        "Raw",
                        "--output",
                        file("x.tif")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("ROIs outline labels, but the output is Raw");
    }

    private int stencil(String... args) {
        return Main.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}
