// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.graph;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * The operations that read the model's own weights, and no other file: those whose path comes from the one tensor that is
 * fed with it, straight or through the arguments of functions. Any other path is the model's choice.
 */
public final class CheckpointReads {
    /** The operations that read weights; their first input is the path. */
    public static final Set<String> KINDS = Set.of("Restore", "RestoreSlice", "RestoreV2");

    private static final Pattern OTHER_OUTPUT = Pattern.compile(".*:[1-9]\\d*");
    private static final Set<String> CALLS = Set.of("PartitionedCall", "StatefulPartitionedCall");

    /** A handful in any model that a program wrote; arguments that change places could make it endless. */
    private static final int MOST_CALLS = 10_000;

    /** A function with those of its arguments that are the path at one of its calls. */
    private record Call(String function, Set<String> paths) {}

    private final Set<NodeDef> good = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<NodeDef> bad = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<String, FunctionDef> functions;
    private final Deque<Call> open = new ArrayDeque<>();
    private final Set<Call> seen = new HashSet<>();

    private CheckpointReads(Map<String, FunctionDef> functions) {
        this.functions = functions;
    }

    /** Follows the path through the graph and its functions. */
    public static CheckpointReads of(SavedModelGraph model) {
        CheckpointReads reads = new CheckpointReads(Reach.functions(model.graph()));
        reads.look(model.graph().getNodeList(), Set.of(SavedModelGraph.node(model.restoreFrom())));
        while (!reads.open.isEmpty()) {
            Call call = reads.open.pop();
            FunctionDef function = reads.functions.get(call.function());
            if (function != null) {
                reads.look(function.getNodeDefList(), call.paths());
            }
        }
        return reads;
    }

    /** Returns whether a node, of all the ways to it, always reads from the path that is fed. */
    public boolean contains(NodeDef node) {
        return good.contains(node) && !bad.contains(node) && seen.size() < MOST_CALLS;
    }

    private void look(Collection<NodeDef> nodes, Set<String> given) {
        Map<String, NodeDef> byName = new HashMap<>();
        nodes.forEach(node -> byName.put(node.getName(), node));
        for (NodeDef node : nodes) {
            List<String> inputs = node.getInputList();
            if (KINDS.contains(node.getOp())) {
                boolean own = !inputs.isEmpty() && isPath(inputs.get(0), byName, given);
                (own ? good : bad).add(node);
            }
            for (String name : Reach.called(node)) {
                FunctionDef function = functions.get(name);
                if (function != null) {
                    boolean plain = name.equals(node.getOp()) || CALLS.contains(node.getOp());
                    Set<String> paths = plain ? passed(function, inputs, byName, given) : Set.of();
                    Call call = new Call(name, paths);
                    if (seen.size() < MOST_CALLS && seen.add(call)) {
                        open.add(call);
                    }
                }
            }
        }
    }

    private static Set<String> passed(
            FunctionDef function, List<String> inputs, Map<String, NodeDef> nodes, Set<String> given) {
        List<OpDef.ArgDef> arguments = function.getSignature().getInputArgList();
        Set<String> paths = new HashSet<>();
        for (int i = 0; i < Math.min(arguments.size(), inputs.size()); i++) {
            boolean single = arguments.get(i).getNumberAttr().isEmpty()
                    && arguments.get(i).getTypeListAttr().isEmpty();
            if (!single) {
                break; // what follows is not where it is counted
            }
            if (isPath(inputs.get(i), nodes, given)) {
                paths.add(arguments.get(i).getName());
            }
        }
        return paths;
    }

    private static boolean isPath(String tensor, Map<String, NodeDef> nodes, Set<String> given) {
        if (OTHER_OUTPUT.matcher(tensor).matches()) {
            return false; // what is fed is a first output
        }
        String name = SavedModelGraph.node(tensor);
        for (int steps = 0; steps <= nodes.size(); steps++) {
            if (given.contains(name)) {
                return true;
            }
            NodeDef node = nodes.get(name);
            if (node == null || !node.getOp().equals("Identity") || node.getInputCount() == 0) {
                return false;
            }
            name = SavedModelGraph.node(node.getInput(0));
        }
        return false;
    }
}
