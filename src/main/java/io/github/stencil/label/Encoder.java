package io.github.stencil.label;

import ij.CompositeImage;
import ij.measure.Calibration;
import io.github.stencil.Owned;
import io.github.stencil.Progress;
import io.github.stencil.axes.AxisImage;
import io.github.stencil.axes.Description;
import io.github.stencil.axes.Extent;
import io.github.stencil.axes.ImageSink;
import io.github.stencil.axes.ImageStore;
import io.github.stencil.tensor.BlockReader;
import io.github.stencil.tensor.HostTensors;
import io.github.stencil.tensor.TensorRuntime;
import io.github.stencil.tile.Bands;
import io.github.stencil.tile.Pipeline;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;

/** Labels to a categorical stack: bands of rows, and of each band groups of planes. */
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
                ImageSink sink = store.create(describe())) {
            List<Step> steps = new ArrayList<>();
            for (Interval band : Bands.of(labels.extent().interval(), bandPixels)) {
                for (int group = 0; group < program.groups(); group++) {
                    steps.add(new Step(band, group));
                }
            }
            Pipeline.<Step, Input, HostTensors>run(
                    steps,
                    step -> new Input(
                            HostTensors.of(reader.read(step.band(), 1, Intervals.numElements(step.band()))),
                            step.group()),
                    input -> program.run(input.tensors().get(0), input.group()),
                    (step, output) -> sink.write(planes(step), output.get(0)::copyTo),
                    progress);
            return sink.finish(progress);
        }
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

    private Description describe() {
        Description image = labels.description();
        Extent extent = axis.with(image.extent(), ids.planes());
        Calibration calibration = image.calibration().copy();
        calibration.disableDensityCalibration();
        boolean channels = extent.channels() > 1;
        return new Description(
                image.derived("categorical").title(),
                rule.encoding().type(),
                extent,
                false,
                calibration,
                PlaneNames.encoded(image, extent, axis, ids),
                Collections.nCopies(
                        channels ? extent.channels() : 1,
                        PlaneNames.grey(rule.encoding().on())),
                channels ? CompositeImage.GRAYSCALE : 0,
                true);
    }
}
