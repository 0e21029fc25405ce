// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import ij.process.ColorProcessor;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.file.TiffStore;
import io.github.stencil.model.step.Normalization;
import io.github.stencil.model.step.Recipe;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

class ModelTest {
    private static final ImageStore NOWHERE = result -> {
        throw new AssertionError("a result was begun: " + result.title());
    };

    @TempDir
    private Path folder;

    // ---- what a prediction gives

    @Test
    void oneChannelIsAMaskFromTheThresholdOn() {
        Model model = Model.open(SavedModels.write(folder, 1, 1, (net, image) -> net.tf.math.sigmoid(image)));
        ImagePlus image = Images.noise(1, 32, 20, 10, 1, 1, 1);
        float atHalf = (float) (1 / (1 + Math.exp(-image.getProcessor().getf(5, 5))));
        PredictionSettings settings = PredictionSettings.USUAL
                .withOutput(PredictionOutput.MASK)
                .withNormalization(Normalization.of(Normalization.Method.NONE))
                .withThreshold(atHalf);
        ImagePlus mask = predict(model, image, settings);
        assertThat(mask.getTitle()).isEqualTo("noise-mask");
        for (int i = 0; i < 200; i++) {
            float probability = (float) (1 / (1 + Math.exp(-image.getProcessor().getf(i))));
            if (Math.abs(probability - atHalf) > 1e-6) {
                assertThat(mask.getProcessor().get(i)).isEqualTo(probability > atHalf ? 255 : 0);
            }
        }
        ImagePlus labels = predict(model, image, settings.withOutput(PredictionOutput.LABELS));
        for (int i = 0; i < 200; i++) {
            assertThat(labels.getProcessor().get(i))
                    .isEqualTo(mask.getProcessor().get(i) / 255);
        }
    }

    @Test
    void anRgbImageHasThreeChannels() {
        Model model = Model.open(SavedModels.write(folder, 1, 3, (net, image) -> net.tf.identity(image)));
        int[] colours = {0x112233, 0xff8040};
        ImagePlus image = new ImagePlus("rgb.png", new ColorProcessor(2, 1, colours));
        PredictionSettings settings = PredictionSettings.USUAL
                .withOutput(PredictionOutput.RAW)
                .withNormalization(Normalization.of(Normalization.Method.NONE));
        ImagePlus raw = predict(model, image, settings);
        assertThat(raw.getDimensions()).containsExactly(2, 1, 3, 1, 1);
        assertThat((float[]) raw.getStack().getPixels(1)).containsExactly(0x11, 0xff);
        assertThat((float[]) raw.getStack().getPixels(2)).containsExactly(0x22, 0x80);
        assertThat((float[]) raw.getStack().getPixels(3)).containsExactly(0x33, 0x40);
    }

