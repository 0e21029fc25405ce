// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.bench;

import ij.IJ;
import ij.ImagePlus;
import ij.process.FloatProcessor;
import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.label.LabelSet;
import io.github.stencil.label.objects.ThresholdMask;
import io.github.stencil.label.onehot.DecodeRule;
import io.github.stencil.label.onehot.EncodeRule;
import io.github.stencil.label.onehot.OneHot;
import io.github.stencil.mask.MaskRule;
import io.github.stencil.mask.Masks;
import io.github.stencil.metric.DeviceCounts;
import io.github.stencil.model.Model;
import io.github.stencil.model.PredictionOutput;
import io.github.stencil.model.PredictionSettings;
import io.github.stencil.tensor.Device;
import io.github.stencil.tensor.DeviceReport;
import io.github.stencil.tensor.Precision;
import io.github.stencil.tensor.TensorRuntime;
import io.github.stencil.tensor.chain.DeviceImage;
import io.github.stencil.tensor.chain.DeviceSession;
import io.github.stencil.tensor.chain.DeviceTensor;
import io.github.stencil.unet.Schedule;
import io.github.stencil.unet.TrainingSettings;
import io.github.stencil.unet.UNets;
import io.github.stencil.unet.data.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/**
 * Reports the device, holds what it computes against the CPU, and times it: {@code bench/device} starts this, here or on
 * a machine without Java. Ends with status 1 if a result is out of its tolerance.
 */
public final class DeviceBench {
    /** Largest difference of two probabilities: a GPU may multiply in TF32, which has 10 bits of fraction. */
    private static final double PROBABILITY = 5e-3;
    /** Share of pixels whose label may differ, where two probabilities are nearly equal. */
    private static final double LABELS = 1e-3;

    private static final int TRIALS = 5;
    private final Path data;
    private final int side;
    private final Model model;
    private final AxisImage image;
    private boolean good = true;

    private DeviceBench(Path data, int side) {
        this.data = data;
        this.side = side;
        model = Model.open(data.resolve("models").resolve("nuclei"));
        image = AxisImage.of(new ImagePlus("image", new FloatProcessor(side, side, noise(side * side))));
    }

    /**
     * Runs all of it.
     *
     * @param args the folder of the sample data, then the device, then the side of the image that is timed
     */
    public static void main(String[] args) throws Exception {
        DeviceBench bench = new DeviceBench(Path.of(args[0]), Integer.parseInt(args[2]));
        TensorRuntime.choose(Device.of(args[1]), 0);
        TensorRuntime.load(Progress.NONE);
        print("## Device%n%n| | |%n|---|---|");
        DeviceReport.properties().forEach((property, value) -> print("| %s | %s |", property, value));
        bench.check();
        bench.time();
        System.exit(bench.good ? 0 : 1);
    }

    /** The chosen device's results against the CPU's. */
    private void check() {
        print("%n## Against the CPU%n%n| | difference | at most | |%n|---|---|---|---|");
        AxisImage small = AxisImage.of(
                IJ.openImage(data.resolve("images").resolve("nuclei-8bit.tif").toString()));
        Map<String, double[]> found = results(small);
        List<Map<String, double[]>> onCpu = new ArrayList<>();
        TensorRuntime.on(Device.CPU, () -> onCpu.add(results(small)));
        found.forEach((what, values) -> {
            double[] wanted = onCpu.get(0).get(what);
            double most = 0;
            long differ = 0;
            for (int i = 0; i < values.length; i++) {
                most = Math.max(most, Math.abs(values[i] - wanted[i]));
                differ += values[i] == wanted[i] ? 0 : 1;
            }
            boolean probabilities = what.contains("probabilities");
            boolean labels = what.contains("labels");
            double difference = probabilities || !labels ? most : differ / (double) values.length;
            double tolerance = probabilities ? PROBABILITY : labels ? LABELS : 0;
            boolean passes = difference <= tolerance;
            good &= passes;
            print(
                    "| %s | %.2e %s | %.0e | %s |",
                    what, difference, labels ? "of the pixels" : "", tolerance, passes ? "good" : "**too much**");
        });
    }

    /** Computes everything once, on this thread's device: by the commands' calls, and as a chain. */
    private Map<String, double[]> results(AxisImage small) {
        Map<String, double[]> all = new LinkedHashMap<>();
        PredictionSettings probabilities = PredictionSettings.USUAL.withOutput(PredictionOutput.PROBABILITIES);
        all.put("predicted probabilities", values(model.predict(small, probabilities, memory(), Progress.NONE)));
        all.put("predicted labels", values(model.predict(small, PredictionSettings.USUAL, memory(), Progress.NONE)));
        AxisImage classes = classes(small);
        all.put("mask", values(Masks.apply(small, classes, rule(), memory(), Progress.NONE)));
        AxisImage planes = OneHot.encode(classes, EncodeRule.of(3), memory(), Progress.NONE)
                .image();
        all.put("one-hot", values(planes));
        all.put("argmax", values(OneHot.decode(planes, DecodeRule.USUAL, memory(), Progress.NONE)));
        try (DeviceSession session = DeviceSession.open(Progress.NONE);
                DeviceImage pixels = DeviceImage.push(small, session);
                DeviceImage scores = model.predict(pixels, probabilities);
                DeviceImage labels = DeviceImage.push(classes, session);
                DeviceImage masked = Masks.apply(pixels, labels, rule());
                DeviceImage hot = OneHot.encode(labels, EncodeRule.of(3));
                DeviceImage decoded = OneHot.decode(hot, DecodeRule.USUAL);
                DeviceImage bright = ThresholdMask.apply(pixels, 100);
                DeviceCounts counts = DeviceCounts.count(labels, decoded, 3)) {
            all.put("chain: predicted probabilities", values(scores.pull()));
            all.put("chain: mask", values(masked.pull()));
            all.put("chain: one-hot", values(hot.pull()));
            all.put("chain: argmax", values(decoded.pull()));
            all.put("chain: threshold", values(bright.pull()));
            var counted = counts.pull();
            all.put("chain: counts", new double[] {counted.truePositives(0), counted.truePositives(1), counted.pixels()
            });
        }
        return all;
    }

