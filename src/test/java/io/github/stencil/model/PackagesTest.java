// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.model.card.CardFile;
import io.github.stencil.model.card.ModelPackage;
import io.github.stencil.model.card.SizeRule;
import io.github.stencil.model.field.ReceptiveField;
import io.github.stencil.model.file.ModelLibrary;
import io.github.stencil.model.file.Npy;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Packages: found, refused, installed. */
class PackagesTest {
    private static final String PROPERTY = "stencil.models";

    @TempDir
    private Path folder;

    private Path source = Path.of("");
    private Path library = Path.of("");
    private String before = "";

    @BeforeEach
    void useALibraryOfOurOwn() {
        before = System.getProperty(PROPERTY, "");
        library = folder.resolve("library");
        source = folder.resolve("package");
        System.setProperty(PROPERTY, library.toString());
    }

    @AfterEach
    void leaveTheLibrary() {
        if (before.isEmpty()) {
            System.clearProperty(PROPERTY);
        } else {
            System.setProperty(PROPERTY, before);
        }
    }

    // ---- reading

    @Test
    void aFolderAZipAndAZipInAZipPredictAlike() throws IOException {
        weights(source.resolve("weights"));
        Packages.describe(source, "0.4.10", halved(), List.of(), "");
        float[] expected = values(source);
        assertThat(values(Packages.zip(source, folder.resolve("package.zip")))).isEqualTo(expected);
        Path nested = folder.resolve("nested");
        Packages.describe(nested, "0.4.10", halved(), List.of(), "");
        Packages.zip(source.resolve("weights"), nested.resolve("inner.zip"));
        replace(nested, "source: weights,", "source: inner.zip,");
        assertThat(values(nested)).isEqualTo(expected);
        assertThat(values(Packages.zip(nested, folder.resolve("nested.zip")))).isEqualTo(expected);
        Path deeper = folder.resolve("deeper");
        Files.createDirectories(deeper);
        Files.move(nested, deeper.resolve("nested"));
        assertThat(values(Packages.zip(deeper, folder.resolve("deeper.zip")))).isEqualTo(expected);
        Files.delete(source.resolve("rdf.yaml"));
        assertThat(values(source)).as("without its steps").isNotEqualTo(expected);
    }

    @Test
    void whatAPackageSaysIsListed() {
        weights(source.resolve("weights"));
        Packages.describe(
                source,
                "0.5.3",
                List.of("{id: scale_range, kwargs: {axes: [y, x], max_percentile: 99}}"),
                List.of("{id: sigmoid}"),
                "");
        assertThat(Model.open(source).properties())
                .containsEntry("Name", "A test")
                .containsEntry("Format", "TensorFlow SavedModel in a bioimage.io package 0.5.3")
                .containsEntry("Input axes", "byxc")
                .containsEntry("Normalization", "percentiles 0.0 and 99.0 per channel")
                .containsEntry("Postprocessing", "sigmoid")
                .containsEntry("Output means", "probabilities")
                .containsEntry("Classes", "one, two")
                .containsEntry("License", "CC0-1.0");
    }

    @ParameterizedTest
    @CsvSource({"0.2.0-csbdeep, ''", "0.1.0, 'prediction: {preprocess: [{spec: null}]}'", "0.2.0, 'prediction: {}'"})
    void anOlderFormatWithoutStepsIsNoDescriptionAndItsModelIsUsedAsItIs(String format, String prediction) {
        weights(source);
        Packages.write(source, "format_version: " + format + "\n" + prediction + "\n");
        assertThat(Model.open(source).properties())
                .containsEntry("Format", "TensorFlow SavedModel")
                .containsEntry("Normalization", "Percentiles 1.0 and 99.8");
    }

    @ParameterizedTest
    @CsvSource({
        "0.2.0-csbdeep, 'prediction: {preprocess: [{spec: de.any.Program::normalise}]}', 'prepared by the program \"de.any.Program::normalise\"'",
        "0.1.0, 'prediction: {postprocess: {spec: x, kwargs: merge.ijm}}', 'finished by the macro \"merge.ijm\"'"
    })
    void anOlderFormatWhoseStepsAreAProgramIsRefused(String format, String prediction, String what) throws IOException {
        weights(source);
        Packages.write(source, "format_version: " + format + "\n" + prediction + "\n");
        refuses(
                () -> Model.open(source),
                "has the image " + what + ", which Stencil does not run, and says it nowhere");
        Files.writeString(source.resolve("stencil.yaml"), "stencil: 1\nnormalization: {method: none}\n");
        assertThat(Model.open(source).properties()).containsEntry("Normalization", "None");
    }

