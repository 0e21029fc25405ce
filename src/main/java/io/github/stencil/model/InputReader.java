package io.github.stencil.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.FunctionDef;
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
    private static final Set<String> LOOKING = Set.of("Shape", "ShapeN", "Size", "Rank", "NoOp", "Assert");
    private static final int MOST_STEPS = 200;

    /** A graph's or a function's nodes. */
    private static final class Scope {
        private final List<NodeDef> nodes;
        private final Map<String, NodeDef> byName = new HashMap<>();
        private final Map<String, String> returned;
        private final Map<String, String> arguments = new HashMap<>();
        private final @Nullable Scope outer;
        private final @Nullable NodeDef call;

        Scope(List<NodeDef> nodes, Map<String, String> returned, @Nullable Scope outer, @Nullable NodeDef call) {
            this.nodes = nodes;
            this.returned = returned;
            this.outer = outer;
            this.call = call;
            nodes.forEach(node -> byName.put(node.getName(), node));
        }
    }

    /** Numbers of the graph; without any values if they are weights. */
    private record Numbers(List<Double> values, boolean root) {
        boolean known() {
            return !values.isEmpty();
        }
    }

    private final SavedModelGraph graph;
    private final Map<String, FunctionDef> functions;
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
        functions = Reach.functions(graph.graph());
    }

    /** Returns what is done to the input; empty if nothing is. */
    static Optional<InputScaling> read(SavedModelGraph graph) {
        return new InputReader(graph).read();
    }

    private Optional<InputScaling> read() {
        Scope scope = new Scope(graph.graph().getNodeList(), Map.of(), null, null);
        String at = SavedModelGraph.node(graph.signature().inputTensor());
        for (int i = 0; i < MOST_STEPS; i++) {
            List<NodeDef> users = users(scope, at);
            if (users.isEmpty() && scope.outer != null && scope.call != null && returns(scope, at)) {
                at = scope.call.getName();
                scope = scope.outer;
                continue;
            }
            if (users.size() != 1) {
                break;
            }
            NodeDef user = users.get(0);
            if (user.getOp().endsWith("PartitionedCall")) {
                Scope inner = enter(scope, user);
                String argument = inner == null ? null : argument(inner, at);
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
        List<Double> zero =
                each(each(offset, gain, (b, a) -> b / a), List.of(0.0), (value, nothing) -> nothing - value);
        List<Double> range = each(List.of(1.0), gain, (one, a) -> one / a);
        boolean finite =
                zero.stream().allMatch(Double::isFinite) && range.stream().allMatch(Double::isFinite);
        return finite ? Optional.of(new InputScaling(zero, range)) : Optional.empty();
    }

    /** Returns who takes a value, but for those that only look at its shape. */
    private static List<NodeDef> users(Scope scope, String at) {
        return scope.nodes.stream()
                .filter(node -> !LOOKING.contains(node.getOp()))
                .filter(node -> node.getInputList().stream().anyMatch(input -> is(input, at)))
                .toList();
    }

    private static boolean is(String input, String at) {
        return !input.startsWith("^") && SavedModelGraph.node(input).equals(at);
    }

    /** Returns whether what an operation passes on is the image, and nothing else. */
    private static boolean isFirst(NodeDef user, String at) {
        if (user.getOp().equals("ConcatV2")) { // grey as three colours
            return user.getInputList().stream()
                    .limit(user.getInputCount() - 1L)
                    .filter(input -> !input.startsWith("^"))
                    .allMatch(input -> is(input, at));
        }
        return is(user.getInput(0), at)
                || user.getOp().equals("Minimum")
                || user.getOp().equals("Maximum");
    }

    private static boolean returns(Scope scope, String at) {
        return scope.returned.values().stream().anyMatch(value -> is(value, at));
    }

    private @Nullable Scope enter(Scope scope, NodeDef call) {
        FunctionDef function = functions.get(call.getAttrOrThrow("f").getFunc().getName());
        if (function == null) {
            return null;
        }
        Scope inner = new Scope(function.getNodeDefList(), function.getRetMap(), scope, call);
        int count = Math.min(function.getSignature().getInputArgCount(), call.getInputCount());
        for (int i = 0; i < count; i++) {
            inner.arguments.put(function.getSignature().getInputArg(i).getName(), call.getInput(i));
        }
        return inner;
    }

    /** Returns the argument that the value is handed on as, null if it is handed on more than once. */
    private static @Nullable String argument(Scope inner, String at) {
        List<String> found = new ArrayList<>();
        inner.arguments.forEach((name, value) -> {
            if (is(value, at)) {
                found.add(name);
            }
        });
        return found.size() == 1 ? found.get(0) : null;
    }

    /** Takes an operation into account; false if it is none that only moves or scales. */
    private boolean apply(Scope scope, NodeDef user, String at) {
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
        boolean first = is(user.getInput(0), at);
        if (first && is(user.getInput(1), at)) {
            return false;
        }
        Numbers other = numbers(scope, user.getInput(first ? 1 : 0), 0);
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

    private boolean multiply(Numbers other, DoubleBinaryOperator by) {
        if (!other.known()) {
            deviation |= (mean || moved) && other.root();
            return false;
        }
        scale(other.values(), by);
        changed = true;
        return true;
    }

    private void scale(List<Double> other, DoubleBinaryOperator by) {
        gain = each(gain, other, by);
        offset = each(offset, other, by);
    }

    private boolean move(Numbers other, DoubleBinaryOperator by) {
        moved = true;
        if (!other.known()) {
            mean = true;
            return true;
        }
        offset = each(offset, other.values(), by);
        changed = true;
        return true;
    }

    /** Batch normalisation by constants; the weights of others are not looked at. */
    private boolean normalise(Scope scope, NodeDef user) {
        List<List<Double>> all = new ArrayList<>();
        for (int i = 1; i < user.getInputCount() && i < 5; i++) {
            Numbers numbers = numbers(scope, user.getInput(i), 0);
            all.add(numbers == null ? List.of() : numbers.values());
        }
        if (all.size() < 4 || all.stream().anyMatch(List::isEmpty) || GraphReader.flag(user, "is_training")) {
            return false;
        }
        float eps =
                user.containsAttr("epsilon") ? user.getAttrOrThrow("epsilon").getF() : 1e-4f;
        List<Double> by = each(all.get(0), all.get(3), (scale, variance) -> scale / Math.sqrt(variance + eps));
        scale(by, (a, b) -> a * b);
        offset = each(offset, each(all.get(2), by, (m, b) -> m * b), (a, b) -> a - b);
        offset = each(offset, all.get(1), Double::sum);
        changed = true;
        return true;
    }

    /** Returns the numbers of a tensor that does not depend on the input; null if it does, or if that cannot be told. */
    private @Nullable Numbers numbers(Scope scope, String reference, int depth) {
        String name = SavedModelGraph.node(reference);
        String argument = scope.arguments.get(name);
        if (depth > MOST_STEPS) {
            return null;
        }
        if (argument != null && scope.outer != null) {
            return numbers(scope.outer, argument, depth + 1);
        }
        NodeDef node = scope.byName.get(name);
        if (node == null || node.getOp().equals("Placeholder")) {
            return null;
        }
        if (node.getOp().equals("Const")) {
            return constant(node);
        }
        List<Numbers> inputs = new ArrayList<>();
        for (String input : node.getInputList()) {
            if (input.startsWith("^")) {
                continue;
            }
            Numbers numbers = numbers(scope, input, depth + 1);
            if (numbers == null) {
                return null;
            }
            inputs.add(numbers);
        }
        return computed(node.getOp(), inputs);
    }

    private static Numbers constant(NodeDef node) {
        var tensor = node.getAttrOrThrow("value").getTensor();
        long size = tensor.getTensorShape().getDimList().stream()
                .mapToLong(d -> d.getSize())
                .reduce(1, (a, b) -> a * b);
        boolean few = size > 0 && size <= MOST_STEPS;
        return new Numbers(few ? KnownOperations.values(tensor, (int) size) : List.of(), false);
    }

    private static Numbers computed(String operation, List<Numbers> inputs) {
        boolean root = operation.equals("Sqrt")
                || operation.equals("Rsqrt")
                || inputs.stream().anyMatch(Numbers::root);
        if (inputs.isEmpty() || !inputs.get(0).known()) {
            return new Numbers(List.of(), root);
        }
        List<Double> a = inputs.get(0).values();
        List<Double> b = inputs.size() > 1 ? inputs.get(1).values() : List.of();
        List<Double> values = switch (operation) {
            case "Identity", "Cast", "Reshape", "ExpandDims", "Squeeze", "Snapshot", "StopGradient" -> a;
            case "Sqrt" -> each(a, a, (x, same) -> Math.sqrt(x));
            case "Rsqrt" -> each(a, a, (x, same) -> 1 / Math.sqrt(x));
            case "Square" -> each(a, a, (x, same) -> x * same);
            case "Neg" -> each(a, a, (x, same) -> -same);
            case "Reciprocal", "Inv" -> each(a, a, (x, same) -> 1 / same);
            case "Maximum" -> each(a, b, Math::max);
            case "Minimum" -> each(a, b, Math::min);
            case "Add", "AddV2" -> each(a, b, Double::sum);
            case "Sub" -> each(a, b, (x, y) -> x - y);
            case "Mul" -> each(a, b, (x, y) -> x * y);
            case "RealDiv", "Div" -> each(a, b, (x, y) -> x / y);
            case "Pow" -> each(a, b, Math::pow);
            default -> List.of();
        };
        return new Numbers(values, root);
    }

    /** Combines number by number; one stands for as many as the other has. Empty where that does not fit. */
    private static List<Double> each(List<Double> a, List<Double> b, DoubleBinaryOperator by) {
        if (a.isEmpty() || b.isEmpty() || (a.size() > 1 && b.size() > 1 && a.size() != b.size())) {
            return List.of();
        }
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
            all.add(by.applyAsDouble(a.get(a.size() == 1 ? 0 : i), b.get(b.size() == 1 ? 0 : i)));
        }
        return all;
    }
}
