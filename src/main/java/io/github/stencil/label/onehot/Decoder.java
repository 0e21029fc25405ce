// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.onehot;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageSink;
import io.github.stencil.image.ImageStore;
import io.github.stencil.tensor.BlockReader;
import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tensor.HostTensors;
import io.github.stencil.tensor.TensorRuntime;
import io.github.stencil.tile.BlockWriter;
import io.github.stencil.work.Pipeline;
import java.util.List;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;

/** A categorical stack to labels: block by block, and in a block plane by plane with all classes together. */
final class Decoder {
    /** The most values that one step reads. */
    static final int MOST_VALUES = 1 << 22;

    private final AxisImage image;
    private final DecodeRule rule;
    private final ClassAxis axis;
    private final ClassIds ids;
    private final int mostValues;

    Decoder(AxisImage image, DecodeRule rule, ClassAxis axis, ClassIds ids, int mostValues) {
        this.image = image;
        this.rule = rule;
        this.axis = axis;
        this.ids = ids;
        this.mostValues = mostValues;
    }

    AxisImage run(ImageStore store, Progress progress) {
        TensorRuntime.load(progress);
        BlockReader reader = new BlockReader(image);
        try (DecodeProgram program = new DecodeProgram(ids, image.type(), rule.minimum());
                ImageSink sink = store.create(describe(image.description(), ids, axis))) {
            BlockWriter writer = BlockWriter.of(sink, Math.max(1, mostValues / ids.planes()));
            writer.eachPlane(planes -> Pipeline.<Interval, HostTensor, HostTensors>run(
                    planes,
                    part -> reader.read(classes(part), ids.planes(), Intervals.numElements(part)),
                    program::run,
                    (part, output) -> {
                        checkNumbers(output.get(1), classes(part));
                        writer.write(part, output.get(0)::copyTo);
                    },
                    progress));
            return sink.finish(progress);
        }
    }

    /** Returns where the classes of a part of the labels are. */
    private Interval classes(Interval part) {
        long[] max = part.maxAsLongArray();
        max[axis.dimension()] = ids.planes() - 1L;
        return new FinalInterval(part.minAsLongArray(), max);
    }

    private void checkNumbers(HostTensor nan, Interval band) {
        byte[] any = new byte[1];
        nan.copyTo(0, any, 0, 1);
        if (any[0] == 0) {
            return;
        }
        Object values = image.copy(band);
        for (int i = 0; i < Intervals.numElements(band); i++) {
            if (Double.isNaN(image.type().get(values, i))) {
                throw StencilException.of(
                        "\"%s\" is NaN at %s, which belongs to no class. Replace such values first.",
                        image.title(), labels(image.extent()).place(band, i));
            }
        }
    }

    private Extent labels(Extent stack) {
        return axis.with(stack, 1);
    }

    /** Describes the labels of a stack. */
    static Description describe(Description stack, ClassIds ids, ClassAxis axis) {
        Extent extent = axis.with(stack.extent(), 1);
        return stack.named(
                "labels",
                ids.type(),
                extent,
                PlaneNames.decoded(stack, extent),
                List.of(PlaneNames.grey((double) Math.max(1, ids.highest()))),
                0);
    }
}
