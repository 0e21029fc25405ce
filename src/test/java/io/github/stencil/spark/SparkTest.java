// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.spark;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import io.github.stencil.batch.Contents;
import io.github.stencil.batch.Journal;
import io.github.stencil.front.line.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on Spark, two tasks at a time, against the same commands without it. */
class SparkTest {
    private static final Path SAMPLES = Path.of("sample-data").toAbsolutePath();

    @TempDir
    private static Path folder;

    private static final Path TWO_HEADS =
            Path.of("src", "test", "resources", "models", "two-heads.zip").toAbsolutePath();
    private static final List<String> COMMANDS = new ArrayList<>();

    private static final int PREDICT = add(
            "predict --master local[2] --image @%s --model SAMPLES/models/nuclei --output predicted --output Labels",
            "list.txt");
    private static final int AGAIN = add(
            "predict --master local[2] --image @%s --model SAMPLES/models/nuclei --output predicted --output Labels",
            "list.txt");
    private static final int SCORE = add(
            "evaluate --truth SAMPLES/truth --prediction %s --boundary --tables scores --report report.html --master=local[2]",
            "PREDICTED");
    private static final int OBJECTS = add(
            "evaluate --truth SAMPLES/truth --prediction %s --kind Objects --tables objects --master local[2]",
            "PREDICTED");
    private static final int ROWS =
            add("refine --image SAMPLES/%s --include 1 --output refined --tables rows --master local[2]", "truth");
    private static final int BROKEN = add(
            "apply-mask --image %s --mask SAMPLES/truth/nuclei-8bit.tif --output masked --master local[2]", "mixed");
    private static final int BLOCKS = add(
            "predict --image %s --model SAMPLES/models/nuclei --tile 512 --output blocks.ome.zarr --output Labels --master local[2]",
            "large.tif");
    private static final int DAMAGED =
            add("apply-mask --image %s --mask LARGE --output whole.ome.zarr --master local[2]", "damaged.ome.zarr");
    private static final int HEAD = add(
            "predict --image SAMPLES/%s --model TWO_HEADS --head nucleus --output nucleus --master local[2]", "truth");
    private static final int NO_FILES = add("model-info --model SAMPLES/models/%s --master local[2]", "nuclei");
    private static final int NO_VALUE = add("predict --conf %s", "spark.ui.port");
    private static final int NO_MASTER = add("refine --image SAMPLES/truth --output none --master %s", "sparks://here");
    private static final int NO_NUMBER = add(
            "refine --image SAMPLES/truth --output none --master local[1] --conf %s", "spark.task.maxFailures=many");

    private static int add(String command, String file) {
        COMMANDS.add(command.formatted(file));
        return COMMANDS.size() - 1;
    }

    @BeforeAll
    static void runAll() throws Exception {
        Files.createDirectories(folder.resolve("mixed"));
        Files.copy(SAMPLES.resolve("images/nuclei-8bit.tif"), folder.resolve("mixed/good.tif"));
        Files.writeString(folder.resolve("mixed/broken.tif"), "no image, just words\n");
        try (Stream<Path> images = Files.list(SAMPLES.resolve("images"))) {
            Files.write(folder.resolve("list.txt"), images.map(Path::toString).toList());
        }
        ImagePlus large = IJ.openImage(SAMPLES.resolve("images/nuclei-8bit.tif").toString());
        IJ.saveAsTiff(
                large.resize(2100, 1300, "bilinear"),
                folder.resolve("large.tif").toString());
        damage();
        SparkChild.run(
                folder,
                COMMANDS.stream().map(command -> here(command, "spark-")).toList());
    }

