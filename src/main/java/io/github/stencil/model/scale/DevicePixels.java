// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.scale;

import io.github.stencil.Owned;
import io.github.stencil.image.PixelType;
import io.github.stencil.tensor.Elements;
import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tensor.HostTensors;
import io.github.stencil.tensor.TensorProgram;
import io.github.stencil.tensor.chain.DeviceImage;
import io.github.stencil.tensor.chain.DeviceTensor;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.TopK;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/** An image on the device as prediction reads it: windows, and statistics of planes of which single numbers are pulled. */
public final class DevicePixels implements Owned {
    private static final String PIXELS = "pixels";
    private static final List<String> INDICES = List.of("t", "z", "c", "y", "x");
    private static final String OUT = "out";
    private static final String FINITE = "finite";
    private static final String MEAN = "mean";
    private static final String DEVIATION = "deviation";

    private final DeviceTensor volumes; // [T, Z, C, Y, X]
    private final PixelType type;

    /**
     * Creates a reader of an image.
     *
     * @param image [X, Y, C, Z, T]; still the caller's
     */
    public DevicePixels(DeviceImage image) {
        volumes = image.volumes();
        type = image.description().type();
    }

    /** Returns pixels by their positions along each axis, any number of times [T, Z, C, Y, X]; the caller's. */
    public DeviceTensor window(int[] frames, int[] slices, int[] channels, int[] rows, int[] columns) {
        TensorProgram program = TensorProgram.of("window " + type, tf -> buildWindow(tf, Elements.of(type)));
        int[][] positions = {frames, slices, channels, rows, columns};
        try (HostTensors indices = new HostTensors(IntStream.range(0, positions.length)
                .mapToObj(axis -> HostTensor.of(positions[axis], positions[axis].length))
                .toList())) {
            return volumes.session()
                    .run(
                            program,
                            Map.of(PIXELS, volumes),
                            Map.of(
                                    INDICES.get(0), indices.get(0),
                                    INDICES.get(1), indices.get(1),
                                    INDICES.get(2), indices.get(2),
                                    INDICES.get(3), indices.get(3),
                                    INDICES.get(4), indices.get(4)),
                            OUT)
                    .get(0);
        }
    }

    /** Returns whether all values of a window are finite numbers. */
    public boolean finite(DeviceTensor window) {
        byte[] answer = new byte[1];
        try (DeviceTensor all = run("finite", window, FINITE)) {
            all.pullSmall(answer);
        }
        return answer[0] != 0;
    }

    /** Returns order statistics of a window, which are sorted on the device; to be closed when they have been asked. */
    public Sorted sorted(DeviceTensor window) {
        return new Sorted(run("sorted", window, OUT));
    }

    /** Returns the mean and the deviation of a window. */
    public PixelCounts moments(DeviceTensor window) {
        float[] mean = new float[2]; // a float and what is left of the double: there are no doubles among the arrays
        float[] deviation = new float[2];
        try (DeviceTensor first = run("moments", window, MEAN);
                DeviceTensor second = run("moments", window, DEVIATION)) {
            first.pullSmall(mean);
            second.pullSmall(deviation);
        }
        return PixelCounts.of(
                window.size(), (double) mean[0] + mean[1], (double) deviation[0] + deviation[1], place -> Double.NaN);
    }

    @Override
    public void close() {
        volumes.close();
    }

    private DeviceTensor run(String how, DeviceTensor window, String fetch) {
        TensorProgram program = TensorProgram.of(how + " " + type, tf -> buildStatistics(tf, how, type));
        return window.session()
                .run(program, Map.of(PIXELS, window), Map.of(), fetch)
                .get(0);
    }

    /** Values in falling order on the device. */
    public static final class Sorted implements Owned {
        private final DeviceTensor values;

        private Sorted(DeviceTensor values) {
            this.values = values;
        }

        /** Returns the order statistics; each one asked for is one number pulled. */
        public PixelCounts counts() {
            return PixelCounts.of(values.size(), Double.NaN, Double.NaN, this::at);
        }

        private double at(long place) {
            TensorProgram program = TensorProgram.of(
                    "value",
                    tf -> tf.withName(OUT)
                            .gather(
                                    tf.withName(PIXELS).placeholder(TFloat32.class),
                                    tf.withName("x").placeholder(TInt32.class),
                                    tf.constant(0)));
            float[] value = new float[1];
            try (HostTensor index = HostTensor.of(new int[] {Math.toIntExact(values.size() - 1 - place)}, 1);
                    DeviceTensor found = values.session()
                            .run(program, Map.of(PIXELS, values), Map.of("x", index), OUT)
                            .get(0)) {
                found.pullSmall(value);
            }
            return value[0];
        }

        @Override
        public void close() {
            values.close();
        }
    }

    private static <T extends TNumber> void buildWindow(Ops tf, Class<T> type) {
        Operand<T> window = tf.withName(PIXELS).placeholder(type); // [T, Z, C, Y, X]
        for (int axis = 0; axis < INDICES.size(); axis++) {
            Operand<TInt32> positions = tf.withName(INDICES.get(axis)).placeholder(TInt32.class);
            window = tf.gather(window, positions, tf.constant(axis));
        }
        tf.withName(OUT).identity(window);
    }

    private static void buildStatistics(Ops tf, String how, PixelType type) {
        Operand<? extends TNumber> pixels = tf.withName(PIXELS).placeholder(Elements.of(type));
        Operand<TInt32> flat = tf.constant(new int[] {-1});
        Operand<TInt32> all = tf.constant(new int[] {0});
        if (how.equals("moments")) {
            Operand<TFloat64> values = tf.reshape(Elements.numbers(tf, pixels, type, TFloat64.class), flat);
            Operand<TFloat64> mean = tf.math.mean(values, all);
            Operand<TFloat64> variance = tf.math.mean(tf.math.square(tf.math.sub(values, mean)), all);
            halves(tf, MEAN, mean);
            halves(tf, DEVIATION, tf.math.sqrt(variance));
            return;
        }
        Operand<TFloat32> values = tf.reshape(Elements.numbers(tf, pixels, type, TFloat32.class), flat);
        if (how.equals("finite")) {
            tf.withName(FINITE).reduceAll(tf.math.isFinite(values), all);
            return;
        }
        TopK<TFloat32, TInt32> sorted = tf.nn.topK(values, tf.size(values), TInt32.class, TopK.sorted(true));
        tf.withName(OUT).identity(sorted.values());
    }

    /** Names a double as two floats, whose sum it is to 48 bits. */
    private static void halves(Ops tf, String name, Operand<TFloat64> value) {
        Operand<TFloat32> high = tf.dtypes.cast(value, TFloat32.class);
        Operand<TFloat32> low =
                tf.dtypes.cast(tf.math.sub(value, tf.dtypes.cast(high, TFloat64.class)), TFloat32.class);
        tf.withName(name).stack(List.of(high, low));
    }
}
