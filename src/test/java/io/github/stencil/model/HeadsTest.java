// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.IJ;
import ij.ImagePlus;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.front.line.Main;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.model.SavedModels.Layers;
import io.github.stencil.model.file.Npy;
import io.github.stencil.model.step.Normalization;
import io.github.stencil.model.trust.KnownModels;
import io.github.stencil.model.trust.Trial;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Graph;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.PlaceholderWithDefault;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.TFloat32;

/** Models with several outputs or signatures: which one is used, and that nothing is used without a word. */
class HeadsTest {
    private static final Path TWO_HEADS = Path.of("src", "test", "resources", "models", "two-heads.zip");

    private static final Layers SIGMOID = (net, image) -> net.tf.math.sigmoid(net.conv(image, 3, 1, 1, 1, 1));
    private static final Layers INVERSE =
            (net, image) -> net.tf.math.sigmoid(net.tf.math.neg(net.conv(image, 3, 1, 1, 1, 1)));
    private static final Layers RAYS = (net, image) -> net.conv(image, 3, 1, 32, 1, 1);
    private static final Layers LABELS = (net, image) ->
            net.tf.math.argMax(net.conv(image, 3, 1, 3, 1, 1), net.tf.constant(3), org.tensorflow.types.TInt32.class);
    private static final Layers COARSE = (net, image) -> net.tf.math.sigmoid(net.pool(image));
    private static final Layers ONE_VALUE = (net, image) -> net.tf.math.mean(image, net.tf.constant(new int[] {1, 2}));

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    // ---- which output is used

    @Test
    void theOnlyOutputThatCanBeAMaskIsUsedAndThatIsSaid() {
        Model model = Model.open(write("rays", RAYS, "probability", SIGMOID, "half", COARSE, "score", ONE_VALUE));
        List<String> said = new ArrayList<>();
        ImagePlus image = Images.noise(1, 8, 24, 16, 1, 1, 1);
        float[] unsaid = raw(model, image, said);
        assertThat(said)
                .contains(
                        "Of the model's outputs (half, probability, rays), probability is used: the only output that can be"
                                + " a mask.");
        assertThat(unsaid).isEqualTo(raw(model.withHead("probability"), image, said));
        said.clear();
        raw(model.withHead("probability"), image, said);
        assertThat(said).as("who chose knows").isEmpty();
        assertThat(model.properties())
                .containsEntry("Head", "probability (the only output that can be a mask)")
                .containsEntry("Head rays", "float32 [any x any x any x 32], axes byxc, unknown")
                .containsEntry(
                        "Head probability", "float32 [any x any x any x 1], axes byxc, probabilities, can be a mask")
                .containsEntry(
                        "Head half", "float32 [any x any x any x 1], axes byxc, probabilities, not of the image's size")
                .containsEntry("Head score", "float32 [any x 1], no image");
    }

    @ParameterizedTest
    @CsvSource({"first, second", "second, first"})
    void eachOutputIsWhatTheBareSessionGives(String name, String other) {
        Path path = write("first", SIGMOID, "second", RAYS);
        ImagePlus image = Images.noise(1, 32, 24, 16, 1, 1, 1);
        float[] planes = raw(Model.open(path).withHead(name), image, new ArrayList<>());
        try (BareSession session = new BareSession(path, "image", name + "_tensor")) {
            float[] expected = session.run((float[]) image.getProcessor().getPixels(), 1, 16, 24, 1);
            int channels = expected.length / 384;
            for (int i = 0; i < expected.length; i++) {
                assertThat(planes[i % channels * 384 + i / channels]).isCloseTo(expected[i], within(1e-5f));
            }
        }
        assertThat(planes.length).isNotEqualTo(raw(Model.open(path).withHead(other), image, new ArrayList<>()).length);
    }

