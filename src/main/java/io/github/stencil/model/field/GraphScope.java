// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.field;

import io.github.stencil.model.graph.Reach;
import io.github.stencil.model.graph.SavedModelGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** The nodes of a graph, or of a function where it is called. */
final class GraphScope {
    private static final Set<String> LOOKING = Set.of("Shape", "ShapeN", "Size", "Rank", "NoOp", "Assert");
    /** What is asked for again and again, or calls itself, must end. */
    private static final int MOST_NUMBERS = 2_000;

    private final List<NodeDef> nodes;
    private final Map<String, NodeDef> byName = new HashMap<>();
    private final Map<String, String> returned;
    private final Map<String, FunctionDef> functions;
    private final AtomicInteger budget;
    private final Map<String, String> arguments = new HashMap<>();
    private final @Nullable GraphScope outer;
    private final @Nullable NodeDef call;

    private GraphScope(
            List<NodeDef> nodes,
            Map<String, String> returned,
            Map<String, FunctionDef> functions,
            AtomicInteger budget,
            @Nullable GraphScope outer,
            @Nullable NodeDef call) {
        this.nodes = nodes;
        this.returned = returned;
        this.functions = functions;
        this.budget = budget;
        this.outer = outer;
        this.call = call;
        nodes.forEach(node -> byName.put(node.getName(), node));
    }

    static GraphScope of(GraphDef graph) {
        return new GraphScope(
                graph.getNodeList(), Map.of(), Reach.functions(graph), new AtomicInteger(MOST_NUMBERS), null, null);
    }

    /** Returns where the function is called from; null in the graph itself. */
    @Nullable
    GraphScope outer() {
        return outer;
    }

    /** Returns the node that calls it; null in the graph itself. */
    @Nullable
    NodeDef call() {
        return call;
    }

    /** Returns who takes a value, but for those that only look at its shape. */
    List<NodeDef> users(String at) {
        return nodes.stream()
                .filter(node -> !LOOKING.contains(node.getOp()))
                .filter(node -> node.getInputList().stream().anyMatch(input -> is(input, at)))
                .toList();
    }

    /** Returns whether an input is some output of a node. */
    static boolean is(String input, String at) {
        return !input.startsWith("^") && SavedModelGraph.node(input).equals(at);
    }

    /** Returns whether the function gives a value back. */
    boolean returns(String at) {
        return returned.values().stream().anyMatch(value -> is(value, at));
    }

    /** Returns the inside of a function that a node calls; null if there is none. */
    @Nullable
    GraphScope enter(NodeDef call) {
        FunctionDef function = functions.get(call.getAttrOrThrow("f").getFunc().getName());
        if (function == null) {
            return null;
        }
        GraphScope inner =
                new GraphScope(function.getNodeDefList(), function.getRetMap(), functions, budget, this, call);
        int count = Math.min(function.getSignature().getInputArgCount(), call.getInputCount());
        for (int i = 0; i < count; i++) {
            inner.arguments.put(function.getSignature().getInputArg(i).getName(), call.getInput(i));
        }
        return inner;
    }

    /** Returns the argument that the value is handed on as, null if it is handed on more than once. */
    @Nullable
    String argument(String at) {
        List<String> found = new ArrayList<>();
        arguments.forEach((name, value) -> {
            if (is(value, at)) {
                found.add(name);
            }
        });
        return found.size() == 1 ? found.get(0) : null;
    }

    /** Returns the numbers of a tensor that does not depend on the input; null if it does, or if that cannot be told. */
    @Nullable
    GraphConstants constants(String reference) {
        String name = SavedModelGraph.node(reference);
        String argument = arguments.get(name);
        if (budget.getAndDecrement() < 0) {
            return null;
        }
        if (argument != null && outer != null) {
            return outer.constants(argument);
        }
        NodeDef node = byName.get(name);
        if (node == null || node.getOp().equals("Placeholder")) {
            return null;
        }
        if (node.getOp().equals("Const")) {
            return GraphConstants.constant(node);
        }
        List<GraphConstants> inputs = new ArrayList<>();
        for (String input : node.getInputList()) {
            if (input.startsWith("^")) {
                continue;
            }
            GraphConstants found = constants(input);
            if (found == null) {
                return null;
            }
            inputs.add(found);
        }
        return GraphConstants.computed(node.getOp(), inputs);
    }
}