    private void time() throws Exception {
        print("%n## Times, %d x %d, 32-bit%n%n| | ms | |%n|---|---|---|", side, side);
        double values = (double) side * side;
        double mb = values * Float.BYTES / 1e6;
        try (DeviceSession session = DeviceSession.open(Progress.NONE)) {
            float[] array = (float[]) image.copy(image.extent().interval());
            double push = best(() -> session.push(array, array.length));
            double pull;
            try (DeviceTensor there = session.push(array, array.length)) {
                pull = best(() -> {
                    there.pull(array);
                    return () -> {};
                });
            }
            print("| copy to the device, %.0f MB | %.2f | %.1f GB/s |", mb, push, mb / push);
            print("| copy back | %.2f | %.1f GB/s |", pull, mb / pull);
            chain(session, push + pull);
        }
        double bare = bare();
        double ours = best(() -> {
            model.predict(image, PredictionSettings.USUAL, memory(), Progress.NONE);
            return () -> {};
        });
        print("| predict: bare session, normalised already | %.1f | |", bare);
        print("| predict: image in, labels out | %.1f | %.2f of the bare session |", ours, ours / bare);
        train();
    }

    private void chain(DeviceSession session, double copies) {
        try (DeviceImage pixels = DeviceImage.push(image, session);
                DeviceImage labels = DeviceImage.push(classes(image), session)) {
            step("mask", copies, () -> Masks.apply(pixels, labels, rule()));
            step("one-hot, 3 classes, 8-bit", copies, () -> OneHot.encode(labels, EncodeRule.of(3)));
            step("threshold", copies, () -> ThresholdMask.apply(pixels, 0.5));
            step("counts of 3 classes, pulled", copies, () -> {
                DeviceCounts counts = DeviceCounts.count(labels, labels, 3);
                counts.pull();
                return counts;
            });
            print(
                    "| images lie on | | %s, masks on %s |",
                    pixels.tensor().place(), labels.tensor().place());
        }
    }

    private void step(String what, double copies, Supplier<AutoCloseable> work) {
        double ms = best(work);
        print("| %s, on the device | %.2f | %.2f of copying there and back |", what, ms, ms / copies);
    }

    /** The network alone: tensor in, tensor out. */
    private double bare() {
        try (SavedModelBundle bundle = SavedModelBundle.loader(
                                data.resolve("models").resolve("nuclei").toString())
                        .withTags("serve")
                        .withConfigProto(TensorRuntime.config(Precision.FULL))
                        .load();
                TFloat32 tensor = TFloat32.tensorOf(Shape.of(1, side, side, 1), DataBuffers.of(noise(side * side)))) {
            return best(() -> {
                Result result = bundle.session()
                        .runner()
                        .feed("network_pixels", tensor)
                        .fetch("network_probabilities")
                        .run();
                return result::close;
            });
        }
    }

    /** Two epochs of a small network, of which the second is timed; the first compiles. */
    private void train() throws Exception {
        Path folder = Files.createTempDirectory("stencil-bench");
        List<Double> seconds = new ArrayList<>();
        UNets.train(
                data.resolve("images").toString(),
                data.resolve("truth").toString(),
                UNets.Job.into(folder.resolve("model")),
                training(),
                history -> seconds.add(
                        history.epochs().get(history.epochs().size() - 1).seconds()),
                Progress.NONE);
        print("| train: an epoch of the sample data, 16 filters | %.0f | |", seconds.get(seconds.size() - 1) * 1000);
    }

    private static TrainingSettings training() {
        return TrainingSettings.USUAL
                .withTask(Task.CLASSES)
                .withFilters(16)
                .withPatch(128)
                .withBatch(8)
                .withEpochs(2)
                .withSchedule(Schedule.CONSTANT);
    }

    private static double best(Supplier<AutoCloseable> work) {
        double best = Double.MAX_VALUE;
        for (int trial = 0; trial <= TRIALS; trial++) {
            long start = System.nanoTime();
            AutoCloseable made = work.get();
            double ms = (System.nanoTime() - start) / 1e6;
            try {
                made.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            best = trial == 0 ? best : Math.min(best, ms); // the first one compiles
        }
        return best;
    }

    private static AxisImage classes(AxisImage from) {
        byte[] labels = new byte[from.extent().width() * from.extent().height()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) (i / 64 % 3);
        }
        return AxisImage.of(new ImagePlus(
                "classes",
                new ij.process.ByteProcessor(
                        from.extent().width(), from.extent().height(), labels)));
    }

    private static MaskRule rule() {
        return MaskRule.USUAL.withInclude(LabelSet.of("1"));
    }

    private static ImageStore memory() {
        return ImageStore.memory();
    }

    private static double[] values(AxisImage image) {
        Object array = image.copy(image.extent().interval());
        double[] values = new double[java.lang.reflect.Array.getLength(array)];
        for (int i = 0; i < values.length; i++) {
            values[i] = image.type().get(array, i);
        }
        return values;
    }

    private static float[] noise(int length) {
        Random random = new Random(1);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }

    private static void print(String pattern, Object... arguments) {
        System.out.println(String.format(Locale.ROOT, pattern, arguments));
    }
}
