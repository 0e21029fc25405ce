// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.trust;

import io.github.stencil.FileTrouble;
import io.github.stencil.StencilException;
import io.github.stencil.model.graph.CheckpointReads;
import io.github.stencil.model.graph.Reach;
import io.github.stencil.model.graph.SavedModelGraph;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;

/**
 * Which operations of a model that would run are not known to be pure: a model is a program, and one that writes files is
 * no network. What counts is what a prediction, the restoring of the weights and the initialisation reach; nothing else
 * is ever given to TensorFlow.
 *
 * @param kinds how many kinds of operation the model has
 * @param foreign those that are not on the list of pure operations, each with the function that it hides in
 */
public record OperationAudit(int kinds, Set<String> foreign) {
    private static final String LIST = "pure-operations.txt";

    /** Sorts the foreign operations, so that messages name them in one order. */
    public OperationAudit {
        foreign = new LinkedHashSet<>(new TreeSet<>(foreign));
    }

    /** Holds all operations that would run against the list of pure ones. */
    public static OperationAudit of(SavedModelGraph model, Path name) {
        Set<String> pure = list();
        Set<String> kinds = new TreeSet<>();
        Set<String> foreign = new TreeSet<>();
        each(model, model.computing(name), (node, where) -> {
            kinds.add(node.getOp());
            if (!pure.contains(node.getOp())) {
                foreign.add(node.getOp() + where);
            }
        });
        CheckpointReads own = CheckpointReads.of(model);
        each(model, model.restoring(name), (node, where) -> {
            kinds.add(node.getOp());
            if (CheckpointReads.KINDS.contains(node.getOp())) {
                if (!own.contains(node)) {
                    foreign.add(node.getOp() + " of a file that is not the model's own" + where);
                }
            } else if (!pure.contains(node.getOp())) {
                foreign.add(node.getOp() + where);
            }
        });
        return new OperationAudit(kinds.size(), foreign);
    }

    /** Returns what holds for an ONNX network, whose operators are held against another list as it is read. */
    public static OperationAudit ofOnnx(SavedModelGraph model) {
        Set<String> kinds = model.graph().getNodeList().stream()
                .map(NodeDef::getOp)
                .filter(kind -> !kind.equals("Placeholder"))
                .collect(Collectors.toSet());
        return new OperationAudit(kinds.size(), Set.of());
    }

    /** Shows each operation that is reached, and in which function, if in one; calls of functions are none. */
    private static void each(SavedModelGraph model, Reach reach, BiConsumer<NodeDef, String> visitor) {
        for (NodeDef node : model.graph().getNodeList()) {
            if (reach.nodes().contains(node.getName()) && !reach.functions().contains(node.getOp())) {
                visitor.accept(node, "");
            }
        }
        for (FunctionDef function : model.graph().getLibrary().getFunctionList()) {
            String name = function.getSignature().getName();
            if (reach.functions().contains(name)) {
                function.getNodeDefList().stream()
                        .filter(node -> !reach.functions().contains(node.getOp()))
                        .forEach(node -> visitor.accept(node, " (in the function %s)".formatted(name)));
            }
        }
    }

    /** Returns what holds for two graphs of a model together. */
    public OperationAudit and(OperationAudit other) {
        Set<String> both = new TreeSet<>(foreign);
        both.addAll(other.foreign);
        return new OperationAudit(Math.max(kinds, other.kinds), both);
    }

    /** Returns whether all that would run is known to be pure. */
    public boolean pure() {
        return foreign.isEmpty();
    }

    /** Returns why a model is refused, whose operations are not all on the list. */
    public StencilException refusal(Path model) {
        return StencilException.of(
                "The model %s runs %s, which may do more than compute, such as read or write files. Set trust only if you know who made it.",
                model, String.join(", ", foreign));
    }

    @Override
    public String toString() {
        return foreign.isEmpty()
                ? kinds + " kinds, all pure tensor operations"
                : "not known to be pure: " + String.join(", ", foreign);
    }

    private static Set<String> list() {
        try (InputStream in = OperationAudit.class.getResourceAsStream(LIST)) {
            if (in == null) {
                throw new IllegalStateException(LIST + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw FileTrouble.reading(LIST, e);
        }
    }
}
