// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import io.github.stencil.front.terminal.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Places that are no files, outputs that are full, and names that would steer a terminal, a spreadsheet or a browser. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HarmTest extends OddPlaces {
    private static final String RED = "\u001b[31m\u009b2J\u202ered";
    private static final String SCRIPT = "<img src=x onerror=\"alert('1')\">&";

    @Test
    void whatIsNoFileIsNeverReplaced() throws Exception {
        Files.createSymbolicLink(folder.resolve("null.tif"), Path.of("/dev/null"));
        Files.createSymbolicLink(folder.resolve("nowhere.tif"), folder.resolve("gone"));
        Files.createDirectory(folder.resolve("folder.tif"));
        Files.createDirectory(folder.resolve("precious.ome.zarr"));
        Files.writeString(folder.resolve("precious.ome.zarr/notes.txt"), "mine");
        pipe("pipe.tif");
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            Path place = folder.resolve("s.tif");
            assumeTrue(place.toString().length() < 100, "a socket's path is short");
            socket.bind(UnixDomainSocketAddress.of(place));
            refusesToReplace("null.tif", "is a device, a pipe or a socket");
            refusesToReplace("pipe.tif", "is a device, a pipe or a socket");
            refusesToReplace("s.tif", "is a device, a pipe or a socket");
            refusesToReplace("nowhere.tif", "is a link that leads nowhere");
            refusesToReplace("precious.ome.zarr", "is a folder where a file should go");
        }
        assertThat(mask(file("folder.tif"))).as("a folder takes results").isZero();
        assertThat(Files.isSymbolicLink(folder.resolve("null.tif"))).isTrue();
        assertThat(folder.resolve("precious.ome.zarr/notes.txt")).exists();
        assertThat(folder.resolve("folder.tif/image.tif")).isRegularFile();
    }

    private void refusesToReplace(String name, String why) throws IOException {
        err.getBuffer().setLength(0);
        Object before = Files.readAttributes(folder.resolve(name), "*", LinkOption.NOFOLLOW_LINKS)
                .get("fileKey");
        assertThat(mask(file(name))).isEqualTo(2);
        assertThat(err.toString()).contains(name + " " + why).hasLineCount(1);
        assertThat(Files.readAttributes(folder.resolve(name), "*", LinkOption.NOFOLLOW_LINKS)
                        .get("fileKey"))
                .isEqualTo(before);
    }

    @Test
    void aFileIsReplacedByAStoreAndAStoreByAStore() throws IOException {
        Files.writeString(folder.resolve("result.ome.zarr"), "a file");
        assertThat(mask(file("result.ome.zarr"))).as(err.toString()).isZero();
        assertThat(folder.resolve("result.ome.zarr")).isDirectory();
        assertThat(mask(file("result.ome.zarr"))).as(err.toString()).isZero();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.filter(path -> path.toString().contains(".part"))).isEmpty();
        }
    }

    @Test
    void tablesAndReportsReplaceOnlyFilesToo() throws Exception {
        Path report = pipe("report.html");
        pipe("tables/class-scores.csv");
        String[] line = {
            "evaluate",
            "--kind",
            "Classes",
            "--truth",
            file("mask.tif"),
            "--prediction",
            file("mask.tif"),
            "--overwrite"
        };
        assertThat(stencil(with(line, "--report", report.toString()))).isEqualTo(2);
        assertThat(err.toString()).contains("report.html is a device, a pipe or a socket");
        assertThat(stencil(with(line, "--tables", file("tables")))).isEqualTo(2);
        assertThat(err.toString()).contains("class-scores.csv is a device, a pipe or a socket");
    }

    private static String[] with(String[] line, String... more) {
        return Stream.concat(Stream.of(line), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void nobodyWaitsForAPipeToEnd() throws Exception {
        String pipe = pipe("endless.tif").toString();
        assertThat(stencil("apply-mask", "--image", pipe, "--mask", file("mask.tif"), "--output", file("x.tif")))
                .isEqualTo(2);
        assertThat(stencil("to-labels", "--image", "/dev/zero", "--output", file("x.tif")))
                .isEqualTo(2);
        assertThat(stencil("from-rois", "--image", file("image.tif"), "--rois", pipe, "--output", file("x.tif")))
                .isEqualTo(2);
        assertThat(err.toString().lines())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).contains("is a device, a pipe or a socket"));
    }

    @Test
    void aFullOrClosedStandardOutputIsAnErrorAndAReaderThatHasEnoughIsNone() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "Linux has a disk that is always full");
        assertThat(process("\"$0\" \"$@\" > /dev/full"))
                .startsWith("1 stencil: What is printed could not be written to the standard output (No space left");
        assertThat(process("\"$0\" \"$@\" >&-")).startsWith("1 stencil: What is printed could not be written");
        assertThat(process("\"$0\" \"$@\" | head -c 1 > /dev/null; exit 7")).isEqualTo("7 ");
    }

    private String process(String shell) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", shell));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx200m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
        command.addAll(List.of(
                "evaluate", "--kind", "Classes", "--truth", file("mask.tif"), "--prediction", file("mask.tif")));
        Path said = folder.resolve("said");
        Process process =
                new ProcessBuilder(command).redirectError(said.toFile()).start();
        assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + " " + Files.readString(said);
    }

    @Test
    void aFullOutputIsNoticedByWhoeverRunsACommand() {
        PrintWriter full = new PrintWriter(new java.io.Writer() {
            @Override
            public void write(char[] letters, int offset, int length) throws IOException {
                throw new IOException("No space left on device");
            }

            @Override
            public void flush() {
                // nothing is kept
            }

            @Override
            public void close() {
                // nothing is open
            }
        });
        String[] line = {"evaluate", "--kind", "Classes", "--truth", file("mask.tif"), "--prediction", file("mask.tif")
        };
        assertThat(Main.run(full, new PrintWriter(err), line)).isEqualTo(1);
        assertThat(err.toString()).contains("could not be written to the standard output");
        assertThat(Main.run(full, new PrintWriter(err), "--help")).isEqualTo(1);
    }

    @Test
    void nothingSteersATerminal() throws IOException {
        save(RED + ".tif");
        String[] line = {"extract-pixels", "--image", file(RED + ".tif"), "--mask", file("mask.tif")};
        assertThat(stencil(line)).isZero();
        assertThat(stencil(with(line, "--include", "1" + RED))).isEqualTo(2);
        assertThat(stencil("apply-mask", "--image", file(RED + ".tif"), "--mask", file("gone" + RED)))
                .isEqualTo(2);
        assertThat(stencil("--" + RED)).isEqualTo(2);
        Path results = Files.createDirectory(folder.resolve("results"));
        assertThat(stencil(
                        "apply-mask",
                        "--image",
                        file(RED + ".tif"),
                        "--mask",
                        file("mask.tif"),
                        "--output",
                        results.toString()))
                .isZero();
        assertThat(out.toString()).contains("\\x1B[31m\\x9B2J\\u202Ered");
        assertThat(out.toString() + err).doesNotContainPattern("[\\p{Cc}\u202e&&[^\n\r\t]]");
        assertThat(results.resolve(RED + ".tif")).as("a file keeps its name").exists();
    }

    @Test
    void librariesDoNotSteerATerminalEither() {
        Console console = Console.of(new PrintWriter(out));
        java.io.PrintStream chatter = Chatter.to(console);
        chatter.print("\u001b]0;title\u0007 \u00e4");
        byte[] two = "\u00f6".getBytes(java.nio.charset.Charset.defaultCharset());
        for (byte one : two) {
            chatter.write(one);
        }
        chatter.println();
        assertThat(out.toString().strip()).isEqualTo("\\x1B]0;title\\x07 \u00e4\u00f6");
    }

    @Test
    void noBrowserRunsAName() throws IOException {
        Path truth = Files.createDirectory(folder.resolve("truth"));
        String name = SCRIPT.replace("/", "") + ".tif";
        IJ.saveAsTiff(
                new ImagePlus("", new ByteProcessor(3, 1, new byte[] {0, 1, 2})),
                truth.resolve(name).toString());
        Path report = folder.resolve("report.html");
        assertThat(stencil(
                        "evaluate",
                        "--kind=Classes",
                        "--truth",
                        truth.toString(),
                        "--prediction",
                        truth.toString(),
                        "--report",
                        report.toString()))
                .as(err.toString())
                .isZero();
        assertThat(report)
                .content()
                .contains("&lt;img src=x onerror=&quot;alert")
                .doesNotContain("<img src=x");
    }
}
