// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.measure.ResultsTable;
import ij.process.FloatProcessor;
import io.github.stencil.tensor.Device;
import io.github.stencil.tensor.TensorRuntime;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Predict Masks, Stencil Model Info and Stencil Device by name, through the macro and the command line. */
class PredictTest {
    private static final String SAMPLES = "sample-data/images/";
    private static final String MODEL = "sample-data/models/nuclei";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void computeWhereverIsBest() {
        TensorRuntime.choose(Device.AUTOMATIC, 0);
    }

    @Test
    void theModelThatComesWithStencilDoesNotMindBrightness() {
        for (String bright : List.of("run('Multiply...', 'value=37');", "")) {
            IJ.runMacro("setBatchMode(true); open('" + SAMPLES + "nuclei-8bit.tif'); run('16-bit');" + bright
                    + "run('Predict Masks...', 'output=Objects model=" + MODEL + "');"
                    + "saveAs('Tiff', '" + file(bright.isEmpty() ? "dim.tif" : "bright.tif")
                    + "'); close('*'); setBatchMode(false);");
        }
        ImagePlus dim = IJ.openImage(file("dim.tif"));
        assertThat(dim.getStatistics().max).as("objects").isGreaterThan(10);
        assertThat(IJ.openImage(file("bright.tif")).getProcessor().getPixels())
                .isEqualTo(dim.getProcessor().getPixels());
    }

    @Test
    void theMacroTheCommandLineAndATiledRunGiveTheSameLabels() {
        String macro = IJ.runMacro(
                "setBatchMode(true); open('" + SAMPLES + "nuclei-16bit.tif');"
                        + "run('Predict Masks...', 'model=" + MODEL + "');"
                        + "saveAs('Tiff', '" + folder
                        + "/macro.tif'); result = getTitle() + ' ' + bitDepth(); close('*'); setBatchMode(false); return result;");
        assertThat(macro).isEqualTo("macro.tif 8");
        assertThat(stencil(
                        "predict",
                        "--image",
                        SAMPLES + "nuclei-16bit.tif",
                        "--model",
                        MODEL,
                        "--output",
                        file("a.tif")))
                .as(err.toString())
                .isZero();
        assertThat(stencil(
                        "predict",
                        "--image",
                        SAMPLES + "nuclei-16bit.tif",
                        "--model",
                        MODEL,
                        "--tile=64",
                        "--output",
                        file("b.tif")))
                .as(err.toString())
                .isZero();
        byte[] labels = pixels("macro.tif");
        assertThat(pixels("a.tif")).isEqualTo(labels);
        assertThat(pixels("b.tif")).isEqualTo(labels);
        assertThat(labels).contains(0, 1, 2);
    }

    @Test
    void objectsAreTitledOnceAndNumbered() {
        String macro = IJ.runMacro("setBatchMode(true); open('" + SAMPLES + "nuclei-16bit.tif');"
                + "run('Predict Masks...', 'model=" + MODEL + " output=Objects'); getStatistics(area, mean, min, max);"
                + "result = getTitle() + ' ' + (max > 10); close('*'); setBatchMode(false); return result;");
        assertThat(macro).isEqualTo("nuclei-16bit-objects 1");
    }

    @Test
    void mixedPrecisionGivesNearlyTheSameLabels() {
        for (String precision : List.of("Full", "Mixed")) {
            assertThat(stencil(
                            "predict",
                            "--image",
                            SAMPLES + "nuclei-8bit.tif",
                            "--model",
                            MODEL,
                            "--precision",
                            precision,
                            "--output",
                            file(precision + ".tif")))
                    .as(err.toString())
                    .isZero();
        }
        byte[] full = pixels("Full.tif");
        byte[] mixed = pixels("Mixed.tif");
        long same =
                IntStream.range(0, full.length).filter(i -> full[i] == mixed[i]).count();
        assertThat(same).isGreaterThan(full.length * 98L / 100);
    }

    @Test
    void theOutputIsChosenAndPlacedByOneOption() {
        assertThat(stencil(
                        "predict",
                        "--image",
                        SAMPLES + "time-lapse.tif",
                        "--model",
                        MODEL,
                        "--output",
                        "Probabilities",
                        "--output",
                        file("p.tif")))
                .as(err.toString())
                .isZero();
        ImagePlus probabilities = IJ.openImage(file("p.tif"));
        assertThat(probabilities.getDimensions()).containsExactly(255, 191, 3, 1, 5);
        assertThat(probabilities.getStack().getSliceLabel(2)).isEqualTo("nucleus");
        assertThat(probabilities.getCalibration().frameInterval).isEqualTo(300);
        for (int i = 0; i < 255 * 191; i += 97) {
            float sum = 0;
            for (int c = 1; c <= 3; c++) {
                sum += probabilities.getStack().getProcessor(c).getf(i);
            }
            assertThat(sum).isBetween(0.9999f, 1.0001f);
        }
    }