    @ParameterizedTest
    @CsvSource({"0.3.6", "0.4.10", "0.5.3"})
    void aPackageWhoseStepIsAMacroIsRefusedUnlessItSaysTheStepToo(String format) {
        weights(source.resolve("weights"));
        String config = """
                config:
                  deepimagej:
                    prediction:
                      preprocess: [{spec: 'ij.IJ::runMacroFile', kwargs: per_sample_scale_range.ijm}]
                      postprocess: [{spec: 'ij.IJ::runMacroFile', kwargs: merge.ijm}]
                """;
        Packages.describe(source, format, List.of(), List.of(), config);
        refuses(
                () -> Model.open(source),
                "rdf.yaml has the image prepared by the macro \"per_sample_scale_range.ijm\", which Stencil does not run");
        Packages.describe(source, format, halved(format), List.of(), config);
        assertThat(Model.open(source).properties())
                .containsEntry("Not run", "the macro \"merge.ijm\" of deepImageJ, behind the network");
        Packages.describe(source, format, List.of(), List.of(), config.replaceAll("spec: '[^']*'", "spec: null"));
        assertThat(Model.open(source).properties()).doesNotContainKey("Not run");
    }

    @Test
    void theStepsOfAnOldPackageOfN2vAreTaken() {
        SavedModels.write(source, 1, 1, (net, image) -> net.tf.math.mul(image, net.tf.constant(3f)));
        Packages.write(source, """
                format_version: 0.2.0-csbdeep
                name: Old
                inputs: [{name: input, axes: byxc, halo: [0, 22, 22, 0], shape: {min: [1, 16, 16, 1], step: [1, 16, 16, 0]}}]
                outputs: [{name: out, axes: byxc, shape: {reference_input: input, scale: [1, 1, 1, 1], offset: [0, 0, 0, 0]}}]
                prediction:
                  weights: {source: ./variables/variables}
                  preprocess: [{spec: 'de.csbdresden.n2v.predict.N2VPrediction::preprocess', kwargs: {mean: [100], stdDev: [50]}}]
                  postprocess: [{spec: 'de.csbdresden.n2v.predict.N2VPrediction::postprocess', kwargs: {mean: [100], stdDev: [50]}}]
                """);
        Model model = Model.open(source);
        assertThat(model.properties())
                .containsEntry("Format", "TensorFlow SavedModel in a bioimage.io package 0.2.0-csbdeep")
                .containsEntry("Step", "16");
        ImagePlus image = Images.noise(3, 8, 20, 9, 1, 1, 1);
        ImagePlus result = raw(model, image);
        for (int x = 0; x < 20; x++) {
            float expected = (image.getProcessor().getf(x, 4) - 100) * 3 + 100;
            assertThat(result.getProcessor().getf(x, 4))
                    .isCloseTo(expected, org.assertj.core.data.Offset.offset(1e-3f));
        }
    }

    @Test
    void theOldPackageIsOneOfN2v() {
        assertThat(Model.open(Images.shared("models/n2v-unet-tf1-bioimageio-0.2.zip"))
                        .properties())
                .containsEntry("Format", "TensorFlow SavedModel in a bioimage.io package 0.2.0-csbdeep")
                .containsEntry("Output means", "unknown");
    }

    @Test
    void weightsMayLieInAFolderOfTheirZip() throws IOException {
        weights(source.resolve("weights"));
        Packages.describe(source, "0.4.10", halved(), List.of(), "");
        float[] expected = values(source);
        for (String inside : List.of("one", "one/two", "one/two/three")) {
            Path other = folder.resolve("other-" + inside.length());
            Packages.describe(other, "0.4.10", halved(), List.of(), "");
            Path deep = folder.resolve("deep-" + inside.length());
            weights(deep.resolve(inside));
            Files.writeString(deep.resolve(inside).resolveSibling("notes.txt"), "notes");
            Packages.zip(deep, other.resolve("weights.zip"));
            replace(other, "source: weights,", "source: weights.zip,");
            assertThat(values(other)).as(inside).isEqualTo(expected);
            assertThat(values(Packages.zip(other, folder.resolve("zipped-" + inside.length() + ".zip"))))
                    .as(inside)
                    .isEqualTo(expected);
        }
    }

