// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ShortProcessor;
import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.PixelType;
import io.github.stencil.image.file.TiffStore;
import io.github.stencil.model.BrightModel;
import io.github.stencil.zarr.OmeZarr;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed 16-bit label maps and images in every command: a label map is what it would be in 8 bits, an image its values. */
class SignedCommandsTest {
    private static final int WIDTH = 40;
    private static final int HEIGHT = 30;

    @TempDir
    private Path folder;

    private final int[] labels = new int[WIDTH * HEIGHT];
    private final int[] values = new int[WIDTH * HEIGHT];

    @BeforeEach
    void makeImages() throws IOException {
        Random random = new Random(5);
        for (int object = 1; object <= 5; object++) {
            int left = 1 + 8 * (object - 1);
            for (int y = 3 + object; y < 12 + 3 * object; y++) {
                Arrays.fill(labels, y * WIDTH + left, y * WIDTH + left + 3 + object % 3, object);
            }
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (labels[i] == 0 ? -900 : 700) + random.nextInt(400);
        }
        Files.createDirectories(folder.resolve("u"));
        Files.createDirectories(folder.resolve("s"));
        save(bytes(i -> labels[i]), "u/labels.tif");
        AxisImage.of(signed(i -> labels[i])).copyTo(new TiffStore(folder.resolve("s/labels.tif")), Progress.NONE);
        save(bytes(i -> i % 251), "image.tif");
        save(signed(i -> values[i]), "values.tif");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evaluate --truth u/labels.tif --prediction LABELS --kind Classes --boundary",
                "evaluate --truth u/labels.tif --prediction LABELS --kind Objects",
                "evaluate --truth LABELS --prediction u/labels.tif --kind Objects --overlay --output OUT",
                "apply-mask --image image.tif --mask LABELS --output OUT",
                "apply-mask --image image.tif --mask LABELS --include 2,4-5 --fill 9 --output OUT",
                "apply-mask --image image.tif --mask LABELS --mode Weight --divisor 5 --output OUT",
                "extract-pixels --image image.tif --mask LABELS",
                "extract-pixels --image image.tif --mask LABELS --output Table --include 1,3",
                "refine --image LABELS --include 1-5 --output OUT",
                "to-categorical --labels LABELS --ids compact --output OUT",
                "to-rois --labels LABELS --output OUT.zip",
            })
    void aSignedLabelMapIsTheLabelMap(String command) throws IOException {
        String wanted = run(command.replace("LABELS", "u/labels.tif"), "u/out.tif");
        String found = run(command.replace("LABELS", "s/labels.tif"), "s/out.tif");
        assertThat(found).isEqualTo(wanted).isNotEmpty();
        for (String result : List.of("out.tif", "out.tif.zip")) {
            Path file = folder.resolve("u").resolve(result);
            if (Files.exists(file) && result.endsWith(".tif")) {
                assertThat(folder.resolve("s").resolve(result)).hasSameBinaryContentAs(file);
            } else if (Files.exists(file)) {
                assertThat(names(folder.resolve("s").resolve(result)))
                        .isEqualTo(names(file))
                        .hasSize(5);
            }
        }
    }

    @Test
    void aSignedLabelMapTrainsAsTheLabelMap() throws IOException {
        for (String kind : List.of("u", "s")) {
            Path maps = Files.createDirectories(folder.resolve(kind + "/maps"));
            Path images = Files.createDirectories(folder.resolve("images"));
            for (int i = 0; i < 3; i++) {
                Files.copy(folder.resolve(kind + "/labels.tif"), maps.resolve("scene" + i + ".tif"));
                if (kind.equals("u")) {
                    save(bytes(at -> 20 * labels[at] + at % 7), "images/scene" + i + ".tif");
                }
            }
            assertThat(images).isDirectoryContaining("glob:**scene2.tif");
            run(
                    "train --images images --labels " + kind + "/maps --model " + kind
                            + "/model --task Objects --depth 2 --filters 4 --patch 32 --batch 2 --epochs 1 --tables "
                            + kind + "/tables",
                    "");
        }
        assertThat(history("s")).isEqualTo(history("u")).contains("IoU interior");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evaluate --truth u/labels.tif --prediction LABELS --kind Classes",
                "evaluate --truth u/labels.tif --prediction LABELS --kind Objects",
                "extract-pixels --image image.tif --mask LABELS",
                "refine --image LABELS --include 1-5 --output OUT",
                "to-categorical --labels LABELS --output OUT",
                "apply-mask --image image.tif --mask LABELS --include 1-5 --output OUT",
                "to-rois --labels LABELS --output OUT.zip",
                "train --images image.tif --labels LABELS --model s/model --task Objects",
            })
    void aNegativeLabelIsRefusedWithItsPlace(String command) throws IOException {
        Files.copy(folder.resolve("image.tif"), folder.resolve("labels.tif")); // of the stem that training pairs by
        AxisImage.of(signed(i -> i == 2 * WIDTH + 7 ? -1 : labels[i]))
                .copyTo(new TiffStore(folder.resolve("s/labels.tif")), Progress.NONE);
        StringWriter err = new StringWriter();
        String line = command.replace("LABELS", "s/labels.tif").replace("--images image.tif", "--images labels.tif");
        assertThat(stencil(new StringWriter(), err, line, "s/out.tif")).isEqualTo(2);
        assertThat(err.toString())
                .contains("\"labels.tif\" is -1 at x=7, y=2, but labels are whole numbers from 0 to 4,294,967,295.");
        assertThat(folder.resolve("s/out.tif")).doesNotExist();
    }

    @Test
    void maskingKeepsSignedNumbersAndFillsWithThem() throws IOException {
        run("apply-mask --image values.tif --mask u/labels.tif --fill -5 --output OUT", "out.tif");
        AxisImage masked = AxisImage.of(IJ.openImage(file("out.tif")));
        assertThat(masked.type()).isEqualTo(PixelType.INT16);
        short[] pixels = (short[]) masked.copy(masked.extent().interval());
        for (int i = 0; i < pixels.length; i++) {
            assertThat(pixels[i]).isEqualTo((short) (labels[i] == 0 ? -5 : values[i]));
        }
        run(
                "apply-mask --image values.tif --mask u/labels.tif --mode Weight --divisor 2 --output OUT",
                "half.ome.zarr");
        AxisImage weighted = OmeZarr.open(folder.resolve("half.ome.zarr"));
        assertThat(weighted.type()).isEqualTo(PixelType.INT16);
        pixels = (short[]) weighted.copy(weighted.extent().interval());
        for (int i = 0; i < pixels.length; i++) {
            assertThat(pixels[i]).isEqualTo((short) Math.floor(values[i] * labels[i] / 2.0 + 0.5));
        }
        StringWriter err = new StringWriter();
        String low = "apply-mask --image values.tif --mask u/labels.tif --fill -32769 --output OUT";
        assertThat(stencil(new StringWriter(), err, low, "low.tif")).isEqualTo(2);
        assertThat(err.toString()).contains("whole numbers from -32768 to 32767");
    }

    @Test
    void aMacroMasksAnOpenSignedImage() {
        String seen =
                IJ.runMacro("setBatchMode(true); open('" + file("values.tif") + "'); open('" + file("u/labels.tif")
                        + "'); run('Apply Mask...', 'image=values.tif mask=labels.tif mode=[Keep outside] fill=-7');"
                        + "seen = getTitle() + ' ' + calibrate(getPixel(0, 0)) + ' ' + calibrate(getPixel(2, 8));"
                        + "close('*'); setBatchMode(false); return seen;");
        assertThat(seen).isEqualTo("values-masked " + values[0] + " -7");
    }

    @Test
    void statisticsAreOfTheNumbers() throws IOException {
        String table = run("extract-pixels --image values.tif --mask u/labels.tif --include 0", "");
        int[] outside = java.util.stream.IntStream.range(0, labels.length)
                .filter(i -> labels[i] == 0)
                .map(i -> values[i])
                .sorted()
                .toArray();
        int n = outside.length;
        assertThat(table)
                .contains("," + outside[0] + "," + outside[n - 1] + ",")
                .contains(String.valueOf(Arrays.stream(outside).average().orElseThrow())
                        .substring(0, 8));
    }

    @Test
    void aVectorOfSignedPixelsIsSigned() throws IOException {
        List<String> line = List.of(
                "extract-pixels",
                "--image",
                file("values.tif"),
                "--mask",
                file("u/labels.tif"),
                "--output",
                "Vector image",
                "--output",
                file("vector.tif"));
        StringWriter err = new StringWriter();
        assertThat(main(new StringWriter(), err, line)).as(err.toString()).isZero();
        AxisImage vector = AxisImage.of(IJ.openImage(file("vector.tif")));
        assertThat(vector.type()).isEqualTo(PixelType.INT16);
        int first = java.util.stream.IntStream.range(0, labels.length)
                .filter(i -> labels[i] != 0)
                .findFirst()
                .orElseThrow();
        assertThat(((short[]) vector.copy(vector.extent().interval()))[0]).isEqualTo((short) values[first]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-500", "Otsu", "Triangle", "Huang"})
    void thresholdsAreOfTheNumbers(String threshold) throws IOException {
        save(new ImagePlus("", new ShortProcessor(WIDTH, HEIGHT, shifted(1000), null)), "u/values.tif");
        save(signed(i -> values[i]), "s/values.tif");
        boolean number = threshold.matches("-?\\d+");
        String up = number ? String.valueOf(Integer.parseInt(threshold) + 1000) : threshold;
        run("refine --image s/values.tif --threshold=" + threshold + " --output OUT", "s/out.tif");
        run("refine --image u/values.tif --threshold=" + up + " --output OUT", "u/out.tif");
        assertThat(folder.resolve("s/out.tif")).hasSameBinaryContentAs(folder.resolve("u/out.tif"));
        assertThat(IJ.openImage(file("s/out.tif")).getStatistics().max).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"None", "Percentiles", "Mean and deviation"})
    void networksSeeTheNumbers(String normalization) throws IOException {
        BrightModel.write(folder.resolve("model"));
        FloatProcessor floats = new FloatProcessor(WIDTH, HEIGHT);
        for (int i = 0; i < values.length; i++) {
            floats.setf(i, values[i] / 100);
        }
        save(signed(i -> values[i] / 100), "s/seen.tif");
        save(new ImagePlus("", floats), "u/seen.tif");
        List<float[]> raw = new ArrayList<>();
        for (String kind : List.of("u", "s")) {
            List<String> line = List.of(
                    "predict",
                    "--image",
                    file(kind + "/seen.tif"),
                    "--model",
                    file("model"),
                    "--normalization",
                    normalization,
                    "--output",
                    "Raw",
                    "--output",
                    file(kind + "/raw.tif"));
            StringWriter err = new StringWriter();
            assertThat(main(new StringWriter(), err, line)).as(err.toString()).isZero();
            raw.add((float[])
                    IJ.openImage(file(kind + "/raw.tif")).getProcessor().getPixels());
        }
        assertThat(raw.get(1)).isEqualTo(raw.get(0));
    }

    @Test
    void formatsWithoutSignsAreRefused() throws IOException {
        StringWriter err = new StringWriter();
        String line = "apply-mask --image values.tif --mask u/labels.tif --output OUT";
        assertThat(stencil(new StringWriter(), err, line, "out.png")).isNotZero();
        assertThat(err.toString()).contains("PNG cannot hold");
    }

    private short[] shifted(int by) {
        short[] pixels = new short[values.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (short) (values[i] + by);
        }
        return pixels;
    }

    private String history(String kind) throws IOException {
        return Files.readString(folder.resolve(kind + "/tables/training-history.csv"))
                .replaceAll(",[^,\\r\\n]*(,[^,\\r\\n]*\\r?\\n)", "$1"); // without the seconds
    }

    private static List<String> names(Path zip) throws IOException {
        try (var file = new java.util.zip.ZipFile(zip.toFile())) {
            return file.stream()
                    .map(entry -> entry.getName() + " " + entry.getCrc())
                    .toList();
        }
    }

    private static ImagePlus bytes(IntUnaryOperator value) {
        ByteProcessor pixels = new ByteProcessor(WIDTH, HEIGHT);
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            pixels.set(i, value.applyAsInt(i));
        }
        return new ImagePlus("labels.tif", pixels);
    }

    private static ImagePlus signed(IntUnaryOperator value) {
        ShortProcessor pixels = new ShortProcessor(WIDTH, HEIGHT);
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            pixels.set(i, value.applyAsInt(i) + 32_768);
        }
        ImagePlus image = new ImagePlus("labels.tif", pixels);
        image.getCalibration().setSigned16BitCalibration();
        return image;
    }

    private void save(ImagePlus image, String name) {
        assertThat(new FileSaver(image).saveAsTiff(file(name))).isTrue();
    }

    private String run(String command, String result) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        assertThat(stencil(out, err, command, result))
                .as("%s: %s", command, err)
                .isZero();
        return out.toString()
                .replace(folder.resolve("s").toString(), "")
                .replace(folder.resolve("u").toString(), "");
    }

    private int stencil(StringWriter out, StringWriter err, String command, String result) {
        List<String> words = new ArrayList<>();
        for (String word : command.split(" ")) {
            String full = word.replace("OUT", result);
            boolean path = full.contains(".tif")
                    || full.contains(".zarr")
                    || full.contains("/")
                    || full.equals("images")
                    || full.contains(".png");
            words.add(path ? file(full) : full);
        }
        return main(out, err, words);
    }

    private static int main(StringWriter out, StringWriter err, List<String> words) {
        return Main.run(
                new PrintWriter(new BufferedWriter(out)),
                new PrintWriter(new BufferedWriter(err)),
                words.toArray(String[]::new));
    }

    private String file(String name) {
        return folder.resolve(name).toString().replace('\\', '/');
    }
}
