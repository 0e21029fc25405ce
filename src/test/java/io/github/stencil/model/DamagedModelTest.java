// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.model.file.ModelFiles;
import io.github.stencil.model.file.ModelZip;
import io.github.stencil.model.graph.SavedModelGraph;
import io.github.stencil.model.step.Recipe;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;

/** Models that no program wrote: each is refused in a sentence, and soon. */
@Timeout(20)
class DamagedModelTest {
    @TempDir
    private Path folder;

    // ---- YAML

    static Stream<Arguments> cards() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            bomb.append("a%d: &a%d [".formatted(i, i))
                    .append("*a%d, ".formatted(i - 1).repeat(9))
                    .append("x]\n");
        }
        return Stream.of(
                Arguments.of("name: " + "[".repeat(60) + "]".repeat(60), "nests or repeats more"),
                Arguments.of("[".repeat(100_000), "nests or repeats more"),
                Arguments.of("{a: ".repeat(100_000), "nests or repeats more"),
                Arguments.of(bomb.toString(), "nests or repeats more"),
                Arguments.of("a: &a [*a, *a]", "nests or repeats more"),
                Arguments.of("{[a]: b}", "is not YAML"),
                Arguments.of("name: !!binary aGVsbG8=x", "is not YAML (Input byte array"),
                Arguments.of("stencil: 1\nstencil: 1", "is not YAML"),
                Arguments.of("stencil: " + "x".repeat(1_000), "x...\" but it must be 1"),
                Arguments.of("#" + "x".repeat(5 << 20), "is larger than 4 MB"));
    }

    @ParameterizedTest
    @MethodSource("cards")
    void aCardBeyondAllBoundsIsRefused(String text, String sentence) throws IOException {
        SavedModels.small(folder);
        Files.writeString(folder.resolve("stencil.yaml"), text);
        refuses(folder, sentence);
    }

    @ParameterizedTest
    @MethodSource("cards")
    void aPackageBeyondAllBoundsIsRefused(String text, String sentence) throws IOException {
        SavedModels.small(folder);
        if (sentence.contains("must be")) {
            return; // a package has no such key
        }
        Files.writeString(folder.resolve("rdf.yaml"), text);
        refuses(folder, sentence);
    }

    // ---- zips

    @Test
    void aNameInAZipThatNoFileCanHaveIsRefused() throws IOException {
        refuses(zip("a\0b", new byte[1]), "holds a file named \"a?b\"");
    }

    @Test
    void aFileInAZipThatIsLargerThanItSaysIsRefused() throws IOException {
        Path zip = zip("variables/zeros", new byte[1 << 20]);
        byte[] bytes = Files.readAllBytes(zip);
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int directory = file.getInt(bytes.length - 6);
        file.putInt(directory + 24, 10); // the size of the only file, by the central directory
        Files.write(zip, bytes);
        refuses(zip, "holds a file \"variables/zeros\" that unpacks to more than the zip says. Do not use this zip.");
    }

    @Test
    void aLinkInAZipIsRefusedBeforeAnythingIsUnpacked() throws IOException {
        Path zip = zip("variables/link", "/etc/passwd".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        byte[] bytes = Files.readAllBytes(zip);
        Packages.makeLink(bytes, "variables/link");
        Files.write(zip, bytes);
        Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
        assertThatThrownBy(() -> ModelZip.unpack(zip, unpacked))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("holds a link, \"variables/link\", but");
        assertThat(unpacked).isEmptyDirectory();
    }

    // ---- graphs

    @Test
    void aCallOfNoFunctionIsRefused() throws IOException {
        refuses(out(Graphs.node("call", "PartitionedCall")), "is damaged: its graph is not as TensorFlow writes it.");
    }

    @Test
    void aDivisionOfNothingIsRefused() throws IOException {
        refuses(out(Graphs.node("call", "RealDiv")), "is damaged: its graph is not as TensorFlow writes it.");
    }

    @Test
    void functionsThatCallEachOtherTwiceAreNotFollowedForEver() throws IOException {
        List<FunctionDef.Builder> functions = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            FunctionDef.Builder each = Graphs.function(
                            "f" + i,
                            Graphs.call("a", "f" + (i + 1)).toBuilder()
                                    .addInput("x")
                                    .build(),
                            Graphs.call("b", "f" + (i + 1)).toBuilder()
                                    .addInput("x")
                                    .build(),
                            Graphs.node("sum", "AddV2", "a:output:0", "b:output:0"))
                    .putRet("y", "sum:z:0");
            each.getSignatureBuilder().addInputArgBuilder().setName("x").setType(DataType.DT_FLOAT);
            each.getSignatureBuilder().addOutputArgBuilder().setName("y").setType(DataType.DT_FLOAT);
            functions.add(each);
        }
        MetaGraphDef.Builder model = Graphs.with(
                graph(Graphs.call("call", "f0").toBuilder().addInput("image").build()),
                functions.toArray(FunctionDef.Builder[]::new));
        assertThat(Model.open(Graphs.save(model, folder)).properties().get("Halo"))
                .startsWith("measured when it first runs");
    }

    @Test
    void aListThatIsJoinedToItselfIsNotReadForEver() throws IOException {
        GraphDef.Builder graph = Graphs.graph().addNode(Graphs.node("n0", "Shape", "image"));
        for (int i = 1; i < 40; i++) {
            graph.addNode(Graphs.node("n" + i, "Concat", "axis", "n" + (i - 1), "n" + (i - 1)));
        }
        graph.addNode(Graphs.node("axis", "Const"));
        graph.addNode(Graphs.node("call", "Reshape", "image", "n39"));
        graph.getNodeBuilder(1).setInput(0, "call");
        assertThat(Model.open(Graphs.save(Graphs.model(graph), folder))
                        .properties()
                        .get("Halo"))
                .startsWith("measured when it first runs");
    }

    @Test
    void whatTensorFlowFindsWrongIsOneKindOfFailure() {
        Path shrinks = SavedModels.write(folder, 1, 1, (net, image) -> net.join(image, net.pool(image)));
        SavedModelGraph graph = Model.open(shrinks).read().graph();
        Recipe none = new Recipe(List.of());
        try (Network network = Network.load(
                        graph,
                        ModelFiles.of(shrinks),
                        io.github.stencil.image.PixelType.FLOAT32,
                        none,
                        Tail.of(Model.open(shrinks).read().head()),
                        io.github.stencil.tensor.Precision.FULL,
                        false);
                var pixels = io.github.stencil.tensor.HostTensor.of(new float[64], 1, 1, 1, 8, 8)) {
            assertThatThrownBy(() -> network.run(pixels, new float[0], Network.Core.ALL, 0.5, Network.Head.VALUES))
                    .isInstanceOf(TensorFlowException.class);
        }
    }

    @Test
    void weightsThatAreNotThereAreSaidAtOnce() throws IOException {
        GraphDef.Builder nodes = GraphDef.newBuilder();
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Operand<TFloat32> image = tf.withName("image").placeholder(TFloat32.class);
            Operand<TString> file = tf.withName("filename").constant("model");
            Operand<TString> name = tf.array("weight");
            Op read = tf.train.restore(file, name, tf.array(""), List.of(TFloat32.class));
            tf.withName("restore").withControlDependencies(List.of(read)).noOp();
            tf.withName("out").identity(image);
            nodes.mergeFrom(graph.toGraphDef());
        }
        MetaGraphDef.Builder model = Graphs.model(nodes)
                .setSaverDef(SaverDef.newBuilder()
                        .setFilenameTensorName("filename:0")
                        .setRestoreOpName("restore"));
        Model opened = Model.made(Graphs.save(model, folder));
        AxisImage image = AxisImage.of(Images.noise(1, 32, 8, 8, 1, 1, 1));
        assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> assertThatThrownBy(() -> opened.predict(
                                image,
                                PredictionSettings.USUAL.withOutput(PredictionOutput.RAW),
                                ImageStore.memory(),
                                Progress.NONE))
                        .isInstanceOf(StencilException.class)
                        .hasMessageContaining("TensorFlow cannot load " + folder));
    }

    private Path out(NodeDef last) throws IOException {
        return Graphs.save(graph(last), folder);
    }

    private static MetaGraphDef.Builder graph(NodeDef last) {
        GraphDef.Builder graph = Graphs.graph().addNode(last);
        graph.getNodeBuilder(1).setInput(0, last.getName());
        return Graphs.model(graph);
    }

    private Path zip(String name, byte[] content) throws IOException {
        Path zip = folder.resolve("model.zip");
        try (OutputStream file = Files.newOutputStream(zip);
                ZipOutputStream out = new ZipOutputStream(file)) {
            out.putNextEntry(new ZipEntry(name));
            out.write(content);
        }
        return zip;
    }

    private static void refuses(Path model, String sentence) {
        assertThatThrownBy(() -> Model.open(model))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining(sentence);
    }
}
