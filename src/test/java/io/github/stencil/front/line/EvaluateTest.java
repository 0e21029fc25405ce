// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import io.github.stencil.command.Evaluate;
import io.github.stencil.command.StencilCommand;
import io.github.stencil.front.Commands;
import io.github.stencil.front.Csv;
import io.github.stencil.front.Inputs;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.module.Module;

/** The command Evaluate Segmentation through its doors. */
class EvaluateTest {
    private static final String CLASS_HEADER =
            "Image,Class,Truth,Predicted,TP,FP,FN,TN,IoU,Dice,Precision,Recall,Specificity,VolumeSimilarity\n";
    private static final String SUMMARY_HEADER =
            "Image,PixelAccuracy,MeanIoU,MeanDice,MeanForegroundIoU,MeanForegroundDice,WeightedIoU,Kappa,MCC,Classes\n";
    private static final String NO_INTERVAL = ",NaN".repeat(9) + "\n";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeMaps() {
        save("03.tif", new ImagePlus("", new ByteProcessor(2, 2, new byte[] {0, 1, 1, 0})));
        save("found.tif", new ImagePlus("", new ByteProcessor(2, 2, new byte[] {0, 1, 0, 0})));
        save("wide.tif", new ImagePlus("", new ByteProcessor(3, 2)));
        save("rgb.tif", new ImagePlus("", new ColorProcessor(2, 2)));
        save("fraction.tif", new ImagePlus("", new FloatProcessor(2, 2, new float[] {0, 1, 1.5f, 0})));
    }

    @Test
    void theCommandLineWritesBothTablesAsTheContractHasThem() throws IOException {
        assertThat(stencil("--truth", file("03.tif"), "--prediction", file("found.tif"), "--tables", file("tables")))
                .as(err.toString())
                .isZero();
        String scores = """
                NAME,0,2,3,2,1,0,1,0.6666666666666666,0.8,0.6666666666666666,1,0.5,0.4
                NAME,1,2,1,1,0,1,2,0.5,0.6666666666666666,1,0.5,1,-0.6666666666666666
                """;
        assertThat(table("class-scores.csv"))
                .isEqualTo(CLASS_HEADER + scores.replace("NAME", "03") + scores.replace("NAME", "(all)"));
        String summary = ",0.75,0.5833333333333333,0.7333333333333334,0.5,0.6666666666666666,0.5833333333333333,0.5,"
                + "0.5773502691896258,2\n";
        assertThat(table("segmentation-summary.csv"))
                .isEqualTo(SUMMARY_HEADER + "03" + summary + "(all)" + summary + "(mean)" + summary + "(mean) Low"
                        + NO_INTERVAL + "(mean) High" + NO_INTERVAL);
        assertThat(out.toString()).contains(CLASS_HEADER.strip()).contains(SUMMARY_HEADER.strip());
    }

    @Test
    void theErrorsAreDrawnOnlyWhenAskedFor() {
        String picture = file("errors.tif");
        assertThat(stencil("--truth", file("03.tif"), "--prediction", file("found.tif"), "--output", picture))
                .as(err.toString())
                .isZero();
        assertThat(new File(picture)).doesNotExist();
        assertThat(stencil(
                        "--truth", file("03.tif"), "--prediction", file("found.tif"), "--overlay", "--output", picture))
                .as(err.toString())
                .isZero();
        assertThat((byte[]) IJ.openImage(picture).getProcessor().getPixels()).containsExactly(0, 1, 3, 0);
    }

    private void saveTimeLapse() throws IOException {
        ImageStack stack = new ImageStack(2, 2);
        stack.addSlice(new ByteProcessor(2, 2, new byte[] {1, 1, 2, 2}));
        stack.addSlice(new ByteProcessor(2, 2, new byte[] {1, 1, 2, 2}));
        ImagePlus image = new ImagePlus("", stack);
        image.setDimensions(1, 1, 2);
        image.setOpenAsHyperStack(true);
        save("cells.tif", image);
        save("tracked.tif", image);
        Files.writeString(folder.resolve("man_track.txt"), "1 0 1 0\n2 0 1 0\n");
        Files.writeString(folder.resolve("gap.txt"), "1 0 0 0\n2 0 1 0\n");
        Files.writeString(folder.resolve("broken.txt"), "1 0 1\n");
    }

