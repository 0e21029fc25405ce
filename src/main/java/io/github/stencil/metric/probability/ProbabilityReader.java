// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric.probability;

import io.github.stencil.StencilException;
import io.github.stencil.image.Extent;
import io.github.stencil.label.LabelReader;
import io.github.stencil.tile.BlockWriter;
import java.util.function.IntPredicate;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;

/** Reads an image of a stack with its truth, block by block. For one thread. */
final class ProbabilityReader {
    private static final long BLOCK_PIXELS = 1 << 20;
    private static final int CHANNEL = 2;

    private final ProbabilityMaps maps;
    private final LabelReader truth;
    private final IntPredicate ignored;
    private final Interval region;
    private float[] values = {};
    private final Runnable pulse;
    /** The one label above 0, where there is one channel; 0 before it has been met. */
    private int foreground;

    /** Hears of pixels that are compared. */
    interface Visitor {
        void pixel(float probability, boolean positive);
    }

    /**
     * Prepares to read one image of a stack.
     *
     * @param pulse is run before each block; may throw
     */
    ProbabilityReader(ProbabilityMaps maps, int image, Runnable pulse) {
        this.maps = maps;
        this.pulse = pulse;
        truth = LabelReader.of("The truth ", maps.truth());
        ignored = maps.ignored().predicate();
        Extent extent = maps.truth().extent();
        int slice = maps.space().firstSlice(extent, image);
        int frame = maps.space().frame(extent, image);
        region = new FinalInterval(new long[] {0, 0, 0, slice, frame}, new long[] {
            extent.width() - 1L, extent.height() - 1L, 0, slice + maps.space().depth(extent) - 1L, frame
        });
    }

    boolean isBinary() {
        return channels() == 1;
    }

    int channels() {
        return maps.probabilities().extent().channels();
    }

    /** Returns the label that the one channel is of: the one that was met, or 1. */
    long foreground() {
        return foreground == 0 ? 1 : Integer.toUnsignedLong(foreground);
    }

    /**
     * Reads the probabilities of a channel and whether pixels are of its class.
     *
     * @throws StencilException if a label has no channel, or a value is no probability
     */
    void each(int channel, Visitor visitor) {
        for (Interval block : BlockWriter.reading(region, maps.probabilities().grain(), BLOCK_PIXELS)) {
            pulse.run();
            int length = truth.read(block);
            int[] labels = truth.labels();
            if (values.length < length) {
                values = new float[length];
            }
            maps.probabilities().copy(at(block, channel), values);
            for (int i = 0; i < length; i++) {
                if (!ignored.test(labels[i])) {
                    float value = values[i];
                    if (!(value >= 0 && value <= 1)) {
                        throw noProbability(block, i, channel, value);
                    }
                    visitor.pixel(value + 0f, isOf(labels[i], channel)); // -0 becomes 0
                }
            }
        }
    }

    private boolean isOf(int label, int channel) {
        if (!isBinary()) {
            if (Integer.compareUnsigned(label, channels()) >= 0) {
                throw StencilException.of(
                        "The truth \"%s\" has the label %d but the probabilities \"%s\" have %d channels, for the classes 0 to %d. Give the truth they were made for, or ignore the label.",
                        maps.truth().title(),
                        Integer.toUnsignedLong(label),
                        maps.probabilities().title(),
                        channels(),
                        channels() - 1);
            }
            return label == channel;
        }
        if (label != 0 && foreground == 0) {
            foreground = label;
        }
        if (label != 0 && label != foreground) {
            throw StencilException.of(
                    "The truth \"%s\" has the labels %d and %d but the probabilities \"%s\" have one channel, for one class. Give a truth of 0 and one other label.",
                    maps.truth().title(),
                    Integer.toUnsignedLong(foreground),
                    Integer.toUnsignedLong(label),
                    maps.probabilities().title());
        }
        return label != 0;
    }

    private StencilException noProbability(Interval block, long index, int channel, float value) {
        return StencilException.of(
                "The prediction \"%s\" has the value %s in channel %d at %s, but probabilities are from 0 to 1. Predict with output Probabilities, or leave their scores out.",
                maps.probabilities().title(),
                value,
                channel + 1,
                maps.truth().extent().place(block, index));
    }

    private static Interval at(Interval block, int channel) {
        long[] min = block.minAsLongArray();
        long[] max = block.maxAsLongArray();
        min[CHANNEL] = channel;
        max[CHANNEL] = channel;
        return new FinalInterval(min, max);
    }
}
