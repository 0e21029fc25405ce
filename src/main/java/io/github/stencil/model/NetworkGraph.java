// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.StencilException;
import io.github.stencil.image.PixelType;
import io.github.stencil.model.graph.ModelSignature;
import io.github.stencil.model.graph.SavedModelGraph;
import io.github.stencil.model.step.Recipe;
import io.github.stencil.model.step.Step;
import io.github.stencil.tensor.Elements;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint16;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;
import org.tensorflow.types.family.TType;

/** What stands before and behind a model in its graph. */
final class NetworkGraph {
    static final String IN = "stencil_in";
    static final String OUT = "stencil_out";
    /** The node that gives what the network is fed. */
    static final String NETWORK_INPUT = IN + "/network";
    /** A byte per window, 0 where a value is NaN or infinite. */
    static final String FINITE = "finite";
    /** A byte per window, 0 where a value is NaN. */
    static final String NUMBERS = "numbers";

    /** How planes lie in an image: slices slowest. */
    private static final String PLANES = "bzcyx";
    /** Beyond, 32-bit floats leave whole numbers out. */
    private static final float LARGEST_LABEL = 1 << 24;

    private NetworkGraph() {}

    /**
     * Puts the way from pixels to the network's input before it: planes as they lie [N, Z, C, Y, X] go through the steps of
     * a recipe and are brought into the network's axes. The input, a placeholder until now, becomes the end of that.
     */
    static GraphDef withNormalization(SavedModelGraph model, PixelType type, Recipe recipe) {
        ModelSignature signature = model.signature();
        String input = SavedModelGraph.node(signature.inputTensor());
        GraphDef.Builder whole = model.graph().toBuilder().clearNode();
        before(signature, signature.inputType(), type, recipe).getNodeList().forEach(whole::addNode);
        for (NodeDef node : model.graph().getNodeList()) {
            whole.addNode(
                    node.getName().equals(input)
                            ? NodeDef.newBuilder()
                                    .setName(input)
                                    .setOp("Identity")
                                    .addInput(NETWORK_INPUT)
                                    .putAttr(
                                            "T",
                                            AttrValue.newBuilder()
                                                    .setType(signature.inputType())
                                                    .build())
                                    .build()
                            : node);
        }
        return whole.build();
    }

    /**
     * Returns the way from pixels to what the network is fed, as a graph of its own.
     *
     * @param fed the type in which the network gets it
     */
    static GraphDef before(ModelSignature signature, DataType fed, PixelType type, Recipe recipe) {
        try (Graph front = new Graph()) {
            Ops tf = Ops.create(front).withSubScope(IN);
            Operand<? extends TNumber> pixels =
                    tf.withName("pixels").placeholder(Elements.of(type), any()); // [N, Z, C, Y, X]
            boolean asTheyAre = recipe.steps().isEmpty() && fed == DataType.DT_UINT8;
            Operand<? extends TType> scaled = asTheyAre ? pixels : prepared(tf, pixels, type, recipe);
            if (!asTheyAre) {
                scaled = switch (fed) {
                    case DT_UINT8 -> tf.dtypes.cast(scaled, TUint8.class);
                    case DT_HALF -> tf.dtypes.cast(scaled, TFloat16.class);
                    case DT_DOUBLE -> tf.dtypes.cast(scaled, TFloat64.class);
                    default -> scaled;
                };
            }
            scaled = arranged(tf, scaled, PLANES, signature.inputAxes());
            tf.withName("network").identity(scaled);
            return front.toGraphDef();
        }
    }

    /** Returns the placeholder for what a measured step subtracts [N, 1, C, 1, 1]. */
    static String low(int step) {
        return IN + "/low" + step;
    }

    /** Returns the placeholder for what a measured step divides by. */
    static String range(int step) {
        return IN + "/range" + step;
    }

    private static Operand<TFloat32> prepared(
            Ops tf, Operand<? extends TNumber> pixels, PixelType type, Recipe recipe) {
        Operand<TFloat32> values = Elements.numbers(tf, pixels, type, TFloat32.class);
        StepGraph steps = new StepGraph(tf, PLANES);
        int measured = 0;
        for (Step step : recipe.steps()) {
            if (step instanceof Step.Measured) {
                Placeholder<TFloat32> low = tf.withName("low" + measured).placeholder(TFloat32.class, any());
                Placeholder<TFloat32> range = tf.withName("range" + measured).placeholder(TFloat32.class, any());
                values = tf.math.div(tf.math.sub(values, low), range);
                measured++;
            } else {
                values = steps.add(values, step);
            }
        }
        return values;
    }

