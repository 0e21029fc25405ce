// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import static io.github.stencil.model.Graphs.call;
import static io.github.stencil.model.Graphs.function;
import static io.github.stencil.model.Graphs.functionAttribute;
import static io.github.stencil.model.Graphs.functionName;
import static io.github.stencil.model.Graphs.graph;
import static io.github.stencil.model.Graphs.model;
import static io.github.stencil.model.Graphs.node;
import static io.github.stencil.model.Graphs.text;
import static io.github.stencil.model.Graphs.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.proto.SignatureDef;

/** Models that do more than compute are refused, and what they would have done does not happen. */
class AuditTest {
    private static final String KNOWN = "stencil.known";

    @TempDir
    private Path folder;

    private Path written = Path.of("");
    private String before = "";

    @BeforeEach
    void rememberElsewhere() throws IOException {
        before = System.getProperty(KNOWN, "");
        System.setProperty(KNOWN, folder.resolve("known").toString());
        written = Files.createDirectory(folder.resolve("written")).resolve("by-the-model.txt");
    }

    @AfterEach
    void rememberAsBefore() {
        System.setProperty(KNOWN, before);
    }

    @Test
    void anOperationThatWritesFilesIsRefused() throws IOException {
        refused(behind(writeFile("write")), "runs WriteFile, which may do more than compute");
    }

    @Test
    void anOperationThatReadsFilesIsRefused() throws IOException {
        refused(behind(text("path", written.toString()), node("read", "ReadFile", "path")), "runs ReadFile,");
    }

    @Test
    void anOperationThatNobodyKnowsIsRefused() throws IOException {
        refused(behind(node("phone", "PhoneHome")), "runs PhoneHome,");
    }

    @Test
    void anOperationInAFunctionIsRefused() throws IOException {
        refused(
                with(behind(call("call", "outer")), function("outer", writeFile("write"))),
                "runs WriteFile (in the function outer),");
    }

    @Test
    void anOperationInAFunctionOfAFunctionIsRefused() throws IOException {
        refused(
                with(
                        behind(call("call", "outer")),
                        function("outer", node("direct", "middle")),
                        function("middle", call("call", "inner")),
                        function("inner", writeFile("write"))),
                "runs WriteFile (in the function inner),");
    }

    @ParameterizedTest
    @ValueSource(strings = {"If", "StatelessWhile", "Case"})
    void anOperationInABranchIsRefused(String kind) throws IOException {
        NodeDef branch = NodeDef.newBuilder()
                .setName("branch")
                .setOp(kind)
                .putAttr("then_branch", functionAttribute("harmless"))
                .putAttr(
                        "branches",
                        AttrValue.newBuilder()
                                .setList(AttrValue.ListValue.newBuilder().addFunc(functionName("hidden")))
                                .build())
                .build();
        refused(
                with(behind(branch), function("harmless"), function("hidden", writeFile("write"))),
                "runs WriteFile (in the function hidden),");
    }

    @Test
    void anOperationInTheInitialiserIsRefused() throws IOException {
        GraphDef.Builder graph = graph().addAllNode(writeFile("write"));
        graph.addNode(NodeDef.newBuilder().setName("init").setOp("NoOp").addInput("^write"));
        MetaGraphDef.Builder model = model(graph);
        model.putSignatureDef(
                "__saved_model_init_op",
                SignatureDef.newBuilder()
                        .putOutputs("__saved_model_init_op", SavedModels.info("init", DataType.DT_INVALID))
                        .build());
        refused(model, "runs WriteFile,");
    }

    @Test
    void anOperationInTheOldKindOfInitialiserIsRefused() throws IOException {
        GraphDef.Builder graph = graph().addAllNode(writeFile("write"));
        MetaGraphDef.Builder model = model(graph);
        model.putCollectionDef(
                "legacy_init_op",
                org.tensorflow.proto.CollectionDef.newBuilder()
                        .setNodeList(org.tensorflow.proto.CollectionDef.NodeList.newBuilder()
                                .addValue("write"))
                        .build());
        refused(model, "runs WriteFile,");
    }

    @Test
    void anOperationThatIsNeverReachedIsNoReasonToRefuse() throws IOException {
        GraphDef.Builder graph = graph().addAllNode(writeFile("write")).addNode(node("save", "SaveV2"));
        Model model = open(with(model(graph), function("unused", writeFile("write"))));
        assertThat(model.properties().get("Operations")).isEqualTo("2 kinds, all pure tensor operations");
        predict(model);
        assertThat(written).doesNotExist();
    }

    @Test
    void aFunctionNamedLikeAnOperationHidesNothing() throws IOException {
        Model model = open(with(behind(writeFile("write")), function("WriteFile")));
        assertThatThrownBy(() -> predict(model)).isInstanceOf(StencilException.class);
        assertThat(written).doesNotExist();
    }

    // ---- weights

    @Test
    void weightsAreReadFromTheModelsOwnFile() throws IOException {
        assertThat(open(restoring(node("read", "RestoreV2", "filename"))).properties())
                .containsEntry("Operations", "5 kinds, all pure tensor operations");
        NodeDef call = call("read", "load").toBuilder().addInput("filename").build();
        FunctionDef.Builder load = function("load", node("deeper", "load2", "argument"));
        FunctionDef.Builder load2 =
                function("load2", node("same", "Identity", "argument"), node("restore", "RestoreV2", "same:output:0"));
        load.getSignatureBuilder().addInputArg(OpDef.ArgDef.newBuilder().setName("argument"));
        load2.getSignatureBuilder().addInputArg(OpDef.ArgDef.newBuilder().setName("argument"));
        assertThat(open(with(restoring(call), load, load2)).properties().get("Operations"))
                .endsWith("all pure tensor operations");
    }

