// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.graph;

import io.github.stencil.model.card.Meaning;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * The operation that makes a network's output, behind those that only pass values on.
 *
 * @param node the operation
 * @param nodes the graph or function that it stands in
 * @param place the functions that lead there, and what the graph gives them; empty in the graph itself
 */
public record LastOperation(NodeDef node, List<NodeDef> nodes, String place) {
    private static final Set<String> PASSING = Set.of(
            "Identity", "Cast", "Reshape", "Transpose", "Squeeze", "ExpandDims", "StopGradient", "CheckNumerics");
    private static final Set<String> CALLING = Set.of("Identity", "NoOp", "PartitionedCall", "StatefulPartitionedCall");
    private static final int MOST_STEPS = 1000;
    private static final Pattern COPY = Pattern.compile("_\\d+$");

    /** Copies the nodes, so that nobody changes them later. */
    public LastOperation {
        nodes = List.copyOf(nodes);
    }

    /** Finds what makes a tensor; empty if that is an argument of the function, or the graph is not as it should be. */
    public static Optional<LastOperation> of(GraphDef graph, String tensor) {
        Map<String, FunctionDef> functions = Reach.functions(graph);
        List<NodeDef> nodes = graph.getNodeList();
        String reference = tensor;
        String place = "";
        String inside = "";
        for (int i = 0; i < MOST_STEPS; i++) {
            NodeDef node = find(nodes, reference);
            if (node == null) {
                return Optional.empty();
            }
            if (node.getOp().endsWith("PartitionedCall")) {
                FunctionDef function =
                        functions.get(node.getAttrOrThrow("f").getFunc().getName());
                int index = index(reference);
                if (function == null || index >= function.getSignature().getOutputArgCount()) {
                    return Optional.empty();
                }
                place = place.isEmpty() ? given(nodes, node) : place + (onlyCalls(nodes) ? "" : " in " + inside);
                inside = function.getSignature().getName();
                nodes = function.getNodeDefList();
                reference = function.getRetOrThrow(
                        function.getSignature().getOutputArg(index).getName());
            } else if (PASSING.contains(node.getOp())) {
                reference = node.getInput(0);
            } else {
                return Optional.of(new LastOperation(node, nodes, inside + place));
            }
        }
        return Optional.empty();
    }

    /** Returns what the graph gives a function besides what is fed. */
    private static String given(List<NodeDef> nodes, NodeDef call) {
        return " "
                + call.getInputList().stream()
                        .filter(input -> {
                            NodeDef from = find(nodes, input);
                            return from == null || !from.getOp().startsWith("Placeholder");
                        })
                        .collect(Collectors.joining(" "));
    }

    /** Returns whether a function does nothing but call another, as those of signatures do. */
    private static boolean onlyCalls(List<NodeDef> nodes) {
        return nodes.stream().map(NodeDef::getOp).allMatch(CALLING::contains)
                && nodes.stream()
                                .filter(node -> node.getOp().endsWith("PartitionedCall"))
                                .count()
                        == 1;
    }

    /** Returns what two outputs share that are one and the same. */
    public String origin() {
        return node.getName() + " " + place;
    }

    /** Returns the name of the layer that Keras would know it by; empty if that cannot be told. */
    public String layer() {
        String[] scopes = node.getName().split("/", -1);
        return scopes.length < 2 ? "" : COPY.matcher(scopes[scopes.length - 2]).replaceFirst("");
    }

    /** Returns probabilities after a sigmoid or softmax, labels after an argmax. */
    public Meaning meaning() {
        return meaning(node, nodes);
    }

    /** Returns whether it is a sum of products, as that before a softmax or sigmoid is. */
    public boolean linear() {
        return Linear.ends(node, nodes);
    }

    private static Meaning meaning(NodeDef node, List<NodeDef> nodes) {
        return switch (node.getOp()) {
            case "Sigmoid", "Softmax" -> Meaning.PROBABILITIES;
            case "ArgMax" -> Meaning.LABELS;
            case "RealDiv", "Div" -> softmaxByHand(node, nodes) ? Meaning.PROBABILITIES : Meaning.UNKNOWN;
            default -> Meaning.UNKNOWN;
        };
    }

    /** Exporters write a softmax along another axis than the last as exp / sum(exp). */
    private static boolean softmaxByHand(NodeDef node, List<NodeDef> nodes) {
        NodeDef above = find(nodes, node.getInput(0));
        NodeDef below = find(nodes, node.getInput(1));
        return above != null
                && below != null
                && above.getOp().equals("Exp")
                && below.getOp().equals("Sum")
                && SavedModelGraph.node(below.getInput(0)).equals(above.getName());
    }

    private static @Nullable NodeDef find(List<NodeDef> nodes, String reference) {
        String name = SavedModelGraph.node(reference);
        return nodes.stream()
                .filter(node -> node.getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static int index(String reference) {
        String last = reference.substring(reference.lastIndexOf(':') + 1);
        return last.matches("\\d+") ? Integer.parseInt(last) : 0;
    }
}
