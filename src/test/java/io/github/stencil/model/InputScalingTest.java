// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ij.ImagePlus;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.model.SavedModels.Layers;
import io.github.stencil.model.SavedModels.Net;
import io.github.stencil.model.step.Normalization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;

/** Networks that scale their input by themselves: they get the pixels as they are, and that is said. */
class InputScalingTest {
    /** What a network does first. */
    private interface Front extends BiFunction<Net, Operand<TFloat32>, Operand<TFloat32>> {}

    private static final String USUAL = "Percentiles 1.0 and 99.8";

    @TempDir
    private Path folder;

    static Stream<Arguments> scaled() {
        return Stream.of(
                of("divides its input by 255", (net, x) -> net.tf.math.div(x, net.tf.constant(255f))),
                of("divides its input by 255", (net, x) -> net.tf.math.mul(x, net.tf.constant(1 / 255f))),
                of("divides its input by 255", (net, x) -> net.tf.math.mul(net.tf.constant(1 / 255f), x)),
                of(
                        "divides its input by 255",
                        (net, x) -> net.tf.math.add(
                                net.tf.math.mul(net.tf.identity(x), net.tf.identity(net.tf.constant(1 / 255f))),
                                net.tf.constant(0f))),
                of(
                        "divides its input by 255",
                        (net, x) -> net.tf.clipByValue(
                                net.tf.math.div(x, net.tf.constant(255f)), net.tf.constant(0f), net.tf.constant(1f))),
                of(
                        "subtracts 127.5 and divides by 127.5",
                        (net, x) ->
                                net.tf.math.sub(net.tf.math.mul(x, net.tf.constant(1 / 127.5f)), net.tf.constant(1f))),
                of(
                        "subtracts 112.3 and divides by 45.5",
                        (net, x) -> net.tf.math.div(
                                net.tf.math.sub(x, net.tf.constant(112.3f)),
                                net.tf.math.maximum(
                                        net.tf.math.sqrt(net.tf.constant(45.5f * 45.5f)), net.tf.constant(1e-7f)))),
                of("subtracts 103.9 from its input", (net, x) -> net.tf.math.sub(x, net.tf.constant(103.9f))),
                of("divides its input by 65535", (net, x) -> net.tf.math.div(x, net.tf.constant(65_535f))),
                of(
                        "subtracts 100 and divides by 10",
                        (net, x) -> net.tf
                                .nn
                                .fusedBatchNorm(
                                        x,
                                        net.tf.constant(new float[] {1}),
                                        net.tf.constant(new float[] {0}),
                                        net.tf.constant(new float[] {100}),
                                        net.tf.constant(new float[] {100}),
                                        FusedBatchNorm.isTraining(false),
                                        FusedBatchNorm.epsilon(1e-5f))
                                .y()));
    }

    private static Arguments of(String what, Front front) {
        return Arguments.of(what, front);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scaled")
    void suchANetworkGetsThePixelsAsTheyAre(String what, Front front) {
        Path path = write(front);
        Model model = Model.open(path);
        assertThat(model.properties()).containsEntry("Normalization", "None: the network " + what + " itself");
        ImagePlus image = Images.noise(2, 8, 24, 16, 1, 1, 1);
        List<String> said = new ArrayList<>();
        float[] values = values(model, image, PredictionSettings.USUAL, said);
        assertThat(said).anyMatch(line -> line.startsWith("The network " + what + " itself, so it gets the pixels as"));
        float[] pixels = new float[24 * 16];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = image.getProcessor().get(i);
        }
        try (BareSession session = new BareSession(path, "image", "out")) {
            float[] expected = session.run(pixels, 1, 16, 24, 1);
            for (int i = 0; i < expected.length; i++) {
                assertThat(values[i]).isCloseTo(expected[i], within(1e-5f));
            }
        }
    }

    static Stream<Front> unscaled() {
        return Stream.of(
                (net, x) -> x,
                // made for 0 to 1
                (net, x) -> net.tf.math.sub(net.tf.math.mul(x, net.tf.constant(2f)), net.tf.constant(1f)),
                (net, x) -> net.tf.math.div(net.tf.math.sub(x, net.tf.constant(0.45f)), net.tf.constant(0.22f)),
                (net, x) -> net.tf.math.sub(x, net.tf.constant(0.5f)),
                // divided behind a convolution
                (net, x) -> net.tf.math.div(net.conv(x, 3, 1, 1, 1, 1), net.tf.constant(255f)),
                // divided by what is measured on the image itself
                (net, x) -> net.tf.math.div(x, net.tf.reduceMax(x, net.tf.constant(new int[] {1, 2, 3}), keep())),
                // on one of two ways only
                (net, x) -> net.tf.math.add(
                        net.conv(net.tf.math.div(x, net.tf.constant(255f)), 3, 1, 1, 1, 1),
                        net.conv(x, 1, 1, 1, 1, 1)));
    }