    static List<Arguments> open() {
        return List.of(
                Arguments.of(
                        heads("a", SIGMOID, "b", INVERSE),
                        "The model has 2 outputs that can be a mask: a (1 channel of probabilities), b (1 channel of"),
                Arguments.of(
                        heads("a", SIGMOID, "b", LABELS), "b (1 channel of labels). Choose one by its name as head."),
                Arguments.of(
                        heads("a", RAYS, "b", RAYS),
                        "none of which is known to be a mask: a (32 channels of values nobody explains), b"),
                Arguments.of(
                        heads("serving_default/a", SIGMOID, "other/a", INVERSE),
                        "serving_default/a (1 channel of probabilities), other/a (1 channel"),
                Arguments.of(
                        heads("a", COARSE, "b", RAYS), "a (1 channel of probabilities, not of the image's size), b"));
    }

    @ParameterizedTest
    @MethodSource("open")
    void whereNothingSettlesItASentenceListsTheOutputsAndNothingIsRun(Map<String, Layers> heads, String sentence) {
        Model model = Model.open(SavedModels.writeHeads(folder, 1, heads));
        for (PredictionOutput output : PredictionOutput.values()) {
            assertThatThrownBy(() -> model.predict(
                            AxisImage.of(Images.noise(1, 8, 16, 16, 1, 1, 1)),
                            PredictionSettings.USUAL.withOutput(output),
                            result -> {
                                throw new AssertionError("a result was begun");
                            },
                            Progress.NONE))
                    .isInstanceOf(StencilException.class)
                    .hasMessageContaining(sentence);
        }
        assertThat(model.properties().get("Head")).startsWith("to be chosen");
    }

    @Test
    void linearChannelsAreTakenForLogitsOnlyWhereTheOutputIsChosen() {
        Model model = Model.open(write("a", RAYS, "b", RAYS)).withHead("b");
        List<String> said = new ArrayList<>();
        AxisImage labels = model.predict(
                AxisImage.of(Images.noise(1, 8, 16, 16, 1, 1, 1)),
                PredictionSettings.USUAL,
                ImageStore.memory(),
                Said.into(said));
        assertThat(labels.extent().channels()).isEqualTo(1);
        assertThat(said).anyMatch(line -> line.startsWith("The 32 channels of the output are taken for logits"));
    }

    @Test
    void ofSeveralSignaturesOneIsChosenByItsNameOrItsOutputs() {
        Model model = Model.open(
                write("serving_default/a", SIGMOID, "other/a", INVERSE, "other/rays", RAYS, "third/b", SIGMOID));
        ImagePlus image = Images.noise(1, 8, 16, 16, 1, 1, 1);
        float[] usual = raw(model.withHead("serving_default/a"), image, new ArrayList<>());
        float[] other = raw(model.withHead("other/a"), image, new ArrayList<>());
        for (int i = 0; i < usual.length; i++) {
            assertThat(other[i]).isCloseTo(1 - usual[i], within(1e-5f));
        }
        assertThat(raw(model.withHead("other"), image, new ArrayList<>())).isEqualTo(other);
        assertThat(raw(model.withHead("third"), image, new ArrayList<>())).hasSize(256);
        assertThat(model.withHead("rays").properties()).containsEntry("Signature", "other");
        assertThatThrownBy(() -> model.withHead("a"))
                .hasMessageStartingWith("\"a\" stands for 2 outputs of the model: serving_default/a (");
        assertThatThrownBy(() -> model.withHead("c")).hasMessageContaining("The model has no output \"c\".");
    }

    @Test
    void theSameNetworkUnderTwoNamesIsOne() throws IOException {
        Path path = write("a", SIGMOID);
        var saved =
                org.tensorflow.proto.SavedModel.parseFrom(Files.readAllBytes(path.resolve("saved_model.pb")))
                        .toBuilder();
        var model = saved.getMetaGraphsBuilder(0);
        model.putSignatureDef("serve", model.getSignatureDefOrThrow("serving_default"));
        Files.write(path.resolve("saved_model.pb"), saved.build().toByteArray());
        assertThat(Model.open(path).outputs()).containsExactly("a");
        assertThat(Model.open(path).properties()).doesNotContainKey("Head");
    }

