// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.graph;

import io.github.stencil.FileTrouble;
import io.github.stencil.StencilException;
import io.github.stencil.model.file.ModelFiles;
import io.github.stencil.model.file.ModelNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tensorflow.proto.NodeDef;

/** Whether everything that a network calls a variable gets a value from the model's files. */
final class VariableCheck {
    private static final Set<String> KINDS = Set.of("VarHandleOp", "VariableV2", "Variable");
    private static final Pattern SHARD = Pattern.compile("variables\\.data-\\d+-of-(\\d+)");
    private static final String INDEX = "variables.index";

    private VariableCheck() {}

    /** Returns whether a model has a file with the names of its variables. */
    static boolean hasIndex(ModelFiles files) {
        return Files.exists(files.folder().resolve(ModelNames.VARIABLES).resolve(INDEX));
    }

    /**
     * Refuses a model with variables of which nothing ever reads the values.
     *
     * @throws StencilException if it is one, saying whether files are missing or the export was wrong
     */
    static void of(SavedModelGraph graph, ModelFiles files) {
        Set<String> used = variables(graph, List.of(graph.signature().outputTensor()), files.given());
        if (used.isEmpty()) {
            return;
        }
        List<String> starts = Stream.of(graph.restore(), graph.initialise())
                .filter(name -> !name.isEmpty())
                .toList();
        Set<String> missing = new LinkedHashSet<>(used);
        missing.removeAll(variables(graph, starts, files.given()));
        if (graph.restore().isEmpty() && !missing.isEmpty() && !hasIndex(files)) {
            throw StencilException.of(
                    "%s is a model without its weights: there is no %s/%s beside its %s. Copy the whole folder of the model, with the folder %s in it.",
                    files.given(), ModelNames.VARIABLES, INDEX, ModelNames.GRAPH, ModelNames.VARIABLES);
        }
        if (!graph.restore().isEmpty()) {
            shards(files);
        }
        if (!missing.isEmpty()) {
            throw StencilException.of(
                    "%s was saved so that %d of the %d variables of its network (\"%s\") get no values, as tf.saved_model.save does with a Keras 3 model. Export it with model.export(folder), and choose that folder.",
                    files.given(),
                    missing.size(),
                    used.size(),
                    missing.iterator().next());
        }
    }

    /** Variables by the names that they share; nodes may be several to one variable. */
    private static Set<String> variables(SavedModelGraph graph, List<String> wanted, Path model) {
        Set<String> reached = Reach.of(graph.graph(), wanted, model).nodes();
        Set<String> names = new LinkedHashSet<>();
        for (NodeDef node : graph.graph().getNodeList()) {
            if (KINDS.contains(node.getOp()) && reached.contains(node.getName())) {
                String shared = node.getAttrMap().containsKey("shared_name")
                        ? node.getAttrOrThrow("shared_name").getS().toStringUtf8()
                        : "";
                names.add(shared.isEmpty() ? node.getName() : shared);
            }
        }
        return names;
    }

    private static void shards(ModelFiles files) {
        Path folder = files.folder().resolve(ModelNames.VARIABLES);
        try (Stream<Path> all = Files.list(folder)) {
            List<Matcher> shards = all.map(file -> SHARD.matcher(String.valueOf(file.getFileName())))
                    .filter(Matcher::matches)
                    .toList();
            Optional<Integer> wanted = shards.stream()
                    .map(shard -> Integer.valueOf(shard.group(1)))
                    .findFirst();
            if (wanted.isEmpty() || shards.size() < wanted.get()) {
                throw StencilException.of(
                        "%s is a model without all of its weights: its folder %s has %d of %s files variables.data-*. Copy the whole folder of the model.",
                        files.given(),
                        ModelNames.VARIABLES,
                        shards.size(),
                        wanted.map(String::valueOf).orElse("its"));
            }
        } catch (IOException e) {
            throw FileTrouble.reading(folder, e);
        }
    }
}
