// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a U-Net looks like (Ronneberger, Fischer and Brox 2015): two 3x3(x3) convolutions per level, filters doubled from
 * level to level, max pooling down, nearest-neighbour upsampling and concatenation up, and a 1x1 convolution at the end.
 *
 * @param volume whether it is a 3D network
 * @param channels of the image
 * @param outputs of the network: 1 for a sigmoid, else a softmax over so many classes
 * @param filters of the first level
 * @param pools by what sizes shrink from a level to the next, one fewer than there are levels
 * @param norm how activations are normalised
 * @param dropout share of the activations that are dropped in the two deepest levels while training, 0 to below 1
 */
public record UNetShape(
        boolean volume, int channels, int outputs, int filters, List<Pool> pools, Norm norm, double dropout) {
    private static final int SMALLEST = 4;

    /** A 2D network of four levels with 32 filters, batch statistics and no dropout, from one channel to a sigmoid. */
    public static final UNetShape USUAL = new UNetShape(false, 1, 1, 32, planes(4), Norm.BATCH, 0);

    /** Factors along Z, Y and X, each 1 or 2. */
    public record Pool(int z, int y, int x) {
        static final Pool PLANE = new Pool(1, 2, 2);

        /**
         * Checks the factors.
         *
         * @throws IllegalArgumentException if one is neither 1 nor 2
         */
        public Pool {
            if (Math.min(z, Math.min(y, x)) < 1 || Math.max(z, Math.max(y, x)) > 2) {
                throw new IllegalArgumentException(z + " x " + y + " x " + x);
            }
        }

        int along(int axis) {
            return axis == 0 ? z : axis == 1 ? y : x;
        }
    }

    /** Ways to normalise activations. */
    public enum Norm {
        /** Not at all; convolutions have a bias instead. */
        NONE,
        /** Over the samples of a step while training, then by running statistics. */
        BATCH,
        /** Over groups of 8 channels of each sample; for steps of fewer than 4 samples. */
        GROUP
    }

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of its range, which is for whoever asks users to prevent
     */
    public UNetShape {
        pools = List.copyOf(pools);
        if (channels < 1 || outputs < 1 || filters < 1 || !(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "channels %d, outputs %d, filters %d, dropout %s",
                    channels,
                    outputs,
                    filters,
                    dropout));
        }
    }

    /** Returns this shape for images of so many channels. */
    public UNetShape withChannels(int count) {
        return new UNetShape(volume, count, outputs, filters, pools, norm, dropout);
    }

    /** Returns this shape with so many outputs: 1 for a sigmoid, else a softmax over so many classes. */
    public UNetShape withOutputs(int count) {
        return new UNetShape(volume, channels, count, filters, pools, norm, dropout);
    }

    /** Returns this shape with so many filters in the first level. */
    public UNetShape withFilters(int count) {
        return new UNetShape(volume, channels, outputs, count, pools, norm, dropout);
    }

    /** Returns the shape of a 2D network that shrinks so, with everything else as here. */
    public UNetShape withPlanes(List<Pool> shrinking) {
        return new UNetShape(false, channels, outputs, filters, shrinking, norm, dropout);
    }

    /** Returns the shape of a 3D network that shrinks so, with everything else as here. */
    public UNetShape withVolumes(List<Pool> shrinking) {
        return new UNetShape(true, channels, outputs, filters, shrinking, norm, dropout);
    }

    /** Returns this shape with activations normalised in another way. */
    public UNetShape withNorm(Norm other) {
        return new UNetShape(volume, channels, outputs, filters, pools, other, dropout);
    }

    /** Returns this shape with another share of dropped activations, 0 to below 1. */
    public UNetShape withDropout(double share) {
        return new UNetShape(volume, channels, outputs, filters, pools, norm, share);
    }

    int levels() {
        return pools.size() + 1;
    }

    int filters(int level) {
        return filters << level;
    }

    /** Returns the number of classes: background and foreground for a sigmoid. */
    public int classes() {
        return Math.max(2, outputs);
    }

    /** Returns by what sizes along an axis (0 to 2 for Z, Y, X) must be divisible. */
    public int step(int axis) {
        int step = 1;
        for (Pool pool : pools) {
            step *= pool.along(axis);
        }
        return step;
    }

    /** Returns the largest step of the axes that there are. */
    public int step() {
        return Math.max(volume ? step(0) : 1, Math.max(step(1), step(2)));
    }

    /**
     * Returns how far beyond a block the network looks along an axis, where blocks begin and end at multiples of the step;
     * rounded up to whole steps.
     */
    public int halo(int axis) {
        int step = step(axis);
        int low = 0;
        int high = step - 1;
        List<int[]> skips = new ArrayList<>();
        for (Pool pool : pools) { // up the decoder, from the output back
            low -= 2;
            high += 2;
            skips.add(new int[] {low, high});
            low = Math.floorDiv(low, pool.along(axis));
            high = Math.floorDiv(high, pool.along(axis));
        }
        low -= 2;
        high += 2;
        for (int level = pools.size() - 1; level >= 0; level--) { // up the encoder
            int factor = pools.get(level).along(axis);
            low = Math.min(skips.get(level)[0], low * factor) - 2;
            high = Math.max(skips.get(level)[1], high * factor + factor - 1) + 2;
        }
        int halo = Math.max(-low, high - (step - 1));
        return (halo + step - 1) / step * step;
    }

    /** Returns the pools of a 2D network with so many levels. */
    public static List<Pool> planes(int levels) {
        List<Pool> pools = new ArrayList<>();
        for (int level = 1; level < levels; level++) {
            pools.add(Pool.PLANE);
        }
        return pools;
    }

    /**
     * Returns the pools of a 3D network: along each axis while at least four pixels are left, and along a coarser axis only
     * once the others have become as coarse (within a factor of two, as nnU-Net does).
     *
     * @param levels at most so many
     * @param patch pixels along Z, Y and X
     * @param spacing size of a pixel along Z, Y and X
     */
    public static List<Pool> volumes(int levels, int[] patch, double[] spacing) {
        int[] size = patch.clone();
        double[] coarse = spacing.clone();
        List<Pool> pools = new ArrayList<>();
        for (int level = 1; level < levels; level++) {
            double finest = Math.min(coarse[0], Math.min(coarse[1], coarse[2]));
            int[] factor = {1, 1, 1};
            for (int axis = 0; axis < 3; axis++) {
                if (size[axis] >= 2 * SMALLEST && size[axis] % 2 == 0 && coarse[axis] < 2 * finest) {
                    factor[axis] = 2;
                }
            }
            for (int axis = 0; axis < 3; axis++) {
                size[axis] /= factor[axis];
                coarse[axis] *= factor[axis];
            }
            if (factor[0] * factor[1] * factor[2] == 1) {
                break;
            }
            pools.add(new Pool(factor[0], factor[1], factor[2]));
        }
        return pools;
    }
}