    private static org.tensorflow.op.core.ReduceMax.Options keep() {
        return org.tensorflow.op.core.ReduceMax.keepDims(true);
    }

    @ParameterizedTest
    @MethodSource("unscaled")
    void anyOtherGetsThemScaledAsUsualAndNothingIsSaid(Front front) {
        Model model = Model.open(write(front));
        assertThat(model.properties()).containsEntry("Normalization", USUAL);
        List<String> said = new ArrayList<>();
        values(model, Images.noise(2, 8, 24, 16, 1, 1, 1), PredictionSettings.USUAL, said);
        assertThat(said).isEmpty();
    }

    @Test
    void whoChoosesANormalizationOrHasACardGetsThat() throws IOException {
        Path path = write((net, x) -> net.tf.math.div(x, net.tf.constant(255f)));
        ImagePlus image = Images.noise(2, 8, 24, 16, 1, 1, 1);
        List<String> said = new ArrayList<>();
        PredictionSettings chosen =
                PredictionSettings.USUAL.withNormalization(Normalization.of(Normalization.Method.PERCENTILES));
        float[] scaled = values(Model.open(path), image, chosen, said);
        assertThat(scaled).isNotEqualTo(values(Model.open(path), image, PredictionSettings.USUAL, new ArrayList<>()));
        Files.writeString(path.resolve("stencil.yaml"), "stencil: 1\nnormalization: {method: percentiles}\n");
        assertThat(values(Model.open(path), image, PredictionSettings.USUAL, said))
                .isEqualTo(scaled);
        assertThat(said).isEmpty();
        assertThat(Model.open(path).properties()).containsEntry("Normalization", USUAL);
    }

    @ParameterizedTest
    @CsvSource({
        "8, 255, false",
        "16, 255, true",
        "32, 255, true",
        "8, 65535, true",
        "16, 65535, false",
        "16, 4095, false"
    })
    void pixelsOfAnotherRangeThanItIsMadeForAreNamed(int bits, float divisor, boolean named) {
        Model model = Model.open(write((net, x) -> net.tf.math.div(x, net.tf.constant(divisor))));
        List<String> said = new ArrayList<>();
        values(model, Images.noise(2, bits, 24, 16, 1, 1, 1), PredictionSettings.USUAL, said);
        String hint = "It is made for values up to %.0f, but \"noise.tif\" is %d-bit: convert the image, or choose"
                .formatted(divisor, bits);
        assertThat(said.get(0).contains(hint)).isEqualTo(named);
    }

    static Stream<Front> moving() {
        return Stream.of(
                (net, x) -> net.tf.pad(
                        x, net.tf.constant(new int[][] {{0, 0}, {2, 2}, {2, 2}, {0, 0}}), net.tf.constant(0f)),
                (net, x) -> net.tf.concat(List.of(x, x, x), net.tf.constant(3)),
                (net, x) -> net.tf.reverse(x, net.tf.constant(new int[] {3})),
                (net, x) -> net.up(x));
    }

    @ParameterizedTest
    @MethodSource("moving")
    void whatMovesPixelsButKeepsTheirValuesIsLookedThrough(Front front) {
        Model model = Model.open(SavedModels.write(
                folder,
                1,
                1,
                (net, image) -> net.tf.math.sigmoid(net.tf.math.div(front.apply(net, image), net.tf.constant(255f)))));
        assertThat(model.properties())
                .containsEntry("Normalization", "None: the network divides its input by 255 itself");
    }

    @Test
    void severalChannelsHaveNumbersOfTheirOwn() {
        Model model = Model.open(SavedModels.write(folder.resolve("rgb"), 1, 3, (net, image) -> {
            Operand<TFloat32> mean = net.tf.reshape(
                    net.tf.constant(new float[] {123.5f, 116, 103}), net.tf.constant(new int[] {1, 1, 1, 3}));
            return net.tf.math.sigmoid(
                    net.conv(net.tf.math.div(net.tf.math.sub(image, mean), net.tf.constant(58f)), 3, 3, 1, 1, 1));
        }));
        assertThat(model.properties())
                .containsEntry("Normalization", "None: the network subtracts 123.5/116/103 and divides by 58 itself");
    }

    // ---- as Keras exports it: the arithmetic in functions, the numbers handed to them

    @Test
    void numbersAreFollowedIntoFunctions() throws IOException {
        Path path = Graphs.save(
                Graphs.with(
                        Graphs.model(calling("outer", constant("scale", 1 / 255f))),
                        outer(),
                        inner(Graphs.node("scaled", "Mul", "x", "number"))),
                folder.resolve("functions"));
        assertThat(Model.open(path).properties())
                .containsEntry("Normalization", "None: the network divides its input by 255 itself");
    }

