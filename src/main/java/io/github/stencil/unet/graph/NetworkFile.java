// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.graph;

import io.github.stencil.model.step.Normalization;
import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tensor.HostTensors;
import io.github.stencil.tensor.Precision;
import io.github.stencil.tensor.TensorGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A trained network as a TensorFlow SavedModel in one file, its weights constants in it: any TensorFlow loads it.
 *
 * <p>Signature {@code network} takes normalised pixels of sizes divisible by the step; {@code serving_default} takes the
 * raw pixels of a whole image of any size. Both give probabilities.
 */
public final class NetworkFile {
    /** The signature that takes normalised pixels of sizes divisible by the step. */
    public static final String NETWORK = "network";

    static final String SERVING = "serving_default";
    private static final String RAW_PIXELS = "raw_pixels";
    private static final String RAW_PROBABILITIES = "raw_probabilities";

    private static final String PIXELS = "network_pixels";
    private static final String PROBABILITIES = "network_probabilities";
    private static final String IN = "pixels";
    private static final String OUT = "probabilities";

    private final ParameterLayout layout;
    private final GraphDef graph;

    private NetworkFile(ParameterLayout layout, GraphDef graph) {
        this.layout = layout;
        this.graph = graph;
    }

    /** Builds the graph of a trained network. */
    public static NetworkFile of(ParameterLayout layout, Weights weights, Normalization normalization) {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            FrozenLayers layers = FrozenLayers.of(tf, layout, weights);
            Placeholder<TFloat32> pixels = image(tf, PIXELS, layout.shape());
            tf.withName(PROBABILITIES).identity(network(tf, layout.shape(), pixels, layers));
            Ops serving = tf.withSubScope("serving");
            Placeholder<TFloat32> raw = image(tf, RAW_PIXELS, layout.shape());
            WholeImage whole = new WholeImage(serving, layout.shape());
            Operand<TFloat32> ready = whole.enlarged(whole.normalised(raw, normalization));
            Operand<TFloat32> result = network(serving, layout.shape(), ready, layers.within(serving));
            tf.withName(RAW_PROBABILITIES).identity(whole.cropped(result, raw));
            return new NetworkFile(layout, graph.toGraphDef());
        }
    }

    private static Operand<TFloat32> network(
            Ops tf, UNetShape shape, Operand<TFloat32> pixels, UNetGraph.Layers layers) {
        UNetGraph network = new UNetGraph(tf, shape);
        return network.probabilities(network.logits(pixels, layers));
    }

    private static Placeholder<TFloat32> image(Ops tf, String name, UNetShape shape) {
        return tf.withName(name)
                .placeholder(TFloat32.class, Placeholder.shape(Shape.of(sizes(shape, shape.channels()))));
    }

    private static long[] sizes(UNetShape shape, int channels) {
        long[] sizes = new long[shape.volume() ? 5 : 4];
        Arrays.fill(sizes, -1);
        sizes[sizes.length - 1] = channels;
        return sizes;
    }

    /**
     * Runs the network on whole images as they are, as {@code serving_default} does.
     *
     * @param pixels [N, H, W, C] or [N, D, H, W, C], not normalised
     * @param sizes N to C
     * @return probabilities of the outputs in 0..1, of the same sizes but the last
     */
    public float[] probabilities(float[] pixels, long... sizes) {
        Graph copy = new Graph();
        copy.importGraphDef(graph);
        try (TensorGraph session = TensorGraph.of(copy, Precision.FULL);
                HostTensor fed = HostTensor.of(pixels, sizes);
                HostTensors out = session.run(Map.of(RAW_PIXELS, fed), RAW_PROBABILITIES)) {
            float[] probabilities = new float
                    [pixels.length / layout.shape().channels() * layout.shape().outputs()];
            out.get(0).copyTo(0, probabilities, 0, probabilities.length);
            return probabilities;
        }
    }

    /** Returns the file for Stencil and for Python, with both signatures. */
    public byte[] bytes() {
        Map<String, SignatureDef> signatures = new TreeMap<>();
        signatures.put(NETWORK, signature(PIXELS, PROBABILITIES));
        signatures.put(SERVING, signature(RAW_PIXELS, RAW_PROBABILITIES));
        return bytes(graph, signatures);
    }

    /** Returns the file for programs that normalise by themselves: what is served is the network alone. */
    public byte[] networkBytes() {
        GraphDef.Builder network = graph.toBuilder().clearNode();
        graph.getNodeList().stream()
                .filter(node -> !node.getName().startsWith("serving/")
                        && !node.getName().startsWith("raw_"))
                .forEach(network::addNode);
        return bytes(network.build(), Map.of(SERVING, signature(PIXELS, PROBABILITIES)));
    }

    private static byte[] bytes(GraphDef graph, Map<String, SignatureDef> signatures) {
        MetaGraphDef.Builder model =
                MetaGraphDef.newBuilder().setGraphDef(graph).putAllSignatureDef(signatures);
        model.getMetaInfoDefBuilder().addTags("serve").setTensorflowVersion("2.18.0");
        return SavedModel.newBuilder()
                .setSavedModelSchemaVersion(1)
                .addMetaGraphs(model)
                .build()
                .toByteArray();
    }

    private SignatureDef signature(String in, String out) {
        UNetShape shape = layout.shape();
        return SignatureDef.newBuilder()
                .setMethodName("tensorflow/serving/predict")
                .putInputs(IN, info(in, sizes(shape, shape.channels())))
                .putOutputs(OUT, info(out, sizes(shape, shape.outputs())))
                .build();
    }

    private static TensorInfo info(String name, long... sizes) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (long size : sizes) {
            shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
        }
        return TensorInfo.newBuilder()
                .setName(name + ":0")
                .setDtype(DataType.DT_FLOAT)
                .setTensorShape(shape)
                .build();
    }

    /** What a whole raw image needs before and after the network. */
    private static final class WholeImage {
        private static final float TINY = 1e-6f;

        private final Ops tf;
        private final UNetShape shape;
        private final int axes;

        WholeImage(Ops tf, UNetShape shape) {
            this.tf = tf;
            this.shape = shape;
            axes = shape.volume() ? 3 : 2;
        }

        /** Scales each channel of each sample by its percentiles, interpolated as numpy's are. */
        Operand<TFloat32> normalised(Operand<TFloat32> image, Normalization normalization) {
            Operand<TFloat32> flat = tf.reshape(
                    image,
                    tf.stack(List.of(size(image, 0), tf.constant(-1), tf.constant(shape.channels())))); // [N, P, C]
            Operand<TFloat32> values = tf.linalg.transpose(flat, tf.constant(new int[] {0, 2, 1})); // [N, C, P]
            Operand<TInt32> count = size(values, 2);
            Operand<TFloat32> falling = tf.nn.topK(values, count, TInt32.class).values(); // [N, C, P], largest first
            Operand<TFloat32> low = percentile(falling, count, normalization.low()); // [N, 1, C]
            Operand<TFloat32> high = percentile(falling, count, normalization.high());
            Operand<TFloat32> range = tf.math.add(tf.math.sub(high, low), tf.constant(TINY));
            Operand<TFloat32> scaled = tf.math.div(tf.math.sub(flat, low), range);
            if (normalization.clip()) {
                scaled = tf.clipByValue(scaled, tf.constant(0f), tf.constant(1f));
            }
            return tf.reshape(scaled, tf.shape(image));
        }

        private Operand<TFloat32> percentile(Operand<TFloat32> falling, Operand<TInt32> count, double percent) {
            Operand<TInt32> last = tf.math.sub(count, tf.constant(1));
            var place =
                    tf.math.mul(tf.dtypes.cast(last, org.tensorflow.types.TFloat64.class), tf.constant(percent / 100));
            Operand<TInt32> below = tf.dtypes.cast(tf.math.floor(place), TInt32.class);
            var fraction = tf.math.sub(place, tf.dtypes.cast(below, org.tensorflow.types.TFloat64.class));
            Operand<TInt32> above = tf.math.minimum(tf.math.add(below, tf.constant(1)), last);
            Operand<TFloat32> a = tf.gather(falling, tf.math.sub(last, below), tf.constant(2)); // [N, C]
            Operand<TFloat32> b = tf.gather(falling, tf.math.sub(last, above), tf.constant(2));
            Operand<TFloat32> between = tf.math.mul(tf.math.sub(b, a), tf.dtypes.cast(fraction, TFloat32.class));
            return tf.expandDims(tf.math.add(a, between), tf.constant(1));
        }

        /** Mirrors the image at its far ends until its sizes are divisible. */
        Operand<TFloat32> enlarged(Operand<TFloat32> image) {
            Operand<TFloat32> x = image;
            for (int axis = 1; axis <= axes; axis++) {
                Operand<TInt32> step = tf.constant(shape.step(axis + 2 - axes));
                Operand<TInt32> size = size(image, axis);
                Operand<TInt32> one = tf.constant(1);
                Operand<TInt32> steps = tf.math.floorDiv(tf.math.add(size, tf.math.sub(step, one)), step);
                Operand<TInt32> all = tf.range(tf.constant(0), tf.math.mul(steps, step), one);
                Operand<TInt32> period = tf.math.maximum(tf.math.mul(tf.math.sub(size, one), tf.constant(2)), one);
                Operand<TInt32> place = tf.math.floorMod(all, period);
                x = tf.gather(x, tf.math.minimum(place, tf.math.sub(period, place)), tf.constant(axis));
            }
            return x;
        }

        /** Cuts the result to the size of the image. */
        Operand<TFloat32> cropped(Operand<TFloat32> result, Operand<TFloat32> image) {
            List<Operand<TInt32>> sizes = new ArrayList<>();
            sizes.add(tf.constant(-1));
            for (int axis = 1; axis <= axes; axis++) {
                sizes.add(size(image, axis));
            }
            sizes.add(tf.constant(-1));
            return tf.slice(result, tf.constant(new int[axes + 2]), tf.stack(sizes));
        }

        private Operand<TInt32> size(Operand<TFloat32> image, int axis) {
            return tf.gather(tf.shape(image), tf.constant(axis), tf.constant(0));
        }
    }
}
