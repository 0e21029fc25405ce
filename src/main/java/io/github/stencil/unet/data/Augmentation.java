// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import io.github.stencil.StencilException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which variations patches are given, each drawn anew for every patch.
 *
 * @param changes none, some or all
 */
public record Augmentation(Set<Change> changes) {
    /** One kind of variation. Those of position move pixels and labels alike; the others change pixels alone. */
    public enum Change {
        /** Mirrors along each axis, Z included, in half of the patches. */
        FLIP,
        /** Turns by 0, 90, 180 or 270 degrees in the XY plane. */
        TURN,
        /** Turns by any angle in the XY plane, in half of the patches. */
        ROTATE,
        /** Moves by up to a tenth of the patch along X and Y, by whole pixels; the image goes on mirrored. */
        SHIFT,
        /** Enlarges by a factor from 3/4 to 4/3 along all axes, in half of the patches. */
        ZOOM,
        /** Bends smoothly in the XY plane, by about 3 pixels with knots every 32, in half of the patches. */
        ELASTIC,
        /** Multiplies each channel by 0.8 to 1.25 and adds up to a tenth of the normalised range. */
        INTENSITY,
        /** Raises each channel to a power from 0.7 to 1.4, between its least and greatest value. */
        GAMMA,
        /** Adds normal noise with a deviation of up to a tenth of the normalised range. */
        NOISE,
        /** Smooths each plane with a Gaussian of up to 1.5 pixels, in half of the patches. */
        BLUR;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** No variation. */
    public static final Augmentation NONE = new Augmentation(Set.of());

    /** What a first-time user gets: flip, rotate, shift, zoom and intensity. */
    public static final Augmentation USUAL = of("flip,rotate,shift,zoom,intensity");

    /** Copies the set. */
    public Augmentation {
        changes = Set.copyOf(changes);
    }

    /**
     * Reads names separated by commas, such as "flip,rotate"; the empty text is none.
     *
     * @throws StencilException if a name is unknown
     */
    public static Augmentation of(String text) {
        Set<Change> changes = EnumSet.noneOf(Change.class);
        for (String part : text.split(",", -1)) {
            String name = part.strip().toLowerCase(Locale.ROOT);
            if (!name.isEmpty()) {
                changes.add(Arrays.stream(Change.values())
                        .filter(change -> change.toString().equals(name))
                        .findFirst()
                        .orElseThrow(() -> unknown(name, text)));
            }
        }
        return new Augmentation(changes);
    }

    /** Returns this augmentation with one more kind of variation. */
    public Augmentation with(Change change) {
        Set<Change> more = EnumSet.of(change);
        more.addAll(changes);
        return new Augmentation(more);
    }

    /** Returns this augmentation without a kind of variation. */
    public Augmentation without(Change change) {
        Set<Change> fewer = EnumSet.noneOf(Change.class);
        fewer.addAll(changes);
        fewer.remove(change);
        return new Augmentation(fewer);
    }

    /** Returns whether patches are varied so. */
    public boolean has(Change change) {
        return changes.contains(change);
    }

    /** Returns the names separated by commas, as {@link #of} reads them. */
    @Override
    public String toString() {
        return Arrays.stream(Change.values())
                .filter(this::has)
                .map(Change::toString)
                .collect(Collectors.joining(","));
    }

    private static StencilException unknown(String name, String text) {
        return StencilException.of(
                "\"%s\" in \"%s\" is no augmentation. Choose among %s.",
                name, text, Arrays.stream(Change.values()).map(Change::toString).collect(Collectors.joining(", ")));
    }
}