    /** As Keras 3 exports it: two signatures, each a function that calls the same network, whose outputs are numbered. */
    @Test
    void layersKeepTheirNamesAndSignaturesThatOnlyCallTheSameNetworkAreOne() throws IOException {
        FunctionDef.Builder network = function(
                        "network",
                        Graphs.node("functional_1/prob_1/Sigmoid", "Sigmoid", "x"),
                        Graphs.node("functional_1/dist_1/Relu", "Relu", "x"))
                .putRet("y", "functional_1/prob_1/Sigmoid:y:0")
                .putRet("z", "functional_1/dist_1/Relu:activations:0");
        GraphDef.Builder graph = Graphs.graph();
        MetaGraphDef.Builder model = MetaGraphDef.newBuilder();
        for (String signature : List.of("serving_default", "serve", "scaled")) {
            String input = signature + "_image";
            graph.addNode(graph.getNode(0).toBuilder().setName(input));
            graph.addNode(Graphs.call(signature + "_call", signature + "_wrapper").toBuilder()
                    .addInput(input));
            SignatureDef.Builder made = SignatureDef.newBuilder()
                    .putInputs("image", SavedModels.info(input, DataType.DT_FLOAT, -1, -1, -1, 1));
            for (int i = 0; i < 2; i++) {
                made.putOutputs(
                        "output_" + i,
                        SavedModels.info(signature + "_call", DataType.DT_FLOAT, -1, -1, -1, 1).toBuilder()
                                .setName(signature + "_call:" + i)
                                .build());
            }
            model.putSignatureDef(signature, made.build());
            boolean scales = signature.equals("scaled");
            NodeDef call = Graphs.call("call", "network").toBuilder()
                    .addInput(scales ? "twice:z:0" : "x")
                    .build();
            FunctionDef.Builder wrapper = scales
                    ? function("scaled_wrapper", Graphs.node("twice", "Mul", "x", "x"), call)
                    : function(signature + "_wrapper", call);
            Graphs.with(model, wrapper.putRet("y", "call:output:0").putRet("z", "call:output:1"));
        }
        GraphDef.Builder functions = model.getGraphDefBuilder();
        functions.getLibraryBuilder().addFunction(network);
        functions.addAllNode(graph.getNodeList());
        Model read = Model.open(Graphs.save(model, folder.resolve("keras")));
        assertThat(read.outputs())
                .containsExactly(
                        "serving_default/output_0", "serving_default/output_1", "scaled/output_0", "scaled/output_1");
        model.removeSignatureDef("scaled");
        Model alone = Model.open(Graphs.save(model, folder.resolve("alone")));
        assertThat(alone.outputs()).containsExactly("output_0", "output_1");
        assertThat(alone.properties().get("Head")).isEqualTo("output_0 (the only output that can be a mask)");
        assertThat(alone.withHead("dist").properties()).containsEntry("Output", "output_1 (float32)");
        assertThat(alone.withHead("prob").properties()).containsEntry("Output", "output_0 (float32)");
    }

    private static FunctionDef.Builder function(String name, NodeDef... nodes) {
        FunctionDef.Builder function = Graphs.function(name, nodes);
        OpDef.Builder signature = function.getSignatureBuilder();
        signature.addInputArgBuilder().setName("x").setType(DataType.DT_FLOAT);
        signature.addOutputArgBuilder().setName("y").setType(DataType.DT_FLOAT);
        signature.addOutputArgBuilder().setName("z").setType(DataType.DT_FLOAT);
        return function;
    }

