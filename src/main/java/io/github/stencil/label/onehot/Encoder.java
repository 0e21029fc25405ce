// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.onehot;

import ij.CompositeImage;
import io.github.stencil.Owned;
import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageSink;
import io.github.stencil.image.ImageStore;
import io.github.stencil.tensor.BlockReader;
import io.github.stencil.tensor.HostTensors;
import io.github.stencil.tensor.TensorRuntime;
import io.github.stencil.tile.BlockGrid;
import io.github.stencil.tile.BlockWriter;
import io.github.stencil.work.Pipeline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;

/** Labels to a categorical stack: block by block, and of each block's planes groups of classes. */
final class Encoder {
    /** The most values that one step makes. */
    static final int MOST_VALUES = 1 << 22;

    private static final int MOST_PLANES = 8;

    private final AxisImage labels;
    private final EncodeRule rule;
    private final ClassIds ids;
    private final ClassAxis axis;
    private final int groupSize;
    private final int bandPixels;

    private record Step(Interval band, int group) {}

    Encoder(AxisImage labels, EncodeRule rule, ClassIds ids, int mostValues) {
        this.labels = labels;
        this.rule = rule;
        this.ids = ids;
        axis = rule.axis() == ClassAxis.SLICES ? ClassAxis.SLICES : ClassAxis.CHANNELS;
        groupSize = Math.min(MOST_PLANES, ids.planes());
        bandPixels = Math.max(1, mostValues / groupSize);
    }

    AxisImage run(ImageStore store, Progress progress) {
        TensorRuntime.load(progress);
        BlockReader reader = new BlockReader(labels);
        try (EncodeProgram program = new EncodeProgram(ids, rule, labels.type(), groupSize);
                ImageSink sink = store.create(describe(labels.description(), rule, ids, axis))) {
            BlockWriter writer = BlockWriter.of(sink, blocks(sink));
            writer.each(missing -> Pipeline.<Step, Input, HostTensors>run(
                    steps(missing),
                    step -> new Input(
                            HostTensors.of(reader.read(step.band(), 1, Intervals.numElements(step.band()))),
                            step.group()),
                    input -> program.run(input.tensors().get(0), input.group()),
                    (step, output) -> writer.write(planes(step), output.get(0)::copyTo),
                    progress));
            return sink.finish(progress);
        }
    }

    /** Cuts the result so that a block's classes are whole groups. */
    private BlockGrid blocks(ImageSink sink) {
        long[] grain = BlockWriter.grain(sink.grain());
        long pixels = (long) bandPixels * groupSize;
        for (long classes = grain[axis.dimension()]; ; classes += grain[axis.dimension()]) {
            if (classes % groupSize == 0 || classes >= ids.planes()) {
                pixels = Math.max(pixels, bandPixels * Math.min(classes, ids.planes()));
                grain[axis.dimension()] = classes;
                return BlockGrid.of(sink.description().extent().interval(), grain, pixels, 0, 1);
            }
        }
    }

    /** Returns what is to be done, all classes of a place one after the other, so that its labels are read once. */
    private List<Step> steps(List<Interval> missing) {
        List<Interval> blocks = new ArrayList<>(missing);
        blocks.sort(Comparator.comparing(this::place, Arrays::compare));
        List<Step> steps = new ArrayList<>();
        for (Interval block : blocks) {
            int first = Math.toIntExact(block.min(axis.dimension()) / groupSize);
            int last = Math.toIntExact(block.max(axis.dimension()) / groupSize);
            for (Interval band : BlockWriter.planes(labels(block))) {
                for (int group = first; group <= last; group++) {
                    steps.add(new Step(band, group));
                }
            }
        }
        return steps;
    }

    /** Returns where a block begins, slowest axis first, the classes last. */
    private long[] place(Interval block) {
        int d = axis.dimension();
        return new long[] {block.min(4), d == 3 ? 0 : block.min(3), block.min(1), block.min(0), block.min(d)};
    }

    /** Returns where the labels of a block are. */
    private Interval labels(Interval block) {
        long[] min = block.minAsLongArray();
        long[] max = block.maxAsLongArray();
        min[axis.dimension()] = 0;
        max[axis.dimension()] = 0;
        return new FinalInterval(min, max);
    }

    private record Input(HostTensors tensors, int group) implements Owned {
        @Override
        public void close() {
            tensors.close();
        }
    }

    private Interval planes(Step step) {
        long[] min = step.band().minAsLongArray();
        long[] max = step.band().maxAsLongArray();
        int first = step.group() * groupSize;
        min[axis.dimension()] = first;
        max[axis.dimension()] = Math.min(first + groupSize, ids.planes()) - 1L;
        return new FinalInterval(min, max);
    }

    /** Describes a categorical stack; {@code axis} is not {@link ClassAxis#AUTOMATIC}. */
    static Description describe(Description image, EncodeRule rule, ClassIds ids, ClassAxis axis) {
        Extent extent = axis.with(image.extent(), ids.planes());
        boolean channels = extent.channels() > 1;
        return image.named(
                "categorical",
                rule.encoding().type(),
                extent,
                PlaneNames.encoded(image, extent, axis, ids),
                Collections.nCopies(
                        channels ? extent.channels() : 1,
                        PlaneNames.grey(rule.encoding().on())),
                channels ? CompositeImage.GRAYSCALE : 0);
    }
}
