// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.field;

import io.github.stencil.model.graph.SavedModelGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import org.tensorflow.proto.NodeDef;

/**
 * Follows a network's input from where it is fed through the arithmetic with constants that comes first, into functions and
 * out of them, up to the first operation that is something else.
 *
 * <p>Batch normalisation in front whose statistics are weights says nothing: they describe the images that it was trained
 * on, however these were scaled.
 */
final class InputReader {
    private static final Set<String> PASSING = Set.of(
            "Identity",
            "Cast",
            "StopGradient",
            "PreventGradient",
            "CheckNumerics",
            "EnsureShape",
            "Snapshot",
            "Transpose",
            "Reshape",
            "ExpandDims",
            "Squeeze",
            "Minimum",
            "Maximum",
            "ClipByValue",
            "Pad",
            "PadV2",
            "MirrorPad",
            "Slice",
            "StridedSlice",
            "ReverseV2",
            "Tile",
            "BroadcastTo",
            "ConcatV2",
            "ResizeBilinear",
            "ResizeNearestNeighbor",
            "AvgPool",
            "MaxPool",
            "SpaceToDepth");
    private static final int MOST_STEPS = 200;

    private final SavedModelGraph graph;
    /** The output is {@code gain * x + offset}. */
    private List<Double> gain = List.of(1.0);

    private List<Double> offset = List.of(0.0);
    private boolean moved;
    private boolean changed;
    /** A mean among the weights was subtracted. */
    private boolean mean;
    /** ... and then divided by the root of another. */
    private boolean deviation;

    private InputReader(SavedModelGraph graph) {
        this.graph = graph;
    }

    /** Returns what is done to the input; empty if nothing is. */
    static Optional<InputScaling> read(SavedModelGraph graph) {
        return new InputReader(graph).read();
    }

    private Optional<InputScaling> read() {
        GraphScope scope = GraphScope.of(graph.graph());
        String at = SavedModelGraph.node(graph.signature().inputTensor());
        for (int i = 0; i < MOST_STEPS; i++) {
            List<NodeDef> users = scope.users(at);
            GraphScope outer = scope.outer();
            NodeDef call = scope.call();
            if (users.isEmpty() && outer != null && call != null && scope.returns(at)) {
                at = call.getName();
                scope = outer;
                continue;
            }
            if (users.size() != 1) {
                break;
            }
            NodeDef user = users.get(0);
            if (user.getOp().endsWith("PartitionedCall")) {
                GraphScope inner = scope.enter(user);
                String argument = inner == null ? null : inner.argument(at);
                if (inner == null || argument == null) {
                    break;
                }
                scope = inner;
                at = argument;
            } else if (PASSING.contains(user.getOp()) ? isFirst(user, at) : apply(scope, user, at)) {
                at = user.getName();
            } else {
                break;
            }
        }
        if (deviation) {
            return Optional.of(new InputScaling(List.of(), List.of()));
        }
        return changed ? scaling() : Optional.empty();
    }

    private Optional<InputScaling> scaling() {
        List<Double> zero = GraphConstants.each(
                GraphConstants.each(offset, gain, (b, a) -> b / a), List.of(0.0), (value, nothing) -> nothing - value);
        List<Double> range = GraphConstants.each(List.of(1.0), gain, (one, a) -> one / a);
        boolean finite =
                zero.stream().allMatch(Double::isFinite) && range.stream().allMatch(Double::isFinite);
        return finite ? Optional.of(new InputScaling(zero, range)) : Optional.empty();
    }

    /** Returns whether what an operation passes on is the image, and nothing else. */
    private static boolean isFirst(NodeDef user, String at) {
        if (user.getOp().equals("ConcatV2")) { // grey as three colours
            return user.getInputList().stream()
                    .limit(user.getInputCount() - 1L)
                    .filter(input -> !input.startsWith("^"))
                    .allMatch(input -> GraphScope.is(input, at));
        }
        return GraphScope.is(user.getInput(0), at)
                || user.getOp().equals("Minimum")
                || user.getOp().equals("Maximum");
    }

    /** Takes an operation into account; false if it is none that only moves or scales. */
    private boolean apply(GraphScope scope, NodeDef user, String at) {
        if (user.getOp().startsWith("FusedBatchNorm")) {
            return normalise(scope, user);
        }
        if (user.getOp().equals("Neg")) {
            scale(List.of(-1.0), (a, b) -> a * b);
            return true;
        }
        if (user.getInputCount() < 2) {
            return false;
        }
        boolean first = GraphScope.is(user.getInput(0), at);
        if (first && GraphScope.is(user.getInput(1), at)) {
            return false;
        }
        GraphConstants other = scope.constants(user.getInput(first ? 1 : 0));
        if (other == null) {
            return false;
        }
        return switch (user.getOp()) {
            case "Mul" -> multiply(other, (a, b) -> a * b);
            case "RealDiv", "Div", "DivNoNan" -> first && multiply(other, (a, b) -> a / b);
            case "Add", "AddV2", "BiasAdd" -> move(other, Double::sum);
            case "Sub" -> {
                if (!first) {
                    scale(List.of(-1.0), (a, b) -> a * b);
                }
                yield first ? move(other, (a, b) -> a - b) : move(other, Double::sum);
            }
            default -> false;
        };
    }

    private boolean multiply(GraphConstants other, DoubleBinaryOperator by) {
        if (!other.known()) {
            deviation |= (mean || moved) && other.root();
            return false;
        }
        scale(other.values(), by);
        changed = true;
        return true;
    }

    private void scale(List<Double> other, DoubleBinaryOperator by) {
        gain = GraphConstants.each(gain, other, by);
        offset = GraphConstants.each(offset, other, by);
    }

    private boolean move(GraphConstants other, DoubleBinaryOperator by) {
        moved = true;
        if (!other.known()) {
            mean = true;
            return true;
        }
        offset = GraphConstants.each(offset, other.values(), by);
        changed = true;
        return true;
    }

    /** Batch normalisation by constants; the weights of others are not looked at. */
    private boolean normalise(GraphScope scope, NodeDef user) {
        List<List<Double>> all = new ArrayList<>();
        for (int i = 1; i < user.getInputCount() && i < 5; i++) {
            GraphConstants constants = scope.constants(user.getInput(i));
            all.add(constants == null ? List.of() : constants.values());
        }
        if (all.size() < 4 || all.stream().anyMatch(List::isEmpty) || GraphReader.flag(user, "is_training")) {
            return false;
        }
        float eps =
                user.containsAttr("epsilon") ? user.getAttrOrThrow("epsilon").getF() : 1e-4f;
        List<Double> by =
                GraphConstants.each(all.get(0), all.get(3), (scale, variance) -> scale / Math.sqrt(variance + eps));
        scale(by, (a, b) -> a * b);
        offset = GraphConstants.each(offset, GraphConstants.each(all.get(2), by, (m, b) -> m * b), (a, b) -> a - b);
        offset = GraphConstants.each(offset, all.get(1), Double::sum);
        changed = true;
        return true;
    }
}
