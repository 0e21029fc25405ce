// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command.score;

import io.github.stencil.StencilException;
import io.github.stencil.metric.track.Tracks;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The tracks of a time-lapse and of its prediction.
 *
 * @param truth the true tracks
 * @param prediction the predicted ones
 */
public record TrackFiles(Tracks truth, Tracks prediction) {

    /**
     * Reads a pair of track files.
     *
     * @param names the files of the truth and of the prediction, with a comma between them
     * @return null if there are no names
     * @throws StencilException if they are not two, or one is no track file
     */
    public static @Nullable TrackFiles of(String names) {
        if (names.isBlank()) {
            return null;
        }
        String[] files = names.split(",", -1);
        if (files.length != 2 || files[0].isBlank() || files[1].isBlank()) {
            throw StencilException.of(
                    "tracks is \"%s\" but must name two files, with a comma between them. Give the track file of the truth and then that of the prediction, such as man_track.txt,res_track.txt.",
                    names);
        }
        return new TrackFiles(Tracks.read(Path.of(files[0].strip())), Tracks.read(Path.of(files[1].strip())));
    }
}
