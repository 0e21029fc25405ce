// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.luben.zstd.util.ZstdVersion;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ShortProcessor;
import io.github.stencil.model.SavedModels;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that fills while a result is written: a sentence, no half-written file, and what was there is still there. */
class FullDiskTest {
    /** Blocks of 512 bytes that a file may have. */
    private static final String ROOM = "100";

    private static final int SIDE = 400;

    @TempDir
    private Path folder;

    @BeforeEach
    void writeInputs() {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "the room for files is limited by the shell");
        Random random = new Random(1);
        FloatProcessor noise = new FloatProcessor(SIDE, SIDE);
        ShortProcessor labels = new ShortProcessor(SIDE, SIDE);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                noise.setf(x, y, random.nextFloat() * 255);
                labels.set(x, y, x % 5 < 3 && y % 5 < 3 ? 1 + x / 5 + y / 5 * (SIDE / 5) : 0);
            }
        }
        IJ.saveAsTiff(new ImagePlus("", noise), file("image.tif"));
        IJ.saveAsTiff(new ImagePlus("", noise.convertToByteProcessor(false)), file("bytes.tif"));
        IJ.saveAsTiff(new ImagePlus("", labels), file("labels.tif"));
    }

    @Test
    void anImageThatIsStreamed() throws Exception {
        refuses(
                "out.tif",
                "could not be written",
                "apply-mask",
                "--image",
                file("image.tif"),
                "--mask",
                file("labels.tif"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp", "pgm"})
    void anImageOfAnotherFormat(String ending) throws Exception {
        refuses(
                "out." + ending,
                "could not be written",
                "apply-mask",
                "--image",
                file("bytes.tif"),
                "--mask",
                file("bytes.tif"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.ome.zarr", "out.ozx"})
    void anOmeZarr(String name) throws Exception {
        unpackTheCodec();
        String said = mask(name, "image.tif");
        assertThat(said).matches("(?s)2 .*" + name + ".* could not be written \\(File too large\\).*");
    }

    @Test
    void aZipFileOfAnOmeZarrOfWhichEachPieceHasRoom() throws Exception {
        unpackTheCodec();
        ImageStack stack = new ImageStack(180, 180);
        for (int z = 0; z < 3; z++) {
            ByteProcessor noise = new ByteProcessor(180, 180);
            noise.noise(100);
            stack.addSlice(noise);
        }
        IJ.saveAsTiff(new ImagePlus("", stack), file("stack.tif"));
        assertThat(mask("out.ozx", "stack.tif")).contains("out.ozx").contains("could not be written (File too large)");
    }

    private void unpackTheCodec() throws IOException {
        String library = "/linux/%s/libzstd-jni-%s.so".formatted(System.getProperty("os.arch"), ZstdVersion.VERSION);
        try (InputStream in = ZstdVersion.class.getResourceAsStream(library)) {
            assumeTrue(in != null, "the codec is put into place beforehand, as there is no room for it");
            Files.copy(in, folder.resolve("zstd.so"));
        }
    }

    @Test
    void aCodecThatIsUnpackedForAnOmeZarr() throws Exception {
        assertThat(mask("out.ome.zarr", "image.tif"))
                .contains("The zstd codec could not be unpacked into " + folder.resolve("tmp") + ". Make room there");
    }

    private String mask(String name, String image) throws Exception {
        Path out = folder.resolve(name);
        String said = run("apply-mask", "--image", file(image), "--mask", file(image), "--output", out.toString());
        assertThat(said).startsWith("2 ");
        assertThat(said.strip().lines()).hasSize(1);
        assertThat(out).doesNotExist();
        nothingBegun();
        return said;
    }

    @Test
    void tensorFlowThatIsUnpacked() throws Exception {
        Path model = SavedModels.small(folder.resolve("model"));
        Path cache = Files.createDirectories(folder.resolve("cache"));
        String said = run(
                List.of("-Dorg.bytedeco.javacpp.cachedir=" + cache),
                "predict",
                "--image",
                file("image.tif"),
                "--model",
                model.toString(),
                "--output",
                file("out.tif"));
        assertThat(said)
                .startsWith("2 ")
                .contains("TensorFlow could not be unpacked and loaded: it takes 680 MB in the folder " + cache)
                .contains("MB are free. Make room there");
    }

    @Test
    void aSetOfRois() throws Exception {
        refuses("out.zip", "could not be written", "to-rois", "--labels", file("labels.tif"));
    }

    @Test
    void aTable() throws Exception {
        Path tables = folder.resolve("tables");
        String said = run(
                "extract-pixels",
                "--image",
                file("image.tif"),
                "--mask",
                file("labels.tif"),
                "--output",
                "Table",
                "--tables",
                tables.toString());
        assertThat(said).matches("(?s)[12] .*class-pixels.csv could not be written \\(File too large\\).*");
        assertThat(tables).doesNotExist();
    }

    @Test
    void aReport() throws Exception {
        Path report = folder.resolve("report.html");
        String said = run(
                "evaluate",
                "--truth",
                file("labels.tif"),
                "--prediction",
                file("labels.tif"),
                "--kind",
                "Objects",
                "--report",
                report.toString());
        assertThat(said).matches("(?s)[12] .*report.html cannot be written \\(File too large\\).*");
        assertThat(report).doesNotExist();
        nothingBegun();
    }

    @Test
    void aModelThatIsInstalled() throws Exception {
        Path model = SavedModels.small(folder.resolve("model"));
        Files.createDirectories(model.resolve("variables"));
        Files.write(model.resolve("variables").resolve("more"), new byte[1 << 20]);
        assertThat(run("install-model", "--file", model.toString(), "--name", "big"))
                .matches("(?s)2 .*The model cannot be written to .*Make room there.*");
        try (Stream<Path> left = Files.list(folder.resolve("library"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aModelThatIsUnpacked() throws Exception {
        byte[] graph =
                Files.readAllBytes(SavedModels.small(folder.resolve("model")).resolve("saved_model.pb"));
        Path zip = folder.resolve("model.zip");
        try (OutputStream file = Files.newOutputStream(zip);
                ZipOutputStream out = new ZipOutputStream(file)) {
            out.putNextEntry(new ZipEntry("saved_model.pb"));
            out.write(graph);
            out.putNextEntry(new ZipEntry("variables/more"));
            out.write(new byte[1 << 20]);
        }
        assertThat(run("model-info", "--model", zip.toString()))
                .matches("(?s)2 .*model.zip cannot be .*\\(File too large\\).*");
        try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
            assertThat(left.filter(path -> path.toString().contains("stencil-model")))
                    .isEmpty();
        }
    }

    @Test
    void aModelThatIsTrained() throws Exception {
        for (String name : List.of("images", "truth")) {
            Files.createDirectories(folder.resolve(name));
        }
        for (int i = 0; i < 3; i++) {
            IJ.saveAsTiff(new ImagePlus("", new FloatProcessor(32, 32)), file("images/" + i + ".tif"));
            ShortProcessor labels = new ShortProcessor(32, 32);
            labels.set(5, 5, 1);
            IJ.saveAsTiff(new ImagePlus("", labels), file("truth/" + i + ".tif"));
        }
        String said = run(
                "train",
                "--images",
                file("images"),
                "--labels",
                file("truth"),
                "--model",
                file("trained"),
                "--epochs",
                "1",
                "--depth",
                "2",
                "--filters",
                "16",
                "--patch",
                "16");
        assertThat(said).matches("(?s)[12] .*could not be written.*File too large.*");
        assertThat(folder.resolve("trained").resolve("saved_model.pb")).doesNotExist();
        if (Files.exists(folder.resolve("trained"))) {
            try (Stream<Path> left = Files.walk(folder.resolve("trained"))) {
                assertThat(left.filter(path -> path.toString().endsWith(".part")))
                        .isEmpty();
            }
        }
    }

    private void refuses(String name, String sentence, String... line) throws Exception {
        Path out = folder.resolve(name);
        List<String> all = new ArrayList<>(List.of(line));
        all.addAll(List.of("--output", out.toString()));
        assertThat(run(all.toArray(String[]::new))).matches("(?s)2 .*" + name + " " + sentence + ".*");
        assertThat(out).doesNotExist();
        nothingBegun();
    }

    @Test
    void whatWasThereIsStillThere() throws Exception {
        Path out = Files.writeString(folder.resolve("out.tif"), "what was there");
        String[] line = {
            "apply-mask",
            "--image",
            file("image.tif"),
            "--mask",
            file("labels.tif"),
            "--output",
            out.toString(),
            "--overwrite"
        };
        assertThat(run(line)).startsWith("2 ");
        assertThat(out).hasContent("what was there");
    }

    private void nothingBegun() throws IOException {
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.filter(path -> path.toString().contains(".part"))).isEmpty();
        }
    }

    private String run(String... line) throws Exception {
        return run(List.of(), line);
    }

    private String run(List<String> more, String... line) throws Exception {
        Path zstd = folder.resolve("zstd.so");
        List<String> options = new ArrayList<>(more);
        options.addAll(List.of(
                "-XX:-UsePerfData",
                Files.exists(zstd) ? "-DZstdNativePath=" + zstd : "-ea",
                "-Dstencil.models=" + folder.resolve("library"),
                "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp"))));
        List<String> bounds = List.of("/bin/sh", "-c", "ulimit -f " + ROOM + "; exec \"$0\" \"$@\"");
        String said = FullDiskRun.run(folder, bounds, options, line);
        assertThat(said).doesNotContain("\tat ").doesNotContain("unforeseen");
        return said;
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}
