// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.StencilException;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.model.card.Meaning;
import io.github.stencil.tensor.HostTensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Refuses what a network gives where that is no numbers, by the plane in which it is. */
final class NotNumbers {
    private NotNumbers() {}

    /**
     * Looks at what a run tells of its windows.
     *
     * @param sound a byte per tile, 0 where a value is not what it must be
     * @throws StencilException if there is one
     */
    static void refuse(byte[] sound, List<Tile> tiles, ReadModel model, Description image, PredictionOutput output) {
        for (int i = 0; i < sound.length; i++) {
            if (sound[i] == 0) {
                boolean labels = output != PredictionOutput.RAW && model.meaning() == Meaning.LABELS;
                if (labels) {
                    throw StencilException.of(
                            "The network gives values that are no labels (whole numbers up to 16,777,216) in %s\"%s\". Choose output Raw, or another model, or correct its card if that calls them labels.",
                            plane(tiles.get(i), image.extent()), image.title());
                }
                throw StencilException.of(
                        "The network gives values that are no %s in %s\"%s\". Choose another normalization or precision, or another model.",
                        output == PredictionOutput.RAW ? "numbers (NaN)" : "finite numbers (NaN or Infinity)",
                        plane(tiles.get(i), image.extent()),
                        image.title());
            }
        }
    }

    /**
     * Looks at what a run gave, and closes it if it is refused.
     *
     * @param result what was asked for, and a byte per tile
     * @throws StencilException if a value is not what it must be
     */
    static void refuse(
            HostTensors result, List<Tile> tiles, ReadModel model, Description image, PredictionOutput output) {
        byte[] sound = new byte[tiles.size()];
        result.get(1).copyTo(0, sound, 0, sound.length);
        try {
            refuse(sound, tiles, model, image, output);
        } catch (StencilException e) {
            result.close();
            throw e;
        }
    }

    private static String plane(Tile tile, Extent extent) {
        List<String> places = new ArrayList<>();
        if (extent.slices() > 1 && tile.z().length() < extent.slices()) {
            places.add(
                    tile.z().length() == 1
                            ? String.format(Locale.ROOT, "slice %d", tile.z().min() + 1)
                            : String.format(
                                    Locale.ROOT,
                                    "slices %d to %d",
                                    tile.z().min() + 1,
                                    tile.z().max() + 1));
        }
        if (extent.frames() > 1) {
            places.add(String.format(Locale.ROOT, "frame %d", tile.frame() + 1));
        }
        return places.isEmpty() ? "" : String.join(", ", places) + " of ";
    }
}
