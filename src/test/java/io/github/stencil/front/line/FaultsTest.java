// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import io.github.stencil.front.Failures;
import io.github.stencil.front.HeadlessImageJ;
import io.github.stencil.front.menu.Bridge;
import io.github.stencil.image.file.TiffImage;
import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can go wrong round a command: the file changes, two run at once, memory runs out. */
class FaultsTest {
    private static final int SIDE = 700;

    @TempDir
    private Path folder;

    @Test
    void aFileThatChangesWhileItIsReadIsSaid() throws Exception {
        IJ.saveAsTiff(new ImagePlus("", new ByteProcessor(9, 9)), file("image.tif"));
        TiffImage image = Objects.requireNonNull(TiffImage.open(folder.resolve("image.tif")));
        image.getStack().getProcessor(1);
        Files.setLastModifiedTime(folder.resolve("image.tif"), FileTime.fromMillis(1));
        assertThatThrownBy(() -> image.getStack().getProcessor(1))
                .satisfies(
                        e -> assertThat(Failures.describe(e, ""))
                                .isEqualTo(
                                        file("image.tif")
                                                + " cannot be read any more: it was changed by another program since it was opened; open it again."));
    }

    @Test
    void debugShowsTheWholeChainOfCauses() throws Exception {
        Files.createDirectory(folder.resolve("bad.ome.zarr"));
        Files.writeString(folder.resolve("bad.ome.zarr").resolve("zarr.json"), "{\"a\": ");
        String[] command = {"refine", "--image", file("bad.ome.zarr"), "--output", file("out.tif")};
        assertThat(said(command))
                .startsWith("stencil: " + file("bad.ome.zarr"))
                .hasLineCount(1)
                .doesNotContain("Caused by");
        assertThat(said(Stream.concat(Stream.of(command), Stream.of("--debug")).toArray(String[]::new)))
                .startsWith("stencil: " + file("bad.ome.zarr"))
                .contains("\tat io.github.stencil.zarr.", "Caused by: ", "EOFException");
    }

    private static String said(String... args) {
        StringWriter err = new StringWriter();
        assertThat(Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), args))
                .isEqualTo(2);
        return err.toString();
    }

    @Test
    void twoRunsThatWriteTheSameFileLeaveOneOfTheTwoWhole() throws Exception {
        for (int value = 1; value <= 2; value++) {
            FloatProcessor pixels = new FloatProcessor(SIDE, SIDE);
            pixels.add(value);
            IJ.saveAsTiff(new ImagePlus("", pixels), file(value + ".tif"));
        }
        ByteProcessor all = new ByteProcessor(SIDE, SIDE);
        all.add(1);
        IJ.saveAsTiff(new ImagePlus("", all), file("mask.tif"));
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 5; round++) {
                Future<String> first = two.submit(() -> mask("1.tif"));
                Future<String> second = two.submit(() -> mask("2.tif"));
                assertThat(first.get()).isEqualTo("0 ");
                assertThat(second.get()).isEqualTo("0 ");
                ImagePlus result = IJ.openImage(file("result.tif"));
                float value = result.getProcessor().getf(0);
                assertThat(value).isIn(1f, 2f);
                float[] pixels = (float[]) result.getProcessor().getPixels();
                for (float pixel : pixels) {
                    assertThat(pixel == value).isTrue();
                }
            }
        } finally {
            two.shutdown();
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.filter(path -> path.toString().endsWith(".part"))).isEmpty();
        }
    }

    @Test
    void whereJavasMemoryRunsOutASentenceIsSaidAndImageJGoesOn() throws Exception {
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx120m",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "-Djava.awt.headless=true",
                        "-Dstencil.trial=false",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Hungry.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(out)
                .content()
                .contains("Stencil: Memory ran out: Java may use 120 MB here.")
                .contains("afterwards: 2x1 false");
    }

    /** An ImageJ that is asked for more than it has, and then for little. */
    static final class Hungry {
        public static void main(String[] args) {
            new HeadlessImageJ().launcherSessionOpened(null);
            ImagePlus large = new ImagePlus("large", new FloatProcessor(4_500, 4_500)); // 81 MB
            large.setRoi(0, 0, 9, 9);
            Thread.currentThread().setName("Run$_large"); // so ImageJ knows the threads whose macro options count
            for (int i = 0; i < 2; i++) {
                WindowManager.setTempCurrentImage(large);
                Macro.setOptions("mask=Selection");
                new Bridge().run(io.github.stencil.command.ApplyMask.class.getName());
            }
            Macro.setOptions(null);
            WindowManager.setTempCurrentImage(null);
            String after = IJ.runMacro(
                    "setBatchMode(true); newImage('a', '8-bit black', 2, 1, 1); run('Apply Mask...', 'image=a mask=a');"
                            + "return '' + getWidth() + 'x' + getHeight();");
            System.out.println("afterwards: " + after + " " + large.isLocked());
            Runtime.getRuntime().halt(0);
        }
    }

    private String mask(String image) {
        StringWriter err = new StringWriter();
        int status = Main.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(new BufferedWriter(err)),
                "apply-mask",
                "--image",
                file(image),
                "--mask",
                file("mask.tif"),
                "--output",
                file("result.tif"),
                "--overwrite");
        return status + " " + err;
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}
