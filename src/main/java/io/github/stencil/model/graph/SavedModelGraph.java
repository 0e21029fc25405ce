// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.graph;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.stencil.FileTrouble;
import io.github.stencil.StencilException;
import io.github.stencil.model.file.ForeignFormat;
import io.github.stencil.model.file.ForeignModel;
import io.github.stencil.model.file.ModelFiles;
import io.github.stencil.model.file.ModelNames;
import io.github.stencil.model.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;

/**
 * A SavedModel's graph, cut down to what runs: what its signature reaches, and the operations that restore its weights
 * and initialise it.
 *
 * @param signature the way in and out
 * @param graph the nodes that run, with the functions that they call
 * @param restore the operation that reads the weights, empty if there is none
 * @param restoreFrom the tensor that takes the weights' path
 * @param initialise the operation that runs once after that, empty if there is none
 * @param assets paths of files in the model's folder, by the tensor that takes them
 */
public record SavedModelGraph(
        ModelSignature signature,
        GraphDef graph,
        String restore,
        String restoreFrom,
        String initialise,
        Map<String, String> assets) {
    private static final String INITIALISE = "__saved_model_init_op";
    private static final List<String> INITIALISERS = List.of("saved_model_main_op", "legacy_init_op");
    /** Shapes that an exporter cached; some are stale, and TensorFlow 2 then refuses the model. */
    private static final String CACHED_SHAPES = "_output_shapes";

    /** Copies the names of assets, so that nobody changes them later. */
    public SavedModelGraph {
        assets = Map.copyOf(assets);
    }

    /** Returns the same graph with a signature that says more. */
    public SavedModelGraph withSignature(ModelSignature other) {
        return new SavedModelGraph(other, graph, restore, restoreFrom, initialise, assets);
    }

    /**
     * Returns a model's graph for one way in and out.
     *
     * @throws StencilException if its variables get no values
     */
    public static SavedModelGraph of(MetaGraphDef model, ModelSignature signature, ModelFiles files) {
        String restore = VariableCheck.hasIndex(files) ? model.getSaverDef().getRestoreOpName() : "";
        String initialise = initialiser(model);
        Map<String, String> assets = new HashMap<>();
        model.getAssetFileDefList()
                .forEach(asset -> assets.put(asset.getTensorInfo().getName(), asset.getFilename()));
        List<String> wanted = new ArrayList<>(List.of(signature.inputTensor(), signature.outputTensor()));
        if (!restore.isEmpty()) {
            wanted.add(restore);
            wanted.add(model.getSaverDef().getFilenameTensorName());
        }
        if (!initialise.isEmpty()) {
            wanted.add(initialise);
            wanted.addAll(assets.keySet());
        }
        SavedModelGraph graph = new SavedModelGraph(
                signature,
                cut(model.getGraphDef(), Reach.of(model.getGraphDef(), wanted, files.given())),
                restore,
                model.getSaverDef().getFilenameTensorName(),
                initialise,
                initialise.isEmpty() ? Map.of() : assets);
        VariableCheck.of(graph, files);
        return graph;
    }

    /** Reads a model without running anything of it. */
    public static MetaGraphDef parse(ModelFiles files) {
        if (files.onnx()) {
            return OnnxGraph.of(OnnxModel.read(files.graph(), files.given()));
        }
        Path file = files.folder().resolve(ModelNames.GRAPH);
        try {
            SavedModel model = SavedModel.parseFrom(Files.readAllBytes(file));
            if (model.getMetaGraphsCount() == 0) {
                ForeignModel.refuse(file);
            }
            return model.getMetaGraphsList().stream()
                    .filter(graph -> graph.getMetaInfoDef().getTagsList().contains("serve"))
                    .findFirst()
                    .orElseThrow(() -> StencilException.of(
                            "%s has no graph for prediction (tag \"serve\"). Export the model for serving.",
                            files.given()));
        } catch (InvalidProtocolBufferException e) {
            throw unreadable(file, files.given(), e);
        } catch (IOException e) {
            throw FileTrouble.reading(file, e);
        }
    }

    private static StencilException unreadable(Path file, Path given, IOException cause) {
        try {
            Optional<ForeignFormat> other = ForeignModel.format(file);
            if (other.isPresent() && other.get() != ForeignFormat.RENAMED_GRAPH) {
                return other.get().refusal(file, cause);
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        return StencilException.of(
                cause,
                "%s is damaged: its %s cannot be read. Copy or export the model again.",
                given,
                ModelNames.GRAPH);
    }

    private static String initialiser(MetaGraphDef model) {
        var signature = model.getSignatureDefMap().get(INITIALISE);
        if (signature != null) {
            return signature.getOutputsMap().values().stream()
                    .findFirst()
                    .map(info -> node(info.getName()))
                    .orElse("");
        }
        for (String name : INITIALISERS) {
            var collection = model.getCollectionDefMap().get(name);
            if (collection != null && collection.getNodeList().getValueCount() > 0) {
                return node(collection.getNodeList().getValue(0));
            }
        }
        return "";
    }

    private static GraphDef cut(GraphDef graph, Reach reach) {
        GraphDef.Builder result = GraphDef.newBuilder().setVersions(graph.getVersions());
        graph.getNodeList().stream()
                .filter(n -> reach.nodes().contains(n.getName()))
                .forEach(n -> result.addNode(clean(n)));
        graph.getLibrary().getFunctionList().stream()
                .filter(f -> reach.functions().contains(f.getSignature().getName()))
                .forEach(f -> result.getLibraryBuilder().addFunction(clean(f)));
        graph.getLibrary().getGradientList().stream()
                .filter(g -> reach.functions().contains(g.getFunctionName()))
                .forEach(g -> result.getLibraryBuilder().addGradient(g));
        return result.build();
    }

    /** Returns what runs in a prediction or initialises the model, which has no business with files. */
    public Reach computing(Path model) {
        List<String> wanted = new ArrayList<>(List.of(signature.inputTensor(), signature.outputTensor()));
        if (!initialise.isEmpty()) {
            wanted.add(initialise);
        }
        return Reach.of(graph, wanted, model);
    }

    /** Returns what reads the weights. */
    public Reach restoring(Path model) {
        return Reach.of(graph, restore.isEmpty() ? List.of() : List.of(restore, restoreFrom), model);
    }

    private static NodeDef clean(NodeDef node) {
        return node.toBuilder().removeAttr(CACHED_SHAPES).clearDevice().build();
    }

    private static FunctionDef clean(FunctionDef function) {
        FunctionDef.Builder builder = function.toBuilder().clearNodeDef();
        function.getNodeDefList().forEach(node -> builder.addNodeDef(clean(node)));
        builder.removeAttr(CACHED_SHAPES);
        function.getArgAttrMap()
                .forEach((index, attributes) -> builder.putArgAttr(
                        index, attributes.toBuilder().removeAttr(CACHED_SHAPES).build()));
        return builder.build();
    }

    /** Returns the node in a tensor's or a control input's name. */
    public static String node(String tensor) {
        String name = tensor.startsWith("^") ? tensor.substring(1) : tensor;
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }
}