    /** Makes an OME-Zarr of two shards, the second of which is full of zeros. */
    private static void damage() throws IOException {
        String large = folder.resolve("large.tif").toString();
        Path damaged = folder.resolve("damaged.ome.zarr");
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        Main.run(
                null,
                nowhere,
                nowhere,
                "apply-mask",
                "--image",
                large,
                "--mask",
                large,
                "--output",
                damaged.toString());
        try (Stream<Path> files = Files.walk(damaged.resolve("0"))) {
            Path shard = files.filter(file -> file.endsWith("0/1")).findFirst().orElseThrow();
            Files.write(shard, new byte[(int) Files.size(shard)]);
        }
    }

    @Test
    void aBlockThatFailsIsListedAndTheOthersAreKept() throws IOException {
        List<String> said = said(DAMAGED);
        assertThat(said.get(0)).as(said.toString()).isEqualTo("1");
        assertThat(said)
                .last()
                .asString()
                .contains("1 of 2 blocks failed at the step \"blocks\": block 1. The others are done");
        assertThat(folder.resolve("spark-whole.ome.zarr")).doesNotExist();
        assertThat(folder.resolve("spark-whole.ome.zarr.part")).isDirectory();
    }

    @Test
    void predictionsOfAListAreTheSameBytes() throws IOException {
        assertThat(said(PREDICT).get(0)).as(said(PREDICT).toString()).isEqualTo("0");
        assertThat(plain(PREDICT)).isZero();
        assertThat(Contents.of(folder.resolve("spark-predicted")))
                .hasSize(3)
                .isEqualTo(Contents.of(folder.resolve("plain-predicted")));
    }

    @Test
    void theOutputThatIsChosenOfSeveralIsChosenThereToo() throws IOException {
        assertThat(said(HEAD).get(0)).as(said(HEAD).toString()).isEqualTo("0");
        assertThat(plain(HEAD)).isZero();
        assertThat(Contents.of(folder.resolve("spark-nucleus")))
                .isNotEmpty()
                .isEqualTo(Contents.of(folder.resolve("plain-nucleus")));
    }

    @Test
    void whatIsDoneIsInTheJournalAndNotDoneAgain() throws IOException {
        assertThat(Files.readAllLines(folder.resolve("spark-predicted").resolve(Journal.NAME)))
                .hasSize(3);
        assertThat(said(AGAIN))
                .containsExactly("0", "stencil: 3 of 3 were done before. Give --overwrite to do them anew.");
    }

    @Test
    void countsFromAllFilesGiveTheTablesOfTheCommandLine() throws IOException {
        for (int command : new int[] {SCORE, OBJECTS, ROWS}) {
            assertThat(said(command).get(0)).as(said(command).toString()).isEqualTo("0");
            assertThat(plain(command)).isZero();
        }
        for (String tables : List.of("scores", "objects", "rows", "refined")) {
            assertThat(Contents.of(folder.resolve("spark-" + tables)))
                    .isNotEmpty()
                    .isEqualTo(Contents.of(folder.resolve("plain-" + tables)));
        }
        assertThat(Files.readString(folder.resolve("spark-report.html")))
                .isEqualTo(Files.readString(folder.resolve("plain-report.html")));
    }

    @Test
    void anImageMadeInBlocksIsTheSameBytes() throws IOException {
        assertThat(said(BLOCKS))
                .containsExactly("0", folder.resolve("spark-blocks.ome.zarr").toString());
        assertThat(plain(BLOCKS)).isZero();
        Map<String, String> blocks = Contents.of(folder.resolve("spark-blocks.ome.zarr"));
        assertThat(blocks).hasSizeGreaterThan(3).isEqualTo(Contents.of(folder.resolve("plain-blocks.ome.zarr")));
        assertThat(folder)
                .isDirectoryNotContaining("glob:**blocks.ome.zarr.part")
                .isDirectoryNotContaining("glob:**blocks.ome.zarr.journal");
    }

