// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.card;

import io.github.stencil.tile.Span;

/**
 * Which sizes of an image a network allows along an axis, as its package, card or graph says.
 *
 * @param fixed the only size, or 0
 * @param min the smallest size; 1 if not said
 * @param step by how much it may grow from there; 1 if not said
 */
public record SizeRule(int fixed, int min, int step) {
    /** Any size. */
    public static final SizeRule ANY = new SizeRule(0, 1, 1);

    /** Returns the smallest allowed size that holds so many positions: {@code min}, or whole steps more. */
    public int padded(int length) {
        return fixed > 0 ? fixed : min + Span.roundUp(Math.max(0, length - min), step);
    }

    /**
     * Returns the sizes that are multiples of a step too: of those that a package allows, the ones that the network can be
     * given. Where there are none, what the package says stands.
     */
    public SizeRule multiplesOf(int other) {
        int both = Span.commonMultiple(step, other);
        for (int size = min; size < min + both; size += step) {
            if (size % other == 0) {
                return new SizeRule(fixed, size, both);
            }
        }
        return this;
    }

    /** Returns this rule for a network that takes one size only, if that is above 0. */
    public SizeRule only(int size) {
        return size > 0 ? new SizeRule(size, 1, 1) : this;
    }
}
