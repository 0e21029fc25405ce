// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.ResultsTable;
import ij.process.ByteProcessor;
import io.github.stencil.StencilException;
import io.github.stencil.command.Evaluate;
import io.github.stencil.front.Commands;
import io.github.stencil.front.Csv;
import io.github.stencil.front.Inputs;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.module.Module;

/** What labels are when nobody says so, in scoring and in training. */
class AutomaticKindTest {
    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    /** Writes images of grey nuclei and their maps, numbered in no order; some with fewer, for a prediction. */
    private void draw(int... counts) {
        Random random = new Random(4);
        for (int i = 0; i < counts.length; i++) {
            ByteProcessor image = new ByteProcessor(96, 96);
            image.setValue(20);
            image.fill();
            ByteProcessor map = new ByteProcessor(96, 96);
            ByteProcessor mask = new ByteProcessor(96, 96);
            ByteProcessor fewer = new ByteProcessor(96, 96);
            for (int label = 1; label <= counts[i]; label++) {
                int place = label * 5 % 16; // each place once
                int size = 8 + random.nextInt(12);
                oval(image, place, size, 200);
                oval(map, place, size, label);
                oval(mask, place, size, 255);
                if (label > 1) {
                    oval(fewer, place, size, 100 - label);
                }
            }
            save("images", i, image);
            save("labels", i, map);
            save("masks", i, mask);
            save("found", i, fewer);
        }
    }

    private static void oval(ByteProcessor into, int place, int size, int value) {
        into.setValue(value);
        into.fillOval(2 + place % 4 * 23, 2 + place / 4 * 23, size, size);
    }

    private void save(String name, int number, ByteProcessor pixels) {
        assertThat(folder.resolve(name).toFile().mkdirs() || Files.isDirectory(folder.resolve(name)))
                .isTrue();
        assertThat(IJ.saveAsTiff(new ImagePlus("", pixels), file(name + "/" + number + ".tif")))
                .isTrue();
    }

    @Test
    void fiveImagesOfFewNucleiTrainObjectsAndGoOnWithThem() throws Exception {
        draw(16, 6, 9, 13, 11);
        String[] options = {
            "--images",
            file("images"),
            "--labels",
            file("labels"),
            "--model",
            file("model"),
            "--depth",
            "2",
            "--filters",
            "2",
            "--patch",
            "32",
            "--batch",
            "2"
        };
        assertThat(stencil("train", with(options, "--epochs", "1")))
                .as(err.toString())
                .isZero();
        assertThat(err.toString())
                .contains(
                        "stencil: The task is Objects, as the 16 labels in 5 images are one component each, and a map has 6 to 16.");
        assertThat(Files.readString(folder.resolve("model/stencil.yaml"))).contains("background", "interior", "border");
        assertThat(Files.readString(folder.resolve("model/rdf.yaml")))
                .contains("Objects")
                .doesNotContain("Automatic");
        assertThat(stencil("train", with(options, "--epochs", "2", "--resume")))
                .as(err.toString())
                .isZero();
        assertThat(err.toString()).contains("The task is Objects, as before.");
    }

    @Test
    void labelsThatCannotBeToldAreNotTrained() {
        draw(3, 2);
        assertThat(stencil("train", "--images", file("images"), "--labels", file("labels"), "--model", file("model")))
                .isEqualTo(2);
        assertThat(err.toString())
                .isEqualTo(
                        "stencil: The task cannot be told from the labels: the 3 labels in 2 images are one component each,"
                                + " but recur from map to map. Choose the task Classes or Objects."
                                + System.lineSeparator());
        assertThat(folder.resolve("model")).doesNotExist();
    }

    @Test
    void allFilesOfAFolderAreScoredAlike() {
        draw(16, 1, 9, 2, 11); // two of them could not be told alone
        assertThat(stencil("evaluate", "--truth", file("labels"), "--prediction", file("found"), "--tables", file("t")))
                .as(err.toString())
                .isZero();
        assertThat(err.toString().lines())
                .containsExactly(
                        "stencil: Scored as Objects, as in the truth the 16 labels in 5 images are one component"
                                + " each, and a map has 1 to 16.");
        assertThat(folder.resolve("t/object-scores.csv")).content().contains("\n0,0.5,15,0,1,");
        assertThat(folder.resolve("t/class-scores.csv")).doesNotExist();
    }