    @Test
    void aFileThatFailsIsListedAndTheRestIsDone() throws IOException {
        List<String> said = said(BROKEN);
        assertThat(said.get(0)).isEqualTo("1");
        String broken = folder.resolve("mixed/broken.tif").toString();
        assertThat(said).anyMatch(line -> line.contains(broken) && line.contains("cannot read"));
        assertThat(said).last().asString().isEqualTo("stencil: 1 of 2 failed: %s.", broken);
        assertThat(folder.resolve("spark-masked")).isDirectoryContaining("glob:**good.tif");
        assertThat(folder.resolve("spark-masked")).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void whatCannotBeSharedIsOneSentence() throws IOException {
        assertThat(said(NO_FILES))
                .containsExactly(
                        "2",
                        "stencil: model-info does not work file by file, so there is nothing to share. Run it without spark.");
        assertThat(said(NO_VALUE).get(1)).contains("--conf \"spark.ui.port\" is not understood");
    }

    @Test
    void aMasterThatSparkDoesNotUnderstandIsOneSentence() throws IOException {
        assertThat(said(NO_MASTER))
                .containsExactly(
                        "2",
                        "stencil: Spark does not start with the master \"sparks://here\" (Could not parse Master URL: 'sparks://here'). Give --master local[*] or spark://HOST:PORT, and check what --conf says.");
        assertThat(said(NO_NUMBER))
                .hasSize(2)
                .element(1)
                .asString()
                .contains("\"local[1]\" (Illegal value for config key");
    }

    @Test
    void aPieceThatFailsIsTriedFourTimesAndOneThatRecoversIsDone() throws IOException {
        assertThat(Files.readAllLines(folder.resolve("tries-5/heard")))
                .containsExactlyInAnyOrder("done 0", "done 1", "done 2", "failed 3 3 went wrong.", "done 4");
        assertThat(folder.resolve("tries-5/3")).hasContent("xxxx");
        assertThat(folder.resolve("tries-5/4")).hasContent("xx");
    }

    @Test
    void piecesThatShareATaskFailAlone() throws IOException {
        List<String> wanted = new ArrayList<>(IntStream.range(0, SparkChild.MANY)
                .filter(number -> number != 3)
                .mapToObj(number -> "done " + number)
                .toList());
        wanted.add("failed 3 3 went wrong.");
        String many = "tries-" + SparkChild.MANY;
        assertThat(Files.readAllLines(folder.resolve(many).resolve("heard")))
                .containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(folder.resolve(many).resolve("4")).hasContent("xx");
    }

    /** Returns the status, and what was said. */
    private static List<String> said(int command) throws IOException {
        return Files.readAllLines(folder.resolve(command + ".txt"));
    }

    /** Runs a command without Spark. */
    private static int plain(int command) {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        return Main.run(null, nowhere, nowhere, here(COMMANDS.get(command), "plain-"));
    }

    /** Returns a command with paths; results go to names that begin with the mark. */
    private static String[] here(String command, String mark) {
        List<String> words = new ArrayList<>();
        String option = "";
        for (String word : command.split(" ")) {
            boolean result = option.equals("--tables") || option.equals("--report");
            if (result || option.equals("--output") && !word.equals("Labels")) {
                words.add(folder.resolve(mark + word).toString());
            } else if (word.startsWith("@")) {
                words.add("@" + folder.resolve(word.substring(1)));
            } else if (word.equals("mixed") || word.equals("large.tif") || word.equals("damaged.ome.zarr")) {
                words.add(folder.resolve(word).toString());
            } else {
                words.add(word.replace("SAMPLES", SAMPLES.toString())
                        .replace("TWO_HEADS", TWO_HEADS.toString())
                        .replace("LARGE", folder.resolve("large.tif").toString())
                        .replace("PREDICTED", folder.resolve("spark-predicted").toString()));
            }
            option = word;
        }
        if (mark.equals("plain-")) {
            words.remove("--master=local[2]");
            int master = words.indexOf("--master");
            if (master >= 0) {
                words.subList(master, master + 2).clear();
            }
        }
        return words.toArray(new String[0]);
    }
}