    /** Adds what is fetched: the tile is cut out of the window's output, then labelled. */
    static void addHeads(Graph graph, ModelSignature signature, Tail tail, Operand<? extends TType> output) {
        Ops tf = Ops.create(graph).withSubScope(OUT);
        String axes = signature.outputAxes();
        Shape rank = Shape.of(axes.length());
        Placeholder<TInt32> begin = tf.withName("begin").placeholder(TInt32.class, Placeholder.shape(rank));
        Placeholder<TInt32> size = tf.withName("size").placeholder(TInt32.class, Placeholder.shape(rank));
        Placeholder<TFloat32> threshold =
                tf.withName("threshold").placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
        Operand<? extends TType> core = tf.slice(output, begin, size);
        int channelAxis = axes.indexOf('c');
        Operand<TFloat32> own = tf.dtypes.cast(core, TFloat32.class);
        Operand<TFloat32> values = own;
        StepGraph steps = new StepGraph(tf, axes);
        for (Step step : tail.after()) {
            values = steps.add(values, step);
            core = values;
        }
        tf.withName("values").identity(arranged(tf, values, axes, PLANES)); // [N, Z, C, Y, X]
        Operand<TFloat32> given = values;
        for (Step step : tail.activation().steps()) {
            values = steps.add(values, step);
        }
        addChecks(tf, own, values, axes, tail.labels());
        Operand<TFloat32> probabilities =
                tf.withName("probabilities").identity(arranged(tf, values, axes, PLANES)); // [N, Z, C, Y, X]
        addShares(tf, probabilities);
        Operand<? extends TNumber> flat = tail.labels()
                ? integers(tf, channelAxis < 0 ? core : tf.squeeze(core, squeeze(channelAxis)), signature.outputType())
                : labels(tf, given, values, threshold, channelAxis, signature.outputChannels());
        Operand<? extends TNumber> labels = arranged(tf, flat, axes.replace("c", ""), "bzyx");
        tf.withName("labels").identity(labels); // [N, Z, Y, X]
        Operand<TFloat32> zero = tf.constant(0f);
        Operand<TUint8> inside =
                tf.dtypes.cast(tf.math.notEqual(tf.dtypes.cast(labels, TFloat32.class), zero), TUint8.class);
        tf.withName("mask").math.mul(inside, tf.dtypes.cast(tf.constant(255), TUint8.class)); // [N, Z, Y, X]
    }

    /** Adds probabilities as whole numbers of 16 bits, of all channels but the first of several, which is background. */
    private static void addShares(Ops tf, Operand<TFloat32> probabilities) {
        Operand<TInt32> channel = tf.constant(PLANES.indexOf('c'));
        Operand<TInt32> channels = tf.gather(tf.shape(probabilities), channel, tf.constant(0));
        Operand<TInt32> first = tf.math.minimum(tf.constant(1), tf.math.sub(channels, tf.constant(1)));
        Operand<TInt32> zero = tf.constant(0);
        Operand<TFloat32> wanted =
                tf.slice(probabilities, tf.stack(List.of(zero, zero, first, zero, zero)), tf.constant(new int[] {
                    -1, -1, -1, -1, -1
                }));
        Operand<TFloat32> full = tf.constant((float) PixelType.UINT16.fullValue());
        Operand<TFloat32> shares = tf.math.mul(tf.clipByValue(wanted, tf.constant(0f), tf.constant(1f)), full);
        tf.withName("shares").dtypes.cast(tf.math.round(shares), TUint16.class); // [N, Z, C, Y, X]
    }

    /** Adds what tells whether values are numbers, and labels whole ones, also before the steps behind the network, which may hide it. */
    private static void addChecks(
            Ops tf, Operand<TFloat32> own, Operand<TFloat32> values, String axes, boolean labels) {
        int[] each = IntStream.range(0, axes.length())
                .filter(axis -> axes.charAt(axis) != 'b')
                .toArray();
        Operand<TBool> finite = tf.reduceAll(tf.math.isFinite(values), tf.constant(each));
        if (labels) {
            Operand<TBool> whole = tf.math.logicalAnd(
                    tf.math.equal(values, tf.math.floor(values)),
                    tf.math.lessEqual(tf.math.abs(values), tf.constant(LARGEST_LABEL)));
            finite = tf.math.logicalAnd(finite, tf.reduceAll(whole, tf.constant(each)));
        }
        Operand<TBool> none = tf.reduceAny(tf.math.isNan(values), tf.constant(each));
        if (own != values) {
            none = tf.math.logicalOr(none, tf.reduceAny(tf.math.isNan(own), tf.constant(each)));
            finite = tf.math.logicalAnd(finite, tf.math.logicalNot(none));
        }
        tf.withName(FINITE).dtypes.cast(finite, TUint8.class); // [N]
        tf.withName(NUMBERS).dtypes.cast(tf.math.logicalNot(none), TUint8.class); // [N]
    }

