// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Places, lists and options that are hardly what was meant. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OddPlacesTest extends OddPlaces {

    @Test
    void aStreamOfTheProcessIsNoPlaceEvenIfAFileIsBehindIt() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(descriptors), "this system shows what a process has open");
        save("other.tif");
        try (FileChannel open = FileChannel.open(folder.resolve("other.tif"))) {
            Path stream;
            try (Stream<Path> all = Files.list(descriptors)) {
                stream = all.filter(each -> leadsTo(each, folder.resolve("other.tif")))
                        .findFirst()
                        .orElseThrow();
            }
            assertThat(open.size()).isPositive();
            Files.createSymbolicLink(folder.resolve("stream.tif"), stream);
            assertThat(mask(file("stream.tif"))).isEqualTo(2);
            assertThat(folder.resolve("stream.tif")).isSymbolicLink();
            assertThat(mask(stream.toString())).isEqualTo(2);
            assertThat(err.toString())
                    .contains("stream.tif is a device, a pipe or a socket")
                    .contains(stream + " is a device, a pipe or a socket")
                    .hasLineCount(2);
        }
    }

    private static boolean leadsTo(Path link, Path file) {
        try {
            return Files.isSameFile(link, file);
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    @Test
    void resultsHaveNamesAsLongAsFileSystemsAllow() {
        for (String name : new String[] {"a".repeat(251) + ".tif", "\u00e4".repeat(125) + ".tif"}) {
            assertThat(mask(file(name))).as(err.toString()).isZero();
            assertThat(folder.resolve(name)).exists();
        }
        assertThat(mask(file("c".repeat(300) + ".tif"))).isEqualTo(2);
        assertThat(err.toString()).contains("c.tif could not be written (File name too long)");
        assertThat(folder.toFile().list()).noneMatch(name -> name.contains(".part"));
    }

    @Test
    void aPlaceThatSaysNothingIsNotTheFolderHere() {
        assertThat(mask("")).isEqualTo(2);
        assertThat(mask(" ")).isEqualTo(2);
        assertThat(stencil("refine", "--image", file("mask.tif"), "--output", file("o.tif"), "--tables", ""))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("--output is empty. Give a path, or leave it out")
                .contains("--tables is empty.")
                .hasLineCount(3);
        assertThat(Path.of("image.tif")).doesNotExist();
    }

    @Test
    void aPlaceThatNothingGoesToIsSaid() {
        int status = stencil(
                "extract-pixels", "--image", file("image.tif"), "--mask", file("mask.tif"), "--output", "Statistcs");
        assertThat(status).isZero();
        assertThat(err.toString()).contains("No image was made, so nothing went to Statistcs.");
    }

    @Test
    void overwritingThatIsSwitchedOffIsOff() throws IOException {
        String[] line = {
            "apply-mask",
            "--image",
            file("image.tif"),
            "--mask",
            file("mask.tif"),
            "--output",
            file("o.tif"),
            "--overwrite=false"
        };
        Files.writeString(folder.resolve("o.tif"), "mine");
        assertThat(stencil(line)).isEqualTo(2);
        assertThat(folder.resolve("o.tif")).hasContent("mine");
        line[line.length - 1] = "--overwrite=true";
        assertThat(stencil(line)).as(err.toString()).isZero();
    }

    @Test
    void listsAreTextFilesAndNothingElse() throws Exception {
        pipe("pipe");
        Files.writeString(folder.resolve("marked.txt"), "\uFEFF" + file("image.tif") + "\r\n\r\n");
        Files.writeString(folder.resolve("wide.txt"), file("image.tif"), StandardCharsets.UTF_16);
        assertThat(list("marked.txt")).as(err.toString()).isZero();
        assertThat(folder.resolve("out/image.tif")).exists();
        for (String name : new String[] {"pipe", "wide.txt", "gone.txt", ""}) {
            assertThat(list(name)).as(name).isEqualTo(2);
        }
        assertThat(list("../../../../../../../../../../../../dev/zero")).isEqualTo(2);
        assertThat(err.toString())
                .contains("pipe is a device, a pipe or a socket. Give a file.")
                .contains("wide.txt is no text in UTF-8. Give a text file with a path on each line, saved as UTF-8.")
                .contains("There is no list \"" + file("gone.txt") + "\".")
                .contains("\" is a folder, not a list. Give the folder without the @")
                .contains("dev/zero is a device, a pipe or a socket. Give a file.")
                .hasLineCount(5);
    }

    private int list(String name) {
        return stencil(
                "apply-mask",
                "--image",
                "@" + file(name),
                "--mask",
                file("mask.tif"),
                "--output",
                file("out/"),
                "--overwrite");
    }

    @Test
    void aBracketThatIsNotClosedIsNoPattern() {
        for (String glob : new String[] {"[", "{a,b", "x[1.tif"}) {
            err.getBuffer().setLength(0);
            assertThat(stencil("refine", "--image", glob, "--output", file("o")))
                    .isEqualTo(2);
            assertThat(err.toString())
                    .isEqualTo("stencil: There is no file or folder " + glob
                            + ", and it is no pattern, as a bracket is not"
                            + " closed. Give the path of an image, a folder, or a pattern such as \"*.tif\".\n");
        }
    }

    @Test
    void aModelWithAPipeOrADeviceInsideIsNotInstalled() throws Exception {
        pipe("pipe");
        assertThat(stencil("install-model", "--file", file("pipe"))).isEqualTo(2);
        Path model = folder.resolve("model");
        Files.createDirectory(model);
        Path nuclei = Path.of("sample-data/models/nuclei");
        Files.copy(nuclei.resolve("saved_model.pb"), model.resolve("saved_model.pb"));
        Files.createSymbolicLink(model.resolve("extra"), Path.of("/dev/zero"));
        assertThat(stencil("install-model", "--file", model.toString(), "--name", "never there"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("pipe is a device, a pipe or a socket")
                .contains("extra is a device, a pipe or a socket");
        Files.delete(model.resolve("extra"));
        pipe("model/stencil.yaml");
        assertThat(stencil("model-info", "--model", model.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("stencil.yaml is a device, a pipe or a socket");
    }

    @Test
    void aBatchHasItsImagesFromItsFoldersOnly() {
        int status = stencil(
                "batch",
                "--command",
                "refine",
                "--input",
                folder.toString(),
                "--results",
                file("out"),
                "--options",
                "image=mask.tif");
        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains("options has image, whose files are those of the input folders.");
    }
}
