// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Builds SavedModels node by node, also such as TensorFlow itself would not write. */
public final class Graphs {
    private Graphs() {}

    /** Writes a model, with a file for its weights if it reads any. */
    public static Path save(MetaGraphDef.Builder model, Path place) throws IOException {
        Files.createDirectories(place);
        model.getMetaInfoDefBuilder().clearTags().addTags("serve");
        if (model.hasSaverDef()) {
            Files.createDirectories(place.resolve("variables"));
            Files.writeString(place.resolve("variables").resolve("variables.index"), "weights");
        }
        SavedModel saved = SavedModel.newBuilder()
                .setSavedModelSchemaVersion(1)
                .addMetaGraphs(model)
                .build();
        return Files.write(place.resolve("saved_model.pb"), saved.toByteArray()).resolveSibling("");
    }

    /** A model whose output goes through a function that calls itself: pure operations, and no end. */
    public static MetaGraphDef.Builder endless() {
        AttrValue types = AttrValue.newBuilder()
                .setList(AttrValue.ListValue.newBuilder().addType(DataType.DT_FLOAT))
                .build();
        NodeDef call = call("call", "endless").toBuilder()
                .putAttr("Tin", types)
                .putAttr("Tout", types)
                .build();
        FunctionDef.Builder endless =
                function("endless", call.toBuilder().addInput("x").build()).putRet("y", "call:output:0");
        endless.getSignatureBuilder().addInputArgBuilder().setName("x").setType(DataType.DT_FLOAT);
        endless.getSignatureBuilder().addOutputArgBuilder().setName("y").setType(DataType.DT_FLOAT);
        GraphDef.Builder graph = graph().addNode(call.toBuilder().addInput("image"));
        graph.getNodeBuilder(1).setInput(0, "call");
        return with(model(graph), endless);
    }

    public static MetaGraphDef.Builder model(GraphDef.Builder graph) {
        return MetaGraphDef.newBuilder()
                .setGraphDef(graph)
                .putSignatureDef(
                        "serving_default",
                        SignatureDef.newBuilder()
                                .putInputs("image", SavedModels.info("image", DataType.DT_FLOAT, -1, -1, -1, 1))
                                .putOutputs("out", SavedModels.info("out", DataType.DT_FLOAT, -1, -1, -1, 1))
                                .build());
    }

    public static GraphDef.Builder graph() {
        AttrValue floats = AttrValue.newBuilder().setType(DataType.DT_FLOAT).build();
        GraphDef.Builder graph = GraphDef.newBuilder();
        graph.addNodeBuilder().setName("image").setOp("Placeholder").putAttr("dtype", floats);
        graph.addNodeBuilder()
                .setName("out")
                .setOp("Identity")
                .addInput("image")
                .putAttr("T", floats);
        return graph;
    }

    public static MetaGraphDef.Builder with(MetaGraphDef.Builder model, FunctionDef.Builder... functions) {
        for (FunctionDef.Builder function : functions) {
            model.getGraphDefBuilder().getLibraryBuilder().addFunction(function);
        }
        return model;
    }

    public static FunctionDef.Builder function(String name, NodeDef... nodes) {
        return function(name, List.of(nodes));
    }

    static FunctionDef.Builder function(String name, List<NodeDef> nodes) {
        return FunctionDef.newBuilder()
                .setSignature(OpDef.newBuilder().setName(name))
                .addAllNodeDef(nodes);
    }

    public static NodeDef node(String name, String kind, String... inputs) {
        return NodeDef.newBuilder()
                .setName(name)
                .setOp(kind)
                .addAllInput(List.of(inputs))
                .build();
    }

    public static NodeDef call(String name, String function) {
        return node(name, "StatefulPartitionedCall").toBuilder()
                .putAttr("f", functionAttribute(function))
                .build();
    }

    static AttrValue functionAttribute(String name) {
        return AttrValue.newBuilder().setFunc(functionName(name)).build();
    }

    static NameAttrList functionName(String name) {
        return NameAttrList.newBuilder().setName(name).build();
    }

    static NodeDef text(String name, String value) {
        return node(name, "Const").toBuilder()
                .putAttr(
                        "dtype",
                        AttrValue.newBuilder().setType(DataType.DT_STRING).build())
                .putAttr(
                        "value",
                        AttrValue.newBuilder()
                                .setTensor(TensorProto.newBuilder()
                                        .setDtype(DataType.DT_STRING)
                                        .setTensorShape(TensorShapeProto.getDefaultInstance())
                                        .addStringVal(ByteString.copyFromUtf8(value)))
                                .build())
                .build();
    }
}
