// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;

/** Models of other formats, given to each command that takes a model: each is called by its name, whatever the file's is. */
class ForeignModelsTest {
    private static final String PROPERTY = "stencil.models";
    private static final String HDF5 = "\u0089HDF\r\n\u001a\n";
    private static final byte[] OLD_TORCH = HexFormat.of().parseHex("80028a0a6cfc9c46f9206aa850192e");
    private static final byte[] TABLE_END = HexFormat.of().parseHex("000057fb808b247547db");
    private static final byte[] ONNX = HexFormat.of().parseHex("08083a050a010042003a00");

    @TempDir
    private Path folder;

    private String before = "";

    @BeforeEach
    void useALibraryOfOurOwn() {
        before = System.getProperty(PROPERTY, "");
        System.setProperty(PROPERTY, folder.resolve("library").toString());
    }

    @AfterEach
    void leaveIt() {
        if (before.isEmpty()) {
            System.clearProperty(PROPERTY);
        } else {
            System.setProperty(PROPERTY, before);
        }
    }

    static Stream<Arguments> files() throws IOException {
        byte[] keras = zip("metadata.json", "config.json", "model.weights.h5");
        byte[] full = latin(HDF5 + "....model_config....");
        byte[] weights = latin(HDF5 + "....layers....vars");
        byte[] frozen = GraphDef.newBuilder()
                .addNode(NodeDef.newBuilder().setName("x").setOp("Placeholder"))
                .addNode(NodeDef.newBuilder().setName("y/add").setOp("AddV2"))
                .build()
                .toByteArray();
        byte[] graph = SavedModel.newBuilder()
                .setSavedModelSchemaVersion(1)
                .addMetaGraphs(MetaGraphDef.newBuilder())
                .build()
                .toByteArray();
        String keras3 = "load_model(\"%s\").export(\"folder\")";
        return Stream.of(
                Arguments.of("m.keras", keras, "is a Keras model, but Stencil", keras3),
                Arguments.of("m.zip", keras, "is a Keras model, but Stencil", keras3),
                Arguments.of("m.h5", full, "is a Keras model in HDF5, but", keras3),
                Arguments.of("m.keras", full, "is a Keras model in HDF5, but", keras3),
                Arguments.of(
                        "shifted.hdf5",
                        latin(" ".repeat(512) + HDF5 + "model_config"),
                        "is a Keras model in HDF5, but",
                        keras3),
                Arguments.of(
                        "m.weights.h5",
                        latin(HDF5),
                        "is the weights of a Keras network without",
                        "load_weights(\"%s\")"),
                Arguments.of("m.h5", weights, "is the weights of a Keras network without", "load_weights(\"%s\")"),
                Arguments.of(
                        "data.h5",
                        latin(HDF5 + "volumes"),
                        "is an HDF5 file in which there is no Keras",
                        "exported to"),
                Arguments.of("frozen.pb", frozen, "is a frozen TensorFlow graph (a GraphDef", "simple_save"),
                Arguments.of("frozen", frozen, "is a frozen TensorFlow graph (a GraphDef", "simple_save"),
                Arguments.of("saved_model.pb", frozen, "is a frozen TensorFlow graph (a GraphDef", "simple_save"),
                Arguments.of(
                        "other.pb",
                        graph,
                        "is the graph of a TensorFlow SavedModel under another",
                        "Name it saved_model.pb"),
                Arguments.of(
                        "graph.pbtxt",
                        latin("node {}"),
                        "is a TensorFlow graph written as text",
                        "binary saved_model.pb"),
                Arguments.of("m.onnx", ONNX, "is an ONNX file without a network", "Copy or export"),
                Arguments.of("m.h5", ONNX, "is an ONNX file without a network", "Copy or export"),
                Arguments.of("m.pt", zip("m/data.pkl", "m/version"), "is a PyTorch file, but", "torch.onnx.export"),
                Arguments.of("m.pth", OLD_TORCH, "is a PyTorch file, but", "torch.onnx.export"),
                Arguments.of("m.zip", zip("m/data.pkl", "m/code/x.py"), "is a TorchScript model", "torch.onnx.export"),
                Arguments.of("m.tflite", latin("\u001c\0\0\0TFL3...."), "is a TensorFlow Lite model", "converted from"),
                Arguments.of("m.index", TABLE_END, "is a checkpoint, the weights of a network without", "model.export"),
                Arguments.of("checkpoint", latin("model_checkpoint_path: \"m\""), "is a checkpoint", "model.export"),
                Arguments.of("m.ckpt.data-00000-of-00001", new byte[9], "is a checkpoint", "model.export"),
                Arguments.of("m.pkl", latin("\u0080\u0004."), "is a Python pickle", "SavedModel"),
                Arguments.of(
                        "m.safetensors",
                        latin("\u0010\0\0\0\0\0\0\0{\"a\":1}"),
                        "is a file of weights without the network (safetensors)",
                        "SavedModel"),
                Arguments.of(
                        "m.zip",
                        latin("version https://git-lfs.github.com/spec/v1\n"),
                        "is a pointer of Git LFS",
                        "git lfs pull"),
                Arguments.of("m.zip", latin("\n<!DOCTYPE html><html>"), "is a web page", "Download the model itself."),
                Arguments.of(
                        "m.zip",
                        latin("PK\3\4...."),
                        "cannot be read as a zip of a model: it is damaged, or only a part",
                        "again"),
                Arguments.of(
                        "m.xyz",
                        latin("something else"),
                        "cannot be read as a zip of a model (",
                        "nor is it a model of another format"),
                Arguments.of(
                        "empty.pb",
                        new byte[0],
                        "cannot be read as a zip of a model (",
                        "nor is it a model of another format"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("files")
    void aFileIsToldByWhatIsInIt(String name, byte[] content, String what, String advice) throws IOException {
        Path file = Files.write(folder.resolve(name), content);
        for (String said : refusals(file)) {
            assertThat(said).contains(name + " " + what).contains(advice.replace("%s", name));
        }
    }

    @Test
    void aZipOrAFolderThatHoldsOneNamesIt() throws IOException {
        Path inner = Files.createDirectories(folder.resolve("models").resolve("best"));
        Files.write(inner.resolve("best.keras"), zip("config.json", "model.weights.h5"));
        for (String said : refusals(folder.resolve("models"))) {
            assertThat(said)
                    .contains("models holds \"best.keras\", a Keras model, but")
                    .contains("load_model(\"best.keras\")");
        }
        Path zipped = folder.resolve("best.zip");
        Files.write(zipped, zip("best.onnx", ONNX, "notes.txt", latin("notes")));
        for (String said : refusals(zipped)) {
            assertThat(said).contains("best.zip is an ONNX file without a network");
        }
    }

    @Test
    void aCheckpointsFolderAndOneOfTensorFlowJsAreNamed() throws IOException {
        Path checkpoint = Files.createDirectories(folder.resolve("training"));
        Files.writeString(checkpoint.resolve("checkpoint"), "model_checkpoint_path: \"m\"");
        Files.write(checkpoint.resolve("m.index"), TABLE_END);
        for (String said : refusals(checkpoint)) {
            assertThat(said).contains("training is a checkpoint, the weights of a network without the network");
        }
        Path script = Files.createDirectories(folder.resolve("js"));
        Files.writeString(script.resolve("model.json"), "{}");
        Files.write(script.resolve("group1-shard1of1.bin"), new byte[1]);
        for (String said : refusals(script)) {
            assertThat(said).contains("js is a TensorFlow.js model");
        }
    }

    @Test
    void theGraphOrTheCardOfAModelIsTheModel() throws IOException {
        Path model = Path.of("sample-data", "models", "nuclei");
        for (String part : List.of("saved_model.pb", "rdf.yaml", "stencil.yaml")) {
            StringWriter out = new StringWriter();
            assertThat(run(out, "model-info", "--model", model.resolve(part).toString()))
                    .isZero();
            assertThat(out.toString()).contains("Name,Nuclei");
        }
        Path copy = Files.createDirectories(folder.resolve("whole").resolve("variables"));
        Files.copy(model.resolve("saved_model.pb"), copy.resolveSibling("saved_model.pb"));
        assertThat(refusals(copy))
                .allMatch(said -> said.contains("is a part of a TensorFlow SavedModel. Choose the folder above"));
    }

    @Test
    void aFolderOfModelsListsThem() throws IOException {
        for (String name : List.of("a", "b")) {
            Path each = Files.createDirectories(folder.resolve("all").resolve(name));
            Files.copy(Path.of("sample-data", "models", "nuclei", "saved_model.pb"), each.resolve("saved_model.pb"));
        }
        assertThat(refusals(folder.resolve("all")))
                .allMatch(said -> said.contains("all holds 2 models (a, b). Choose the folder of one of them"));
    }

    @Test
    void whatTfSavedModelSaveMakesOfAKeras3ModelIsSaid() {
        Path model = Path.of("src", "test", "resources", "models", "keras3-by-tf-saved-model-save.zip");
        assertThat(refusals(model))
                .allMatch(said ->
                        said.contains("66 of the 66 variables of its network (\"conv2d_21/bias\") get no values")
                                && said.contains("Export it with model.export(folder), and choose that folder."));
    }

    /** Returns what predict, model-info and install-model say of a model. */
    private List<String> refusals(Path model) {
        Path image = folder.resolve("image.tif");
        IJ.saveAsTiff(new ImagePlus("", new ByteProcessor(8, 8)), image.toString());
        List<String> said = new ArrayList<>();
        for (List<String> command : List.of(
                List.of("model-info", "--model", model.toString()),
                List.of(
                        "predict",
                        "--image",
                        image.toString(),
                        "--model",
                        model.toString(),
                        "--output",
                        folder.resolve("out.tif").toString()),
                List.of("install-model", "--file", model.toString()))) {
            StringWriter err = new StringWriter();
            assertThat(run(err, command.toArray(String[]::new)))
                    .as(err.toString())
                    .isEqualTo(2);
            said.add(err.toString());
        }
        assertThat(folder.resolve("out.tif")).doesNotExist();
        Path library = folder.resolve("library");
        assertThat(Files.exists(library) ? library.toFile().list() : new String[0])
                .isEmpty();
        return said;
    }

    private static int run(StringWriter said, String... arguments) {
        PrintWriter writer = new PrintWriter(said);
        return Main.run(writer, writer, arguments);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] zip(String... names) throws IOException {
        Object[] all = new Object[names.length * 2];
        for (int i = 0; i < names.length; i++) {
            all[2 * i] = names[i];
            all[2 * i + 1] = new byte[3];
        }
        return zip(all);
    }

    private static byte[] zip(Object... namesAndContents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                zip.putNextEntry(new ZipEntry((String) namesAndContents[i]));
                zip.write((byte[]) namesAndContents[i + 1]);
            }
        }
        return bytes.toByteArray();
    }
}