    @Test
    void weightsOfAnotherFileAreRefused() throws IOException {
        MetaGraphDef.Builder model = restoring(node("read", "RestoreV2", "other"));
        model.getGraphDefBuilder().addNode(text("other", "/etc/passwd"));
        refused(model, "runs RestoreV2 of a file that is not the model's own,");
    }

    @Test
    void weightsOfAnotherFileInAFunctionThatIsAlsoCalledWellAreRefused() throws IOException {
        NodeDef good = call("good", "load").toBuilder().addInput("filename").build();
        NodeDef bad = call("bad", "load").toBuilder().addInput("other").build();
        MetaGraphDef.Builder model = restoring(node("read", "NoOp").toBuilder()
                .addInput("^good")
                .addInput("^bad")
                .build());
        model.getGraphDefBuilder()
                .addNode(text("other", "/etc/passwd"))
                .addNode(good)
                .addNode(bad);
        FunctionDef.Builder load = function("load", node("restore", "RestoreV2", "argument"));
        load.getSignatureBuilder().addInputArg(OpDef.ArgDef.newBuilder().setName("argument"));
        refused(with(model, load), "runs RestoreV2 of a file that is not the model's own (in the function load),");
    }

    @Test
    void weightsAreNotReadInAPrediction() throws IOException {
        refused(behind(text("path", "/etc/passwd"), node("read", "RestoreV2", "path")), "runs RestoreV2,");
    }

    // ---- models that pass

    static Stream<String> shared() {
        return Stream.of("nuclei-keras3", "n2v-unet-tf1-bioimageio-0.2.zip");
    }

    @ParameterizedTest
    @MethodSource("shared")
    void aModelThatAnotherProgramExportedPasses(String name) {
        Path model = Path.of("..", "shared", "models", name);
        assumeTrue(Files.exists(model), model + " is not here, so it was not looked at");
        assertThat(Model.open(model).properties().get("Operations")).endsWith("all pure tensor operations");
    }

    @Test
    void theModelThatComesWithStencilPassesAndIsKnownToRun() {
        assertThat(Model.open(Path.of("sample-data", "models", "nuclei")).properties())
                .containsEntry("Tried", "yes")
                .hasEntrySatisfying("Operations", text -> assertThat(text).endsWith("all pure tensor operations"));
    }

    // ---- trust

    @Test
    void trustIsRememberedByTheModelsFilesWhereverTheyLie() throws IOException {
        Path model = save(behind(writeFile("write")), "model");
        assertThat(Model.open(model).properties()).containsEntry("Trusted", "no, so it is not run");
        predict(Model.open(model).trusted());
        assertThat(written).hasContent("evil");
        Files.delete(written);
        Path copy = save(behind(writeFile("write")), "copy");
        assertThat(Model.open(copy).properties()).containsEntry("Trusted", "yes");
        predict(Model.open(copy));
        assertThat(written).hasContent("evil");
        Files.delete(written);
        Files.createDirectories(copy.resolve("variables"));
        Files.writeString(copy.resolve("variables").resolve("more"), "other weights");
        assertThatThrownBy(() -> predict(Model.open(copy))).hasMessageContaining("runs WriteFile");
        assertThat(written).doesNotExist();
    }

    private void refused(MetaGraphDef.Builder model, String sentence) throws IOException {
        Model opened = open(model);
        assertThatThrownBy(() -> predict(opened))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining(sentence);
        assertThatThrownBy(opened::refuseUnlessPure).hasMessageContaining(sentence);
        assertThat(opened.properties().get("Operations")).startsWith("not known to be pure: ");
        assertThat(written).doesNotExist();
    }

    private static void predict(Model model) {
        AxisImage image = AxisImage.of(Images.noise(1, 32, 8, 8, 1, 1, 1));
        model.predict(
                image, PredictionSettings.USUAL.withOutput(PredictionOutput.RAW), ImageStore.memory(), Progress.NONE);
    }

    private Model open(MetaGraphDef.Builder model) throws IOException {
        return Model.open(save(model, "model"));
    }

    private Path save(MetaGraphDef.Builder model, String name) throws IOException {
        return Graphs.save(model, folder.resolve(name));
    }

    /** A model whose output is its input, once the last of some nodes has run. */
    private static MetaGraphDef.Builder behind(NodeDef... nodes) {
        return behind(List.of(nodes));
    }

    private static MetaGraphDef.Builder behind(List<NodeDef> nodes) {
        GraphDef.Builder graph = graph().addAllNode(nodes);
        graph.getNodeBuilder(1).addInput("^" + nodes.get(nodes.size() - 1).getName());
        return model(graph);
    }

    /** A model whose output is its input, and whose weights a node reads. */
    private static MetaGraphDef.Builder restoring(NodeDef restore) throws IOException {
        GraphDef.Builder graph =
                graph().addNode(text("filename", "model")).addNode(restore).addNode(node("types", "NoOp"));
        graph.addNode(NodeDef.newBuilder()
                .setName("restore")
                .setOp("NoOp")
                .addInput("^" + restore.getName())
                .addInput("^types"));
        return model(graph)
                .setSaverDef(SaverDef.newBuilder()
                        .setFilenameTensorName("filename:0")
                        .setRestoreOpName("restore"));
    }

    /** Nodes of which the last writes a file. */
    private List<NodeDef> writeFile(String name) {
        return List.of(
                text(name + "_path", written.toString()),
                text(name + "_text", "evil"),
                node(name, "WriteFile", name + "_path", name + "_text"));
    }
}
