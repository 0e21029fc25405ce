// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.metric.track.TrackErrors;
import io.github.stencil.metric.track.TrackScores;
import io.github.stencil.metric.track.Tracks;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares SEG, DET and TRA with both programs of the Cell Tracking Challenge. They agree with each other wherever both give
 * a number; one scores an empty result, as we do, and refuses a track with a gap, as we do.
 */
class TrackProgramsTest {
    private static final double EXACT = 1e-12;

    static List<Reference.Case> valid() {
        return Reference.cases("tracking").stream()
                .filter(tracks -> !tracks.id().equals("track_gap_invalid"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("valid")
    void scoresAndCountsAreThoseOfTheJavaProgram(Reference.Case tracks) {
        TrackScores scores = score(tracks);
        JsonObject java = Reference.result("tracking_ctc_java", tracks);
        same(scores.seg(EmptyClass.SKIP), java.get("SEG.stopOnEmpty=false"));
        same(scores.det(EmptyClass.SKIP), java.get("DET.stopOnEmpty=false"));
        same(scores.tra(EmptyClass.SKIP), java.get("TRA.stopOnEmpty=false"));
        same(scores.errors().cost(), java.get("AOGM.stopOnEmpty=false"));
        JsonObject counts = java.getAsJsonObject("counts");
        TrackErrors errors = scores.errors();
        assertThat(List.of(
                        errors.splits(),
                        errors.missing(),
                        errors.extra(),
                        errors.extraEdges(),
                        errors.missingEdges(),
                        errors.wrongEdges()))
                .containsExactlyElementsOf(List.of("NS", "FN", "FP", "ED", "EA", "EC").stream()
                        .map(name -> counts.get(name).getAsLong())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("valid")
    void scoresAreThoseOfThePythonProgramWhereItTakesTheResult(Reference.Case tracks) {
        JsonObject python = Reference.result("tracking_ctc_py", tracks).getAsJsonObject("SEG_DET_TRA");
        if (python.has("error")) {
            assertThat(tracks.id()).as("an empty result is an error there").isEqualTo("track_nothing");
            return;
        }
        TrackScores scores = score(tracks);
        same(scores.seg(EmptyClass.SKIP), python.get("SEG"));
        same(scores.det(EmptyClass.SKIP), python.get("DET"));
        same(scores.tra(EmptyClass.SKIP), python.get("TRA"));
        same(scores.errors().cost(), python.get("AOGM"));
    }

    @Test
    void aTrackWithAGapIsRefused() {
        Reference.Case gap = Reference.cases("tracking").stream()
                .filter(tracks -> tracks.id().equals("track_gap_invalid"))
                .findFirst()
                .orElseThrow();
        assertThatThrownBy(() -> score(gap))
                .isInstanceOf(StencilException.class)
                .hasMessage(
                        "The track file \"res_track.txt\" has track 1 from frame 0 to frame 7, but \"prediction\" lacks it in"
                                + " frame 3. End the track before the gap, and let a new one with it as the parent go on.");
    }

    private static TrackScores score(Reference.Case tracks) {
        return TrackScores.of(
                Comparison.of(
                        timeLapse("truth", tracks.files("truth_segmentation")),
                        timeLapse("prediction", tracks.files("pred_masks"))),
                Tracks.read(tracks.files("truth_track_table").get(0)),
                Tracks.read(tracks.files("pred_track_table").get(0)));
    }

    private static AxisImage timeLapse(String title, List<Path> frames) {
        ImageStack stack = null;
        for (Path frame : frames) {
            ImagePlus plane = IJ.openImage(frame.toString());
            stack = stack == null ? new ImageStack(plane.getWidth(), plane.getHeight()) : stack;
            stack.addSlice(plane.getProcessor());
        }
        ImagePlus image = new ImagePlus(title, stack);
        image.setDimensions(1, 1, frames.size());
        return AxisImage.of(image);
    }

    private static void same(double ours, JsonElement theirs) {
        assertThat(ours).isCloseTo(theirs.getAsDouble(), within(EXACT));
    }
}
