// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.stencil.front.Commands;
import io.github.stencil.front.dialog.Display;
import io.github.stencil.front.line.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One macro that uses every command, run without a display and with one: what it leaves behind is the same, bit for bit.
 * Needs a display: skipped without one, but not where CI is true.
 */
class EveryCommandTest {
    private static final Path MACRO = Path.of("src", "test", "resources", "every-command.ijm");

    /** Commands that no test can run: this one downloads gigabytes. */
    private static final Set<String> LEFT_OUT = Set.of("Stencil Install GPU Support...");

    /** Holds weights whose order in the file, by the way protocol buffers write maps, differs from run to run. */
    private static final String WEIGHTS = ".*(saved_model\\.pb|bundle\\.zip|training\\.checkpoint|rdf\\.yaml)";

    /** Rows of tables that tell about the moment and not about the result. */
    private static final String MOMENT = "(Free memory|Mixed precision|Bytes|SHA-256).*";

    private static final int FILES = 36;

    @Test
    void theMacroUsesEveryCommand() throws IOException {
        String macro = Files.readString(MACRO);
        assertThat(Commands.all().stream().map(Commands.Declaration::label))
                .filteredOn(label -> !LEFT_OUT.contains(label))
                .allSatisfy(label -> assertThat(macro).contains("run(\"" + label + "\""));
    }

    @Test
    void itsResultsAreTheSameBitForBitWithAndWithoutADisplay(@TempDir Path home) throws Exception {
        Path results = home.resolve("results");
        String given = sampleData() + "|" + zarr(home.resolve("time-lapse.ome.zarr"));
        var seen = Display.run(
                home,
                models(results, home.resolve("known there")),
                EveryCommand.class,
                MACRO.toString(),
                given,
                created(results));
        assertThat(seen).containsEntry("answer", "done");
        Path shown = Files.move(results, home.resolve("shown"));
        Display.runHeadless(
                home,
                models(results, home.resolve("known here")),
                EveryCommand.class,
                MACRO.toString(),
                given,
                created(results));

        TreeMap<String, String> with = contents(shown);
        TreeMap<String, String> without = contents(results);
        assertThat(with).hasSizeGreaterThanOrEqualTo(FILES);
        assertThat(without.keySet()).isEqualTo(with.keySet());
        without.forEach((file, content) -> assertThat(content).as(file).isEqualTo(with.get(file)));
    }

    /** Returns where models are installed, and where is remembered which have been tried: nothing the first time. */
    private static List<String> models(Path results, Path known) {
        return List.of("-Dstencil.models=" + results.resolve("models"), "-Dstencil.known=" + known);
    }

    /** Writes an OME-Zarr. */
    private static Path zarr(Path store) {
        StringWriter err = new StringWriter();
        String image = Path.of(sampleData(), "images", "nuclei-16bit.tif").toString();
        String[] command = {"apply-mask", "--image", image, "--mask", image, "--output", store.toString()};
        assertThat(Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err, true), command))
                .as(err.toString())
                .isZero();
        return store;
    }

    private static String sampleData() {
        return Path.of("sample-data").toAbsolutePath().toString();
    }

    private static String created(Path folder) throws IOException {
        return Files.createDirectories(folder).toString();
    }

    /** Returns what each file holds, a letter per byte, without what differs from run to run. */
    private static TreeMap<String, String> contents(Path folder) throws IOException {
        TreeMap<String, String> contents = new TreeMap<>();
        Set<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).collect(Collectors.toCollection(TreeSet::new));
        }
        for (Path file : files) {
            String name = folder.relativize(file).toString().replace('\\', '/');
            String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            contents.put(
                    name,
                    name.matches(WEIGHTS) || name.contains("journal")
                            ? ""
                            : name.endsWith(".csv") ? timeless(bytes) : bytes);
        }
        return contents;
    }

    /** Returns a table without its column of seconds and without rows about the moment. */
    private static String timeless(String csv) {
        List<String> lines = csv.lines().toList();
        int seconds = List.of(lines.get(0).split(",", -1)).indexOf("Seconds");
        return lines.stream()
                .filter(line -> !line.matches(MOMENT))
                .map(line -> seconds < 0 ? line : without(line.split(",", -1), seconds))
                .collect(Collectors.joining("\n"));
    }

    private static String without(String[] cells, int column) {
        return IntStream.range(0, cells.length)
                .filter(i -> i != column)
                .mapToObj(i -> Arrays.asList(cells).get(i))
                .collect(Collectors.joining(","));
    }
}
