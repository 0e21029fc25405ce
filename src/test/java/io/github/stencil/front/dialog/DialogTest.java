// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a {@link Visitor} sees in plain ImageJ. Needs a display: skipped without one, but not where CI is true. */
class DialogTest {
    private static final String RECORDED =
            "run(\"Apply Mask...\", \"image=image.tif mask=[the mask] mode=[Keep inside] include= fill=0 divisor=0 type=[Same as image]\");";

    private static Map<String, String> seen = Map.of();

    @BeforeAll
    static void visit(@TempDir Path home) throws Exception {
        seen = Display.run(home, Visitor.class);
    }

    @Test
    void theMenuHasOneEntryThatOpensADialog() {
        assertThat(seen).containsEntry("menu entries", "1");
        assertThat(seen.get("dialog"))
                .startsWith("Apply Mask: Image")
                .contains("Mask", "Mode", "Include labels", "Fill value");
    }

    @Test
    void everyParameterIsRecordedAndTheLineReplays() {
        assertThat(seen).containsEntry("recorded", RECORDED).containsEntry("replayed", "image-masked-1");
    }

    @Test
    void inBatchModeTheMacrosOwnImagesCount() {
        assertThat(seen).containsEntry("no options in batch mode", "a-masked8");
        assertThat(seen).containsEntry("named image in batch mode", "a-masked10");
        assertThat(seen).containsEntry("ROIs in batch mode", "a-masked 10 0");
    }

    @Test
    void aRefusalEndsTheMacroInBatchModeWithoutADialog() {
        assertThat(seen).containsEntry("refused in batch mode", "null");
        assertThat(seen).containsEntry("dialogs left", "false");
        assertThat(seen.get("log")).contains("Stencil: The mask is 5 x 5 but the image is 2 x 1.");
    }

    @Test
    void aRefusalOrCancelOnScreenEndsTheMacro() {
        assertThat(seen).containsEntry("refused on screen", "null").containsEntry("cancelled on screen", "null");
    }

    @Test
    void whileAnImageIsReadItIsLockedAndEscEndsTheMacroQuietly() {
        assertThat(seen).containsEntry("locked", "true");
        assertThat(seen).containsEntry("stopped by Esc", "null");
        assertThat(seen).containsEntry("unlocked", "true").containsEntry("dialogs after Esc", "false");
        assertThat(Long.parseLong(seen.get("milliseconds"))).isLessThan(1000);
        assertThat(seen.get("status")).startsWith("Stopped");
    }

    @Test
    void nothingComputesOnTheEventThread() {
        assertThat(seen).containsEntry("computed on the event thread", "event thread: false");
    }

    @Test
    void aModelCanBeAFileOrAFolder() {
        assertThat(seen.get("file or folder")).contains("Browse");
    }
}