    @Test
    void aFolderIsPredictedFileByFile() {
        assertThat(stencil("predict", "--image", SAMPLES, "--model", MODEL, "--output", file("labels/")))
                .as(err.toString())
                .isZero();
        assertThat(folder.resolve("labels"))
                .isDirectoryContaining("glob:**/nuclei-8bit.tif")
                .isDirectoryContaining("glob:**/nuclei-16bit.tif")
                .isDirectoryContaining("glob:**/time-lapse.tif");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "predict --image MISSING.tif --model MODEL --output r.tif | There is no file or folder",
                "predict --image IMAGE --model nowhere --output r.tif | There is no model nowhere.",
                "predict --image IMAGE --model sample-data/images --output r.tif | has no saved_model.pb",
                "predict --image IMAGE --model README.md --output r.tif | cannot be read as a zip of a model",
                "predict --image COLOURS --model MODEL --output r.tif | has 3 channels but the model takes 1",
                "predict --image NAN --model MODEL --output r.tif | has the value NaN at x=3, y=2",
                "predict --image IMAGE --model MODEL --output r.tif --tile -4 | must be at least 0",
                "predict --image IMAGE --model MODEL | has no place",
                "model-info --model nowhere | There is no model nowhere.",
                "device --device TPU | must be one of: Automatic, CPU, GPU 0",
                "device --device=CPU --memory 2 | must be from 0 to 1",
            })
    void whatIsWrongIsOneSentenceAndNothingIsWritten(String command, String sentence) throws IOException {
        FloatProcessor holed = new FloatProcessor(8, 8);
        holed.setf(3, 2, Float.NaN);
        IJ.saveAsTiff(new ImagePlus("", holed), file("nan.tif"));
        Map<String, Long> before = listing();
        String[] words = Stream.of(command.split(" ", -1))
                .map(word -> switch (word) {
                    case "IMAGE" -> SAMPLES + "nuclei-8bit.tif";
                    case "COLOURS" -> "sample-data/three-channels/images/cells.tif";
                    case "NAN" -> file("nan.tif");
                    case "MODEL" -> MODEL;
                    case "r.tif" -> file("r.tif");
                    default -> word;
                })
                .toArray(String[]::new);
        assertThat(stencil(words)).isEqualTo(2);
        assertThat(err.toString()).contains(sentence);
        assertThat(err.toString().lines().filter(line -> line.startsWith("stencil: ")))
                .hasSize(1);
        assertThat(listing()).isEqualTo(before);
    }

    @Test
    void inAMacroARefusalIsOneLineInTheLogAndEndsIt() {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream standard = System.out;
        System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            assertThat(IJ.runMacro("run('Predict Masks...', 'model=" + MODEL + "'); return 'went on';"))
                    .isNull();
        } finally {
            System.setOut(standard);
        }
        assertThat(log.toString(StandardCharsets.UTF_8)).contains("No image is named and none is open.");
        assertThat(WindowManager.getImageCount()).isZero();
    }

    @Test
    void modelInfoTellsWhatAModelTakesAndGives() {
        assertThat(stencil("model-info", "--model", MODEL, "--tables", folder.toString()))
                .isZero();
        ResultsTable table = ResultsTable.open2(file("model.csv"));
        Map<String, String> properties = new TreeMap<>();
        for (int row = 0; row < table.size(); row++) {
            properties.put(table.getStringValue("Property", row), table.getStringValue("Value", row));
        }
        assertThat(properties)
                .containsEntry("Signature", "network")
                .containsEntry("Input axes", "byxc")
                .containsEntry("Output means", "probabilities")
                .containsEntry("Normalization", "Percentiles 1.0 and 99.8")
                .containsEntry("Step", "8")
                .containsEntry("Halo", "48 (read from the graph)")
                .containsEntry("Classes", "background, nucleus, border")
                .containsEntry("License", "CC0-1.0");
        assertThat(properties.get("Operations")).endsWith("all pure tensor operations");
    }

    @Test
    void deviceTellsWhatComputesAndWhyNoGpuDoes() {
        assertThat(stencil("device", "--device", "CPU")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("Chosen,CPU", "Computes on,CPU", "TensorFlow,2.", "Mixed precision,");
        assertThat(TensorRuntime.device()).isEqualTo(Device.CPU);
    }

    private int stencil(String... args) {
        return Main.run(new PrintWriter(new BufferedWriter(out)), new PrintWriter(new BufferedWriter(err)), args);
    }

    private Map<String, Long> listing() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            Map<String, Long> sizes = new TreeMap<>();
            files.forEach(path -> sizes.put(path.toString(), path.toFile().length()));
            return sizes;
        }
    }

    private byte[] pixels(String name) {
        return (byte[]) IJ.openImage(file(name)).getProcessor().getPixels();
    }

    private String file(String name) {
        return folder + "/" + name;
    }
}