    @Test
    void masksAreOfClassesUnlessTheyAreComparedWithObjects() {
        draw(16, 6, 9);
        assertThat(stencil("evaluate", "--truth", file("masks"), "--prediction", file("masks"), "--tables", file("t")))
                .as(err.toString())
                .isZero();
        assertThat(err.toString())
                .contains("Scored as Classes, as in the truth the only label is 255, in 31 components of 3 images.");
        assertThat(folder.resolve("t/class-scores.csv")).exists();
        assertThat(stencil("evaluate", "--truth", file("labels"), "--prediction", file("masks"), "--tables", file("o")))
                .as(err.toString())
                .isZero();
        assertThat(folder.resolve("o/object-scores.csv")).content().contains("\n0,0.5,16,0,0,");
    }

    @Test
    void masksOfDifferentNumbersAreNotSilentlyDifferent() {
        draw(16, 6, 9);
        ImagePlus ones = IJ.openImage(file("masks/0.tif"));
        ones.getProcessor().multiply(1 / 255.0);
        IJ.saveAsTiff(ones, file("ones.tif"));
        assertThat(stencil("evaluate", "--truth", file("masks/0.tif"), "--prediction", file("ones.tif")))
                .as(err.toString())
                .isZero();
        assertThat(err.toString()).contains("The truth's only label is 255 and the prediction's 1");
    }

    @Test
    void whatContradictsItselfIsRefusedByName() {
        draw(16, 6, 9);
        for (int i = 0; i < 3; i++) {
            ImagePlus mask = IJ.openImage(file("masks/" + i + ".tif"));
            mask.getProcessor().min(0);
            mask.getProcessor().multiply(1 / 255.0);
            save("ones", i, (ByteProcessor) mask.getProcessor());
        }
        assertThat(stencil("evaluate", "--truth", file("labels"), "--prediction", file("ones"), "--tables", file("t")))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "It cannot be told whether labels are classes or objects: in the truth the 16 labels in 3 images are"
                                + " one component each, and a map has 6 to 16, but in the prediction the only label is 1, in 31"
                                + " components of 3 images. Choose Classes or Objects as the kind.");
        assertThat(folder.resolve("t")).doesNotExist();
    }

    @Test
    void openImagesAreToldTheSame() {
        draw(12, 3);
        Module many = evaluate(0);
        Commands.run(many);
        assertThat(Csv.text((ResultsTable) many.getOutput("objectScores"))).contains("\n0,0.5,11,0,1,");
        Module few = evaluate(1);
        assertThatThrownBy(() -> Commands.run(few))
                .isInstanceOf(StencilException.class)
                .hasMessage(
                        "It cannot be told whether labels are classes or objects: in the truth the 3 labels in 1 image"
                                + " are one component each, which few objects are as well as few classes. Choose Classes or Objects"
                                + " as the kind.");
    }

    private Module evaluate(int number) {
        Module module = Commands.load(Evaluate.class.getName()).createModule();
        module.setInput("truth", IJ.openImage(file("labels/" + number + ".tif")));
        module.setInput("prediction", IJ.openImage(file("found/" + number + ".tif")));
        Inputs.fill(module, Map.of());
        return module;
    }

    @Test
    void whatIsAskedForHelpsWhereLabelsDoNotTell() {
        draw(3);
        assertThat(stencil(
                        "evaluate",
                        "--truth",
                        file("labels/0.tif"),
                        "--prediction",
                        file("labels/0.tif").replace("labels", "found"),
                        "--boundary"))
                .as(err.toString())
                .isZero();
        assertThat(err.toString())
                .contains("Scored as Classes, as boundary distances are those of classes (in the truth the 3 labels");
    }

    private static String[] with(String[] options, String... more) {
        String[] all = java.util.Arrays.copyOf(options, options.length + more.length);
        System.arraycopy(more, 0, all, options.length, more.length);
        return all;
    }

    private int stencil(String command, String... args) {
        err.getBuffer().setLength(0);
        String[] all = with(new String[] {command}, args);
        return Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), all);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}
