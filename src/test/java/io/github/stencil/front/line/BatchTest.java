// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import io.github.stencil.batch.Journal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Work over folders that was cut short, and the command that does it from the menu. */
class BatchTest {
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path results = Path.of("");

    @BeforeEach
    void writeImages() throws IOException {
        Files.createDirectory(folder.resolve("in"));
        for (String name : List.of("a", "b", "c")) {
            IJ.saveAsTiff(
                    new ImagePlus("", new ByteProcessor(3, 1, new byte[] {1, 0, 9})), file("in/" + name + ".tif"));
        }
        results = folder.resolve("out");
    }

    @Test
    void aRunThatWasCutShortDoesOnlyWhatIsMissing() throws IOException {
        assertThat(refine()).as(err.toString()).isZero();
        Path journal = results.resolve(Journal.NAME);
        List<String> lines = Files.readAllLines(journal);
        assertThat(lines).hasSize(3);
        // as if it had been killed while the third line was written
        Files.writeString(
                journal,
                lines.get(0) + "\n" + lines.get(1) + "\n" + lines.get(2).substring(0, 9));
        Files.delete(results.resolve("c.tif"));
        for (String name : List.of("a.tif", "b.tif")) {
            Files.setLastModifiedTime(results.resolve(name), LONG_AGO);
        }
        assertThat(refine()).as(err.toString()).isZero();
        assertThat(err.toString()).contains("2 of 3 were done before");
        assertThat(results.resolve("c.tif")).exists();
        assertThat(Files.getLastModifiedTime(results.resolve("a.tif"))).isEqualTo(LONG_AGO);
        assertThat(refine()).as("nothing is left to do").isZero();
        assertThat(refine("--overwrite")).isZero();
        assertThat(Files.getLastModifiedTime(results.resolve("a.tif"))).isNotEqualTo(LONG_AGO);
    }

    @Test
    void otherOptionsOrAnotherInputAreOtherWork() throws IOException {
        assertThat(refine()).isZero();
        assertThat(refine("--size", "2")).isEqualTo(2);
        assertThat(err.toString()).contains("a.tif exists");
        Files.setLastModifiedTime(folder.resolve("in").resolve("b.tif"), LONG_AGO);
        assertThat(refine()).isEqualTo(2);
        assertThat(err.toString()).contains("b.tif exists");
    }

    @Test
    void aResultThatIsGoneIsMadeAgain() throws IOException {
        assertThat(refine()).isZero();
        Files.delete(results.resolve("b.tif"));
        assertThat(refine()).isZero();
        assertThat(results.resolve("b.tif")).exists();
    }

    @Test
    void withTablesNothingIsSkippedSoThatTheyAreWhole() {
        assertThat(refine()).isZero();
        assertThat(refine("--tables", file("tables"))).as(err.toString()).isZero();
        assertThat(folder.resolve("tables").resolve("objects.csv"))
                .content()
                .hasLineCount(7); // two objects in each of three images
    }

    @Test
    void aBadFileIsReportedAndTheRestDone() throws IOException {
        Files.writeString(folder.resolve("in").resolve("b.tif"), "no image");
        String table = batch("command=refine input=[%s] results=[%s] options=[size=1 rois]");
        assertThat(table).contains("File,Status,Seconds,Message", "a.tif,done,", "b.tif,failed,", "ImageJ cannot read");
        assertThat(results.resolve("a.tif")).exists();
        assertThat(results.resolve("c-rois.zip")).exists();
        assertThat(results.resolve("b.tif")).doesNotExist();
        assertThat(batch("command=refine input=[%s] results=[%s] options=[size=1 rois]"))
                .contains("a.tif,done before,");
    }

    @Test
    void aBatchOnTheCommandLineHasTheStatusOfItsFiles() throws IOException {
        String[] line = {
            "batch",
            "--command",
            "refine",
            "--input",
            file("in"),
            "--results",
            results.toString(),
            "--options",
            "size=1"
        };
        assertThat(Main.run(new PrintWriter(out), new PrintWriter(err), line))
                .as(err.toString())
                .isZero();
        Files.writeString(folder.resolve("in").resolve("d.tif"), "no image");
        assertThat(Main.run(new PrintWriter(out), new PrintWriter(err), line)).isEqualTo(1);
        assertThat(out.toString()).contains("d.tif,failed,");
    }

