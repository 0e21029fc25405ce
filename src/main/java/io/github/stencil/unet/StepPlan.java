// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import ij.measure.Calibration;
import io.github.stencil.StencilException;
import io.github.stencil.image.Space;
import io.github.stencil.unet.data.PatchSettings;
import io.github.stencil.unet.graph.TrainingGraph;
import io.github.stencil.unet.graph.UNetShape;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The network and the patches of a training: what was asked for, and for the rest what fits into half of the free memory.
 *
 * @param shape the network
 * @param samples patches per step
 * @param depth slices of a patch
 * @param height rows of a patch
 * @param width columns of a patch
 */
record StepPlan(UNetShape shape, int samples, int depth, int height, int width) {
    /** How many steps an epoch has at least. */
    static final int FEWEST_STEPS = 50;

    private static final int PLANE = 256;
    private static final int VOLUME = 128;
    private static final int SMALLEST = 32;
    /** Slices are taken in multiples of this, so that they can be halved twice. */
    private static final int SLICES = 4;

    private static final int DEEPEST = 64;
    private static final int MOST_SAMPLES = 8;
    private static final int FEWEST_FOR_STATISTICS = 4;

    /**
     * Plans.
     *
     * @param smallest how large images are, all but the smallest few
     * @param free how many bytes there are
     * @throws StencilException if the patch does not suit the depth, or the batch does not fit into memory
     */
    static StepPlan of(
            TrainingSettings settings,
            int channels,
            int classes,
            ImageSize smallest,
            Calibration size,
            LongSupplier free) {
        long budget = free.getAsLong() / 2;
        boolean volume = settings.data().space() == Space.VOLUMES;
        int most = volume ? VOLUME : PLANE;
        int step = 1 << Math.max(0, settings.network().depth() - 1);
        int side = settings.patches().side() > 0 ? settings.patches().side() : inside(smallest.side(), most, step);
        int slices = smallest.slices();
        int depth = !volume
                ? 1
                : slices < SLICES
                        ? Integer.highestOneBit(Math.max(1, slices))
                        : inside(slices, Math.min(DEEPEST, side), SLICES);
        StepPlan one = plan(settings, channels, classes, 1, depth, side, size);
        while (settings.patches().side() == 0
                && volume
                && side > Math.max(SMALLEST, step)
                && 2 * one.bytes() > budget) {
            side = inside(side / 2, most, step);
            depth = Math.min(depth, inside(side, DEEPEST, SLICES));
            one = plan(settings, channels, classes, 1, depth, side, size);
        }
        long fixed = TrainingGraph.stepBytes(one.shape, 0, depth, side, side); // weights and all that goes with them
        long each = one.bytes() - fixed;
        int fits = (int) Math.max(0, Math.min(1 << 16, (budget - fixed) / each));
        int samples =
                settings.patches().batch() > 0 ? settings.patches().batch() : Math.max(1, Math.min(MOST_SAMPLES, fits));
        if (samples > fits) {
            throw StencilException.of(
                    "A step of %d patches of %s takes about %,d MB but %,d MB can be used. %s.",
                    samples,
                    one.patch(),
                    (fixed + samples * each) >> 20,
                    budget >> 20,
                    fits > 0 ? "Set batch to " + fits + " or less" : "Set a smaller patch, or fewer filters");
        }
        return plan(settings, channels, classes, samples, depth, side, size);
    }

    /** How large training images are: rows or columns, whichever are fewer, and slices. */
    record ImageSize(int side, int slices) {}

    /** Returns the largest multiple of a step inside a length, not above a limit; one step where there is none. */
    private static int inside(int length, int most, int step) {
        return Math.max(step, Math.min(length, most) / step * step);
    }

    private static StepPlan plan(
            TrainingSettings settings, int channels, int classes, int samples, int depth, int side, Calibration size) {
        boolean volume = settings.data().space() == Space.VOLUMES;
        List<UNetShape.Pool> pools = volume
                ? UNetShape.volumes(settings.network().depth(), new int[] {depth, side, side}, new double[] {
                    size.pixelDepth, size.pixelHeight, size.pixelWidth
                })
                : UNetShape.planes(settings.network().depth());
        UNetShape.Norm norm = !settings.network().batchnorm()
                ? UNetShape.Norm.NONE
                : samples < FEWEST_FOR_STATISTICS ? UNetShape.Norm.GROUP : UNetShape.Norm.BATCH;
        UNetShape shape = new UNetShape(
                volume,
                channels,
                classes == 2 ? 1 : classes,
                settings.network().filters(),
                pools,
                norm,
                settings.network().dropout());
        int step = shape.step();
        if (side % step != 0) {
            throw StencilException.of(
                    "The patch is %d pixels but a network of depth %d takes multiples of %d. Set patch to %d.",
                    side, settings.network().depth(), step, (side + step - 1) / step * step);
        }
        return new StepPlan(shape, samples, depth, side, side);
    }

    private long bytes() {
        return TrainingGraph.stepBytes(shape, samples, depth, height, width);
    }

    /** Returns settings that leave no size open that an earlier training had chosen. */
    static TrainingSettings asBefore(TrainingSettings asked, Beginning before) {
        PatchWishes wishes = asked.patches();
        return asked.withBatch(wishes.batch() > 0 ? wishes.batch() : before.samples())
                .withPatch(wishes.side() > 0 ? wishes.side() : before.width())
                .withSteps(wishes.steps() > 0 ? wishes.steps() : before.steps());
    }

    /** Returns the patch in words. */
    String patch() {
        return width + " x " + height + (shape.volume() ? " x " + depth : "");
    }

    /** Returns the patches to cut. */
    PatchSettings patches(TrainingSettings settings) {
        return PatchSettings.volume(samples, depth, height, width)
                .withAugmentation(settings.patches().augment())
                .withBorders(settings.patches().borders());
    }
}