    @Test
    void sizesFollowThePackagesRules() {
        SavedModels.write(source.resolve("weights"), 1, 1, (net, image) -> net.tf.math.sigmoid(net.unet(image, 1, 1)));
        Packages.describe(source, "0.4.10", List.of(), List.of(), "");
        replace(source, "axes: byxc\n", "axes: byxc\n  shape: {min: [1, 64, 64, 1], step: [0, 16, 16, 0]}\n");
        Model model = Model.open(source);
        assertThat(model.properties()).containsEntry("Step", "16").containsEntry("Input size", "any x any, 1 channels");
        // an image below the smallest size is mirrored up to it
        ImagePlus small = Images.noise(3, 8, 20, 9, 1, 1, 1);
        SizeRule rule = model.read().sizes(model.read().field().orElseThrow()).y();
        assertThat(List.of(rule.padded(9), rule.padded(64), rule.padded(65))).containsExactly(64, 64, 80);
        assertThat(raw(model, small).getWidth()).isEqualTo(20);
        replace(source, "shape: {min: [1, 64, 64, 1], step: [0, 16, 16, 0]}", "shape: [1, 48, 32, 1]");
        assertThat(Model.open(source).properties()).containsEntry("Input size", "32 x 48, 1 channels");
        assertThat(raw(Model.open(source), Images.noise(3, 8, 70, 61, 1, 1, 1)).getHeight())
                .isEqualTo(61);
    }