    @Test
    void tracksAreScoredFromTheirFilesInATableOfTheirOwn() throws IOException {
        saveTimeLapse();
        String files = file("man_track.txt") + "," + file("man_track.txt");
        assertThat(stencil(
                        "--truth",
                        file("cells.tif"),
                        "--prediction",
                        file("tracked.tif"),
                        "--tracks",
                        files,
                        "--tables",
                        file("tables")))
                .as(err.toString())
                .isZero();
        assertThat(table("track-scores.csv"))
                .isEqualTo("Image,SEG,DET,TRA,Nodes,Edges,Splits,Missing,Extra,ExtraEdges,MissingEdges,WrongEdges\n"
                        + "cells,1,1,1,4,2,0,0,0,0,0,0\n(all),1,1,1,4,2,0,0,0,0,0,0\n");
        assertThat(folder.resolve("tables").resolve("object-scores.csv")).exists();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "man_track.txt | gap.txt | Automatic | but the track file \"gap.txt\" has it from frame 0 to frame 0",
                "man_track.txt | broken.txt | Automatic | has \"1 0 1\" in line 1",
                "man_track.txt | none.txt | Automatic | \"none.txt\" cannot be read",
                "man_track.txt | man_track.txt | Classes | Tracks are those of objects",
            })
    void tracksThatCannotBeScoredAreRefused(String truth, String prediction, String kind, String words)
            throws IOException {
        saveTimeLapse();
        String files = file(truth) + "," + file(prediction);
        assertThat(stencil(
                        "--truth",
                        file("cells.tif"),
                        "--prediction",
                        file("tracked.tif"),
                        "--kind",
                        kind,
                        "--tracks",
                        files,
                        "--tables",
                        file("tables")))
                .isEqualTo(2);
        assertThat(err.toString()).contains(words);
        assertThat(folder.resolve("tables")).doesNotExist();
    }

    @Test
    void probabilitiesAreScoredByTheNamedScoresAloneAndDrawnInTheReport() throws IOException {
        save("prob.tif", new ImagePlus("", new FloatProcessor(2, 2, new float[] {0.25f, 0.75f, 0.5f, 0})));
        assertThat(stencil(
                        "--truth",
                        file("03.tif"),
                        "--prediction",
                        file("prob.tif"),
                        "--scores",
                        "AUROC, Brier",
                        "--report",
                        file("report.html"),
                        "--tables",
                        file("tables")))
                .as(err.toString())
                .isZero();
        assertThat(table("probability-scores.csv"))
                .isEqualTo("Image,Class,Pixels,Brier,AUROC\n03,NaN,4,0.1875,1\n(mean),NaN,4,0.1875,1\n");
        assertThat(folder.resolve("tables").resolve("class-scores.csv")).doesNotExist();
        assertThat(Files.readString(folder.resolve("report.html")))
                .contains("How often a probability of class 1 was right", "Dice is best, 1.000, at 0.50");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Brier | 0.5 | --boundary | Probabilities have no objects, surfaces or errors to draw",
                "Brier,Brier2 | 0.5 | --debug | There is no score named \"Brier2\"",
                "Brier,TRA | 0.5 | --debug | names scores of probabilities and of tracks",
                "TRA | 0.5 | --debug | no track files are named",
                "Brier | 1.5 | --debug | has the value 1.5 in channel 1 at x=1, y=0, but probabilities are from 0 to 1",
            })
    void scoresThatCannotBeMadeAreRefused(String scores, float value, String option, String words) {
        save("prob.tif", new ImagePlus("", new FloatProcessor(2, 2, new float[] {0.25f, value, 0.5f, 0})));
        assertThat(stencil(
                        "--truth",
                        file("03.tif"),
                        "--prediction",
                        file("prob.tif"),
                        "--scores",
                        scores,
                        option,
                        "--tables",
                        file("tables")))
                .isEqualTo(2);
        assertThat(err.toString()).contains(words);
        assertThat(folder.resolve("tables")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wide.tif | --empty Skip | \"03.tif\" is 2 x 2 but the prediction \"wide.tif\" is 3 x 2",
                "rgb.tif | --empty Skip | is an RGB image",
                "fraction.tif | --empty Skip | is 1.5 at x=0, y=1",
                "found.tif | --empty Maybe | empty is \"Maybe\" but must be one of: Skip, One, Zero",
                "found.tif | --kind Shapes | must be one of: Automatic, Classes, Objects",
                "found.tif | --thresholds 0.9,0.5 | out of order: 0.5 follows 0.9",
                "found.tif | --tolerance -1 | tolerance is \"-1\" but must be at least 0",
                "found.tif | --rois true | ROIs are made of objects. Choose Objects as the kind",
                "found.tif | --report missing/report.html | which is not there or cannot be written",
                "found.tif | --second wide.tif | wide.tif",
                "found.tif | --space 4D | must be one of: 2D, 3D",
                "found.tif | --ignore x | \"x\" at character 1 of \"x\" is not a label",
                "missing.tif | --empty Skip | missing.tif",
            })
    void aBadInputIsOneSentenceAndNothingIsWritten(String prediction, String option, String words) {
        String[] given = option.split(" ");
        int status = stencil(
                "--truth",
                file("03.tif"),
                "--prediction",
                file(prediction),
                given[0],
                given[1],
                "--overlay",
                "--output",
                file("out.tif"),
                "--tables",
                file("tables"));
        assertThat(status).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains(words).endsWith("." + System.lineSeparator());
        assertThat(folder.resolve("tables")).doesNotExist();
        assertThat(folder.resolve("out.tif")).doesNotExist();
    }

    @Test
    void aMacroScoresTwoOpenImages() throws IOException {
        String log = macro("""
                newImage("truth", "8-bit black", 2, 1, 1); setPixel(0, 0, 1);
                newImage("found", "8-bit black", 2, 1, 1); setPixel(0, 0, 1);
                run("Evaluate Segmentation...", "truth=truth prediction=found empty=One overlay");
                """);
        assertThat(log)
                .contains("Class Scores\n" + CLASS_HEADER + "truth,0,1,1,1,0,0,1,1,1,1,1,1,0\n")
                .contains("Segmentation Summary\n" + SUMMARY_HEADER + "truth,1,1,1,1,1,1,1,1,2\n")
                .endsWith("truth-overlay 1 0\n");
    }

    @Test
    void aMissingImageIsTheActiveOne() throws IOException {
        assertThat(macro("""
                newImage("found", "8-bit black", 2, 1, 1);
                newImage("truth", "8-bit black", 2, 1, 1);
                run("Evaluate Segmentation...", "prediction=found");
                """)).contains("truth,0,2,2,");
    }

    @Test
    void oneImageIsNotScoredAgainstItself() throws IOException {
        String log = macro("""
                newImage("alone", "8-bit black", 2, 1, 1);
                run("Evaluate Segmentation...", "prediction=alone");
                print("went on");
                """);
        assertThat(log)
                .contains("\"alone\" is both the truth and the prediction. Open a second image, and name both.")
                .doesNotContain("went on");
    }

    @Test
    void theTablesOfTheLastOfSeveralRunsCoverAll() {
        ImagePlus truth = new ImagePlus("a.tif", new ByteProcessor(2, 1, new byte[] {0, 2}));
        ImagePlus found = new ImagePlus("a.tif", new ByteProcessor(2, 1, new byte[] {0, 2}));
        Module first = evaluate(truth, found);
        Commands.run(first);
        ImagePlus next = new ImagePlus("b.tif", new ByteProcessor(2, 1, new byte[] {0, 1}));
        Module second = evaluate(next, new ImagePlus("b.tif", new ByteProcessor(2, 1)));
        StencilCommand last = (StencilCommand) second.getDelegateObject();
        last.postpone();
        Commands.run(second);
        assertThat(last.continueAfter((StencilCommand) first.getDelegateObject()))
                .isTrue();
        last.conclude();
        String scores = Csv.text((ij.measure.ResultsTable) second.getOutput("classScores"));
        assertThat(scores.lines().map(line -> line.substring(0, line.indexOf(',', line.indexOf(',') + 1))))
                .containsExactly(
                        "Image,Class", "a,0", "a,1", "a,2", "b,0", "b,1", "b,2", "(all),0", "(all),1", "(all),2");
        String summary = Csv.text((ij.measure.ResultsTable) second.getOutput("summary"));
        assertThat(summary.lines().map(line -> line.substring(0, line.indexOf(','))))
                .containsExactly("Image", "a", "b", "(all)", "(mean)", "(mean) Low", "(mean) High");
        assertThat(summary)
                .contains("\n(mean),0.75,")
                .contains("(mean) Low,0.5,")
                .contains("(mean) High,1,");
    }

    @Test
    void tensorFlowIsNotLoaded() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-verbose:class",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "evaluate",
                        "--truth",
                        file("03.tif"),
                        "--prediction",
                        file("found.tif"))
                .redirectErrorStream(true)
                .start();
        String loaded = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(loaded).isZero();
        assertThat(loaded)
                .contains("io.github.stencil.metric.Scores")
                .doesNotContain("org.tensorflow")
                .doesNotContain("org.bytedeco");
    }

    // Objects

    private static final String OBJECT_HEADER =
            "Image,Threshold,TP,FP,FN,Precision,Recall,F1,Accuracy,MeanTrueScore,MeanMatchedScore,PanopticQuality\n";

    private void writeObjects() {
        save("cells.tif", new ImagePlus("", new ByteProcessor(6, 1, new byte[] {1, 1, 0, 2, 2, 0})));
        save("seen.tif", new ImagePlus("", new ByteProcessor(6, 1, new byte[] {4, 4, 0, 0, 0, 9})));
    }

    @Test
    void objectsHaveTheTablesOfTheContract() throws IOException {
        writeObjects();
        assertThat(stencil(
                        "--truth",
                        file("cells.tif"),
                        "--prediction",
                        file("seen.tif"),
                        "--kind",
                        "Objects",
                        "--thresholds",
                        "0.5,0.75",
                        "--tables",
                        file("tables")))
                .as(err.toString())
                .isZero();
        String scores = ",1,1,1,0.5,0.5,0.5,0.3333333333333333,0.5,1,0.5\n";
        assertThat(table("object-scores.csv"))
                .startsWith(OBJECT_HEADER + "cells,0.5" + scores + "cells,0.75" + scores + "(all),0.5" + scores
                        + "(all),0.75" + scores + "(mean),0.5" + scores);
        assertThat(table("object-matches.csv")).isEqualTo("""
                Image,Truth,Predicted,IoU,Dice,TruthArea,PredictedArea,Status
                cells,1,4,1,1,2,2,matched
                cells,2,0,0,0,2,0,missed
                cells,0,9,0,0,0,1,extra
                """);
        assertThat(table("segmentation-summary.csv")).isEqualTo("""
                Image,SEG,MeanIoUOfTruth
                cells,0.5,0.5
                (all),0.5,0.5
                (mean),0.5,0.5
                (mean) Low,NaN,NaN
                (mean) High,NaN,NaN
                """);
        assertThat(folder.resolve("tables").resolve("class-scores.csv")).doesNotExist();
    }

    @Test
    void aMaskStandsForItsComponents() throws IOException {
        byte on = (byte) 255;
        save("cells.tif", new ImagePlus("", new ByteProcessor(6, 1, new byte[] {1, 1, 0, 2, 2, 0})));
        save("mask.tif", new ImagePlus("", new ByteProcessor(6, 1, new byte[] {on, on, 0, on, on, 0})));
        assertThat(stencil(
                        "--truth",
                        file("cells.tif"),
                        "--prediction",
                        file("mask.tif"),
                        "--kind",
                        "Objects",
                        "--tables",
                        file("tables")))
                .as(err.toString())
                .isZero();
        assertThat(table("object-matches.csv"))
                .contains("cells,1,1,1,1,2,2,matched\n")
                .contains("cells,2,2,1,1,2,2,matched\n");
        assertThat(table("object-scores.csv")).contains("\n(all),0.95,2,0,0,1,1,1,1,1,1,1\n");
    }

    @Test
    void outlinesOfObjectsHaveTheColoursOfTheirStatus() {
        writeObjects();
        String picture = file("errors.tif");
        assertThat(stencil(
                        "--truth",
                        file("cells.tif"),
                        "--prediction",
                        file("seen.tif"),
                        "--kind",
                        "Objects",
                        "--overlay",
                        "--output",
                        picture))
                .as(err.toString())
                .isZero();
        ij.process.ImageProcessor drawn = IJ.openImage(picture).getProcessor();
        assertThat((byte[]) drawn.getPixels()).containsExactly(1, 1, 0, 3, 3, 2);
        assertThat(drawn.convertToRGB().get(5, 0) & 0xffffff).isEqualTo(0xd55e00);
    }

    @Test
    void roisCarryTheStatusOfTheirObject() throws IOException {
        String log = macro("""
                newImage("found cells", "8-bit black", 6, 2, 1); setPixel(0, 0, 4); setPixel(5, 0, 9);
                newImage("true cells", "8-bit black", 6, 2, 1); setPixel(0, 0, 1); setPixel(3, 1, 2);
                run("Evaluate Segmentation...", "truth=[true cells] prediction=[found cells] kind=Objects rois");
                selectImage("found cells");
                for (i = 0; i < Overlay.size; i++) {
                    Overlay.activateSelection(i);
                    print("roi " + Roi.getName + ", " + Roi.getProperty("status") + " of the " + Roi.getProperty("map") + ", group " + Roi.getGroup);
                }
                """);
        assertThat(log)
                .contains("roi 4 matched, matched of the prediction, group 0\n")
                .contains("roi 9 extra, extra of the prediction, group 0\n")
                .contains("roi 2 missed, missed of the truth, group 0\n");
    }

    // Boundaries

    @Test
    void boundaryAddsDistancesInCalibratedUnits() throws IOException {
        for (String name : new String[] {"a.tif", "b.tif"}) {
            ImagePlus map = new ImagePlus("", new ByteProcessor(6, 1));
            map.getProcessor().set(name.equals("a.tif") ? 1 : 4, 0, 1);
            map.getCalibration().pixelWidth = 0.5;
            map.getCalibration().setUnit("um");
            save(name, map);
        }
        assertThat(stencil(
                        "--truth",
                        file("a.tif"),
                        "--prediction",
                        file("b.tif"),
                        "--boundary",
                        "--tolerance",
                        "1.5",
                        "--tables",
                        file("tables")))
                .as(err.toString())
                .isZero();
        assertThat(table("class-scores.csv"))
                .startsWith(CLASS_HEADER.strip() + ",Hausdorff,Hausdorff95,Hausdorff95Pooled,ASSD,NSD\n")
                .contains("\na,1,1,1,0,1,1,4,0,0,0,0,0.8,0,1.5,1.5,1.5,1.5,1\n")
                .contains("\n(all),1,1,1,0,1,1,4,0,0,0,0,0.8,0,1.5,1.5,1.5,1.5,1\n");
    }

    @Test
    void differentCalibrationsAreRefusedWithBoundaryOnly() throws IOException {
        ImagePlus truth = IJ.openImage(file("03.tif"));
        truth.getCalibration().pixelWidth = 0.5;
        truth.getCalibration().setUnit("um");
        ImagePlus found = IJ.openImage(file("found.tif"));
        save("uncalibrated.tif", found);
        found.getCalibration().pixelWidth = 0.6;
        found.getCalibration().setUnit("um");
        save("half.tif", truth);
        save("other.tif", found);
        assertThat(stencil("--truth", file("half.tif"), "--prediction", file("other.tif")))
                .isZero();
        assertThat(stencil("--truth", file("half.tif"), "--prediction", file("uncalibrated.tif"), "--boundary"))
                .isZero();
        assertThat(stencil("--truth", file("half.tif"), "--prediction", file("other.tif"), "--boundary"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "A pixel of the truth \"half.tif\" is 0.5 x 1 µm but one of the prediction \"other.tif\" is 0.6 x 1 µm.");
    }

    // Datasets

    @Test
    void aFolderIsPooledAveragedAndComparedWithASecondPrediction() throws IOException {
        for (String name : new String[] {"truth", "first", "second"}) {
            Files.createDirectory(folder.resolve(name));
        }
        for (int i = 0; i < 3; i++) {
            byte[] cells = {1, 1, 0, 2, 2, 0};
            save("truth/" + i + ".tif", new ImagePlus("", new ByteProcessor(6, 1, cells.clone())));
            save("second/" + i + ".tif", new ImagePlus("", new ByteProcessor(6, 1, cells.clone())));
            cells[i == 0 ? 5 : 3] = 0;
            cells[i == 0 ? 5 : 4] = 0;
            save("first/" + i + ".tif", new ImagePlus("", new ByteProcessor(6, 1, cells)));
        }
        save("first/3.tif", new ImagePlus("", new ByteProcessor(6, 1)));
        String report = file("report.html");
        assertThat(stencil(
                        "--truth",
                        file("truth"),
                        "--prediction",
                        file("first"),
                        "--second",
                        file("second"),
                        "--kind",
                        "Objects",
                        "--thresholds",
                        "0.5",
                        "--tables",
                        file("tables"),
                        "--report",
                        report))
                .as(err.toString())
                .isEqualTo(1); // one file has no partner
        assertThat(err.toString()).contains("3.tif has no partner");
        assertThat(table("object-scores.csv").lines().map(line -> line.split(",", 7)))
                .extracting(line -> line[0] + " " + line[2] + " " + line[4] + " " + line[5])
                .startsWith("Image TP FN Precision", "0 2 0 1", "1 1 1 1", "2 1 1 1", "(all) 4 2 1");
        String differences = table("paired-differences.csv");
        assertThat(differences).startsWith("Score,First,Second,Difference,Low,High,Images\n");
        assertThat(differences).contains("\nSEG,0.6666666666666666,1,0.3333333333333333,0,0.5,3\n");
        String html = Files.readString(Path.of(report));
        assertThat(html)
                .contains("<h2>Object Scores</h2>")
                .contains("<h2>Paired Differences</h2>")
                .contains("1: F1 0.6667")
                .doesNotContain("http");
        assertThat(html.split("data:image/png;base64,", -1)).hasSize(1 + 2 + 3); // two plots, three images
        assertThat(stencil("--truth", file("truth"), "--prediction", file("first"), "--report", report))
                .isEqualTo(2);
        assertThat(err.toString()).contains("report.html exists. Choose another place, or give --overwrite.");
    }

    @Test
    void aReportOfClassesHasAConfusionMatrix() throws IOException {
        String report = file("classes.html");
        assertThat(stencil("--truth", file("03.tif"), "--prediction", file("found.tif"), "--report", report))
                .as(err.toString())
                .isZero();
        assertThat(Files.readString(Path.of(report)))
                .contains("Where the pixels of each true class went")
                .contains("<h2>Class Scores</h2>")
                .contains("<td>0.6667</td>");
    }

    private static Module evaluate(ImagePlus truth, ImagePlus prediction) {
        Module module = Commands.load(Evaluate.class.getName()).createModule();
        module.setInput("truth", truth);
        module.setInput("prediction", prediction);
        Inputs.fill(module, Map.of());
        return module;
    }

    private static String macro(String body) throws IOException {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream out = System.out;
        try (PrintStream caught = new PrintStream(log, true, StandardCharsets.UTF_8)) {
            System.setOut(caught); // without a display ImageJ logs to standard output
            IJ.runMacro("setBatchMode(true);\n" + body
                    + "print(getTitle() + ' ' + getPixel(0, 0) + ' ' + getPixel(1, 0)); setBatchMode(false);");
        } finally {
            System.setOut(out);
        }
        return log.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    private int stencil(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "evaluate";
        System.arraycopy(args, 0, all, 1, args.length);
        return Main.run(new PrintWriter(out), new PrintWriter(err), all);
    }

    private String table(String name) throws IOException {
        return Files.readString(folder.resolve("tables").resolve(name)).replace("\r\n", "\n");
    }

    private void save(String name, ImagePlus image) {
        assertThat(IJ.saveAsTiff(image, file(name))).isTrue();
        assertThat(Files.exists(folder.resolve(name))).isTrue();
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}