    // ---- the card

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"output: second", "output: {name: second}", "output: {name: second, meaning: probabilities}"})
    void aCardNamesTheOutput(String line) throws IOException {
        Path path = write("first", SIGMOID, "second", INVERSE);
        Files.writeString(path.resolve("stencil.yaml"), "stencil: 1\n" + line + "\n");
        ImagePlus image = Images.noise(1, 8, 16, 16, 1, 1, 1);
        List<String> said = new ArrayList<>();
        float[] carded = raw(Model.open(path), image, said);
        assertThat(said).contains("Of the model's outputs (first, second), second is used: the card names it.");
        assertThat(carded).isNotEqualTo(raw(Model.open(path).withHead("first"), image, said));
    }

    @Test
    void aCardExplainsSeveralOutputs() throws IOException {
        Layers logits = (net, image) -> net.conv(image, 3, 1, 3, 1, 1);
        Path path = write("rays", RAYS, "logits", logits);
        Files.writeString(path.resolve("stencil.yaml"), """
                stencil: 1
                output:
                - {name: rays, meaning: values}
                - {name: logits, activation: softmax, classes: [nothing, cell, rim]}
                """);
        Model model = Model.open(path);
        assertThat(model.properties())
                .containsEntry("Head", "logits (the only output that can be a mask)")
                .containsEntry("Output means", "probabilities");
        assertThat(model.classes()).containsExactly("nothing", "cell", "rim");
        assertThat(model.withHead("rays").classes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "output: third | describes the output \"third\" but the model has: first, second. Correct its stencil.yaml.",
                "output: [{name: first}, {meaning: values}] | describes several outputs, of which each needs a name",
                "output: [{name: first}, {name: first}] | describes several outputs, of which each needs a name",
                "output: 3 | gives output as \"3\" but it must be"
            })
    void aCardThatDescribesOtherOutputsIsRefused(String line, String sentence) throws IOException {
        Path path = write("first", SIGMOID, "second", INVERSE);
        Files.writeString(path.resolve("stencil.yaml"), "stencil: 1\n" + line + "\n");
        assertThatThrownBy(() -> Model.open(path)).hasMessageContaining(sentence);
    }

    // ---- packages

    @ParameterizedTest
    @CsvSource({"0.4.10, output_0, output_1", "0.5.3, output_0, output_1", "0.5.3, prob, dist", "0.4.10, prob, dist"})
    void outputsOfAPackageAreChosenByItsNamesOrThoseOfItsWeights(String format, String first, String second)
            throws IOException {
        Path path = packaged(format, heads(first, SIGMOID, second, RAYS), "");
        Model model = Model.open(path);
        assertThat(model.outputs()).containsExactlyInAnyOrder("prob", "dist");
        assertThat(model.properties()).containsEntry("Head", "prob (the only output that can be a mask)");
        ImagePlus image = Images.noise(1, 32, 16, 16, 1, 1, 1);
        List<String> said = new ArrayList<>();
        float[] probability = raw(model, image, said);
        assertThat(said.get(0)).contains("prob is used");
        assertThat(probability).isEqualTo(raw(model.withHead("prob"), image, said));
        assertThat(probability).isEqualTo(raw(model.withHead(first), image, said));
        assertThat(raw(model.withHead("dist"), image, said)).hasSize(32 * 256);
    }

    @Test
    void aPackagesOutputsThatAreNotThereAreRefused() {
        Path path = packaged("0.5.3", heads("a", SIGMOID, "b", RAYS, "c", RAYS), "");
        assertThatThrownBy(() -> Model.open(path))
                .hasMessageContaining(
                        "describes the output \"prob\" but the model has: a, b, c. Correct its description.");
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false"})
    void anOptionalInputMayBeMissing(boolean optional, boolean taken) {
        Path path = packaged(
                "0.5.3",
                heads("prob", SIGMOID, "dist", RAYS),
                "- id: guide\n  optional: %s\n  axes: [{type: batch}, {type: channel, channel_names: [g]}]\n"
                        .formatted(optional));
        if (taken) {
            assertThat(raw(Model.open(path), Images.noise(1, 8, 16, 16, 1, 1, 1), new ArrayList<>()))
                    .hasSize(256);
        } else {
            assertThatThrownBy(() -> Model.open(path)).hasMessageContaining("with 2 inputs (raw, guide)");
        }
    }

    @Test
    void anInputWithAValueOfItsOwnNeedsNone() {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Placeholder<TFloat32> image = tf.withName("image").placeholder(TFloat32.class);
            PlaceholderWithDefault<TFloat32> gain =
                    tf.withName("gain").placeholderWithDefault(tf.constant(3f), org.tensorflow.ndarray.Shape.scalar());
            tf.withName("out").math.mul(image, gain);
            SavedModels.save(
                    folder,
                    graph,
                    List.of(
                            SavedModels.info("image", DataType.DT_FLOAT, -1, -1, -1, 1),
                            SavedModels.info("gain", DataType.DT_FLOAT)),
                    SavedModels.info("out", DataType.DT_FLOAT, -1, -1, -1, 1));
        }
        ImagePlus image = Images.noise(1, 32, 16, 16, 1, 1, 1);
        AxisImage result = Model.open(folder)
                .predict(
                        AxisImage.of(image),
                        PredictionSettings.USUAL
                                .withOutput(PredictionOutput.RAW)
                                .withNormalization(Normalization.of(Normalization.Method.NONE)),
                        ImageStore.memory(),
                        Progress.NONE);
        assertThat(result.imagePlus().getProcessor().getf(5, 5))
                .isEqualTo(3 * image.getProcessor().getf(5, 5));
    }

    @Test
    void anInstalledModelIsTriedOnEachOutputThatHasATest() throws IOException {
        Path path = packaged("0.5.3", heads("prob", SIGMOID, "dist", RAYS), "");
        float[] pixels =
                (float[]) Images.noise(1, 32, 16, 16, 1, 1, 1).getProcessor().getPixels();
        Npy.of(pixels, 1, 16, 16, 1).write(path.resolve("in.npy"));
        for (String name : List.of("prob", "dist")) {
            try (BareSession session = new BareSession(path.resolve("weights"), "image", name + "_tensor")) {
                float[] values = session.run(pixels, 1, 16, 16, 1);
                values[7] += name.equals("dist") ? 0.5f : 0;
                Npy.of(values, 1, 16, 16, values.length / 256).write(path.resolve(name + ".npy"));
            }
        }
        Path file = path.resolve("rdf.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("id: raw\n", "id: raw\n  test_tensor: {source: in.npy}\n")
                        .replace("id: prob\n", "id: prob\n  test_tensor: {source: prob.npy}\n")
                        .replace("id: dist\n", "id: dist\n  test_tensor: {source: dist.npy}\n"));
        String before = System.getProperty("stencil.models", "");
        System.setProperty("stencil.models", folder.resolve("library").toString());
        try {
            assertThatThrownBy(() -> ModelInstaller.install(path, "rays", Progress.NONE))
                    .isInstanceOf(StencilException.class)
                    .hasMessageContaining("up to 0.500 other than its own test output \"dist\", which is 0.0");
            Map<String, String> report = ModelInstaller.install(path, "rays", true, Progress.NONE);
            assertThat(Double.parseDouble(report.getOrDefault("Largest difference of prob", "1")))
                    .isLessThan(1e-5);
            assertThat(Double.parseDouble(report.getOrDefault("Largest difference of dist", "1")))
                    .isCloseTo(0.5, within(1e-5));
        } finally {
            if (before.isEmpty()) {
                System.clearProperty("stencil.models");
            } else {
                System.setProperty("stencil.models", before);
            }
        }
    }

    // ---- by every door

    @Test
    void theCommandLineAndTheMacroChooseByName() {
        String image = folder.resolve("image.tif").toString().replace('\\', '/');
        IJ.save(Images.noise(3, 8, 40, 30, 1, 1, 1), image);
        String nowhere = folder.resolve("nowhere.tif").toString();
        assertThat(stencil(
                        "predict",
                        "--image",
                        image,
                        "--model",
                        TWO_HEADS.toString(),
                        "--output",
                        "Mask",
                        "--output",
                        nowhere))
                .isEqualTo(2);
        assertThat(Path.of(nowhere)).doesNotExist();
        assertThat(err.toString())
                .contains(
                        "The model has 2 outputs that can be a mask: background (1 channel of probabilities), nucleus (1");
        Map<String, byte[]> masks = new LinkedHashMap<>();
        for (String head : List.of("background", "nucleus")) {
            String result = folder.resolve(head + ".tif").toString();
            assertThat(stencil(
                            "predict",
                            "--image",
                            image,
                            "--model",
                            TWO_HEADS.toString(),
                            "--head",
                            head,
                            "--output",
                            "Mask",
                            "--output",
                            result))
                    .as(err.toString())
                    .isZero();
            masks.put(head, pixels(result));
        }
        assertThat(masks.get("nucleus")).isNotEqualTo(masks.get("background"));
        String macro = folder.resolve("macro.tif").toString().replace('\\', '/');
        IJ.runMacro("setBatchMode(true); open('" + image + "'); run('Predict Masks...', 'model=["
                + TWO_HEADS.toAbsolutePath().toString().replace('\\', '/')
                + "] head=nucleus output=Mask'); saveAs('Tiff', '" + macro
                + "'); close('*'); setBatchMode(false);");
        assertThat(pixels(macro)).isEqualTo(masks.get("nucleus"));
        assertThat(stencil("model-info", "--model", TWO_HEADS.toString())).isZero();
        assertThat(out.toString())
                .contains("Head,to be chosen")
                .contains("Head background,\"float32 [any x any x any x 1], axes byxc, probabilities, can be a mask\"")
                .contains("Head nucleus,");
    }

    @Test
    void aModelIsTriedForTheOutputThatRuns() throws IOException {
        Path path = write("first", SIGMOID, "second", INVERSE);
        Model model = Model.open(path);
        assertThat(model.withHead("first").read().is(KnownModels.Fact.RAN)).isFalse();
        Trial.usual(TrialProcess.class)
                .run(path, path, "second", io.github.stencil.image.PixelType.UINT8, 1, Progress.NONE);
        model.withHead("second").rememberThatItRuns();
        assertThat(model.withHead("second").read().is(KnownModels.Fact.RAN)).isTrue();
        assertThat(model.withHead("first").read().is(KnownModels.Fact.RAN)).isFalse();
    }

    private Path packaged(String format, Map<String, Layers> heads, String inputs) {
        Path path = folder.resolve("package");
        SavedModels.writeHeads(path.resolve("weights"), 1, heads);
        boolean named = format.startsWith("0.5");
        String axes = named
                ? "[{type: batch}, {type: space, id: y, size: {min: 1, step: 1}}, {type: space, id: x, size: {min: 1, step: 1}},"
                        + " {type: channel, channel_names: [c]}]"
                : "byxc";
        String key = named ? "id" : "name";
        Packages.write(path, """
                format_version: %1$s
                inputs:
                - %2$s: raw
                  axes: %3$s
                %4$soutputs:
                - %2$s: prob
                  axes: %3$s
                - %2$s: dist
                  axes: %3$s
                weights: {tensorflow_saved_model_bundle: {source: weights}}
                """.formatted(format, key, axes, inputs));
        return path;
    }

    private Path write(Object... namesAndLayers) {
        return SavedModels.writeHeads(folder.resolve("model"), 1, heads(namesAndLayers));
    }

    private static Map<String, Layers> heads(Object... namesAndLayers) {
        Map<String, Layers> heads = new LinkedHashMap<>();
        for (int i = 0; i < namesAndLayers.length; i += 2) {
            heads.put((String) namesAndLayers[i], (Layers) namesAndLayers[i + 1]);
        }
        return heads;
    }

    /** Returns the network's values, unscaled pixels given, and what was said. */
    private static float[] raw(Model model, ImagePlus image, List<String> said) {
        AxisImage result = model.predict(
                AxisImage.of(image),
                PredictionSettings.USUAL
                        .withOutput(PredictionOutput.RAW)
                        .withNormalization(Normalization.of(Normalization.Method.NONE)),
                ImageStore.memory(),
                Said.into(said));
        return (float[]) result.copy(result.extent().interval());
    }

    private static byte[] pixels(String file) {
        return (byte[]) IJ.openImage(file).getProcessor().getPixels();
    }

    private int stencil(String... arguments) {
        return Main.run(null, new PrintWriter(out), new PrintWriter(err), arguments);
    }
}
