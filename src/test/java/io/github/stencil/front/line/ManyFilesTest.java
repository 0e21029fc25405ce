// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import io.github.stencil.batch.Journal;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line over folders and patterns, and what it does when something is wrong. */
class ManyFilesTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeImages() throws IOException {
        for (String name :
                new String[] {"images/a.tif", "images/b.tif", "images/c.tif", "masks/a.png", "masks/b.png"}) {
            write(name, name.equals("images/b.tif") || name.equals("masks/b.png") ? 3 : 2);
        }
        write("c/b.tif", 3);
        write("c/z.tif", 2);
        write("mask.tif", 2);
        Files.writeString(folder.resolve("notes.tif"), "no image, just words\n");
        Files.writeString(folder.resolve("notes.txt"), "no image, just words\n");
        Files.createDirectory(folder.resolve("empty"));
    }

    @Test
    void filesOfOneStemArePairedAndTheOthersListed() throws IOException {
        assertThat(stencil("apply-mask --image images --mask masks --output results"))
                .isEqualTo(1);
        assertThat(listing("results")).containsOnlyKeys("a.tif", "b.tif");
        assertThat(err.toString().lines())
                .containsExactly("stencil: %s has no partner of the same name.".formatted(file("images/c.tif")));
        assertThat(out.toString().lines()).containsExactly(file("results/a.tif"), file("results/b.tif"));
        assertThat(IJ.openImage(file("results/b.tif")).getWidth()).isEqualTo(3);
    }

    @Test
    void aPatternPairsAsAFolderDoes() throws IOException {
        assertThat(stencil("apply-mask --image images/[ab].tif --mask mas*/* --output results/"))
                .as(err.toString())
                .isZero();
        assertThat(listing("results")).containsOnlyKeys("a.tif", "b.tif");
    }

    @Test
    void severalPathsMayStandBehindOneOption() throws IOException {
        assertThat(stencil("apply-mask --image images/a.tif images/b.tif --mask masks --output results"))
                .as(err.toString())
                .isZero();
        assertThat(listing("results")).containsOnlyKeys("a.tif", "b.tif");
    }

    @Test
    void oneMaskServesAFolderAndWhatItDoesNotFitIsListed() throws IOException {
        assertThat(stencil("apply-mask --image images --mask mask.tif --output results"))
                .isEqualTo(1);
        assertThat(listing("results")).containsOnlyKeys("a.tif", "c.tif");
        assertThat(err.toString())
                .contains(file("images/b.tif") + ": The mask is 2 x 1 but the image is 3 x 1.")
                .contains("1 of 3 failed: " + file("images/b.tif"));
    }

    @Test
    void wherePairsAllFailNothingIsWritten() throws IOException {
        assertThat(stencil("probe --image images/[ac].tif --breaks 2 --output results"))
                .isEqualTo(2);
        assertThat(folder.resolve("results")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "apply-mask --image images --mask c/z.tif c/q*.tif --output r | No image matches",
                "apply-mask --image images/a.tif --mask c --output r | No files pair",
                "apply-mask --image empty --mask mask.tif --output r | has no images",
                "apply-mask --image nowhere.tif --mask mask.tif --output r | There is no file or folder",
                "apply-mask --image images/a.tif --mask nowhere --output r | There is no file or folder",
                "apply-mask --image notes.tif --mask mask.tif --output r.tif | cannot read",
                "apply-mask --image notes.txt --mask mask.tif --output r.tif | cannot read",
                "apply-mask --image images/a.tif --mask notes.txt --output r.tif | cannot read",
                "apply-mask --image images/b.tif --mask mask.tif --output r/ | The mask is 2 x 1 but the image is 3 x 1",
                "apply-mask --image images c/b.tif --mask mask.tif --output r | have the same name",
                "apply-mask --image images --mask masks --output r.tif | --output names one file",
                "apply-mask --image images --mask masks --output mask.tif | --output names one file",
                "apply-mask --image images --mask masks --output images | which not even --overwrite replaces",
                "apply-mask --image images --mask mask.tif --output images --overwrite | not even --overwrite",
                "apply-mask --image images/a.tif --mask mask.tif --output mask.tif --overwrite | not even --overwrite",
                "apply-mask --image images/a.tif --mask mask.tif --output notes.txt/r/ | is a file, so no results can go",
                "apply-mask --image images/a.tif --mask mask.tif --output notes.txt/r.tif | is a file, so no results can go",
                "apply-mask --image images/a.tif --mask mask.tif --output /proc/nowhere/ | The folder /proc cannot be written to",
                "apply-mask --image images/a.tif --mask mask.tif --output notes.tif | exists. Choose another place, or give --overwrite",
                "apply-mask --image images/a.tif --mask mask.tif --output r.xyz | cannot be written as .xyz",
                "apply-mask --image images/a.tif --mask mask.tif | has no place",
                "evaluate --truth images/b.tif --prediction mask.tif --overlay | With overlay \"true\" the result has no place",
                "evaluate --truth images/b.tif --prediction mask.tif --kind Objects --rois | has no place",
                "apply-mask --image images/a.tif --output r.tif | mask is missing",
                "apply-mask --image images/a.tif --mask mask.tif --output r.tif --fill x | fill is \"x\" but must be a number",
                "apply-mask --image images/a.tif --mask mask.tif --output r.tif --device TPU | is not a device",
                "apply-mask --image images/a.tif --mask mask.tif --output r.tif --tables t | makes no table",
                "apply-mask --image images/a.tif --mask mask.tif --output r.tif --colour red | There is no option --colour.",
                "apply-mask --image images/a.tif --mask mask.tif --output r.tif --overwrite x | \"x\" belongs to no option.",
                "apply-mask --image images/a.tif --mask mask.tif --colour red --output r.tif | There is no option --colour.",
                "apply-mask --image images/a.tif --mask mask.tif --colour=red --output r.tif | There is no option --colour.",
                "apply-mask --image images/a.tif --mask mask.tif --output r.tif --fill --colour | There is no option --colour.",
                "sharpen --image images/a.tif | There is no command \"sharpen\".",
                "model-info --model nowhere | There is no model",
                "model-info --model empty --tables t | no saved_model.pb",
                "model-info --model empty --output r | makes no image",
                "probe --image images/a.tif --output half --output r/ | Half of it went wrong",
                "probe --image images/a.tif --output break --output r/ | Something unforeseen happened",
                "probe --image images/a.tif --output float --output r.png | which PNG cannot hold",
            })
    void whatIsWrongIsOneSentenceAndNothingChanges(String command, String sentence) throws IOException {
        Map<String, String> before = listing("");
        assertThat(stencil(command)).isEqualTo(2);
        assertThat(err.toString()).contains(sentence);
        assertThat(err.toString()
                        .lines()
                        .filter(line -> !line.endsWith("of the same name.") && !line.endsWith("Probing.")))
                .hasSize(1);
        assertThat(listing("")).isEqualTo(before);
    }

    @Test
    void theUsersStopIsStatus130AndLeavesNothing() throws IOException {
        Map<String, String> before = listing("");
        assertThat(stencil("probe --image images --output cancel --output results"))
                .isEqualTo(130);
        assertThat(listing("")).isEqualTo(before);
    }

    @Test
    void whenTheProcessIsToldToEndItLeavesNoPartBehind() throws Exception {
        Map<String, String> before = listing("");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Main.class.getName(),
                        "probe",
                        "--image",
                        file("images/a.tif"),
                        "--output",
                        "wait",
                        "--output",
                        file("results") + "/")
                .redirectErrorStream(true)
                .start();
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); !"waiting".equals(line); line = lines.readLine()) {
                assertThat(line).isNotNull();
            }
            assertThat(folder.resolve("results/a.tif.part")).exists();
            process.destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(listing("")).isEqualTo(before);
    }

    @Test
    void whatIsOverwrittenIsReplacedWhole() throws IOException {
        assertThat(stencil("probe --image images/a.tif --output notes.tif --overwrite"))
                .as(err.toString())
                .isZero();
        assertThat(IJ.openImage(file("notes.tif")).getWidth()).isEqualTo(2);
        assertThat(listing("").keySet()).noneMatch(name -> name.endsWith(".part"));
    }

    @Test
    void colourAndOtherFormatsGoThroughImageJ() {
        assertThat(stencil("probe --image images/a.tif --output colour --output c.png"))
                .as(err.toString())
                .isZero();
        assertThat((int[]) IJ.openImage(file("c.png")).getProcessor().getPixels())
                .containsExactly(0xff010203, 0xff040506);
        assertThat(stencil("probe --image images/a.tif --output colour --output r/"))
                .as(err.toString())
                .isZero();
        assertThat(IJ.openImage(file("r/a.tif")).getBitDepth()).isEqualTo(24);
        for (String name : new String[] {"d.png", "d.bmp", "d.gif", "d.pgm", "d.tiff"}) {
            assertThat(stencil("probe --image images/a.tif --output " + name))
                    .as(err.toString())
                    .isZero();
            assertThat(IJ.openImage(file(name))
                            .getProcessor()
                            .convertToByte(false)
                            .getPixels())
                    .as(name)
                    .isEqualTo(new byte[] {0, 7});
        }
    }

    @Test
    void anImageThatMayComeNeedsAPlaceOnlyThen() {
        assertThat(stencil("probe --image images/a.tif --output nothing"))
                .as(err.toString())
                .isZero();
        assertThat(stencil("probe --image images/a.tif --output stream")).isEqualTo(2);
        assertThat(err.toString()).contains("has no place");
    }

    @Test
    void theTablesOfAllFilesStandBelowEachOther() {
        assertThat(stencil("probe --image images --output table --tables t"))
                .as(err.toString())
                .isZero();
        String row = ",0.3333333333333333,\"a \"\"b\"\", c\",NaN,1\r\n";
        assertThat(folder.resolve("t/probe-sizes.csv"))
                .content()
                .isEqualTo("Image,Width,Third,Name,Undefined,Seen\r\na,2" + row + "b,3" + row + "c,2" + row);
        assertThat(out.toString().lines()).hasSize(4).first().isEqualTo("Image,Width,Third,Name,Undefined,Seen");
    }

    @Test
    void aCommandThatGathersGivesItsLastTables() {
        assertThat(stencil("probe --image images --output gather --breaks 3 --tables t"))
                .isEqualTo(1);
        assertThat(folder.resolve("t/probe-sizes.csv"))
                .content()
                .isEqualTo("Width,Third,Name,Undefined,Seen\r\n2,0.3333333333333333,\"a \"\"b\"\", c\",NaN,2\r\n");
    }

    @Test
    void tablesAreNotOverwrittenUnasked() throws IOException {
        Files.createDirectory(folder.resolve("t"));
        Files.writeString(folder.resolve("t/probe-sizes.csv"), "mine");
        assertThat(stencil("probe --image images --output table --tables t")).isEqualTo(2);
        assertThat(folder.resolve("t/probe-sizes.csv")).hasContent("mine");
        assertThat(stencil("probe --image images --output table --tables t --overwrite"))
                .isZero();
        assertThat(folder.resolve("t/probe-sizes.csv")).content().startsWith("Image,");
    }

    @Test
    void aMessageIsSaidOnceForAllFiles() {
        assertThat(stencil("probe --image images --output nothing")).isZero();
        assertThat(err.toString().lines()).containsExactly("stencil: Probing.");
    }

    /** Runs words of a command line; words that are paths are found in the test's folder. */
    private int stencil(String command) {
        String[] words = command.split(" ");
        for (int i = 2; i < words.length; i++) {
            boolean path = words[i].contains("/")
                    || words[i].contains(".")
                    || folder.resolve(words[i]).toFile().exists();
            boolean place = words[i - 1].matches("--(output|tables)")
                    && !words[i].matches("half|break|float|cancel|colour|nothing|stream|table|gather");
            if (!words[i].startsWith("--") && !words[i].startsWith("/") && (path || place)) {
                words[i] = file(words[i]) + (words[i].endsWith("/") ? "/" : "");
            }
        }
        return Main.run(new PrintWriter(new BufferedWriter(out)), new PrintWriter(new BufferedWriter(err)), words);
    }

    private void write(String name, int width) throws IOException {
        byte[] pixels = new byte[width];
        pixels[width - 1] = 7;
        Files.createDirectories(folder.resolve(name).getParent());
        IJ.save(new ImagePlus("", new ByteProcessor(width, 1, pixels)), file(name));
    }

    private Map<String, String> listing(String name) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        Path top = folder.resolve(name);
        try (Stream<Path> files = Files.walk(top)) {
            for (Path each : files.filter(file -> !file.equals(top) && !file.endsWith(Journal.NAME))
                    .toList()) {
                contents.put(
                        top.relativize(each).toString(),
                        Files.isDirectory(each) ? "folder" : Files.readString(each, StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}
