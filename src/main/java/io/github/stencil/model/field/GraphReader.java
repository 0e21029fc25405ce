// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.field;

import io.github.stencil.model.field.Value.Along;
import io.github.stencil.model.field.Value.Dead;
import io.github.stencil.model.field.Value.Dimension;
import io.github.stencil.model.field.Value.Known;
import io.github.stencil.model.field.Value.Opaque;
import io.github.stencil.model.field.Value.Pixels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Reads a network's graph without running it: follows the image's axes from the input to the output through every
 * operation, functions included, for an assumed image size.
 *
 * <p>Dispatches; {@link SpatialOperations} knows the operations that mix neighbouring pixels, {@link ShapeOperations}
 * those that move dimensions, {@link KnownOperations} those that compute sizes.
 */
final class GraphReader {
    private static final int DEEPEST_CALL = 64;
    /** Functions that call each other twice would take for ever. */
    private static final int MOST_STEPS = 1_000_000;

    /** A graph's or a function's nodes, with what has been read of them. */
    private record Scope(Map<String, NodeDef> nodes, Map<String, Value> known, int depth) {}

    private final Map<String, FunctionDef> functions = new HashMap<>();
    private int steps;

    GraphReader(GraphDef graph) {
        graph.getLibrary()
                .getFunctionList()
                .forEach(f -> functions.put(f.getSignature().getName(), f));
    }

    /**
     * Follows the input to the output.
     *
     * @param input the input tensor's name, as in a signature
     * @param pixels what the input is
     * @param output the output tensor's name
     * @throws UnreadableGraphException at an operation whose dependence cannot be told
     */
    Value read(GraphDef graph, String input, Pixels pixels, String output) {
        Map<String, NodeDef> nodes = new HashMap<>();
        graph.getNodeList().forEach(node -> nodes.put(node.getName(), node));
        Scope scope = new Scope(nodes, new HashMap<>(), 0);
        scope.known().put(input.endsWith(":0") ? input.substring(0, input.length() - 2) : input, pixels);
        return value(scope, output);
    }

    private Value value(Scope scope, String reference) {
        String key = reference.endsWith(":0") && reference.indexOf(':') == reference.length() - 2
                ? reference.substring(0, reference.length() - 2)
                : reference;
        Value known = scope.known().get(key);
        if (known != null) {
            return known;
        }
        String[] parts = key.split(":", -1);
        NodeDef node = scope.nodes().get(parts[0]);
        if (node == null) {
            throw new UnreadableGraphException("there is no node " + parts[0]);
        }
        int index = parts.length == 1 ? 0 : Integer.parseInt(parts[parts.length - 1]);
        if (parts.length == 3) {
            index += firstIndex(node.getOp(), parts[1]);
        }
        Value value = evaluate(scope, node, index);
        scope.known().put(key, value);
        return value;
    }

    /** In functions an output is named by its argument; these operations have several arguments. */
    private static int firstIndex(String operation, String argument) {
        return switch (operation) {
            case "Switch" -> argument.equals("output_true") ? 1 : 0;
            case "FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3" -> argument.equals("y") ? 0 : 1;
            default -> 0;
        };
    }

    private Value evaluate(Scope scope, NodeDef node, int index) {
        if (++steps > MOST_STEPS) {
            throw new UnreadableGraphException("functions that call others without an end");
        }
        List<String> inputs = node.getInputList().stream()
                .filter(name -> !name.startsWith("^"))
                .toList();
        return switch (node.getOp()) {
            case "Const" -> KnownOperations.constant(node);
            case "VarHandleOp", "VariableV2", "Variable" -> new Opaque(shape(node));
            case "Placeholder" -> throw new UnreadableGraphException("there is a second input, " + node.getName());
            case "ReadVariableOp", "PlaceholderWithDefault" -> value(scope, inputs.get(0));
            case "PartitionedCall", "StatefulPartitionedCall" ->
                call(scope, node.getAttrOrThrow("f").getFunc().getName(), inputs, index);
            case "If", "StatelessIf" -> branch(scope, node, inputs, index);
            case "Switch", "RefSwitch" ->
                taken(value(scope, inputs.get(1)), index) ? value(scope, inputs.get(0)) : new Dead();
            case "Merge", "RefMerge" -> merge(scope, inputs);
            default ->
                operation(node, inputs.stream().map(name -> value(scope, name)).toList(), index);
        };
    }

