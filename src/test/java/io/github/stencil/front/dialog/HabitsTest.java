// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What dialogs do for people who use them again and again. Needs a display, as {@link DialogTest} does. */
class HabitsTest {
    private static Map<String, String> seen = Map.of();
    private static Map<String, String> later = Map.of();

    @BeforeAll
    static void use(@TempDir Path home) throws Exception {
        seen = Display.run(home, Habits.class);
        later = Display.run(home, List.of(), Habits.class, "again");
    }

    @Test
    void theMenuIsInGroups() {
        assertThat(seen.get("menu"))
                .startsWith("Predict Masks...|Train U-Net...|Evaluate Segmentation...|-|Apply Mask...|")
                .contains("|Categorical to Labels...|-|Refine Masks...|", "|ROIs to Labels...|-|Stencil Batch...|")
                .contains("|Stencil Samples|-|Stencil Install Model...|");
    }

    @Test
    void theMaskProposedIsAnOpenImageOfTheSameSizeAndSizesStandInTheLists() {
        assertThat(seen).containsEntry("image", "image.tif  (2 x 1, 8-bit)");
        assertThat(seen).containsEntry("mask", "mask.tif  (2 x 1, 8-bit)");
    }

    @Test
    void whatHasNoEffectIsGrey() {
        assertThat(seen).containsEntry("divisor at first", "false");
        assertThat(seen).containsEntry("divisor of weights", "true").containsEntry("fill of weights", "false");
    }

    @Test
    void theFieldUnderTheMouseIsExplained() {
        assertThat(seen).containsEntry("explained", "true");
    }

    @Test
    void afterABadEntryTheDialogIsThereAgainWithAllEntriesAndTheReason() {
        assertThat(seen.get("complaint")).contains("fill is \"plenty\" but must be a number");
        assertThat(seen).containsEntry("kept", "plenty Keep outside").containsEntry("filled", "7 0");
    }

    @Test
    void theNextDialogHasWhatWasEnteredAndGivesTheDefaultsBack() {
        assertThat(seen).containsEntry("next time", "7 Keep outside").containsEntry("defaults", "0 Keep inside");
        assertThat(later).containsEntry("fill after a restart", "7");
    }

    @Test
    void aMacroNeverSeesWhatWasEntered() {
        assertThat(seen).containsEntry("a macro has the defaults", "10 0");
    }

    @Test
    void theShortFormLeavesOutWhatMostNeverChangeAndTellsWhatIsSetThere() {
        assertThat(seen.get("short form")).contains("Model", "Output").doesNotContain("Tile", "Precision");
        assertThat(seen.get("full form")).contains("Model", "Output", "Tile", "Precision");
        assertThat(seen.get("set but hidden")).contains("Also set: tile=96").doesNotContain("Tile (pixels");
    }

    @Test
    void batchAsksForTheOptionsOfTheCommandInItsOwnDialog() {
        assertThat(seen.get("own dialog"))
                .startsWith("Apply Mask: ")
                .contains("Fill value")
                .doesNotContain("Image");
        assertThat(seen).containsEntry("options", "fill=9");
        assertThat(seen).containsEntry("second folder", "true").containsEntry("second folder of one image", "false");
    }
}
