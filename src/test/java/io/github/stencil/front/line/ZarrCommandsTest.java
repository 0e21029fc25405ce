// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ShortProcessor;
import io.github.stencil.image.AxisImage;
import io.github.stencil.zarr.OmeZarr;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OME-Zarr wherever a file can be, by command line and by macro. */
class ZarrCommandsTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream console = System.out;

    @BeforeEach
    void keepTheLogAndMakeImages() { // without a display ImageJ logs to standard output
        System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
        ShortProcessor pixels = new ShortProcessor(700, 30);
        ByteProcessor mask = new ByteProcessor(700, 30);
        Random random = new Random(1);
        for (int i = 0; i < pixels.getPixelCount(); i++) {
            pixels.set(i, random.nextInt(65_536));
            mask.set(i, i % 700 < 350 ? 255 : 0);
        }
        ImagePlus image = new ImagePlus("cells.tif", pixels);
        image.getCalibration().setUnit("mm");
        image.getCalibration().pixelWidth = 0.5;
        IJ.saveAsTiff(image, file("cells.tif"));
        IJ.saveAsTiff(new ImagePlus("mask.tif", mask), file("mask.tif"));
    }

    @AfterEach
    void leaveTheLog() {
        System.setOut(console);
    }

    private int stencil(String... args) {
        return Main.run(new PrintWriter(new BufferedWriter(out)), new PrintWriter(new BufferedWriter(err)), args);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private Object pixels(String name) {
        AxisImage image =
                name.contains("zarr") ? OmeZarr.open(folder.resolve(name)) : AxisImage.of(IJ.openImage(file(name)));
        return image.copy(image.extent().interval());
    }

    private void mask(String image, String mask, String output) {
        assertThat(stencil("apply-mask", "--image", file(image), "--mask", file(mask), "--output", file(output)))
                .as(err.toString())
                .isZero();
    }

    @Test
    void aResultIsTheSameWhateverItIsReadFromAndWrittenTo() throws IOException {
        mask("cells.tif", "mask.tif", "plain.tif");
        mask("cells.tif", "mask.tif", "out.ome.zarr");
        assertThat(pixels("out.ome.zarr")).isEqualTo(pixels("plain.tif"));
        assertThat(OmeZarr.open(folder.resolve("out.ome.zarr")).description().calibration().pixelWidth)
                .isEqualTo(0.5);
        mask("out.ome.zarr", "mask.tif", "again.zarr.zip");
        assertThat(pixels("again.zarr.zip")).isEqualTo(pixels("plain.tif"));
        mask("again.zarr.zip", "mask.tif", "back.tif");
        assertThat(pixels("back.tif")).isEqualTo(pixels("plain.tif"));
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "cells.tif", "mask.tif", "plain.tif", "out.ome.zarr", "again.zarr.zip", "back.tif");
        }
    }

    @Test
    void inAFolderAnOmeZarrGivesAnOmeZarrOfItsName() throws IOException {
        Files.createDirectories(folder.resolve("in"));
        stencil("open-zarr", "--file", file("cells.tif"), "--output", file("x.tif"));
        assertThat(err.toString()).contains("is a file, but an OME-Zarr is a folder");
        mask("cells.tif", "mask.tif", "in/a.ome.zarr");
        mask("cells.tif", "mask.tif", "in/b.tif");
        assertThat(stencil("apply-mask", "--image", file("in"), "--mask", file("mask.tif"), "--output", file("o")))
                .as(err.toString())
                .isZero();
        assertThat(pixels("o/a.ome.zarr")).isEqualTo(pixels("in/b.tif"));
        assertThat(folder.resolve("o/b.tif")).exists();
    }

    @Test
    void aStoreThatIsThereIsReplacedOnlyIfAskedForAndNeverIfItIsAnInput() {
        mask("cells.tif", "mask.tif", "out.ome.zarr");
        String[] again = {
            "apply-mask", "--image", file("cells.tif"), "--mask", file("mask.tif"), "--output", file("out.ome.zarr")
        };
        assertThat(stencil(again)).isEqualTo(2);
        assertThat(err.toString()).contains("out.ome.zarr exists. Choose another place, or give --overwrite.");
        String[] replaced = Stream.concat(Stream.of(again), Stream.of("--overwrite", "--mode", "Keep outside"))
                .toArray(String[]::new);
        assertThat(stencil(replaced)).as(err.toString()).isZero();
        assertThat(((short[]) pixels("out.ome.zarr"))[0]).isZero();
        assertThat(stencil(
                        "apply-mask",
                        "--image",
                        file("out.ome.zarr/0"),
                        "--mask",
                        file("mask.tif"),
                        "--output",
                        file("out.ome.zarr"),
                        "--overwrite"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("is an input");
    }

    @Test
    void labelsGoIntoTheStoreOfTheirImage() {
        assertThat(stencil("refine", "--image", file("mask.tif"), "--output", file("cells.ome.zarr/labels/halves")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("There is no").contains("to which a label image could be added");
        mask("cells.tif", "mask.tif", "cells.ome.zarr");
        assertThat(stencil("refine", "--image", file("mask.tif"), "--output", file("cells.ome.zarr/labels/halves")))
                .as(err.toString())
                .isZero();
        AxisImage labels = OmeZarr.open(folder.resolve("cells.ome.zarr/labels/halves"));
        assertThat(labels.description().labels()).isTrue();
        assertThat(stencil(
                        "evaluate",
                        "--truth",
                        folder + "/*.ome.zarr/labels/halves",
                        "--prediction",
                        file("cells.ome.zarr/labels/halves"),
                        "--kind",
                        "Objects"))
                .as(err.toString())
                .isZero();
        assertThat(stencil("refine", "--image", file("mask.tif"), "--output", file("cells.ome.zarr/other")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("can only go to labels");
    }

    @Test
    void aLevelIsChosenByNumberOrByPath() {
        mask("cells.tif", "mask.tif", "out.ome.zarr");
        assertThat(stencil("open-zarr", "--file", file("out.ome.zarr"), "--level", "1", "--output", file("half.tif")))
                .as(err.toString())
                .isZero();
        ImagePlus half = IJ.openImage(file("half.tif"));
        assertThat(half.getWidth()).isEqualTo(350);
        assertThat(half.getHeight()).isEqualTo(15);
        assertThat(half.getCalibration().pixelWidth).isEqualTo(1);
        assertThat(pixels("out.ome.zarr/1")).isEqualTo(pixels("half.tif"));
        assertThat(stencil("open-zarr", "--file", file("out.ome.zarr"), "--level", "2", "--output", file("no.tif")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("has 2 resolution levels, but level is 2. Give one from 0 to 1.");
    }

    @Test
    void aMacroOpensAVirtualStackAndWorksOnIt() throws IOException {
        mask("cells.tif", "mask.tif", "out.ome.zarr");
        String seen = IJ.runMacro("""
                setBatchMode(true);
                run("Open OME-Zarr...", "file=[%s]");
                seen = getTitle() + " " + getWidth() + " " + bitDepth() + " " + getPixel(0, 0);
                run("Apply Mask...", "mask=[%s] mode=[Keep outside]");
                seen = seen + " " + getTitle() + " " + getPixel(0, 0) + " " + getPixel(699, 0);
                run("Open OME-Zarr...", "file=[%s] level=1 virtual=false");
                seen = seen + " " + getTitle() + " " + getWidth();
                setBatchMode(false);
                return seen;
                """.formatted(file("out.ome.zarr"), file("mask.tif"), file("out.ome.zarr"))
                .replace('\\', '/'));
        int first = ((short[]) pixels("cells.tif"))[0] & 0xffff;
        assertThat(seen)
                .as(log.toString(StandardCharsets.UTF_8))
                .isEqualTo("out.ome.zarr 700 16 " + first + " out-masked 0 0 out-1.ome.zarr 350");
    }

    @Test
    void aDamagedChunkIsNamedAndNothingIsWritten() throws IOException {
        mask("cells.tif", "mask.tif", "out.ome.zarr");
        Path chunk = folder.resolve("out.ome.zarr/0/c/0/0");
        byte[] bytes = Files.readAllBytes(chunk);
        Files.write(chunk, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        assertThat(stencil(
                        "apply-mask",
                        "--image",
                        file("out.ome.zarr"),
                        "--mask",
                        file("mask.tif"),
                        "--output",
                        file("no.ome.zarr")))
                .isEqualTo(2);
        assertThat(err.toString().strip().lines().toList())
                .singleElement()
                .asString()
                .contains("The chunk")
                .contains("c/0/0")
                .contains("out.ome.zarr/0 cannot be decoded");
        assertThat(folder.resolve("no.ome.zarr")).doesNotExist();
        assertThat(folder.resolve("no.ome.zarr.part")).doesNotExist();
    }

    @Test
    void aPredictionThatIsRefusedForItsPixelsLeavesNothing() throws IOException {
        FloatProcessor pixels = new FloatProcessor(64, 64);
        pixels.setf(5, 5, Float.NaN);
        IJ.saveAsTiff(new ImagePlus("nan.tif", pixels), file("nan.tif"));
        String model = Path.of("sample-data", "models", "nuclei").toString();
        int status =
                stencil("predict", "--image", file("nan.tif"), "--model", model, "--output", file("labels.ome.zarr"));
        assertThat(status).as(err.toString()).isEqualTo(2);
        assertThat(err.toString()).contains("nan").doesNotContain("is kept");
        assertThat(folder).isDirectoryNotContaining("glob:**labels.ome.zarr*");
    }

    @Test
    void whatIsDoneBeforeAFailureIsKeptAndGoneOnWith() throws IOException {
        ByteProcessor wide =
                new ByteProcessor(16_000, 1100); // eight blocks, of which some are written before the last is read
        wide.setValue(200);
        wide.fill();
        IJ.saveAsTiff(new ImagePlus("wide.tif", wide), file("wide.tif"));
        mask("wide.tif", "wide.tif", "in.ome.zarr");
        Path last = folder.resolve("in.ome.zarr/0/c/0/7");
        byte[] bytes = Files.readAllBytes(last);
        Files.write(last, new byte[bytes.length]);
        String[] command = {
            "apply-mask", "--image", file("in.ome.zarr"), "--mask", file("wide.tif"), "--output", file("no.ome.zarr")
        };
        assertThat(stencil(command)).isEqualTo(2);
        assertThat(err.toString()).contains("no.ome.zarr is kept").contains("cannot be decoded");
        Files.write(last, bytes);
        assertThat(stencil(command)).as(err.toString()).isZero();
        assertThat(err.toString()).contains("Going on with");
        assertThat(pixels("no.ome.zarr")).isEqualTo(pixels("in.ome.zarr"));
        assertThat(folder).isDirectoryNotContaining("glob:**no.ome.zarr.*");
    }
}
