// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command.score;

import io.github.stencil.StencilException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which scores are wanted beyond the usual ones.
 *
 * @param scores those that were named
 * @param tracks the tracks to score, or null
 */
public record FurtherRule(
        Set<FurtherScore> scores, @Nullable TrackFiles tracks) {

    /**
     * Reads what is wanted, and the track files.
     *
     * @param scores names of scores with commas between them; empty for the usual ones
     * @param tracks two track files with a comma between them; empty for none
     * @throws StencilException if there is no such score or file, or one is wanted without the other that it is made of
     */
    public static FurtherRule of(String scores, String tracks) {
        Set<FurtherScore> named = FurtherScore.of(scores);
        if (FurtherScore.are(named, FurtherScore.About.TRACKS) && tracks.isBlank()) {
            throw StencilException.of(
                    "\"%s\" is made of tracks, but no track files are named. Set tracks to two files, of the truth and of the prediction.",
                    scores);
        }
        if (FurtherScore.are(named, FurtherScore.About.PROBABILITIES) && !tracks.isBlank()) {
            throw StencilException.of(
                    "\"%s\" is made of probabilities, but tracks are those of objects. Leave scores or tracks out.",
                    scores);
        }
        return new FurtherRule(named, TrackFiles.of(tracks));
    }

    /** Returns whether the prediction holds probabilities. */
    public boolean isOfProbabilities() {
        return FurtherScore.are(scores, FurtherScore.About.PROBABILITIES);
    }

    /**
     * Refuses what does not go together.
     *
     * @param classes whether labels were said to be classes
     * @param beside whether anything is wanted that only label maps have
     * @throws StencilException if tracks of classes are wanted, or something else of probabilities
     */
    public void check(boolean classes, boolean beside) {
        if (tracks != null && classes) {
            throw new StencilException("Tracks are those of objects. Choose Objects as the kind, or leave tracks out.");
        }
        if (isOfProbabilities() && beside) {
            throw new StencilException(
                    "Probabilities have no objects, surfaces or errors to draw. Leave the kind Objects, second, boundary, rois and overlay out, or the scores of probabilities.");
        }
    }

    /**
     * Refuses one pair of track files for several time-lapses.
     *
     * @param images how many are scored
     * @throws StencilException if there are several
     */
    public void checkCount(int images) {
        if (tracks != null && images > 1) {
            throw StencilException.of(
                    "tracks names the files of one time-lapse, but there are %d images. Score one after the other.",
                    images);
        }
    }
}
