// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.measure.ResultsTable;
import ij.process.ImageProcessor;
import io.github.stencil.front.Commands;
import io.github.stencil.front.Inputs;
import java.awt.GraphicsEnvironment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the macros that come with Stencil on the sample data, without a display, and looks at what they made. */
class MacrosTest {
    private static final Path MACROS = Path.of("macros");
    private static final Path DATA = Path.of("sample-data");
    private static final Pattern CALL = Pattern.compile("run\\(\"([^\"]+\\.\\.\\.)\"(?:, (.*))?\\);");
    private static final Pattern KEY = Pattern.compile("(?:^|[\\s\"])([a-z]+)=");

    private interface Check {
        void of(String answer, Path results, String log) throws IOException;
    }

    private static final Map<String, Check> CHECKS = Map.of(
            "mask-and-measure.ijm", MacrosTest::nucleiOnly,
            "selection-mask.ijm", MacrosTest::backgroundOnly,
            "class-statistics.ijm", MacrosTest::classStatistics,
            "categorical-and-back.ijm", MacrosTest::thereAndBack,
            "predict-folder.ijm", MacrosTest::predictedFolder,
            "predict-time-lapse.ijm", MacrosTest::predictedTimeLapse,
            "evaluate-annotators.ijm", MacrosTest::scores,
            "objects-and-rois.ijm", MacrosTest::objects,
            "nuclei-in-another-channel.ijm", MacrosTest::otherChannels,
            "train.ijm", MacrosTest::trained);

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream out = System.out;

    static List<Path> macros() throws IOException {
        try (Stream<Path> files = Files.list(MACROS)) {
            return files.sorted().toList();
        }
    }