    @Test
    void aModelThatTakesBytesGetsThePixelsAsTheyAreAndItsLabelsStay() {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Placeholder<TUint8> image = tf.withName("image").placeholder(TUint8.class);
            var labels = tf.math.mul(tf.dtypes.cast(image, TInt32.class), tf.constant(1000));
            tf.withName("out").identity(labels);
            SavedModels.save(
                    folder,
                    graph,
                    List.of(SavedModels.info("image", DataType.DT_UINT8, -1, -1, -1, 1)),
                    SavedModels.info("out", DataType.DT_INT32, -1, -1, -1, 1));
        }
        ImagePlus image = Images.noise(1, 8, 20, 10, 1, 1, 1);
        ImagePlus labels = predict(Model.open(folder), image, PredictionSettings.USUAL);
        assertThat(labels.getBitDepth()).isEqualTo(32);
        for (int i = 0; i < 200; i++) {
            assertThat(labels.getProcessor().getf(i))
                    .isEqualTo(1000f * image.getProcessor().get(i));
        }
        refuses(
                () -> Model.open(folder)
                        .predict(
                                AxisImage.of(Images.noise(1, 16, 9, 9, 1, 1, 1)),
                                PredictionSettings.USUAL,
                                NOWHERE,
                                Progress.NONE),
                "\"noise.tif\" is 16-bit but the model takes 8-bit pixels.");
    }

    @Test
    void calibrationPlaneLabelsAndClassNamesAreKept() throws IOException {
        SavedModels.write(folder, 1, 1, (net, image) -> net.tf.nn.softmax(net.conv(image, 3, 1, 2, 1, 1)));
        Files.writeString(folder.resolve("stencil.yaml"), """
                stencil: 1
                normalization: {method: full-range}
                output: {classes: [nothing, cell]}
                """);
        ImagePlus image = Images.noise(1, 8, 20, 10, 1, 3, 1);
        image.getCalibration().setUnit("µm");
        image.getCalibration().pixelWidth = 0.25;
        image.getStack().setSliceLabel("second", 2);
        ImagePlus labels = predict(Model.open(folder), image, PredictionSettings.USUAL);
        assertThat(labels.getCalibration().pixelWidth).isEqualTo(0.25);
        assertThat(labels.getCalibration().getUnit()).isEqualTo("µm");
        assertThat(labels.getStack().getSliceLabel(2)).isEqualTo("second");
        ImagePlus probabilities =
                predict(Model.open(folder), image, PredictionSettings.USUAL.withOutput(PredictionOutput.PROBABILITIES));
        assertThat(probabilities.getDimensions()).containsExactly(20, 10, 2, 3, 1);
        assertThat(probabilities.getStack().getSliceLabel(4)).isEqualTo("cell");
    }

    @Test
    void streamedToAFileAPredictionIsTheSame() {
        Model model =
                Model.open(SavedModels.write(folder, 1, 1, (net, image) -> net.tf.nn.softmax(net.unet(image, 1, 3))));
        AxisImage image = AxisImage.of(Images.noise(1, 16, 123, 77, 1, 2, 1));
        for (PredictionOutput output : PredictionOutput.values()) {
            PredictionSettings settings =
                    PredictionSettings.USUAL.withTile(40, -1).withOutput(output);
            AxisImage memory = model.predict(image, settings, ImageStore.memory(), Progress.NONE);
            AxisImage file =
                    model.predict(image, settings, new TiffStore(folder.resolve(output + ".tif")), Progress.NONE);
            assertThat(file.extent()).isEqualTo(memory.extent());
            assertThat(file.copy(file.extent().interval()))
                    .isEqualTo(memory.copy(memory.extent().interval()));
        }
    }

    // ---- memory

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whereMemoryRunsOutTilesAreHalvedAndTheResultIsTheSame(boolean onTheDevice) {
        Model model =
                Model.open(SavedModels.write(folder, 1, 1, (net, image) -> net.tf.nn.softmax(net.unet(image, 1, 3))));
        AxisImage image = AxisImage.of(Images.noise(1, 16, 150, 130, 1, 1, 2));
        AxisImage whole = model.predict(image, PredictionSettings.USUAL, ImageStore.memory(), Progress.NONE);
        List<String> said = new ArrayList<>();
        AtomicInteger runs = new AtomicInteger();
        Predictor predictor =
                new Predictor(model.read(), image, PredictionSettings.USUAL.withTile(128, -1), listener(said));
        try (LoadedModels.Lease lease = LoadedModels.borrow(
                model.read(),
                image.description(),
                PredictionSettings.USUAL,
                Recipe.of(Normalization.PERCENTILES, image.type()),
                Progress.NONE)) {
            Probe probe = Probe.of(
                    lease.network(),
                    image.type(),
                    1,
                    model.read().sizes(model.read().field().orElseThrow()));
            TilePlan plan = TilePlan.of(
                    image.extent(),
                    model.read(),
                    model.read().field().orElseThrow(),
                    probe,
                    PredictionSettings.USUAL.withTile(128, -1),
                    Extent.PIXEL);
            AxisImage halved = predictor.predict(
                    ImageStore.memory(),
                    (pixels, scale, core, threshold, head) -> {
                        if (pixels.size() > 90 * 90) {
                            runs.incrementAndGet();
                            if (!onTheDevice) {
                                throw new OutOfMemoryError("injected");
                            }
                            throw new TFResourceExhaustedException("injected");
                        }
                        return lease.network().run(pixels, scale, core, threshold, head);
                    },
                    probe,
                    grain -> plan);
            assertThat(halved.copy(halved.extent().interval()))
                    .isEqualTo(whole.copy(whole.extent().interval()));
        }
        assertThat(runs).hasPositiveValue();
        assertThat(said).contains("Memory ran out: going on with tiles of 64 pixels.");
    }

    @Test
    void whereMemoryRunsOutForGoodNothingIsLeft() throws IOException {
        Model model =
                Model.open(SavedModels.write(folder, 1, 1, (net, image) -> net.tf.nn.softmax(net.unet(image, 1, 3))));
        AxisImage image = AxisImage.of(Images.noise(1, 16, 150, 130, 1, 1, 1));
        Predictor predictor = new Predictor(model.read(), image, PredictionSettings.USUAL, Progress.NONE);
        TilePlan plan = TilePlan.of(
                image.extent(),
                model.read(),
                model.read().field().orElseThrow(),
                new Probe(3, 100),
                PredictionSettings.USUAL,
                Extent.PIXEL);
        Path file = folder.resolve("result.tif");
        refuses(
                () -> predictor.predict(
                        new TiffStore(file),
                        (pixels, scale, core, threshold, head) -> {
                            throw new TFResourceExhaustedException("injected");
                        },
                        new Probe(3, 100),
                        grain -> plan),
                "and they cannot get smaller. Close images, or run on a machine with more memory.");
        assertThat(file).doesNotExist();
    }

    @Test
    void tilesAreChosenToFitHalfOfTheFreeMemory() {
        Model model =
                Model.open(SavedModels.write(folder, 1, 1, (net, image) -> net.tf.nn.softmax(net.unet(image, 1, 3))));
        var extent = new Extent(40_000, 30_000, 1, 1, 1);
        Probe hungry = new Probe(3, 5_000);
        TilePlan plan = TilePlan.of(
                extent,
                model.read(),
                model.read().field().orElseThrow(),
                hungry,
                PredictionSettings.USUAL,
                Extent.PIXEL);
        double window = plan.axes().tile() + 2.0 * plan.axes().halo();
        assertThat(window * window * hungry.bytesPerPixel()).isLessThan(4.0 * (1L << 30));
        assertThat(plan.axes().tile()).isGreaterThan(256);
    }

    // ---- refusals

    @Test
    void aModelThatIsNotThereOrNoModelIsRefused() throws IOException {
        refuses(() -> Model.open(folder.resolve("nowhere")), "There is no model " + folder.resolve("nowhere") + ".");
        refuses(() -> Model.open(folder), "has no saved_model.pb, so it is not a TensorFlow SavedModel.");
        Path text = Files.writeString(folder.resolve("text.zip"), "not a zip");
        refuses(() -> Model.open(text), "cannot be read as a zip of a model");
        Files.writeString(folder.resolve("saved_model.pb"), "not a graph");
        refuses(() -> Model.open(folder), "is damaged: its saved_model.pb cannot be read.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil.txt", "/evil.txt", "a/../../evil.txt", "..\\evil.txt"})
    void aZipThatWouldWriteElsewhereIsRefusedAndNothingIsWritten(String name) throws IOException {
        Path zip = folder.resolve("model.zip");
        zip(zip, Map.of("saved_model.pb", new byte[10], name, "evil".getBytes(StandardCharsets.UTF_8)));
        refuses(
                () -> Model.open(zip),
                "holds a file named \"" + name + "\", which would be written outside its folder.");
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).doesNotContain("evil.txt");
        }
        assertThat(Path.of("/evil.txt")).doesNotExist();
    }

    @Test
    void aZipBombIsRefused() throws IOException {
        Path zip = folder.resolve("bomb.zip");
        zip(zip, Map.of("saved_model.pb", new byte[10], "zeros", new byte[300 << 20]));
        refuses(() -> Model.open(zip), "would unpack to 300 MB, too much for a model of its size.");
    }

    @Test
    void aZippedModelPredictsAsItsFolderDoes() throws IOException {
        Path plain = SavedModels.write(
                folder.resolve("plain"), 1, 1, (net, image) -> net.tf.nn.softmax(net.conv(image, 3, 1, 2, 1, 1)));
        Path zip = folder.resolve("model.zip");
        zip(zip, Map.of("inside/saved_model.pb", Files.readAllBytes(plain.resolve("saved_model.pb"))));
        ImagePlus image = Images.noise(1, 8, 20, 10, 1, 1, 1);
        assertThat((byte[]) predict(Model.open(zip), image, PredictionSettings.USUAL)
                        .getProcessor()
                        .getPixels())
                .isEqualTo(predict(Model.open(plain), image, PredictionSettings.USUAL)
                        .getProcessor()
                        .getPixels());
    }

    @Test
    void twoImageInputsAreRefusedByTheirNames() {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Placeholder<TFloat32> left = tf.withName("left").placeholder(TFloat32.class);
            Placeholder<TFloat32> right = tf.withName("right").placeholder(TFloat32.class);
            tf.withName("out").math.add(left, right);
            SavedModels.save(
                    folder,
                    graph,
                    List.of(
                            SavedModels.info("left", DataType.DT_FLOAT, -1, -1, -1, 1),
                            SavedModels.info("right", DataType.DT_FLOAT, -1, -1, -1, 1)),
                    SavedModels.info("out", DataType.DT_FLOAT, -1, -1, -1, 1));
        }
        refuses(() -> Model.open(folder), "serving_default takes 2 images: left, right");
    }

    @ParameterizedTest
    @CsvSource({"1, 3, has 1 channel but the model takes 3.", "3, 1, has 3 channels but the model takes 1."})
    void anotherNumberOfChannelsIsRefused(int channels, int wanted, String sentence) {
        Model model = Model.open(SavedModels.write(folder, 1, wanted, (net, image) -> net.tf.math.sigmoid(image)));
        AxisImage image = AxisImage.of(Images.noise(1, 8, 9, 9, channels, 1, 1));
        refuses(() -> model.predict(image, PredictionSettings.USUAL, NOWHERE, Progress.NONE), sentence);
    }

    @Test
    void pixelsThatAreNoNumbersAreRefusedAndNoResultIsFinished() {
        Model model = Model.open(SavedModels.write(folder, 1, 1, (net, image) -> net.tf.math.sigmoid(image)));
        ImagePlus image = Images.noise(1, 32, 9, 9, 1, 1, 1);
        image.getProcessor().setf(4, 5, Float.NaN);
        Path file = folder.resolve("result.tif");
        for (Normalization.Method method : Normalization.Method.values()) {
            PredictionSettings settings = PredictionSettings.USUAL.withNormalization(Normalization.of(method));
            refuses(
                    () -> model.predict(AxisImage.of(image), settings, new TiffStore(file), Progress.NONE),
                    "has the value NaN at x=4, y=5");
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void valuesOfUnknownMeaningAreOnlyGivenRaw() {
        Model model =
                Model.open(SavedModels.write(folder, 1, 1, (net, image) -> net.relu(net.conv(image, 3, 1, 2, 1, 1))));
        AxisImage image = AxisImage.of(Images.noise(1, 8, 9, 9, 1, 1, 1));
        for (PredictionOutput output :
                List.of(PredictionOutput.LABELS, PredictionOutput.MASK, PredictionOutput.PROBABILITIES)) {
            refuses(
                    () -> model.predict(image, PredictionSettings.USUAL.withOutput(output), NOWHERE, Progress.NONE),
                    "The model's output is not known to be probabilities or labels");
        }
        assertThat(predict(model, image.imagePlus(), PredictionSettings.USUAL.withOutput(PredictionOutput.RAW))
                        .getNChannels())
                .isEqualTo(2);
    }

    @Test
    void aNetworkThatShrinksItsImageIsRefused() {
        Model model = Model.open(SavedModels.write(folder, 1, 1, (net, image) -> net.tf.math.sigmoid(net.pool(image))));
        AxisImage image = AxisImage.of(Images.noise(1, 8, 64, 64, 1, 1, 1));
        refuses(
                () -> model.predict(image, PredictionSettings.USUAL, NOWHERE, Progress.NONE),
                "Pick a model whose output has the size of its input");
    }

    // ---- cards

    static Stream<Arguments> cards() {
        return Stream.of(
                Arguments.of("stencil: 2", "gives stencil as \"2\" but it must be 1, the version of the format."),
                Arguments.of("stencil: 1\nclases: [a]", "has the key \"clases\", which Stencil does not know."),
                Arguments.of("stencil: 1\nnormalization: {method: magic}", "gives method as \"magic\""),
                Arguments.of(
                        "stencil: 1\nnormalization: {method: percentiles, low: 5, high: 2}",
                        "percentiles are 5.0 and 2.0"),
                Arguments.of("stencil: 1\noutput: {meaning: truth}", "gives meaning as \"truth\""),
                Arguments.of("stencil: 1\ninput: {axes: zyx}", "gives input axes \"zyx\""),
                Arguments.of("stencil: 1\nstep: many", "gives step as \"many\" but it must be a whole number."),
                Arguments.of("stencil: [1", "is not YAML"),
                Arguments.of("stencil: 1\nname: !!java.io.File [x]", "stencil.yaml"),
                Arguments.of("- 1", "gives the card as \"[1]\""));
    }

    @ParameterizedTest
    @MethodSource("cards")
    void aCardThatCannotBeUnderstoodIsRefused(String card, String sentence) throws IOException {
        SavedModels.write(folder, 1, 1, (net, image) -> net.tf.math.sigmoid(image));
        Files.writeString(folder.resolve("stencil.yaml"), card);
        refuses(() -> Model.open(folder), sentence);
    }

    @Test
    void aCardTellsWhatTheGraphDoesNot() throws IOException {
        SavedModels.write(folder, 1, 1, (net, image) -> net.conv(image, 3, 1, 2, 1, 1));
        Files.writeString(folder.resolve("stencil.yaml"), """
                stencil: 1
                name: Cells
                license: CC0-1.0
                normalization: {method: percentiles, low: 2, high: 98, clip: true}
                output: {meaning: probabilities, classes: [background, cell]}
                """);
        Model model = Model.open(folder);
        assertThat(model.properties())
                .containsEntry("Name", "Cells")
                .containsEntry("License", "CC0-1.0")
                .containsEntry("Normalization", "Percentiles 2.0 and 98.0, clipped")
                .containsEntry("Output means", "probabilities")
                .containsEntry("Classes", "background, cell");
        assertThat(predict(model, Images.noise(1, 8, 9, 9, 1, 1, 1), PredictionSettings.USUAL)
                        .getBitDepth())
                .isEqualTo(8);
    }

    private static ImagePlus predict(Model model, ImagePlus image, PredictionSettings settings) {
        return model.predict(AxisImage.of(image), settings, ImageStore.memory(), Progress.NONE)
                .imagePlus();
    }

    private static Progress listener(List<String> said) {
        return new Progress() {
            @Override
            public void step(long done, long total) {}

            @Override
            public void say(String message) {
                said.add(message);
            }
        };
    }

    private static AbstractThrowableAssert<?, ?> refuses(ThrowingCallable work, String sentence) {
        return assertThatThrownBy(work).isInstanceOf(StencilException.class).hasMessageContaining(sentence);
    }

    private static void zip(Path zip, Map<String, byte[]> files) throws IOException {
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                entries.putNextEntry(new ZipEntry(file.getKey()));
                entries.write(file.getValue());
            }
        }
    }
}
