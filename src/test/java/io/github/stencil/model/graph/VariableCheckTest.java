// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.github.stencil.StencilException;
import io.github.stencil.model.Graphs;
import io.github.stencil.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SaverDef;

/** Models whose variables get their values from files, and those that do not. */
class VariableCheckTest {
    @TempDir
    private Path folder;

    @Test
    void aVariableThatIsReadFromTheFilesIsFine() throws IOException {
        Path model = model("weight", "weight");
        Files.writeString(model.resolve("variables").resolve("variables.data-00000-of-00001"), "weights");
        assertThat(Model.open(model).properties()).containsEntry("Output", "out (float32)");
    }

    @Test
    void twoNodesOfOneVariableAreOne() throws IOException {
        Path model = model("used", "read", "shared", "shared");
        Files.writeString(model.resolve("variables").resolve("variables.data-00000-of-00001"), "weights");
        assertThat(Model.open(model).properties()).containsEntry("Output", "out (float32)");
    }

    @Test
    void aVariableThatNothingReadsIsSaid() throws IOException {
        Path model = model("dense/kernel", "Variable");
        Files.writeString(model.resolve("variables").resolve("variables.data-00000-of-00001"), "weights");
        refuses(
                model,
                "was saved so that 1 of the 1 variables of its network (\"dense/kernel\") get no values, as tf.saved_model.save does with a Keras 3 model. Export it with model.export(folder)");
    }

    @Test
    void missingVariablesAreSaid() throws IOException {
        Path model = model("weight", "weight");
        refuses(
                model,
                "is a model without all of its weights: its folder variables has 0 of its files variables.data-*");
        Files.writeString(model.resolve("variables").resolve("variables.data-00001-of-00002"), "weights");
        refuses(model, "its folder variables has 1 of 2 files variables.data-*. Copy the whole folder");
        Files.delete(model.resolve("variables").resolve("variables.index"));
        refuses(
                model,
                "is a model without its weights: there is no variables/variables.index beside its saved_model.pb. Copy the whole folder of the model, with the folder variables in it.");
    }

    private static void refuses(Path model, String sentence) {
        assertThatThrownBy(() -> Model.open(model))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining(sentence);
    }

    private Path model(String used, String restored) throws IOException {
        return model(used, restored, "", "");
    }

    /** Writes a model that multiplies by one variable and reads another from its files. */
    private Path model(String used, String restored, String usedShares, String restoredShares) throws IOException {
        GraphDef.Builder graph = Graphs.graph()
                .addNode(variable(used, usedShares))
                .addNode(Graphs.node("value", "ReadVariableOp", used))
                .addNode(Graphs.node("product", "Mul", "image", "value"))
                .addNode(Graphs.node("filename", "Const"))
                .addNode(Graphs.node("read", "RestoreV2", "filename"));
        graph.getNodeBuilder(1).setInput(0, "product");
        if (!restored.equals(used)) {
            graph.addNode(variable(restored, restoredShares));
        }
        graph.addNode(Graphs.node("assign", "AssignVariableOp", restored, "read"))
                .addNode(Graphs.node("restore", "NoOp", "^assign"));
        MetaGraphDef.Builder model = Graphs.model(graph)
                .setSaverDef(SaverDef.newBuilder()
                        .setFilenameTensorName("filename:0")
                        .setRestoreOpName("restore"));
        return Graphs.save(model, folder.resolve("model"));
    }

    private static NodeDef variable(String name, String shared) {
        return Graphs.node(name, "VarHandleOp").toBuilder()
                .putAttr(
                        "shared_name",
                        AttrValue.newBuilder()
                                .setS(ByteString.copyFromUtf8(shared))
                                .build())
                .build();
    }
}