    @Test
    void foldersArePairedAndTablesWritten() {
        String table = batch("command=extract-pixels input=[%1$s] second=[%1$s] results=[%2$s]");
        assertThat(table).contains("c.tif,done,");
        assertThat(results.resolve("class-statistics.csv")).exists();
    }

    @Test
    void whatCannotBeIsSaid() {
        assertThat(batch("command=to-labels input=[%1$s] second=[%1$s] results=[%2$s]"))
                .contains("to-labels takes 1 image, image, but there are 2 input folders");
        assertThat(batch("command=refine input=[%s] results=[%s] options=[colour=red]"))
                .contains("There is no option colour of refine");
        assertThat(batch("command=refine input=[%s] results=[%s] options=[size=x]"))
                .contains("size is \"x\" but must be a number");
        assertThat(batch("command=predict input=[%s] results=[%s]")).contains("model is missing");
        assertThat(results).doesNotExist();
    }

    @Test
    void labelsBecomeRoisAndLabelsAgainInFolders() {
        assertThat(batch("command=to-rois input=[%1$s] results=[%2$s]")).contains("c.tif,done,");
        assertThat(results.resolve("a.zip")).exists();
        Path again = folder.resolve("again");
        String rois = results.toString().replace('\\', '/');
        results = again;
        assertThat(batch("command=from-rois input=[%1$s] second=[" + rois + "] results=[%2$s]"))
                .contains("a.tif,done,");
        for (String name : List.of("a.tif", "b.tif", "c.tif")) {
            ImagePlus labels = IJ.openImage(again.resolve(name).toString());
            assertThat(labels.getProcessor().getFloatArray()).isDeepEqualTo(new float[][] {{1}, {0}, {9}});
        }
    }

    @Test
    void theScoresOfABatchAreShownAndWritten() throws IOException {
        String log = batch("command=evaluate input=[%1$s] second=[%1$s] results=[%2$s] options=[kind=Classes]");
        assertThat(log)
                .contains("Batch\n", "c.tif,done,", "Class Scores\nImage,Class,", "(all),9,", "Segmentation Summary\n");
        assertThat(results.resolve("class-scores.csv")).content().contains("(all),9,");
        String[] line = {
            "batch",
            "--command",
            "evaluate",
            "--input",
            file("in"),
            "--second",
            file("in"),
            "--results",
            file("there"),
            "--options",
            "kind=Classes",
            "--tables",
            file("tables")
        };
        assertThat(Main.run(new PrintWriter(out), new PrintWriter(err), line))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("Class Scores", "(all),9,");
        assertThat(folder.resolve("tables").resolve("class-scores.csv")).doesNotExist();
    }

    @Test
    void tablesOfSeveralImagesAreShownAsOne() {
        assertThat(batch("command=extract-pixels input=[%1$s] second=[%1$s] results=[%2$s]"))
                .contains("Class Statistics\nImage,", "\na,", "\nb,", "\nc,");
    }

    @Test
    void aTableOfACommandWhoseResultsAreImagesIsNotShown() {
        assertThat(batch("command=refine input=[%1$s] results=[%2$s] csv")).doesNotContain("Objects\n");
    }

    private String batch(String options) {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8)); // where ImageJ logs without a display
        try {
            String text = options.formatted(
                    file("in").replace('\\', '/'), results.toString().replace('\\', '/'));
            IJ.runMacro("run('Stencil Batch...', '" + text + "');");
        } finally {
            System.setOut(before);
        }
        return log.toString(StandardCharsets.UTF_8);
    }

    private int refine(String... more) {
        List<String> args =
                new java.util.ArrayList<>(List.of("refine", "--image", file("in"), "--output", results.toString()));
        args.addAll(List.of(more));
        return Main.run(new PrintWriter(out), new PrintWriter(err), args.toArray(String[]::new));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}