    @Test
    void volumesAreDescribedByTheirAxes() {
        SavedModels.write(
                source.resolve("weights"),
                1,
                "NCDHW",
                new long[] {-1, 1, -1, -1, -1},
                (net, image) -> net.tf.math.mul(image, net.tf.constant(2f)));
        Packages.write(source, """
                format_version: 0.5.0
                inputs:
                - id: raw
                  axes: [{type: batch}, {type: channel, channel_names: [c]}, {type: space, id: z, size: {min: 2, step: 2}},
                    {type: space, id: y, size: 16}, {type: space, id: x, size: {tensor_id: raw, axis_id: y}}]
                  preprocessing: [{id: scale_range, kwargs: {axes: [z, y, x]}}]
                outputs:
                - id: out
                  axes: [{type: batch}, {type: channel, channel_names: [c]}, {type: space, id: z, size: {tensor_id: raw, axis_id: z}},
                    {type: space, id: y, size: 16, halo: 2}, {type: space, id: x, size: 16, halo: 2}]
                weights: {tensorflow_saved_model_bundle: {source: weights/saved_model.pb}}
                """);
        Model model = Model.open(source);
        assertThat(model.properties())
                .containsEntry("Input axes", "bczyx")
                .containsEntry("Input size", "any x 16 x any, 1 channels")
                .containsEntry("Step", "1 x 1 x 2");
        ImagePlus image = Images.noise(2, 16, 21, 19, 1, 5, 1);
        ImagePlus twice = raw(model, image);
        assertThat(twice.getNSlices()).isEqualTo(5);
        double min = Double.MAX_VALUE;
        double max = 0;
        for (int z = 1; z <= 5; z++) {
            min = Math.min(min, twice.getStack().getProcessor(z).getStatistics().min);
            max = Math.max(max, twice.getStack().getProcessor(z).getStatistics().max);
        }
        assertThat(List.of(min, Math.rint(max * 1000))).containsExactly(0.0, 2000.0);
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of(
                        "format_version: 0.4.10", "format_version: 0.6.0", "has the format 0.6.0 but Stencil reads"),
                Arguments.of(
                        "preprocessing: []", "preprocessing: [{name: gamma}]", "has the preprocessing step \"gamma\""),
                Arguments.of(
                        "postprocessing: []",
                        "postprocessing: [{name: scale_mean_variance}]",
                        "has the postprocessing step \"scale_mean_variance\", which Stencil does not know."),
                Arguments.of(
                        "postprocessing: []",
                        "postprocessing: [{name: scale_range, kwargs: {mode: per_sample}}]",
                        "\"scale_range\", which needs numbers of the whole output."),
                Arguments.of(
                        "preprocessing: []",
                        "preprocessing: [{name: clip, kwargs: {low: 1}}]",
                        "gives clip the option \"low\", which Stencil does not know."),
                Arguments.of(
                        "preprocessing: []",
                        "preprocessing: [{name: scale_range, kwargs: {mode: per_sample, axes: y}}]",
                        "gives inputs.preprocessing.kwargs.axes as \"y\" but it must be axes with all of z, y and x"),
                Arguments.of(
                        "preprocessing: []",
                        "preprocessing: [{name: scale_range, kwargs: {mode: per_sample, reference_tensor: other}}]",
                        "gives the step \"scale_range\" the option reference_tensor"),
                Arguments.of(
                        "preprocessing: []",
                        "preprocessing: [{name: scale_range, kwargs: {mode: per_sample}}, {name: clip, kwargs: {min: x}}]",
                        "gives inputs.preprocessing.kwargs.min as \"x\" but it must be a number."),
                Arguments.of(
                        "tensorflow_saved_model_bundle: {source: weights, tensorflow_version: 2.18.0}",
                        "onnx: {source: weights.onnx}",
                        "names the weights weights.onnx, which are not in the package."),
                Arguments.of(
                        "tensorflow_saved_model_bundle: {source: weights, tensorflow_version: 2.18.0}",
                        "tensorflow_saved_model_bundle: null",
                        "names weights for tensorflow_saved_model_bundle but says nothing of them, not even where they"),
                Arguments.of(
                        "tensorflow_saved_model_bundle: {source: weights, tensorflow_version: 2.18.0}",
                        "tensorflow_saved_model_bundle: {tensorflow_version: 2.18.0}",
                        "gives weights.tensorflow_saved_model_bundle.source as \"null\" but it must be a file of the"),
                Arguments.of(
                        "tensorflow_saved_model_bundle: {source: weights, tensorflow_version: 2.18.0}",
                        "onnx: null",
                        "has weights for pytorch_state_dict but Stencil runs tensorflow_saved_model_bundle and onnx."),
                Arguments.of("source: weights,", "source: ../weights,", "but it must be a file inside the package"),
                Arguments.of("source: weights,", "source: other,", "names the weights other, which are not in the"),
                Arguments.of(
                        "source: weights,",
                        "source: 'https://example.org/w.zip',",
                        "leads to https://example.org/w.zip, which is not in the package."),
                Arguments.of("axes: byxc", "axes: btyxc", "describes a model along time or an index (axes btyxc)"),
                Arguments.of("inputs:\n", "inputs:\n- {name: other, axes: byxc}\n", "with 2 inputs (other, in)"),
                Arguments.of("type: model", "type: dataset", "gives type as \"dataset\" but it must be model."),
                Arguments.of("type: model", "type: [model", "is not YAML"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatCannotBeUsedIsNamed(String old, String now, String sentence) {
        weights(source.resolve("weights"));
        weights(folder.resolve("weights"));
        Packages.describe(source, "0.4.10", List.of(), List.of(), "");
        replace(source, old, now);
        refuses(() -> Model.open(source), sentence);
    }

    @Test
    void aZipInsideThatWouldWriteElsewhereIsRefused() throws IOException {
        Packages.describe(source, "0.4.10", List.of(), List.of(), "");
        replace(source, "source: weights,", "source: inner.zip,");
        try (OutputStream out = Files.newOutputStream(source.resolve("inner.zip"));
                ZipOutputStream entries = new ZipOutputStream(out)) {
            entries.putNextEntry(new ZipEntry("../evil.txt"));
            entries.write(1);
        }
        refuses(() -> Model.open(source), "\"../evil.txt\", which would be written outside its folder.");
        refuses(() -> install(source, "evil"), "\"../evil.txt\", which would be written outside its folder.");
        assertThat(ModelLibrary.names()).isEmpty();
    }

    @Test
    void theModelThatComesAlongIsAPackageToo() throws IOException {
        Path bundled = Path.of("sample-data", "models", "nuclei");
        ModelPackage.checkFiles(bundled);
        Files.createDirectories(source);
        for (String name : List.of("saved_model.pb", "rdf.yaml")) {
            Files.copy(bundled.resolve(name), source.resolve(name));
        }
        Model described = Model.open(source);
        assertThat(described.properties())
                .containsEntry("Name", "Nuclei")
                .containsEntry("License", "CC0-1.0")
                .containsEntry("Classes", "background, nucleus, border")
                .extractingByKey("Format")
                .asString()
                .endsWith("package 0.5.7");
        ImagePlus image = Images.noise(1, 32, 40, 24, 1, 1, 1);
        ImagePlus carded = raw(Model.open(bundled), image);
        ImagePlus packaged = raw(described, image);
        for (int c = 1; c <= 3; c++) {
            assertThat((float[]) packaged.getStack().getPixels(c))
                    .containsExactly(
                            (float[]) carded.getStack().getPixels(c), org.assertj.core.data.Offset.offset(1e-4f));
        }
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void aLinkInAZipIsRefusedBeforeAnythingIsWritten(boolean commented, boolean preceded) throws IOException {
        weights(source);
        Files.writeString(source.resolve("notes.txt"), "/etc/passwd");
        Path zip = Packages.zip(source, folder.resolve("linked.zip"));
        byte[] bytes = Files.readAllBytes(zip);
        Packages.makeLink(bytes, "notes.txt");
        if (commented) {
            bytes = Packages.withComment(bytes, "a comment");
        }
        Files.write(zip, preceded ? Packages.behind("#!/bin/sh\n", bytes) : bytes);
        refuses(() -> Model.open(zip), "linked.zip holds a link, \"notes.txt\", but a model's files must all be in");
        refuses(() -> install(zip, "linked"), "linked.zip holds a link, \"notes.txt\"");
        assertThat(library).isEmptyDirectory();
    }

    @Test
    void aZipOfWhichOnlyACommentLooksLikeADirectoryIsUsed() throws IOException {
        weights(source);
        Path zip = Packages.zip(source, folder.resolve("commented.zip"));
        Files.write(zip, Packages.withComment(Files.readAllBytes(zip), "PK\5\6 twenty-two bytes and more"));
        assertThat(values(zip)).isEqualTo(values(source));
    }

    @Test
    void aModelThatIsUnloadedTakesNoMemoryAndPredictsAgain() {
        weights(source);
        float[] first = values(source);
        assertThat(LoadedModels.count(folder)).isEqualTo(1);
        Model.open(source).unload();
        assertThat(LoadedModels.count(folder)).isZero();
        assertThat(values(source)).isEqualTo(first);
    }

    // ---- installing

    @ParameterizedTest
    @CsvSource({"0.3.6, false", "0.4.10, true", "0.5.3, true"})
    void anInstalledModelIsTriedAndPredictsByItsName(String format, boolean zipped) {
        weights(source.resolve("weights"));
        Packages.describe(source, format, halved(format), List.of(), "");
        float[] input = new float[2 * 12 * 8 * 2];
        for (int i = 0; i < input.length; i++) {
            input[i] = i * 37 % 101 - 50;
        }
        Npy.of(input, 2, 12, 8, 2).write(source.resolve("in.npy"));
        float[] output = input.clone();
        for (int i = 0; i < output.length; i++) {
            output[i] = (float) (1 / (1 + Math.exp(-input[i] / 2)));
        }
        output[7] += 0.25f;
        Npy.of(output, 2, 12, 8, 2).write(source.resolve("out.npy"));
        if (format.startsWith("0.5")) {
            replace(source, "id: in\n", "id: in\n  test_tensor: {source: in.npy}\n");
            replace(source, "id: out\n", "id: out\n  test_tensor: {source: out.npy}\n");
        } else {
            replace(source, "type: model", "type: model\ntest_inputs: [in.npy]\ntest_outputs: [out.npy]");
        }
        float[] expected = values(source);
        Path given = zipped ? Packages.zip(source, folder.resolve("package.zip")) : source;
        refuses(
                () -> install(given, ""),
                given
                        + " was not installed: for its own test input it gives up to 0.250 other than its own test output, which is 0.205 of that output's range");
        assertThat(ModelLibrary.names()).isEmpty();
        assertThat(library).isEmptyDirectory();
        Map<String, String> report = ModelInstaller.install(given, "", true, Progress.NONE);
        assertThat(report).containsEntry("Name", "A test").containsEntry("Test", "the model's own test input was run");
        assertThat(Double.parseDouble(report.getOrDefault("Largest difference", "")))
                .isBetween(0.2499, 0.2501);
        assertThat(ModelLibrary.names()).containsExactly("A test");
        assertThat(library).isDirectoryNotContaining("glob:**/.part-*");
        io.github.stencil.TemporaryFolder.delete(source);
        assertThat(values(Path.of("A test"))).isEqualTo(expected);
        refuses(
                () -> install(folder.resolve("library/A test"), ""),
                "There is an installed model \"A test\" already. Give another name, or delete");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 0.00099, true",
        "0, 1, 0.00101, false",
        "-500, 500, 0.99, true",
        "-500, 500, 1.01, false",
        "3, 3, 0.0029, true",
        "3, 3, 0.0031, false",
        "0, 0, 0, true",
        "0, 0, 1e-9, false",
        "0, 1, NaN, false"
    })
    void aTestIsPassedByAThousandthOfTheOutputsRange(double low, double high, double difference, boolean passed) {
        assertThat(new TestDifference("y", difference, low, high).passed()).isEqualTo(passed);
    }

    @Test
    void outputsThatAreNoNumbersPassOnlyWhereTheTestHasNoneToo() {
        weights(source.resolve("weights"));
        Packages.describe(source, "0.4.10", List.of(), List.of(), "test_inputs: [in.npy]\ntest_outputs: [out.npy]");
        Npy.of(new float[] {0, 100, -100, 0}, 1, 2, 1, 2).write(source.resolve("in.npy"));
        Npy.of(new float[] {0.5f, Float.NaN, 0, 0.5f}, 1, 2, 1, 2).write(source.resolve("out.npy"));
        refuses(() -> install(source, "nan"), "up to NaN other than its own test output");
    }

    @Test
    void whatIsWrongWithATestIsSaidOfTheFileThatWasGiven() throws IOException {
        weights(source.resolve("weights"));
        Packages.describe(source, "0.4.10", List.of(), List.of(), "test_inputs: [in.npy]\ntest_outputs: [out.npy]");
        Npy.of(new float[] {0, 100, -100, 0}, 1, 2, 1, 2).write(source.resolve("in.npy"));
        Npy.of(new float[2], 1, 1, 1, 2).write(source.resolve("out.npy"));
        refuses(() -> install(source, "shape"), source.resolve("out.npy") + " has the shape [1, 1, 1, 2] but");
        Files.writeString(source.resolve("out.npy"), "no numbers");
        refuses(() -> install(source, "damaged"), source.resolve("out.npy") + " is no NumPy file");
    }

    @Test
    void aFileThatIsNotTheOneDescribedIsNotInstalled() throws Exception {
        Packages.describe(source, "0.5.3", halved("0.5.3"), List.of(), "");
        Path zip = Packages.zip(weightsIn(folder.resolve("inside")), source.resolve("inner.zip"));
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(zip)));
        replace(source, "source: weights,", "source: inner.zip, sha256: " + digest.toUpperCase(Locale.ROOT) + ",");
        assertThat(install(source, "whole")).containsEntry("Name", "whole");
        Files.write(zip, new byte[1], StandardOpenOption.APPEND);
        refuses(
                () -> install(source, "changed"),
                "inner.zip is not the file that the package describes, as its SHA-256 is another. Download");
        assertThat(folder.resolve("library/changed")).doesNotExist();
    }