    private Value operation(NodeDef node, List<Value> inputs, int index) {
        if (inputs.stream().anyMatch(Dead.class::isInstance)) {
            return new Dead();
        }
        if (inputs.stream().noneMatch(Pixels.class::isInstance)) {
            Value computed = KnownOperations.compute(node, inputs, index);
            boolean fromImage = inputs.stream().anyMatch(input -> input instanceof Opaque o && o.fromImage());
            return computed == null
                    ? new Opaque(List.of(), fromImage)
                    : computed instanceof Opaque o ? new Opaque(o.shape(), fromImage) : computed;
        }
        Value moved = ShapeOperations.move(node, inputs, index);
        return moved != null ? moved : SpatialOperations.apply(node, inputs, index);
    }

    private Value call(Scope scope, String name, List<String> arguments, int index) {
        FunctionDef function = functions.get(name);
        if (function == null || scope.depth() > DEEPEST_CALL) {
            throw new UnreadableGraphException("there is no function " + name);
        }
        Map<String, NodeDef> nodes = new HashMap<>();
        function.getNodeDefList().forEach(node -> nodes.put(node.getName(), node));
        Map<String, Value> values = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = function.getSignature().getInputArg(i).getName();
            String from = arguments.get(i);
            values.put(argument, value(scope, from));
        }
        String output = function.getSignature().getOutputArg(index).getName();
        return value(new Scope(nodes, values, scope.depth() + 1), function.getRetOrThrow(output));
    }

    private Value branch(Scope scope, NodeDef node, List<String> inputs, int index) {
        if (!(value(scope, inputs.get(0)) instanceof Known condition)) {
            throw new UnreadableGraphException("the network branches on its pixels");
        }
        String branch = condition.integer(0) != 0 ? "then_branch" : "else_branch";
        return call(scope, node.getAttrOrThrow(branch).getFunc().getName(), inputs.subList(1, inputs.size()), index);
    }

    private static boolean taken(Value condition, int index) {
        if (condition instanceof Known known) {
            return (known.integer(0) != 0) == (index == 1);
        }
        throw new UnreadableGraphException("the network switches on what is not known");
    }

    private Value merge(Scope scope, List<String> inputs) {
        List<Value> alive = new ArrayList<>();
        for (String input : inputs) {
            Value value = value(scope, input);
            if (!(value instanceof Dead)) {
                alive.add(value);
            }
        }
        return alive.size() == 1 ? alive.get(0) : new Dead();
    }

    private static List<Long> shape(NodeDef node) {
        AttrValue shape = node.getAttrMap().get("shape");
        return shape == null || shape.getShape().getUnknownRank()
                ? List.of()
                : shape.getShape().getDimList().stream().map(d -> d.getSize()).toList();
    }

    /**
     * A network's input.
     *
     * @param pixels the tensor
     * @param slices the sites of its Z axis, if it has one
     * @param rows those of its Y axis
     * @param columns those of its X axis
     */
    record Input(Pixels pixels, Site.Axis slices, Site.Axis rows, Site.Axis columns) {}

    /** Returns the pixels of an image as a network's input, with the axes' own sites. */
    static Input input(String axes, long depth, long height, long width, long channels) {
        Site.Axis slices = new Site.Axis();
        Site.Axis rows = new Site.Axis();
        Site.Axis columns = new Site.Axis();
        List<Dimension> dimensions = new ArrayList<>();
        for (int i = 0; i < axes.length(); i++) {
            dimensions.add(
                    switch (axes.charAt(i)) {
                        case 'z' -> Dimension.of(Along.Z, depth, slices.input());
                        case 'y' -> Dimension.of(Along.Y, height, rows.input());
                        case 'x' -> Dimension.of(Along.X, width, columns.input());
                        case 'c' -> Dimension.other(channels);
                        default -> Dimension.other(1);
                    });
        }
        return new Input(new Pixels(dimensions), slices, rows, columns);
    }

    /** Returns an attribute's text, or a default. */
    static String text(NodeDef node, String attribute, String otherwise) {
        AttrValue value = node.getAttrMap().get(attribute);
        return value == null ? otherwise : value.getS().toStringUtf8();
    }

    /** Returns an attribute's whole number, or a default. */
    static long number(NodeDef node, String attribute, long otherwise) {
        AttrValue value = node.getAttrMap().get(attribute);
        return value == null ? otherwise : value.getI();
    }

    /** Returns an attribute's flag; false if it is not there. */
    static boolean flag(NodeDef node, String attribute) {
        AttrValue value = node.getAttrMap().get(attribute);
        return value != null && value.getB();
    }

    /** Returns an attribute's list of whole numbers, or null. */
    static @Nullable List<Long> numbers(NodeDef node, String attribute) {
        AttrValue value = node.getAttrMap().get(attribute);
        return value == null ? null : value.getList().getIList();
    }
}
