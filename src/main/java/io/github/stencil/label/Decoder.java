package io.github.stencil.label;

import ij.measure.Calibration;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.axes.AxisImage;
import io.github.stencil.axes.Description;
import io.github.stencil.axes.Extent;
import io.github.stencil.axes.ImageSink;
import io.github.stencil.axes.ImageStore;
import io.github.stencil.tensor.BlockReader;
import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tensor.HostTensors;
import io.github.stencil.tensor.TensorRuntime;
import io.github.stencil.tile.Bands;
import io.github.stencil.tile.Pipeline;
import java.util.List;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;

/** A categorical stack to labels: bands of rows, all planes of a band together. */
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
        List<Interval> bands = Bands.of(image.extent().interval(), mostValues, axis.dimension());
        try (DecodeProgram program = new DecodeProgram(ids, image.type(), rule.minimum());
                ImageSink sink = store.create(describe())) {
            Pipeline.<Interval, HostTensor, HostTensors>run(
                    bands,
                    band -> reader.read(band, ids.planes(), Intervals.numElements(band) / ids.planes()),
                    program::run,
                    (band, output) -> {
                        checkNumbers(output.get(1), band);
                        sink.write(labels(band), output.get(0)::copyTo);
                    },
                    progress);
            return sink.finish(progress);
        }
    }

    private Interval labels(Interval band) {
        long[] min = band.minAsLongArray();
        long[] max = band.maxAsLongArray();
        min[axis.dimension()] = 0;
        max[axis.dimension()] = 0;
        return new FinalInterval(min, max);
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
                        image.title(), LabelCensus.place(labels(image.extent()), band, i));
            }
        }
    }

    private Extent labels(Extent stack) {
        return axis.with(stack, 1);
    }

    private Description describe() {
        Description stack = image.description();
        Extent extent = labels(stack.extent());
        Calibration calibration = stack.calibration().copy();
        calibration.disableDensityCalibration();
        int highest =
                ids.labels().labels().stream().mapToInt(Integer::intValue).max().orElse(1);
        return new Description(
                stack.derived("labels").title(),
                ids.type(),
                extent,
                false,
                calibration,
                PlaneNames.decoded(stack, extent),
                List.of(PlaneNames.grey(Math.max(1, highest))),
                0,
                true);
    }
}
