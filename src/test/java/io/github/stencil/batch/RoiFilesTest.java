// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which image a file of ROIs belongs to. */
class RoiFilesTest {
    @ParameterizedTest
    @CsvSource({
        "a, a",
        "a-rois, a",
        "a-labels, a",
        "a-labels-rois, a",
        "a-labels-objects-rois, a",
        "a-mask-rois, a",
        "b-rois, b-rois", // an image of that name
        "b-rois-rois, b-rois",
        "c-labels-rois, c-labels", // an image of that name
        "x-labels, x-labels", // no image at all
        "a-rois-x, a-rois-x"
    })
    void namesOfOurOwnResultsLeadToTheImage(String file, String image) {
        assertThat(RoiFiles.imageStem(file, Set.of("a", "b", "b-rois", "c", "c-labels")::contains))
                .isEqualTo(image);
    }
}