    @Test
    void aMeanAndADeviationAmongTheWeightsAreTakenForANormalizationAndBothReadingsAreNamed() throws IOException {
        Path path = stored(
                Graphs.with(
                        Graphs.model(calling("outer", variable("scale"))),
                        outer(),
                        inner(
                                Graphs.node("read", "ReadVariableOp", "number"),
                                Graphs.node("centred", "Sub", "x", "read:value:0"),
                                Graphs.node("root", "Sqrt", "read:value:0"),
                                Graphs.node("scaled", "RealDiv", "centred:z:0", "root:y:0"))),
                folder.resolve("variables"));
        Model model = Model.open(path);
        assertThat(model.properties())
                .containsEntry("Normalization", "None: the network scales its input by a mean and a deviation itself");
        assertThat(model.read()
                        .scaling()
                        .orElseThrow()
                        .note(AxisImage.of(Images.noise(1, 8, 9, 9, 1, 1, 1)).description()))
                .isEqualTo(
                        "The network scales its input by a mean and a deviation itself, so it gets the pixels as they are:"
                                + " choose a normalization if it was made for pixels that are scaled before.");
    }

    @Test
    void batchNormalizationByWeightsSaysNothing() throws IOException {
        Path path = stored(
                Graphs.with(
                        Graphs.model(calling("outer", variable("scale"))),
                        outer(),
                        inner(
                                Graphs.node("read", "ReadVariableOp", "number"),
                                Graphs.node("root", "Rsqrt", "read:value:0"),
                                Graphs.node("gained", "Mul", "x", "root:y:0"),
                                Graphs.node("scaled", "AddV2", "gained:z:0", "read:value:0"))),
                folder.resolve("batchnorm"));
        assertThat(Model.open(path).properties()).containsEntry("Normalization", USUAL);
    }

    private static GraphDef.Builder calling(String function, NodeDef number) {
        GraphDef.Builder graph = Graphs.graph();
        graph.addNode(number);
        graph.addNode(
                Graphs.call("call", function).toBuilder().addInput("image").addInput("scale"));
        graph.getNodeBuilder(1).setInput(0, "call");
        return graph;
    }

    private static FunctionDef.Builder outer() {
        return arguments(Graphs.function(
                        "outer",
                        Graphs.call("call", "inner").toBuilder()
                                .addInput("x")
                                .addInput("number")
                                .build(),
                        Graphs.node("same", "Identity", "call:output:0"))
                .putRet("y", "same:output:0"));
    }

    private static FunctionDef.Builder inner(NodeDef... nodes) {
        FunctionDef.Builder inner = arguments(Graphs.function("inner", nodes).putRet("y", "out:y:0"));
        return inner.addNodeDef(Graphs.node("out", "Sigmoid", "scaled:z:0"));
    }

    private static FunctionDef.Builder arguments(FunctionDef.Builder function) {
        for (String name : List.of("x", "number")) {
            function.getSignatureBuilder().addInputArgBuilder().setName(name).setType(DataType.DT_FLOAT);
        }
        function.getSignatureBuilder().addOutputArgBuilder().setName("y").setType(DataType.DT_FLOAT);
        return function;
    }

    /** Saves a model whose variable is read from its files. */
    private static Path stored(MetaGraphDef.Builder model, Path path) throws IOException {
        model.getGraphDefBuilder()
                .addNode(Graphs.node("filename", "Const"))
                .addNode(Graphs.node("stored", "RestoreV2", "filename"))
                .addNode(Graphs.node("assign", "AssignVariableOp", "scale", "stored"))
                .addNode(Graphs.node("restore", "NoOp", "^assign"));
        model.getSaverDefBuilder().setFilenameTensorName("filename:0").setRestoreOpName("restore");
        Files.createDirectories(path.resolve("variables"));
        for (String file : List.of("variables.index", "variables.data-00000-of-00001")) {
            Files.writeString(path.resolve("variables").resolve(file), "weights");
        }
        return Graphs.save(model, path);
    }

    private static NodeDef variable(String name) {
        return Graphs.node(name, "VarHandleOp");
    }

    private static NodeDef constant(String name, float value) {
        return Graphs.node(name, "Const").toBuilder()
                .putAttr(
                        "dtype",
                        AttrValue.newBuilder().setType(DataType.DT_FLOAT).build())
                .putAttr(
                        "value",
                        AttrValue.newBuilder()
                                .setTensor(TensorProto.newBuilder()
                                        .setDtype(DataType.DT_FLOAT)
                                        .setTensorShape(TensorShapeProto.getDefaultInstance())
                                        .addFloatVal(value))
                                .build())
                .build();
    }

    private Path write(Front front) {
        Layers layers = (net, image) -> net.tf.math.sigmoid(net.conv(front.apply(net, image), 3, 1, 1, 1, 1));
        return SavedModels.write(folder.resolve("model"), 1, 1, layers);
    }

    private static float[] values(Model model, ImagePlus image, PredictionSettings settings, List<String> said) {
        AxisImage result = model.predict(
                AxisImage.of(image), settings.withOutput(PredictionOutput.RAW), ImageStore.memory(), Said.into(said));
        return (float[]) result.copy(result.extent().interval());
    }
}
