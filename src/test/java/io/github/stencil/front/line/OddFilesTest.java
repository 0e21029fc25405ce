// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.ShortProcessor;
import io.github.stencil.image.file.ImageFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files by other programs, which ImageJ alone takes for something else. Their twins are plain. */
@Timeout(120)
class OddFilesTest {
    private static final Path CASES = Path.of("src/test/resources/cases");

    @TempDir
    private Path folder;

    private String out = "";
    private String err = "";

    private int run(String... line) {
        StringWriter said = new StringWriter();
        StringWriter complained = new StringWriter();
        int status = Main.run(new PrintWriter(said), new PrintWriter(complained), line);
        out = said.toString();
        err = complained.toString();
        return status;
    }

    private static String file(String name) {
        return CASES.resolve(name).toString();
    }

    /** Returns a column of a printed table. */
    private List<Double> column(String name) {
        List<String[]> rows = out.lines().map(line -> line.split(",")).toList();
        int at = Arrays.asList(rows.get(0)).indexOf(name);
        return rows.stream().skip(1).map(row -> Double.valueOf(row[at])).toList();
    }

    @Test
    void aJpegInATiffIsReadAtAnySize() {
        assertThat(run("extract-pixels", "--image", file("jpeg-256.tif"), "--mask", file("ones-256.tif")))
                .isZero();
        assertThat(column("Mean")).allSatisfy(mean -> assertThat(mean).isBetween(127.0, 127.25));
    }

    @Test
    void packedBitsAreThePlainOnes() {
        assertThat(run(
                        "evaluate",
                        "--truth",
                        file("mask-1bit-plain.tif"),
                        "--prediction",
                        file("mask-1bit-packbits.tif")))
                .isZero();
        assertThat(out.lines()
                        .filter(line -> line.startsWith("mask-1bit-plain,0,"))
                        .findFirst())
                .hasValueSatisfying(row -> assertThat(row).contains("1126,1126,1126,0,0,"));
    }

    @Test
    void differencesOfFloatingPointAreUndone() {
        ImagePlus plain = ImageFiles.read(CASES.resolve("prob-plain.tif"));
        ImagePlus packed = ImageFiles.read(CASES.resolve("prob-predictor3.tif"));
        assertThat(packed.getProcessor().getPixels())
                .isEqualTo(plain.getProcessor().getPixels());
        assertThat(run(
                        "refine",
                        "--image",
                        file("prob-predictor3.tif"),
                        "--output",
                        folder.resolve("x.tif").toString()))
                .isZero();
        assertThat(out.lines().filter(line -> line.startsWith("prob-predictor3,")))
                .hasSize(5);
    }

    @Test
    void channelsThatLieApartAreChannels() {
        assertThat(run("extract-pixels", "--image", file("five-planar.tif"), "--mask", file("labels-uint8.tif")))
                .isZero();
        assertThat(column("Channel")).contains(1.0, 2.0, 3.0, 4.0, 5.0);
    }

    @Test
    void aVolumeInOnePageIsAStack() {
        assertThat(run("extract-pixels", "--image", file("volume.tif"), "--mask", file("ones.tif")))
                .isZero();
        assertThat(column("Pixels")).containsExactly(2000.0, 2000.0, 2000.0); // 3 slices of 50 x 40
    }

    @Test
    void tenBitsAreTenBits() {
        assertThat(run("extract-pixels", "--image", file("ten-bit.tif"), "--mask", file("labels-uint8.tif")))
                .isZero();
        assertThat(column("Mean")).containsExactly(100.0, 200.0, 300.0, 400.0, 500.0);
    }

