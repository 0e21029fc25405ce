// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import io.github.stencil.command.ImageSource;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Open images that share a title, and the titles of results. */
class SameTitlesTest {
    private static final String TWO = """
            setBatchMode(true);
            newImage("same", "8-bit black", 2, 1, 1); setPixel(0, 0, 10); setPixel(1, 0, 20); first = getImageID();
            newImage("same", "8-bit black", 2, 1, 1); setPixel(1, 0, 3); second = getImageID();
            newImage("mask", "8-bit black", 2, 1, 1); setPixel(1, 0, 3);
            selectImage(first);
            """;
    private static final String SEEN = "seen = getTitle() + ' ' + getPixel(0, 0) + ' ' + getPixel(1, 0);";

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream out = System.out;

    @BeforeEach
    void keepTheLog() { // without a display ImageJ logs to standard output
        System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void leaveTheLog() {
        System.setOut(out);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mask=same", "image=same mask=mask", "image=mask mask=same"})
    void aTitleThatTwoImagesHaveIsRefused(String options) {
        macro(TWO + "run('Apply Mask...', '" + options + "');");
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("2 open images are titled \"same\", so it is not clear which is meant. Rename one")
                .containsPattern("write same \\(ID -\\d+\\) or same \\(ID -\\d+\\)\\.");
    }

    @Test
    void aSharedTitleIsNoTroubleWhereItDecidesNothing() {
        assertThat(macro(TWO + "run('Apply Mask...', 'mask=mask');" + SEEN)).isEqualTo("same-masked 0 20");
        assertThat(macro(TWO + "run('Apply Mask...', 'image=mask mask=mask');" + SEEN))
                .isEqualTo("mask-masked 0 3");
    }

    @Test
    void anImageIsMeantByItsTitleAndImageJsNumber() {
        assertThat(macro(
                        TWO + "run('Apply Mask...', 'image=[same (ID ' + first + ')] mask=[same (ID ' + second + ')]');"
                                + SEEN))
                .isEqualTo("same-masked 0 20");
        macro(TWO + "run('Apply Mask...', 'mask=[mask (ID ' + second + ')]');");
        assertThat(log.toString(StandardCharsets.UTF_8))
                .containsPattern(
                        "neither an open image \\(same-masked, same \\(ID -\\d+\\), same \\(ID -\\d+\\), mask\\)");
    }

    @Test
    void imagesAreListedSoThatTheyCanBeToldApart() {
        macro("setBatchMode(true); newImage('a', '8-bit', 1, 1, 1); newImage('a', '8-bit', 1, 1, 1);"
                + "newImage('b', '8-bit', 1, 1, 1); run('Apply Mask...', 'mask=c');");
        assertThat(log.toString(StandardCharsets.UTF_8))
                .containsPattern(
                        "\"c\" is neither an open image \\(a \\(ID -\\d+\\), a \\(ID -\\d+\\), b\\) nor a file");
    }

    @Test
    void resultsGetUniqueTitles() {
        String twice = "run('Apply Mask...', 'image=mask mask=mask');";
        assertThat(macro(TWO + twice + twice + twice + "t = getList('image.titles'); seen = String.join(t, '|');"))
                .isEqualTo("same|same|mask|mask-masked|mask-masked-1|mask-masked-2");
        assertThat(macro(TWO + twice + twice + "run('Apply Mask...', 'image=mask-masked-1 mask=mask-masked fill=9');"
                        + SEEN))
                .isEqualTo("mask-masked-1-masked 9 3");
    }

    @Test
    void aTitleIsFreeAgainOnceItsImageIsClosed() {
        String run = "run('Refine Masks...', 'image=mask');";
        assertThat(macro(TWO + run + "close(); " + run + SEEN)).isEqualTo("mask-objects 0 1");
    }

    @Test
    void aFileMeansItselfWhateverIsOpen(@TempDir Path folder) {
        String file = folder.resolve("same.tif").toString().replace('\\', '/');
        IJ.saveAsTiff(new ImagePlus("", new ByteProcessor(2, 1, new byte[] {0, 1})), file);
        assertThat(macro(TWO + "run('Apply Mask...', 'mask=[" + file + "]');" + SEEN))
                .isEqualTo("same-masked 0 20");
    }

    @Test
    void numbersThatAreTakenAreLeftOut() {
        String run = "run('Refine Masks...', 'image=x'); seen = seen + getTitle() + ' ';";
        assertThat(macro("setBatchMode(true); newImage('x-objects', '8-bit', 1, 1, 1);"
                        + "newImage('x-objects-2', '8-bit', 1, 1, 1); newImage('x', '8-bit', 1, 1, 1);" + run + run))
                .isEqualTo("x-objects-1 x-objects-3 ");
        assertThat(ImageSource.unique("other.tif")).isEqualTo("other.tif");
    }

    /** Returns what the macro has put into "seen". */
    private static String macro(String lines) {
        return String.valueOf(IJ.runMacro("seen = '';" + lines + "setBatchMode(false); return seen;"));
    }
}
