// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import com.google.protobuf.ByteString;
import io.github.stencil.model.graph.ModelSignature;
import io.github.stencil.model.graph.SavedModelGraph;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Identity;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * A flip or quarter turn of an image: rows and columns are exchanged, then rows, then columns reversed. The eight of them
 * are all ways in which a square can lie.
 *
 * <p>For test-time augmentation the part of a model's graph that depends on pixels is there once per symmetry, with the
 * same weights. One waits for the other, so that no more memory is taken than by one.
 *
 * @param transposed whether rows and columns are exchanged, first
 * @param upsideDown whether rows are reversed
 * @param mirrored whether columns are reversed
 */
record Symmetry(boolean transposed, boolean upsideDown, boolean mirrored) {
    /** The image as it is. */
    static final Symmetry NONE = new Symmetry(false, false, false);

    private static final String SCOPE = "stencil_tta";

    /** Returns all symmetries, or for models that take one size that is no square, those that keep it. */
    static List<Symmetry> of(ModelSignature signature) {
        List<Symmetry> all = new ArrayList<>();
        for (int bits = 0; bits < 8; bits++) {
            Symmetry symmetry = new Symmetry((bits & 4) != 0, (bits & 2) != 0, (bits & 1) != 0);
            if (!symmetry.transposed || signature.height() == signature.width()) {
                all.add(symmetry);
            }
        }
        return all;
    }

    /**
     * Adds the network for each symmetry but the first, which is there.
     *
     * @param source the node that gives what the network is fed
     */
    static GraphDef add(GraphDef whole, String source, ModelSignature signature, List<Symmetry> symmetries) {
        if (symmetries.size() == 1) {
            return whole;
        }
        String input = SavedModelGraph.node(signature.inputTensor());
        Set<String> dependent = dependent(whole, input);
        GraphDef.Builder result = whole.toBuilder();
        String before = SavedModelGraph.node(signature.outputTensor());
        for (int i = 1; i < symmetries.size(); i++) {
            String scope = scope(i);
            List<NodeDef> way = symmetries.get(i).turned(signature, source, scope);
            String after = "^" + before;
            way.forEach(node -> result.addNode(
                    node.getOp().equals("Const")
                            ? node
                            : node.toBuilder().addInput(after).build()));
            for (NodeDef node : whole.getNodeList()) {
                if (dependent.contains(node.getName())) {
                    result.addNode(copy(node, dependent, scope, node.getName().equals(input)));
                }
            }
            before = scope + SavedModelGraph.node(signature.outputTensor());
        }
        return result.build();
    }

    /** Returns the mean of the network's output over symmetries, turned back. */
    static Operand<? extends TType> mean(Ops tf, Graph graph, ModelSignature signature, List<Symmetry> symmetries) {
        String tensor = signature.outputTensor();
        String name = tensor.indexOf(':') < 0 ? tensor + ":0" : tensor;
        if (symmetries.size() == 1) {
            return graph.outputOrThrow(name);
        }
        Operand<TFloat32> sum = tf.dtypes.cast(graph.outputOrThrow(name), TFloat32.class);
        for (int i = 1; i < symmetries.size(); i++) {
            Operand<TFloat32> values = tf.dtypes.cast(graph.outputOrThrow(scope(i) + name), TFloat32.class);
            sum = tf.math.add(sum, symmetries.get(i).back(tf, values, signature.outputAxes()));
        }
        return tf.math.div(sum, tf.constant((float) symmetries.size()));
    }

    private static String scope(int index) {
        return SCOPE + index + "/";
    }

    /** Returns the nodes that the input reaches, itself among them. */
    private static Set<String> dependent(GraphDef graph, String input) {
        Set<String> found = new HashSet<>(Set.of(input));
        boolean more = true;
        while (more) {
            more = false;
            for (NodeDef node : graph.getNodeList()) {
                boolean reached =
                        node.getInputList().stream().anyMatch(from -> found.contains(SavedModelGraph.node(from)));
                more |= reached && found.add(node.getName());
            }
        }
        return found;
    }

    private static NodeDef copy(NodeDef node, Set<String> dependent, String scope, boolean isInput) {
        NodeDef.Builder copy = node.toBuilder().setName(scope + node.getName()).clearInput();
        for (String from : node.getInputList()) {
            boolean control = from.startsWith("^");
            String plain = control ? from.substring(1) : from;
            boolean own = dependent.contains(SavedModelGraph.node(from));
            copy.addInput(isInput ? scope + "network" : own ? (control ? "^" : "") + scope + plain : from);
        }
        if (node.containsAttr("frame_name")) { // loops are told apart by it
            String frame = node.getAttrOrThrow("frame_name").getS().toStringUtf8();
            copy.putAttr(
                    "frame_name",
                    AttrValue.newBuilder()
                            .setS(ByteString.copyFromUtf8(scope + frame))
                            .build());
        }
        return copy.removeAttr("_class").build(); // names of nodes that share a place
    }

    /** Returns the way from the network's input to the turned one, whose last node is SCOPE/network. */
    private List<NodeDef> turned(ModelSignature signature, String source, String scope) {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph).withSubScope(scope.substring(0, scope.length() - 1));
            Class<? extends TType> type = type(signature.inputType());
            Operand<? extends TType> pixels = tf.withName("pixels").placeholder(type);
            Operand<? extends TType> turned = pixels;
            if (transposed) {
                turned = tf.linalg.transpose(turned, tf.constant(exchanged(signature.inputAxes())));
            }
            turned = reversed(tf, turned, signature.inputAxes());
            tf.withName("network").identity(turned);
            List<NodeDef> nodes = new ArrayList<>();
            for (NodeDef node : graph.toGraphDef().getNodeList()) {
                boolean start = node.getName().equals(scope + "pixels");
                nodes.add(start ? start(node, signature, source) : node);
            }
            return nodes;
        }
    }

    /** Makes a placeholder pass on what the network is fed. */
    private static NodeDef start(NodeDef placeholder, ModelSignature signature, String source) {
        return NodeDef.newBuilder()
                .setName(placeholder.getName())
                .setOp(Identity.OP_NAME)
                .addInput(source)
                .putAttr(
                        "T",
                        AttrValue.newBuilder().setType(signature.inputType()).build())
                .build();
    }

    private Operand<TFloat32> back(Ops tf, Operand<TFloat32> values, String axes) {
        Operand<TFloat32> back = reversed(tf, values, axes);
        return transposed ? tf.linalg.transpose(back, tf.constant(exchanged(axes))) : back;
    }

    private <T extends TType> Operand<T> reversed(Ops tf, Operand<T> image, String axes) {
        int y = axes.indexOf('y');
        int x = axes.indexOf('x');
        int[] along = upsideDown && mirrored
                ? new int[] {y, x}
                : upsideDown ? new int[] {y} : mirrored ? new int[] {x} : new int[0];
        return along.length == 0 ? image : tf.reverse(image, tf.constant(along));
    }

    private static int[] exchanged(String axes) {
        int y = axes.indexOf('y');
        int x = axes.indexOf('x');
        int[] order = new int[axes.length()];
        for (int axis = 0; axis < order.length; axis++) {
            order[axis] = axis == y ? x : axis == x ? y : axis;
        }
        return order;
    }

    private static Class<? extends TType> type(DataType type) {
        return switch (type) {
            case DT_UINT8 -> TUint8.class;
            case DT_HALF -> TFloat16.class;
            case DT_DOUBLE -> TFloat64.class;
            default -> TFloat32.class;
        };
    }
}
