// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.graph;

import io.github.stencil.StencilException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * What of a graph runs when some of its tensors are asked for: nodes, by data or by control, and functions, however deep.
 *
 * @param nodes names of nodes
 * @param functions names of functions
 */
public record Reach(Set<String> nodes, Set<String> functions) {

    /**
     * Walks back from the tensors that are wanted.
     *
     * @param model for messages
     * @throws StencilException if one is not there
     */
    static Reach of(GraphDef graph, Collection<String> wanted, Path model) {
        Map<String, NodeDef> nodes = new HashMap<>();
        graph.getNodeList().forEach(node -> nodes.put(node.getName(), node));
        Map<String, FunctionDef> functions = functions(graph);
        Map<String, String> gradients = new HashMap<>();
        graph.getLibrary().getGradientList().forEach(g -> gradients.put(g.getFunctionName(), g.getGradientFunc()));
        Reach reach = new Reach(new LinkedHashSet<>(), new LinkedHashSet<>());
        Deque<String> open = new ArrayDeque<>(wanted);
        while (!open.isEmpty()) {
            String name = SavedModelGraph.node(open.pop());
            NodeDef node = nodes.get(name);
            if (node == null) {
                throw StencilException.of(
                        "%s is damaged: its graph has no node \"%s\". Export the model again.", model, name);
            }
            if (reach.nodes.add(name)) {
                open.addAll(node.getInputList());
                reach.call(node, functions, gradients);
            }
        }
        return reach;
    }

    /** Returns a graph's functions by name. */
    public static Map<String, FunctionDef> functions(GraphDef graph) {
        Map<String, FunctionDef> functions = new HashMap<>();
        graph.getLibrary()
                .getFunctionList()
                .forEach(f -> functions.put(f.getSignature().getName(), f));
        return functions;
    }

    /** Returns the names of the functions that a node may call; some may be of operations instead. */
    static List<String> called(NodeDef node) {
        List<String> names = new ArrayList<>(List.of(node.getOp()));
        for (AttrValue value : node.getAttrMap().values()) {
            if (value.hasFunc()) {
                names.add(value.getFunc().getName());
            }
            value.getList().getFuncList().forEach(f -> names.add(f.getName()));
        }
        return names;
    }

    private void call(NodeDef first, Map<String, FunctionDef> library, Map<String, String> gradients) {
        Deque<NodeDef> open = new ArrayDeque<>(List.of(first));
        while (!open.isEmpty()) {
            Deque<String> names = new ArrayDeque<>(called(open.pop()));
            while (!names.isEmpty()) {
                String name = names.pop();
                FunctionDef function = library.get(name);
                if (function != null && functions.add(name)) {
                    open.addAll(function.getNodeDefList());
                    if (gradients.containsKey(name)) {
                        names.add(gradients.get(name));
                    }
                }
            }
        }
    }
}
