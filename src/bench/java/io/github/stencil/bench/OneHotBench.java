// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.bench;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.label.onehot.DecodeRule;
import io.github.stencil.label.onehot.EncodeRule;
import io.github.stencil.label.onehot.Encoding;
import io.github.stencil.label.onehot.OneHot;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.tensorflow.Graph;
import org.tensorflow.RawTensor;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TUint8;

/**
 * Labels to Categorical on 4096 x 4096 with 3 classes, image in, image out, against a bare TensorFlow session that copies
 * the labels in, computes OneHot and copies the planes out.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class OneHotBench {
    private static final int SIDE = 4096;
    private static final int CLASSES = 3;

    private final byte[] labels = discs();
    private final ImagePlus image = new ImagePlus("labels", new ByteProcessor(SIDE, SIDE, labels));
    private final AxisImage stack = encode(Encoding.ONE_FLOAT, 0);
    private final Graph graph = new Graph();
    private final Session session;

    /** Builds the bare session. */
    public OneHotBench() {
        Ops tf = Ops.create(graph);
        var in = tf.withName("labels").placeholder(TUint8.class);
        var axis = org.tensorflow.op.core.OneHot.axis(0L);
        tf.withName("planes").oneHot(in, tf.constant(CLASSES), tf.constant(1f), tf.constant(0f), axis);
        session = new Session(graph);
    }

    /** Closes the bare session. */
    @TearDown
    public void close() {
        session.close();
        graph.close();
    }

    /** The bare session, 32-bit planes. */
    @Benchmark
    public float[][] baseline() {
        try (Tensor in = Tensor.of(TUint8.class, Shape.of(labels.length))) {
            in.asRawTensor().data().write(labels, 0, labels.length);
            try (Result result =
                    session.runner().feed("labels", in).fetch("planes").run()) {
                RawTensor planes = result.get(0).asRawTensor();
                float[][] out = new float[CLASSES][labels.length];
                for (int c = 0; c < CLASSES; c++) {
                    planes.data().asFloats().offset((long) c * labels.length).read(out[c], 0, labels.length);
                }
                return out;
            }
        }
    }

    /** Ours, 3 classes given. */
    @Benchmark
    public ImagePlus encode32() {
        return encode(Encoding.ONE_FLOAT, CLASSES).imagePlus();
    }

    /** Ours, as many classes as the labels have. */
    @Benchmark
    public ImagePlus encodeUncounted32() {
        return encode(Encoding.ONE_FLOAT, 0).imagePlus();
    }

    /** Ours, 0 and 255 in 8-bit. */
    @Benchmark
    public ImagePlus encode8() {
        return encode(Encoding.FULL_BYTE, CLASSES).imagePlus();
    }

    /** Categorical to Labels, 3 planes of 32-bit. */
    @Benchmark
    public ImagePlus decode32() {
        return OneHot.decode(stack, DecodeRule.USUAL, ImageStore.memory(), Progress.NONE)
                .imagePlus();
    }

    private AxisImage encode(Encoding encoding, int classes) {
        var rule = EncodeRule.of(classes).withEncoding(encoding);
        return OneHot.encode(AxisImage.of(image), rule, ImageStore.memory(), Progress.NONE)
                .image();
    }

    private static byte[] discs() {
        byte[] values = new byte[SIDE * SIDE];
        for (int i = 0; i < values.length; i++) {
            int x = i % SIDE % 64 - 32;
            int y = i / SIDE % 64 - 32;
            values[i] = (byte) (x * x + y * y < 400 ? 1 : x * x + y * y < 500 ? 2 : 0);
        }
        return values;
    }
}
