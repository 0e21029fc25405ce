package io.github.stencil.model;

import io.github.stencil.StencilException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;

/**
 * Which operations of a model that would run are not known to be pure: a model is a program, and one that writes files is
 * no network.
 *
 * @param kinds how many kinds of operation the model has
 * @param foreign those that are not on the list of pure operations
 */
record OperationAudit(int kinds, Set<String> foreign) {
    private static final String LIST = "pure-operations.txt";

    OperationAudit {
        foreign = new TreeSet<>(foreign);
    }

    /** Reads all operations that a prediction or the loading of the weights reaches. */
    static OperationAudit of(SavedModelGraph model) {
        Set<String> functions = new HashSet<>();
        Set<String> found = new TreeSet<>();
        for (FunctionDef function : model.graph().getLibrary().getFunctionList()) {
            functions.add(function.getSignature().getName());
            function.getNodeDefList().stream().map(NodeDef::getOp).forEach(found::add);
        }
        model.graph().getNodeList().stream().map(NodeDef::getOp).forEach(found::add);
        found.removeAll(functions);
        Set<String> foreign = new TreeSet<>(found);
        foreign.removeAll(pure());
        return new OperationAudit(found.size(), foreign);
    }

    /** Refuses a model with operations that are not on the list. */
    void refuse(Path model) {
        if (!foreign.isEmpty()) {
            throw StencilException.of(
                    "The model %s runs %s, which may do more than compute, such as read or write files. Set trust only if you know who made it.",
                    model, String.join(", ", foreign));
        }
    }

    @Override
    public String toString() {
        return foreign.isEmpty()
                ? kinds + " kinds, all pure tensor operations"
                : "not known to be pure: " + String.join(", ", foreign);
    }

    private static Set<String> pure() {
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
            throw new UncheckedIOException(e);
        }
    }
}
