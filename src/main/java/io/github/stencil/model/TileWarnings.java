// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.model.field.ReceptiveField;
import io.github.stencil.tensor.FreeMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a user should know of how an image is cut: where tiles or windows may show, or memory may not be enough. */
final class TileWarnings {
    private TileWarnings() {}

    /**
     * Returns what there is to say.
     *
     * @param whole the axes before the image is cut
     * @param cut whether it is going to be
     * @param tile which size of tiles was asked for, 0 if none
     */
    static List<String> of(TileAxes whole, ReceptiveField field, boolean cut, int tile, Probe probe) {
        List<String> warnings = new ArrayList<>();
        boolean free =
                whole.z().fixed() == 0 && whole.y().fixed() == 0 && whole.x().fixed() == 0;
        boolean several = whole.z().severalFixed()
                || whole.y().severalFixed()
                || whole.x().severalFixed();
        if (several && !field.local()) {
            warnings.add("The network looks at its whole window of %s, so borders of windows may show."
                    .formatted(window(whole)));
        } else if (tooWide(whole.z()) || tooWide(whole.y()) || tooWide(whole.x())) {
            warnings.add(
                    "The network looks further (%d pixels) than its window of %s reaches, so borders of windows may show."
                            .formatted(whole.halo(), window(whole)));
        }
        if (free && !field.local() && cut) {
            warnings.add("The network looks at the whole image, so borders of tiles may show."
                    + " Without an overlap it is not cut.");
        } else if (free && !field.local() && whole.window() * probe.bytesPerPixel() > FreeMemory.bytes()) {
            warnings.add("The network looks at the whole image, so it is not cut into tiles; memory may run out.");
        } else if (free && !field.local() && tile > 0 && tile < whole.tile()) {
            warnings.add("The network looks at the whole image, so it is not cut into tiles.");
        }
        return warnings;
    }

    private static boolean tooWide(TileAxis axis) {
        return axis.severalFixed() && !axis.overlaps();
    }

    private static String window(TileAxes whole) {
        String plane = String.format(
                Locale.ROOT, "%d x %d", whole.x().window(), whole.y().window());
        return whole.z().fixed() > 0
                ? plane + String.format(Locale.ROOT, " x %d", whole.z().window())
                : plane;
    }
}
