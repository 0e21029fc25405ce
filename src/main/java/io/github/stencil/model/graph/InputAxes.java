// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.graph;

import io.github.stencil.StencilException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Tells from a network's input shape which of its axes are the channels, where no card says so. */
final class InputAxes {
    /** So few are channels, and no side of an image. */
    private static final int FEW = 4;
    /** More are no channels if something else can be. */
    private static final int MOST_CHANNELS = 64;

    private InputAxes() {}

    /**
     * Returns the axes: channels are the dimension that is known and small, or beside the two sides of a square; TensorFlow's
     * own order where nothing is known.
     *
     * @param shape of four or five dimensions, samples first, -1 where any size is taken
     * @throws StencilException if the shape fits both orders
     */
    static String of(int... shape) {
        String space = shape.length == 5 ? "zyx" : "yx";
        return channelsFirst(shape) ? "bc" + space : "b" + space + "c";
    }

    private static boolean channelsFirst(int... shape) {
        int end = shape.length - 1;
        int first = shape[1];
        int last = shape[end];
        boolean squareBehind = shape[end - 1] > 0 && shape[end - 1] == last;
        if (last <= 0) {
            boolean sides = Arrays.stream(shape, 2, end).anyMatch(size -> size > 0);
            return first > 0 && first <= (sides ? FEW : MOST_CHANNELS);
        }
        if (last <= FEW) {
            return false;
        }
        if (first <= 0) {
            return shape[end - 1] > 0 && (squareBehind || last > MOST_CHANNELS);
        }
        if (first <= FEW) {
            return true;
        }
        if (first > MOST_CHANNELS != last > MOST_CHANNELS) {
            return last > MOST_CHANNELS;
        }
        boolean squareBefore = shape[end - 2] == shape[end - 1];
        if (squareBefore == squareBehind) {
            throw StencilException.of(
                    "The model takes images of %s, and it cannot be told whether the first or the last of these are channels. Say so in a stencil.yaml beside it, as in \"input: {axes: %s}\".",
                    Arrays.stream(shape, 1, shape.length)
                            .mapToObj(size -> size > 0 ? String.valueOf(size) : "any")
                            .collect(Collectors.joining(" x ")),
                    shape.length == 5 ? "bczyx" : "bcyx");
        }
        return squareBehind;
    }
}
