// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a {@link Previewer} sees in plain ImageJ. Needs a display: skipped without one, but not where CI is true. */
class PreviewTest {
    private static Map<String, String> seen = Map.of();

    @BeforeAll
    static void preview(@TempDir Path home) throws Exception {
        seen = Display.run(home, Previewer.class);
    }

    @Test
    void objectsAreOutlinedInThePlaneInViewAndFollowTheDialog() {
        assertThat(seen)
                .containsEntry("objects in view", "Objects in this plane: 2")
                .containsEntry("objects of a higher threshold", "Objects in this plane: 1");
    }

    @Test
    void aWrongValueIsToldInTheStatusBar() {
        assertThat(seen.get("nonsense is told")).startsWith("threshold is \"nonsense\" but must be a number");
    }

    @Test
    void pixelsAreNeverTouched() {
        assertThat(seen)
                .containsEntry("pixels are the same", "true")
                .containsEntry("pixels are the same to the end", "true");
    }

    @Test
    void theUsersOverlayIsBackAfterOkAndCancel() {
        assertThat(seen)
                .containsEntry("after Cancel", "1 java.awt.Rectangle[x=1,y=1,width=3,height=3]")
                .containsEntry("after OK", "true");
    }

    @Test
    void theBoxIsNeitherRememberedNorRecordedNorIsACancelledCommand() {
        assertThat(seen).containsEntry("box", "Preview false").containsEntry("box next time", "false");
        assertThat(seen.get("recorded"))
                .startsWith("run(\"Refine Masks...\", \"image=squares intensity= threshold=0.5 ")
                .endsWith(" rois=false\");")
                .doesNotContainIgnoringCase("preview");
    }

    @Test
    void theMaskedPlaneLiesOverTheImageAsBrightAsThere() {
        assertThat(seen).containsEntry("masked", "java.awt.Rectangle[x=0,y=0,width=64,height=48] 100.0");
    }
}