    @Test
    void anOmeTiffHasItsAxesAndItsScale() {
        String masked = folder.resolve("masked.tif").toString();
        assertThat(run(
                        "apply-mask",
                        "--image",
                        file("two-channels.ome.tif"),
                        "--mask",
                        file("ones.tif"),
                        "--output",
                        masked))
                .isZero();
        ImagePlus image = IJ.openImage(masked);
        assertThat(image.getDimensions()).containsExactly(50, 40, 2, 3, 1);
        Calibration scale = image.getCalibration();
        assertThat(scale.getUnit()).isEqualTo("\u00b5m");
        assertThat(new double[] {scale.pixelWidth, scale.pixelHeight, scale.pixelDepth})
                .containsExactly(0.25, 0.25, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bigtiff.tif", "tiled.tif", "labels-zstd.tif", "labels-int64.tif"})
    void masksOfUnusualKindsMaskAsThePlainOne(String mask) {
        byte[] plain = masked("labels-uint8.tif");
        byte[] other = masked(mask);
        assertThat(other).containsExactly(plain);
    }

    private byte[] masked(String mask) {
        String result = folder.resolve("masked-" + mask).toString();
        assertThat(run("apply-mask", "--image", file("image.tif"), "--mask", file(mask), "--output", result))
                .isZero();
        return (byte[]) IJ.openImage(result).getProcessor().getPixels();
    }

    @ParameterizedTest
    @CsvSource({"trunc.tif, ends early", "ifdloop.tif, lead in a circle"})
    void aFileThatHarmsIsASentenceAndTheRestIsDone(String bad, String why) throws Exception {
        Path images = Files.createDirectory(folder.resolve("images"));
        Files.copy(CASES.resolve(bad), images.resolve("a.tif"));
        Files.copy(CASES.resolve("image.tif"), images.resolve("b.tif"));
        Path results = folder.resolve("results");
        int status = run(
                "apply-mask", "--image", images.toString(), "--mask", file("ones.tif"), "--output", results.toString());
        assertThat(status).isEqualTo(1);
        assertThat(err).contains("a.tif").contains(why).doesNotContain("as TIFF");
        assertThat(results.resolve("b.tif")).exists();
        assertThat(results.resolve("a.tif")).doesNotExist();
    }

    @Test
    void theScaleDoesNotDependOnTheSizeOfTheFile() {
        ImageStack slices = new ImageStack(2100, 2100);
        for (int z = 0; z < 8; z++) {
            slices.addSlice(new ShortProcessor(2100, 2100));
        }
        ImagePlus large = new ImagePlus("large", slices); // 70 MB
        ImagePlus small = new ImagePlus("small", new ByteProcessor(8, 8));
        List<Calibration> read = new ArrayList<>();
        for (ImagePlus image : List.of(large, small)) {
            image.getCalibration().setUnit("cm");
            image.getCalibration().pixelWidth = 1 / 40_000.0;
            image.getCalibration().pixelHeight = 1 / 40_000.0;
            Path file = folder.resolve(image.getTitle() + ".tif");
            IJ.saveAsTiff(image, file.toString());
            read.add(ImageFiles.read(file).getCalibration());
            read.add(ImageFiles.open(file).getCalibration());
        }
        assertThat(read).allSatisfy(scale -> {
            assertThat(scale.getUnit()).isEqualTo("\u00b5m");
            assertThat(scale.pixelWidth).isCloseTo(0.25, org.assertj.core.api.Assertions.within(1e-6));
        });
    }

    @Test
    void namesThatDifferInHowTheirAccentsAreWrittenPair() throws Exception {
        Path images = Files.createDirectory(folder.resolve("images"));
        Path masks = Files.createDirectory(folder.resolve("masks"));
        Files.copy(CASES.resolve("image.tif"), images.resolve("Zelle-\u00e4.tif"));
        Files.copy(CASES.resolve("ones.tif"), masks.resolve("Zelle-a\u0308.tif"));
        Path results = folder.resolve("results");
        assertThat(run(
                        "apply-mask",
                        "--image",
                        images.toString(),
                        "--mask",
                        masks.toString(),
                        "--output",
                        results.toString()))
                .isZero();
        assertThat(results.resolve("Zelle-\u00e4.tif")).exists();
    }

    /** In a process of its own, whose standard output is nobody else's. */
    @Test
    void nothingThatImageJSaysReachesStandardOutput() throws Exception {
        Path bad = Files.createDirectory(folder.resolve("bad"));
        for (String name : List.of("a.dcm", "b.avi", "c.fits", "d.tif", "e.jpg", "f.lsm", "g.gif")) {
            Files.writeString(
                    bad.resolve(name), "nothing that is an image, but long enough to have been one".repeat(9));
        }
        Path printed = folder.resolve("printed");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.awt.headless=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.github.stencil.front.line.Main",
                        "refine",
                        "--image",
                        bad.toString(),
                        "--output",
                        folder.resolve("none").toString())
                .redirectOutput(printed.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(Files.readString(printed)).isEmpty();
    }

    @Test
    void aTiffInAZipIsReadAsATiffIs() throws Exception {
        Path zip = folder.resolve("tiled.zip");
        try (java.util.zip.ZipOutputStream stream = new java.util.zip.ZipOutputStream(Files.newOutputStream(zip))) {
            stream.putNextEntry(new java.util.zip.ZipEntry("tiled.tif"));
            stream.write(Files.readAllBytes(CASES.resolve("tiled.tif")));
        }
        ImagePlus read = ImageFiles.read(zip);
        assertThat(read.getTitle()).isEqualTo("tiled.tif");
        assertThat(Objects.requireNonNull(read.getProcessor()).getPixels())
                .isEqualTo(ImageFiles.read(CASES.resolve("tiled.tif"))
                        .getProcessor()
                        .getPixels());
    }
}