    @BeforeEach
    void keepTheLog() { // without a display ImageJ logs to standard output
        System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void leaveTheLogAndCloseImages() {
        System.setOut(out);
        for (String title : openTitles()) {
            WindowManager.getImage(title).changes = false;
            WindowManager.getImage(title).close();
        }
    }

    @Test
    void everyMacroIsChecked() throws IOException {
        assertThat(macros().stream().map(MacrosTest::name))
                .containsExactlyInAnyOrderElementsOf(new TreeSet<>(CHECKS.keySet()));
    }

    @ParameterizedTest
    @MethodSource("macros")
    void itStartsWithWhatItIsFor(Path macro) throws IOException {
        assertThat(Files.readString(macro)).startsWith("// ").contains("getArgument()");
    }

    @ParameterizedTest
    @MethodSource("macros")
    void itDoesWhatItSaysInBatchMode(Path macro, @TempDir Path results) throws IOException {
        run(macro, "setBatchMode(true);\n", results);
    }

    @ParameterizedTest
    @MethodSource("macros")
    void itDoesWhatItSaysWithoutBatchMode(Path macro, @TempDir Path results) throws IOException {
        run(macro, "", results);
    }

    private void run(Path macro, String before, Path results) throws IOException {
        String text = Files.readString(macro);
        List<String> missing = missing(text);
        boolean whole = missing.isEmpty();
        if (!whole) {
            out.printf("NOT RUN: %s, as this build lacks %s%n", macro, String.join(", ", missing));
        }
        assumeTrue(whole || "true".equals(System.getenv("CI")), () -> "this build lacks " + missing);
        assertThat(missing).as("what %s needs and this build lacks", macro).isEmpty();
        String answer = IJ.runMacro(before + text, DATA.toAbsolutePath() + "|" + results);
        String said = log.toString(StandardCharsets.UTF_8);
        assertThat(answer).as("%s said: %s", macro, said).isNotNull();
        CHECKS.get(name(macro)).of(answer, results, said);
    }

    /** Returns the commands and options that a macro uses and this build does not have. */
    private static List<String> missing(String macro) {
        Map<String, List<String>> known = Commands.all().stream()
                .collect(Collectors.toMap(
                        Commands.Declaration::label,
                        command -> Inputs.of(command.createModule()).stream()
                                .map(input -> input.getName())
                                .toList()));
        List<String> missing = new ArrayList<>();
        Matcher call = CALL.matcher(macro.replaceAll("(?m)^\\s*//.*$", ""));
        int calls = 0;
        while (call.find()) {
            calls++;
            String label = call.group(1);
            if (!known.containsKey(label)) {
                missing.add(label);
                continue;
            }
            Matcher key = KEY.matcher(call.group(2) == null ? "" : call.group(2));
            while (key.find()) {
                if (!known.get(label).contains(key.group(1))) {
                    missing.add(label + " " + key.group(1));
                }
            }
        }
        assertThat(calls).as("calls of Stencil's commands").isPositive();
        return missing.stream().distinct().toList();
    }

    private static void nucleiOnly(String answer, Path results, String log) {
        ImageProcessor image = sample("images/nuclei-8bit.tif").getProcessor();
        ImageProcessor truth = sample("truth/nuclei-8bit.tif").getProcessor();
        double mean = IntStream.range(0, image.getPixelCount())
                .filter(i -> truth.get(i) > 0)
                .mapToDouble(image::getf)
                .average()
                .orElseThrow();
        assertThat(Double.parseDouble(answer)).isCloseTo(mean, within(1e-3));
        ImagePlus masked = result(results, "nuclei-only.tif");
        for (int i = 0; i < image.getPixelCount(); i++) {
            Float wanted = truth.get(i) > 0 ? image.getf(i) : Float.NaN; // boxed, as NaN is no float's equal
            assertThat(masked.getProcessor().getf(i)).isEqualTo(wanted);
        }
        assertThat(masked.getCalibration().pixelWidth).isEqualTo(0.5);
        assertThat(log).contains(" microns^2, mean ");
    }

    private static void backgroundOnly(String answer, Path results, String log) {
        ImageProcessor image = sample("images/nuclei-8bit.tif").getProcessor();
        ImageProcessor masked = result(results, "background-only.tif").getProcessor();
        int brightestKept = 0;
        int darkestRemoved = 255;
        for (int i = 0; i < image.getPixelCount(); i++) {
            boolean kept = masked.get(i) == image.get(i);
            assertThat(kept || masked.get(i) == 0).isTrue();
            brightestKept = kept ? Math.max(brightestKept, image.get(i)) : brightestKept;
            darkestRemoved = kept ? darkestRemoved : Math.min(darkestRemoved, image.get(i));
        }
        assertThat(brightestKept).isLessThan(darkestRemoved).isEqualTo((int) Double.parseDouble(answer));
        assertThat(darkestRemoved).isLessThan(255);
    }

    private static void classStatistics(String answer, Path results, String log) {
        ImageProcessor truth = sample("three-channels/truth/cells.tif").getProcessor();
        long inside = IntStream.range(0, truth.getPixelCount())
                .filter(i -> truth.get(i) == 1)
                .count();
        assertThat(Double.parseDouble(answer)).isEqualTo(3.0 * inside);
        assertThat(result(results, "class-1-pixels.tif").getBitDepth()).isNotZero();
        assertThat(log).contains("Class Statistics", "Image,Z,T,Class,Name,Channel,Pixels,Mean,StdDev,Min,Max,Median");
        assertThat(log.lines().filter(line -> line.contains("," + inside + ",")))
                .as("class 1 has %d pixels in each of three channels", inside)
                .hasSize(3);
    }

    private static void thereAndBack(String answer, Path results, String log) {
        assertThat(answer).isEqualTo("3 0");
        ImageProcessor truth = sample("truth/nuclei-16bit.tif").getProcessor();
        ImageProcessor again = result(results, "again.tif").getProcessor();
        ImagePlus categorical = result(results, "categorical.tif");
        assertThat(categorical.getNChannels()).isEqualTo(3);
        for (int i = 0; i < truth.getPixelCount(); i++) {
            for (int c = 0; c < 3; c++) {
                int wanted = truth.get(i) == c ? 255 : 0;
                assertThat(categorical.getStack().getProcessor(c + 1).get(i)).isEqualTo(wanted);
            }
            assertThat(again.get(i)).isEqualTo(truth.get(i));
        }
    }

    private static void predictedFolder(String answer, Path results, String log) {
        assertThat(answer).isEqualTo("3");
        for (String name : List.of("nuclei-8bit.tif", "nuclei-16bit.tif", "time-lapse.tif")) {
            assertThat(agreement(result(results, name), sample("truth/" + name)))
                    .as("IoU of nuclei with their borders, %s", name)
                    .isGreaterThan(0.85);
        }
    }

    private static void predictedTimeLapse(String answer, Path results, String log) {
        ImagePlus truth = sample("truth/time-lapse.tif");
        ImagePlus predicted = result(results, "time-lapse.tif");
        assertThat(predicted.getDimensions()).isEqualTo(truth.getDimensions());
        assertThat(predicted.getCalibration().frameInterval).isEqualTo(300);
        assertThat(agreement(predicted, truth)).isGreaterThan(0.85);
        String[] percents = answer.strip().split(" ");
        assertThat(percents).hasSize(5);
        for (int t = 0; t < percents.length; t++) {
            ImageProcessor frame = predicted.getStack().getProcessor(t + 1);
            long covered = IntStream.range(0, frame.getPixelCount())
                    .filter(i -> frame.get(i) > 0)
                    .count();
            assertThat(Double.parseDouble(percents[t]))
                    .isCloseTo(100.0 * covered / frame.getPixelCount(), within(1e-3));
        }
    }

    private static void scores(String answer, Path results, String log) {
        ImageProcessor truth = sample("truth/nuclei-8bit.tif").getProcessor();
        ImageProcessor other = sample("annotator2/nuclei-8bit.tif").getProcessor();
        assertThat(log).contains("Class Scores", "Segmentation Summary");
        for (int c = 0; c < 3; c++) {
            int label = c;
            double both = IntStream.range(0, truth.getPixelCount())
                    .filter(i -> truth.get(i) == label && other.get(i) == label)
                    .count();
            double either = IntStream.range(0, truth.getPixelCount())
                    .filter(i -> truth.get(i) == label || other.get(i) == label)
                    .count();
            String start = String.format(Locale.ROOT, "%.9f", both / either);
            assertThat(log).as("IoU of class %d", c).contains("," + start.substring(0, 10));
        }
    }

    private static void otherChannels(String answer, Path results, String log) {
        int nuclei = Integer.parseInt(answer);
        assertThat(nuclei).isBetween(15, 60);
        if (GraphicsEnvironment.isHeadless()) { // where tables are printed
            assertThat(log)
                    .contains("IntDenC3\ncells,1,1,nucleus,1,1,microns,")
                    .contains("Object Counts\n")
                    .contains("\ncells,1," + nuclei + ",microns,");
        } else {
            ResultsTable table = ResultsTable.getResultsTable("Object Measurements");
            assertThat(table.size()).isEqualTo(nuclei);
            assertThat(table.getColumn("MeanC2")).doesNotContain(Double.NaN);
        }
    }

    private static void objects(String answer, Path results, String log) {
        ImageProcessor labels = result(results, "objects.tif").getProcessor();
        ImageProcessor truth = sample("instances/nuclei-8bit.tif").getProcessor();
        int found = (int) labels.getStatistics().max;
        int there = (int) truth.getStatistics().max;
        assertThat(found).isBetween(there * 8 / 10, there * 12 / 10);
        assertThat(answer).isEqualTo(found + " " + found);
        assertThat(log).contains("Object Scores", "Object Matches");
    }

    private static void trained(String answer, Path results, String log) {
        assertThat(answer).isEqualTo("predicted.tif");
        assertThat(results.resolve("model").resolve("saved_model.pb")).exists();
        assertThat(results.resolve("model").resolve("history.csv")).content().hasLineCount(5);
        ImagePlus predicted = result(results, "predicted.tif");
        assertThat(agreement(predicted, sample("truth/nuclei-16bit.tif"))).isGreaterThan(0.5);
    }

    /** Returns the IoU of all that is not background. */
    private static double agreement(ImagePlus a, ImagePlus b) {
        long both = 0;
        long either = 0;
        for (int plane = 1; plane <= b.getStackSize(); plane++) {
            ImageProcessor left = a.getStack().getProcessor(plane);
            ImageProcessor right = b.getStack().getProcessor(plane);
            for (int i = 0; i < right.getPixelCount(); i++) {
                both += left.get(i) > 0 && right.get(i) > 0 ? 1 : 0;
                either += left.get(i) > 0 || right.get(i) > 0 ? 1 : 0;
            }
        }
        return (double) both / either;
    }

    private static ImagePlus sample(String path) {
        return open(DATA.resolve(path));
    }

    private static ImagePlus result(Path results, String name) {
        return open(results.resolve(name));
    }

    private static ImagePlus open(Path file) {
        ImagePlus image = IJ.openImage(file.toString());
        assertThat(image).as("%s", file).isNotNull();
        return image;
    }

    private static String name(Path macro) {
        return macro.getFileName().toString();
    }

    private static List<String> openTitles() {
        String[] titles = WindowManager.getImageTitles();
        return List.of(titles);
    }
}
