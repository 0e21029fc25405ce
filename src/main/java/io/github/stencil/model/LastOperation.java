package io.github.stencil.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;

/** Tells from the last operation of a network what its output is. */
final class LastOperation {
    private static final Set<String> PASSING = Set.of(
            "Identity", "Cast", "Reshape", "Transpose", "Squeeze", "ExpandDims", "StopGradient", "CheckNumerics");
    private static final int MOST_STEPS = 1000;

    private LastOperation() {}

    /** Returns probabilities after a sigmoid or softmax, labels after an argmax or where the output is integer. */
    static Meaning meaning(SavedModelGraph model) {
        if (model.signature().integer()) {
            return Meaning.LABELS;
        }
        Map<String, FunctionDef> functions = new HashMap<>();
        model.graph()
                .getLibrary()
                .getFunctionList()
                .forEach(f -> functions.put(f.getSignature().getName(), f));
        List<NodeDef> nodes = model.graph().getNodeList();
        String reference = model.signature().outputTensor();
        for (int i = 0; i < MOST_STEPS; i++) {
            NodeDef node = find(nodes, reference);
            if (node == null) {
                return Meaning.UNKNOWN; // the output is the function's own argument
            }
            if (node.getOp().endsWith("PartitionedCall")) {
                FunctionDef function =
                        functions.get(node.getAttrOrThrow("f").getFunc().getName());
                if (function == null) {
                    return Meaning.UNKNOWN;
                }
                int index = index(reference);
                nodes = function.getNodeDefList();
                reference = function.getRetOrThrow(
                        function.getSignature().getOutputArg(index).getName());
            } else if (PASSING.contains(node.getOp())) {
                reference = node.getInput(0);
            } else {
                return meaning(node, nodes);
            }
        }
        return Meaning.UNKNOWN;
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
