// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.process.ByteProcessor;
import io.github.stencil.command.Probe;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the commands by name, as macros do, in an ImageJ without a display. */
class MacroTest {
    private static final String IMAGES = """
            setBatchMode(true);
            newImage("image", "8-bit black", 2, 1, 1); setPixel(0, 0, 10); setPixel(1, 0, 20);
            newImage("a mask.tif", "8-bit black", 2, 1, 1); setPixel(1, 0, 3);
            newImage("other", "8-bit white", 3, 3, 1);
            selectWindow("image");
            """;
    private static final String RESULT = """
            result = getTitle() + " " + getPixel(0, 0) + " " + getPixel(1, 0);
            setBatchMode(false);
            return result;
            """;

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

    @Test
    void aMissingImageIsTheActiveOneAndTheResultBecomesCurrent() {
        assertThat(macro("run('Apply Mask...', 'mask=[a mask.tif] fill=7');")).isEqualTo("image-masked 7 20");
    }

    @Test
    void aMissingOptionIsItsDefaultAndNotTheLastValue() {
        macro("run('Apply Mask...', 'mask=[a mask.tif] fill=7');");
        assertThat(macro("run('Apply Mask...', 'mask=[a mask.tif]');")).isEqualTo("image-masked-1 0 20");
    }

    @Test
    void anImageCanBeNamed() {
        assertThat(
                        macro(
                                "selectWindow('other'); run('Apply Mask...', 'image=image mask=[a mask.tif] mode=[Keep outside]');"))
                .isEqualTo("image-masked 10 0");
    }

    @Test
    void anImageCanBeAFile(@TempDir Path folder) {
        String file = folder.resolve("cells.tif").toString().replace('\\', '/');
        IJ.saveAsTiff(new ImagePlus("", new ByteProcessor(2, 1, new byte[] {5, 6})), file);
        assertThat(macro("run('Apply Mask...', 'image=[" + file + "] mask=[a mask.tif]');"))
                .isEqualTo("cells-masked 0 6");
    }

    @Test
    void theSelectionIsAMask() {
        assertThat(macro("makeRectangle(0, 0, 1, 1); run('Apply Mask...', 'mask=Selection fill=1');"))
                .isEqualTo("image-masked 10 1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "fill=abc mask=other | must be a number",
                "mode=sideways mask=other | one of: Keep inside, Keep outside",
                "mask=nope | neither an open image",
                "fill=7 | mask is missing",
                "fill= mask=other | fill is \"\" but must be a number",
                "mask=[ROI Manager] | Without a display there is no ROI Manager",
                "mask=Selection | has no area selection",
                "mask=other | 3 x 3 but the image is 2 x 1",
                "mask=[a mask.tif] fill=256 | whole numbers from 0 to 255",
                "mask=[a mask.tif] colour=red | There is no option colour",
                "mask=[a mask.tif | left open",
            })
    void aBadOptionStopsTheMacroWithASentence(String options, String sentence) {
        assertThat(macro("run('Apply Mask...', '" + options + "'); print('went on');"))
                .isNull();
        assertThat(log.toString(StandardCharsets.UTF_8)).contains(sentence).doesNotContain("went on");
    }

    @Test
    void aTableIsPrintedUnderItsTitleAndAnImageThatDidNotComeIsNotMissed() {
        probe("output=table");
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("Probe Sizes\nWidth,Third,Name,Undefined,Seen\n4,0.333");
    }

    @Test
    void aStopIsNoErrorAndLeavesTheImageUnlocked() {
        ImagePlus image = probe("output=cancel");
        assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("Stencil:");
        assertThat(image.isLocked()).isFalse();
    }

    @Test
    void whatNobodyForesawIsOneSentence() {
        probe("output=break");
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("Stencil: Something unforeseen happened: java.lang.IllegalArgumentException: a bug.")
                .doesNotContain("\tat ");
    }

    /** Runs a command that is in no menu, as a macro would. */
    private static ImagePlus probe(String options) {
        ImagePlus image = new ImagePlus("probed", new ByteProcessor(4, 1));
        Thread thread = Thread.currentThread();
        String name = thread.getName();
        thread.setName("Run$_" + name);
        Macro.setOptions(options);
        WindowManager.setTempCurrentImage(image);
        try {
            new Bridge().run(Probe.class.getName());
        } finally {
            WindowManager.setTempCurrentImage(null);
            Macro.setOptions(null);
            thread.setName(name);
        }
        return image;
    }

    private static String macro(String body) {
        return IJ.runMacro(IMAGES + body + RESULT);
    }
}
