// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters that list labels, in every command that has one, by command line and macro. */
class LabelListsTest {
    private static final List<String> EVERYWHERE = List.of(
            "apply-mask --image LABELS --mask LABELS --include LIST --output OUT",
            "extract-pixels --image LABELS --mask LABELS --include LIST",
            "refine --image LABELS --include LIST --output OUT",
            "refine --image LABELS --include 4 --grow LIST --output OUT",
            "to-categorical --labels LABELS --ignore LIST --output OUT",
            "evaluate --truth LABELS --prediction OTHER --kind Classes --ignore LIST",
            "evaluate --truth LABELS --prediction OTHER --kind Objects --ignore LIST");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeImages() {
        IJ.saveAsTiff(
                new ImagePlus("", new ByteProcessor(8, 1, new byte[] {0, 1, 2, 3, 4, 12, 0, 0})), file("labels.tif"));
        IJ.saveAsTiff(
                new ImagePlus("", new ByteProcessor(8, 1, new byte[] {0, 1, 2, 3, 4, 12, 1, 1})), file("other.tif"));
    }

    @Test
    void everyCommandTakesTheSameListsAndMeansTheSame() throws Exception {
        for (String line : EVERYWHERE) {
            List<String> seen = new ArrayList<>();
            for (String list : List.of("1,2,3", "1-3", "3;2;1", "1 2 3", " 2-3, 1-3; 2 2 ", "1 - 3", "01 02\t03")) {
                seen.add(result(line, list));
            }
            assertThat(seen).as(line).allMatch(seen.get(0)::equals);
            assertThat(seen.get(0)).as(line).isNotEqualTo(result(line, "12"));
            String most = result(line, "1-4294967295"); // takes neither memory nor time
            assertThat(most).as(line).isEqualTo(result(line, "1-100000"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,x", "1.5", "3-1", "1,,2", "4294967296"})
    void everyCommandRefusesWhatIsNoListWithItsPlace(String list) {
        for (String line : EVERYWHERE) {
            assertThat(run(line, list)).as(line).isEqualTo(2);
            assertThat(err.toString()).as(line).contains(" at character ").contains(list);
            assertThat(folder.resolve("out.tif")).doesNotExist();
        }
    }

    @Test
    void anOrderedListCountsUpwardsInARangeAndALabelWhereItIsFirst() {
        assertThat(run("to-categorical --labels LABELS --ids LIST --ignore 12 --output OUT", "4 0-2;3,3 0-4"))
                .as(err.toString())
                .isZero();
        assertThat(names(IJ.openImage(file("out.tif"))))
                .containsExactly(
                        "class 0 (label 4)",
                        "class 1 (label 0)",
                        "class 2 (label 1)",
                        "class 3 (label 2)",
                        "class 4 (label 3)");
        assertThat(run("to-categorical --overwrite --labels LABELS --ids LIST --output OUT", "1-4294967295"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("lists 4,294,967,295 labels, each of them a class");
    }

    @Test
    void trainingTakesTheSameLists() throws Exception {
        Files.createDirectories(folder.resolve("images"));
        Files.copy(folder.resolve("labels.tif"), folder.resolve("images/a.tif"));
        assertThat(run(
                        "train --images IN/images --labels IN/images --model IN/model --task Classes --ignore LIST",
                        "0-4294967295"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("All labels are ignored, so there is nothing to learn");
        assertThat(run(
                        "train --images IN/images --labels IN/images --model IN/model --task Classes --ignore LIST",
                        "1-3,2 0;4,12"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("All labels are ignored, so there is nothing to learn");
        assertThat(run(
                        "train --images IN/images --labels IN/images --model IN/model --task Classes --ignore LIST",
                        "1..3"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("\"1..3\" at character 1 of \"1..3\" is not a label");
    }

    @Test
    void inAMacroASpaceSeparatesTwoLabels() {
        String seen = IJ.runMacro(
                "setBatchMode(true); open('" + file("labels.tif").replace('\\', '/') + "');"
                        + "run('Apply Mask...', 'mask=labels.tif include=[1 2]');"
                        + "s = '' + getPixel(1, 0) + ' ' + getPixel(2, 0) + ' ' + getPixel(3, 0) + ' ' + getPixel(5, 0); return s;");
        assertThat(seen).isEqualTo("1 2 0 0");
    }

    private String result(String line, String list) throws Exception {
        out.getBuffer().setLength(0);
        assertThat(run(line, list)).as(line + " with " + list + ": " + err).isZero();
        Path image = folder.resolve("out.tif");
        String pixels = "";
        if (Files.exists(image)) {
            ImagePlus found = IJ.openImage(image.toString());
            for (int slice = 1; slice <= found.getStackSize(); slice++) {
                ImageProcessor plane = found.getStack().getProcessor(slice);
                for (int x = 0; x < 8; x++) {
                    pixels += plane.getf(x, 0) + " ";
                }
            }
            Files.delete(image);
        }
        return out + pixels;
    }

    private int run(String line, String list) {
        err.getBuffer().setLength(0);
        String[] args = line.split(" ");
        for (int i = 0; i < args.length; i++) {
            args[i] = args[i].replace("LABELS", file("labels.tif"))
                    .replace("OTHER", file("other.tif"))
                    .replace("OUT", file("out.tif"))
                    .replace("IN", folder.toString())
                    .replace("LIST", list);
        }
        return Main.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    private static List<String> names(ImagePlus image) {
        List<String> names = new ArrayList<>();
        for (int slice = 1; slice <= image.getStackSize(); slice++) {
            names.add(image.getStack().getShortSliceLabel(slice));
        }
        return names;
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}