    /** Brings a tensor from axes into others; an axis that only one of them has is one position long. */
    private static <T extends TType> Operand<T> arranged(Ops tf, Operand<T> tensor, String from, String to) {
        Operand<T> result = tensor;
        StringBuilder axes = new StringBuilder(from);
        List<Long> gone = new ArrayList<>();
        for (int i = axes.length() - 1; i >= 0; i--) {
            if (to.indexOf(axes.charAt(i)) < 0) {
                gone.add((long) i);
                axes.deleteCharAt(i);
            }
        }
        if (!gone.isEmpty()) {
            result = tf.squeeze(result, Squeeze.axis(gone));
        }
        String kept = to.chars()
                .filter(axis -> axes.indexOf(Character.toString(axis)) >= 0)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        if (!kept.contentEquals(axes)) {
            int[] order = kept.chars()
                    .map(axis -> axes.indexOf(Character.toString(axis)))
                    .toArray();
            result = tf.linalg.transpose(result, tf.constant(order));
        }
        for (int i = 0; i < to.length(); i++) {
            if (kept.indexOf(to.charAt(i)) < 0) {
                result = tf.expandDims(result, tf.constant(i));
            }
        }
        return result;
    }

    private static Squeeze.Options squeeze(int axis) {
        return Squeeze.axis(List.of((long) axis));
    }

    /** Labels: of several channels the largest is that before an activation, where there are no ties by rounding. */
    private static Operand<? extends TNumber> labels(
            Ops tf,
            Operand<TFloat32> given,
            Operand<TFloat32> values,
            Operand<TFloat32> threshold,
            int channelAxis,
            int channels) {
        if (channels == 1) {
            Operand<TUint8> inside = tf.dtypes.cast(tf.math.greaterEqual(values, threshold), TUint8.class);
            return channelAxis < 0 ? inside : tf.squeeze(inside, squeeze(channelAxis));
        }
        Operand<TInt32> best = tf.math.argMax(given, tf.constant(channelAxis), TInt32.class);
        if (channels < 0) { // only the pixels will tell whether there is one channel
            Operand<TFloat32> highest = tf.reduceMax(values, tf.constant(channelAxis));
            Operand<TInt32> inside = tf.dtypes.cast(tf.math.greaterEqual(highest, threshold), TInt32.class);
            Operand<TInt32> count = tf.gather(tf.shape(values), tf.constant(channelAxis), tf.constant(0));
            best = tf.select(tf.math.equal(count, tf.constant(1)), inside, best);
        }
        return channels > 256 ? tf.dtypes.cast(best, TUint16.class) : tf.dtypes.cast(best, TUint8.class);
    }

    private static Operand<? extends TNumber> integers(Ops tf, Operand<? extends TType> labels, DataType type) {
        return switch (labelType(type)) {
            case UINT8 -> tf.dtypes.cast(labels, TUint8.class);
            case UINT16 -> tf.dtypes.cast(labels, TUint16.class);
            case INT16 -> Elements.pixels(tf, tf.dtypes.cast(labels, TFloat32.class), PixelType.INT16, TFloat32.class);
            case UINT32 -> throw PixelType.tooWide();
            case FLOAT32 -> tf.dtypes.cast(labels, TFloat32.class);
        };
    }

    /** Returns the narrowest pixel type for labels of an element type; 32-bit is exact up to 16,777,216. */
    static PixelType labelType(DataType type) {
        return switch (type) {
            case DT_UINT8, DT_BOOL -> PixelType.UINT8;
            case DT_UINT16 -> PixelType.UINT16;
            case DT_INT8, DT_INT16 -> PixelType.INT16;
            case DT_INT32, DT_INT64, DT_FLOAT, DT_HALF, DT_DOUBLE -> PixelType.FLOAT32;
            default -> throw StencilException.of("Labels of type %s cannot be shown. Pick another model.", type);
        };
    }

    private static Placeholder.Options any() {
        long[] sizes = new long[PLANES.length()];
        Arrays.fill(sizes, -1);
        return Placeholder.shape(Shape.of(sizes));
    }
}
