// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Masks, class pixels and categorical stacks by macro and by command line. */
class MaskCommandsTest {
    private static final String LABELS = """
            setBatchMode(true);
            newImage("labels.tif", "8-bit black", 3, 1, 1); setPixel(1, 0, 2); setPixel(2, 0, 7);
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream console = System.out;

    @BeforeEach
    void keepTheLog() { // without a display ImageJ logs to standard output
        System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void leaveTheLog() {
        System.setOut(console);
    }

    @Test
    void aMacroMakesLabelsCategoricalAndBack() {
        String back = macro("""
                run("Labels to Categorical...", "encoding=[0/255 8-bit] ids=compact");
                getDimensions(w, h, c, z, t); getMinAndMax(min, max);
                seen = getTitle() + " " + c + " " + bitDepth() + " " + max + " " + getInfo("slice.label");
                run("Categorical to Labels...", "ids=0,2,7");
                seen = seen + " | " + getTitle() + " " + getPixel(0, 0) + "," + getPixel(1, 0) + "," + getPixel(2, 0);
                """);
        assertThat(back).isEqualTo("labels-categorical 3 8 255 class 0 | labels-categorical-labels 0,2,7");
        assertThat(log.toString(StandardCharsets.UTF_8)).contains("Class Ids\nClass,Label\n0,0\n1,2\n2,7\n");
    }

    @Test
    void categoricalStacksAre32BitUnlessAskedOtherwiseAndHaveNoTable() {
        assertThat(macro("run('Labels to Categorical...'); seen = '' + bitDepth() + ' ' + nSlices;"))
                .isEqualTo("32 8");
        assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("Class Ids");
    }

    @Test
    void aMacroWeightsAnImage() {
        assertThat(
                        macro(
                                "run('Apply Mask...', 'mask=labels.tif mode=Weight divisor=2 type=32-bit'); seen = '' + getPixel(1, 0) + ' ' + getPixel(2, 0);"))
                .isEqualTo("2 24.5");
    }

    @Test
    void labelsThatStartAnewInEachFrameAreNotPooledUnlessAsked() {
        String timeLapse = """
                setBatchMode(true);
                newImage("obj", "16-bit black", 4, 1, 3); rename("lapse.tif"); run("Properties...", "slices=1 frames=3");
                for (f = 1; f <= 3; f++) { setSlice(f); for (x = 0; x < f; x++) setPixel(x, 0, 1); }
                run("Duplicate...", "title=image duplicate");
                setSlice(1); setPixel(0, 0, 9);
                """;
        IJ.runMacro(timeLapse + "run('Extract Class Pixels...', 'mask=lapse.tif');");
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("\nimage,1,1,1,,1,1,9,0,9,9,9\nimage,1,2,1,,1,2,1,0,1,1,1\nimage,1,3,1,,1,3,1,0,1,1,1\n");
        log.reset();
        IJ.runMacro("close('*'); " + timeLapse + "run('Extract Class Pixels...', 'mask=lapse.tif pool');");
        assertThat(log.toString(StandardCharsets.UTF_8)).contains("\nimage,1,NaN,1,,1,6,");
    }

    @Test
    void theCommandLineHasARowForEachImagePlaneClassAndChannel() throws IOException {
        ImageStack stack = new ImageStack(2, 1);
        for (int plane = 0; plane < 4; plane++) { // channel 1 and 2 of slice 1, then of slice 2
            stack.addSlice(new FloatProcessor(2, 1, new float[] {plane, plane + 4}));
        }
        ImagePlus image = new ImagePlus("", stack);
        image.setDimensions(2, 2, 1);
        Files.createDirectories(folder.resolve("in"));
        IJ.saveAsTiff(image, file("in/a.tif"));
        IJ.saveAsTiff(image, file("in/b.tif"));
        IJ.saveAsTiff(new ImagePlus("", new ByteProcessor(2, 1, new byte[] {1, 2})), file("mask.tif"));
        String[] line = {
            "extract-pixels",
            "--image",
            file("in"),
            "--mask",
            file("mask.tif"),
            "--tables",
            file("tables"),
            "--overwrite"
        };
        assertThat(stencil(line)).as(err.toString()).isZero();
        String a =
                "a,1,1,1,,1,1,0,0,0,0,0\r\na,1,1,1,,2,1,1,0,1,1,1\r\na,1,1,2,,1,1,4,0,4,4,4\r\na,1,1,2,,2,1,5,0,5,5,5\r\n"
                        + "a,2,1,1,,1,1,2,0,2,2,2\r\na,2,1,1,,2,1,3,0,3,3,3\r\na,2,1,2,,1,1,6,0,6,6,6\r\na,2,1,2,,2,1,7,0,7,7,7\r\n";
        String head = "Image,Z,T,Class,Name,Channel,Pixels,Mean,StdDev,Min,Max,Median\r\n";
        assertThat(folder.resolve("tables/class-statistics.csv")).content().isEqualTo(head + a + a.replace("a,", "b,"));
        String[] pooled = Arrays.copyOf(line, line.length + 1);
        pooled[line.length] = "--pool";
        assertThat(stencil(pooled)).as(err.toString()).isZero();
        assertThat(folder.resolve("tables/class-statistics.csv"))
                .content()
                .contains("a,NaN,1,1,,1,2,1,1.4142135623730951,0,2,1\r\n")
                .contains("b,NaN,1,2,,2,2,6,1.4142135623730951,5,7,6\r\n");
    }

    @Test
    void statisticsAndPixelsOfASelectionAreTables() {
        macro("""
                makeRectangle(1, 0, 2, 1);
                run("Extract Class Pixels...", "mask=Selection");
                run("Extract Class Pixels...", "mask=Selection output=Table");
                seen = "";
                """);
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains(
                        "Class Statistics\nImage,Z,T,Class,Name,Channel,Pixels,Mean,StdDev,Min,Max,Median\nlabels,1,1,255,,1,2,4.5,3.5355339")
                .contains("Class Pixels\nX,Y,Class,Value\n1,0,255,2\n2,0,255,7\n");
    }

    @Test
    void vectorsAndHistogramsAreImages() {
        assertThat(
                        macro(
                                "run('Extract Class Pixels...', 'mask=labels.tif output=[Vector image]'); seen = getTitle() + ' ' + getWidth() + ' x ' + getHeight();"))
                .isEqualTo("labels-pixels 2 x 1");
        assertThat(
                        macro(
                                "run('Extract Class Pixels...', 'mask=labels.tif output=Histogram'); seen = getTitle() + (getWidth() > 300);"))
                .isEqualTo("labels-histogram1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Labels to Categorical... | classes=4 | Labels go up to 7 but there are 4 classes (label 7 in 1 pixel).",
                "Labels to Categorical... | classes=-1 | classes is \"-1\" but must be from 0 to 65536.",
                "Labels to Categorical... | axis=Automatic | axis is \"Automatic\" but must be one of: Channels, Slices.",
                "Labels to Categorical... | ids=0,2 | labels that ids does not list (label 7 in 1 pixel)",
                "Categorical to Labels... | minimum=2 | minimum is \"2\" but must be from 0 to 1.",
                "Categorical to Labels... | ids=0,2 | ids lists 2 labels but the image has 1 classes",
                "Extract Class Pixels... | mask=labels.tif include=x | \"x\" at character 1 of \"x\" is not a label.",
                "Extract Class Pixels... | mask=labels.tif include=9 output=Histogram | No pixel of the mask is in a class.",
                "Apply Mask... | mask=labels.tif mode=Weight include=1 | Leave include empty",
            })
    void aBadOptionStopsTheMacroWithASentence(String command, String options, String sentence) {
        assertThat(macro("seen = ''; run('" + command + "', '" + options + "'); print('went on');"))
                .isNull();
        assertThat(log.toString(StandardCharsets.UTF_8)).contains(sentence).doesNotContain("went on");
    }

    @Test
    void theCommandLineMakesLabelsCategoricalAndBack() throws IOException {
        byte[] pixels = {0, 5, 9, 5};
        IJ.saveAsTiff(new ImagePlus("", new ByteProcessor(2, 2, pixels)), file("labels.tif"));
        assertThat(stencil(
                        "to-categorical",
                        "--labels",
                        file("labels.tif"),
                        "--ids=0,5,9",
                        "--background=false",
                        "--encoding",
                        "0/1 8-bit",
                        "--axis=Slices",
                        "--tables",
                        folder.toString(),
                        "--output",
                        file("stack.tif")))
                .as(err.toString())
                .isZero();
        assertThat(IJ.openImage(file("stack.tif")).getNSlices()).isEqualTo(2);
        assertThat(folder.resolve("class-ids.csv"))
                .content()
                .isEqualToNormalizingNewlines("Class,Label\n0,0\n1,5\n2,9\n");
        assertThat(stencil(
                        "to-labels",
                        "--image",
                        file("stack.tif"),
                        "--ids=0,5,9",
                        "--background=false",
                        "--output",
                        file("back.tif")))
                .as(err.toString())
                .isZero();
        assertThat((byte[]) IJ.openImage(file("back.tif")).getProcessor().getPixels())
                .containsExactly(pixels);
    }

    @Test
    void theCommandLineWritesStatisticsAsCsv() throws IOException {
        IJ.saveAsTiff(new ImagePlus("", new FloatProcessor(2, 1, new float[] {1.5f, 2.5f})), file("image.tif"));
        IJ.saveAsTiff(new ImagePlus("", new ByteProcessor(2, 1, new byte[] {3, 3})), file("mask.tif"));
        String[] command = {
            "extract-pixels", "--image", file("image.tif"), "--mask", file("mask.tif"), "--tables", folder.toString()
        };
        assertThat(stencil(command)).as(err.toString()).isZero();
        List<String> lines = Files.readAllLines(folder.resolve("class-statistics.csv"));
        assertThat(lines.get(0)).isEqualTo("Image,Z,T,Class,Name,Channel,Pixels,Mean,StdDev,Min,Max,Median");
        assertThat(lines.get(1))
                .startsWith("image,1,1,3,,1,2,2,0.70710678118654")
                .endsWith(",1.5,2.5,2");
    }

    @Test
    void colourLabelsAreRefusedOnTheCommandLineAndNothingIsWritten() throws IOException {
        IJ.saveAsTiff(new ImagePlus("", new ColorProcessor(2, 2)), file("colours.tif"));
        assertThat(stencil("to-categorical", "--labels", file("colours.tif"), "--output", file("out.tif")))
                .isEqualTo(2);
        assertThat(err.toString().strip())
                .isEqualTo(
                        "stencil: \"colours.tif\" is an RGB image, whose colours are no labels. Choose an 8-, 16- or 32-bit label image.");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    private static String macro(String body) {
        return IJ.runMacro(LABELS + body + "setBatchMode(false); return seen;");
    }

    private int stencil(String... args) {
        return Main.run(new PrintWriter(new BufferedWriter(out)), new PrintWriter(new BufferedWriter(err)), args);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}