    private static Path weightsIn(Path where) {
        weights(where);
        return where;
    }

    @Test
    void aFolderThatIsALinkIsCopiedAndCounted() throws IOException {
        weights(folder.resolve("cells"));
        String without = Model.open(folder.resolve("cells")).read().hash();
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("weights.bin"), "weights");
        Files.createSymbolicLink(folder.resolve("cells").resolve("variables"), elsewhere);
        assertThat(Model.open(folder.resolve("cells")).read().hash()).isNotEqualTo(without);
        install(folder.resolve("cells"), "cells");
        Path copy = library.resolve("cells").resolve("variables");
        assertThat(copy).isDirectory();
        assertThat(Files.isSymbolicLink(copy)).isFalse();
        assertThat(copy.resolve("weights.bin")).hasContent("weights");
    }

    @Test
    void aPlainSavedModelIsInstalledUntried() {
        weights(folder.resolve("cells"));
        assertThat(install(folder.resolve("cells"), " my model "))
                .containsEntry("Name", "my model")
                .containsEntry("Test", "the model brings no test input and output");
        assertThat(install(folder.resolve("cells"), "")).containsEntry("Name", "cells");
        assertThat(ModelLibrary.names()).containsExactly("cells", "my model");
        refuses(() -> Model.open(Path.of("nobody")), "or an installed model: cells, my model.");
    }

    @Test
    void aCardOfOurOwnCountsButTheDescriptionsTestIsRun() throws IOException {
        weights(source);
        Packages.describe(source, "0.4.10", halved(), List.of(), "test_inputs: [in.npy]\ntest_outputs: [out.npy]");
        replace(source, "source: weights,", "source: .,");
        Files.writeString(source.resolve("stencil.yaml"), "stencil: 1\nnormalization: {method: none}\n");
        Npy.of(new float[] {0, 0, 0, 0}, 1, 1, 2, 2).write(source.resolve("in.npy"));
        Npy.of(new float[] {0.5f, 0.5f, 0.5f, 0.5f}, 1, 1, 2, 2).write(source.resolve("out.npy"));
        assertThat(Model.open(source).properties()).containsEntry("Normalization", "None");
        assertThat(install(source, "mine")).containsEntry("Largest difference", "0.0");
    }

    @Test
    void stepsOfACardAreForAllAxesOrForEach() throws IOException {
        Path model = SavedModels.writeVolume(source, 1, 1, (net, image) -> net.tf.math.sigmoid(image));
        for (String step : List.of("step: 8\nhalo: 4\n", "step: [8, 8, 8]\nhalo: [4, 4, 4]\n")) {
            Files.writeString(model.resolve("stencil.yaml"), "stencil: 1\n" + step);
            assertThat(ReceptiveField.said(CardFile.read(model), 4))
                    .isEqualTo(ReceptiveField.of(8, 4, 8, 4, "from the card"));
        }
        Files.writeString(model.resolve("stencil.yaml"), "stencil: 1\nstep: [2, 8, 8]\nhalo: [1, 20, 20]\n");
        assertThat(ReceptiveField.said(CardFile.read(model), 20))
                .isEqualTo(ReceptiveField.of(8, 20, 2, 1, "from the card"));
        Files.writeString(model.resolve("stencil.yaml"), "stencil: 1\nstep: [2, 8, 4]\n");
        refuses(() -> Model.open(model), "three for z, y and x with the last two equal");
    }

    @Test
    void aFolderWithoutAModelIsNotCopied() throws IOException {
        Files.createDirectories(source);
        refuses(() -> install(source, "nothing"), "has no saved_model.pb");
        assertThat(library).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"../up", ".hidden", "a/b", "'a\\b'", "dot."})
    void aNameThatIsNoFoldersNameIsRefused(String name) {
        weights(folder.resolve("cells"));
        refuses(() -> install(folder.resolve("cells"), name), "The name is \"" + name + "\" but must be");
        assertThat(library).doesNotExist();
    }

    @Test
    void whatDoesNotRunIsNotInstalled() {
        weights(source.resolve("weights"));
        Packages.describe(source, "0.4.10", List.of(), List.of(), "test_inputs: [in.npy]\ntest_outputs: [in.npy]");
        Npy.of(new float[30], 1, 5, 2, 3).write(source.resolve("in.npy"));
        refuses(() -> install(source, "three"), "has 3 channels but the model takes 2.");
        assertThat(library).isEmptyDirectory();
        refuses(() -> install(folder.resolve("nowhere"), "x"), "There is no " + folder.resolve("nowhere"));
    }

    private static Map<String, String> install(Path file, String name) {
        return ModelInstaller.install(file, name, Progress.NONE);
    }

    private static List<String> halved() {
        return halved("0.4.10");
    }

    private static List<String> halved(String format) {
        return List.of(Packages.step(format, "scale_linear", "gain: 0.5"));
    }

    private static void weights(Path where) {
        SavedModels.write(where, 1, 2, (net, image) -> net.tf.math.sigmoid(image));
    }

    private static void replace(Path where, String old, String now) {
        try {
            Path file = where.resolve("rdf.yaml");
            String text = Files.readString(file);
            int at = text.indexOf(old);
            assertThat(at).as("\"%s\" in the description", old).isNotNegative();
            Files.writeString(file, text.substring(0, at) + now + text.substring(at + old.length()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static float[] values(Path model) {
        return (float[]) raw(Model.open(model), Images.noise(1, 32, 20, 10, 2, 1, 1))
                .getStack()
                .getPixels(1);
    }

    private static ImagePlus raw(Model model, ImagePlus image) {
        return model.predict(
                        AxisImage.of(image),
                        PredictionSettings.USUAL.withOutput(PredictionOutput.RAW),
                        ImageStore.memory(),
                        Progress.NONE)
                .imagePlus();
    }

    private static void refuses(org.assertj.core.api.ThrowableAssert.ThrowingCallable work, String sentence) {
        assertThatThrownBy(work).isInstanceOf(StencilException.class).hasMessageContaining(sentence);
    }
}
