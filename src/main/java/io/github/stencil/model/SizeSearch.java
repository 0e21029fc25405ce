// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.StencilException;
import io.github.stencil.model.graph.ModelSignature;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tensorflow.exceptions.TFResourceExhaustedException;

/**
 * Finds of which number the sizes must be multiples that a network takes, by running it on images whose sides are such
 * multiples and of no other number.
 */
final class SizeSearch {
    /** The usual ones first; an image of one is no multiple of any later one below {@link #MANY}. */
    private static final int[] MULTIPLES = {
        1, 2, 4, 8, 16, 32, 3, 6, 12, 24, 5, 10, 20, 7, 14, 28, 9, 18, 36, 25, 40, 48, 56, 64, 72, 80, 96, 100, 128
    };

    private static final int SIDE = 257;
    /** For networks that take volumes: rows and columns, and slices. */
    private static final int SIDE_IN_VOLUME = 97;

    private static final int DEPTH = 48;
    /** Larger than any prime in the multiples. */
    private static final int SMALLEST_PRIME = 11;
    /** From here on images would be too large for that; what is smaller has then been tried. */
    private static final int MANY = 40;

    private static final int SMALLEST_FOR_MANY = 5;
    /** If so many outputs in a row are larger or smaller by the same number or factor, all are. */
    private static final int ENOUGH = 3;

    /**
     * The size of a window.
     *
     * @param depth slices, 1 for planes
     * @param height rows
     * @param width columns
     */
    record Window(int depth, int height, int width) {
        /** Returns the number of positions of a channel. */
        int pixels() {
            return depth * height * width;
        }

        /** Returns where a value lies in an array [Z, C, Y, X]. */
        int at(int z, int c, int y, int x, int channels) {
            return ((z * channels + c) * height + y) * width + x;
        }
    }

    private final ModelSignature signature;
    private final Function<Window, long[]> run;
    private @Nullable StencilException otherSize;
    private double offset = Double.NaN;
    private double factor = Double.NaN;
    private int alike;

    /**
     * Creates a search.
     *
     * @param run runs the network on noise and returns the output's shape [N, Z, C, Y, X], or throws if that fails
     */
    SizeSearch(ModelSignature signature, Function<Window, long[]> run) {
        this.signature = signature;
        this.run = run;
    }

    /** Returns of which number rows and columns must be multiples, 1 if they are given or nothing runs. */
    int inPlane() {
        if (signature.height() > 0 && signature.width() > 0) {
            return 1;
        }
        int depth = signature.volume() ? signature.depth() > 0 ? signature.depth() : DEPTH : 1;
        int wanted = signature.volume() ? SIDE_IN_VOLUME : SIDE;
        for (int multiple : MULTIPLES) {
            int side = side(multiple, wanted);
            if (runs(
                    depth,
                    signature.height() > 0 ? signature.height() : side,
                    signature.width() > 0 ? signature.width() : side)) {
                return multiple;
            }
        }
        return refused();
    }

    /** Returns of which number slices must be multiples, 1 if they are given or nothing runs. */
    int along(int pad) {
        if (signature.depth() > 0) {
            return 1;
        }
        int side = side(pad, SIDE_IN_VOLUME);
        for (int multiple : MULTIPLES) {
            if (runs(
                    side(multiple, DEPTH),
                    signature.height() > 0 ? signature.height() : side,
                    signature.width() > 0 ? signature.width() : side)) {
                return multiple;
            }
        }
        return refused();
    }

    private int refused() {
        if (otherSize != null) {
            throw otherSize;
        }
        return 1;
    }

    private boolean runs(int depth, int height, int width) {
        long[] shape;
        try {
            shape = run.apply(new Window(depth, height, width));
        } catch (TFResourceExhaustedException e) {
            throw e;
        } catch (RuntimeException e) {
            return false; // sizes that the network cannot join
        }
        try {
            Probe.refuseOtherSize(shape, depth, height, width);
            return true;
        } catch (StencilException e) {
            otherSize = e;
            refuseIfAlways(e, (double) (shape[3] - height), (double) shape[3] / height);
            return false;
        }
    }

    /** Refuses a network whose output always differs from its input as it does now. */
    private void refuseIfAlways(StencilException e, double newOffset, double newFactor) {
        boolean same = newOffset != 0 && (newOffset == offset || newFactor == factor);
        alike = same ? alike + 1 : 1;
        offset = newOffset;
        factor = newFactor;
        if (alike >= ENOUGH) {
            throw e;
        }
    }

    /** Returns a multiple by a prime, which is a multiple of no larger number of those that are tried. */
    private static int side(int multiple, int wanted) {
        int prime = Math.max(multiple < MANY ? SMALLEST_PRIME : SMALLEST_FOR_MANY, (wanted + multiple - 1) / multiple);
        while (!isPrime(prime)) {
            prime++;
        }
        return multiple * prime;
    }

    private static boolean isPrime(int number) {
        for (int divisor = 2; divisor * divisor <= number; divisor++) {
            if (number % divisor == 0) {
                return false;
            }
        }
        return number > 1;
    }
}
