// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.stencil.Progress;
import io.github.stencil.TemporaryFolder;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.model.Model;
import io.github.stencil.model.ModelInstaller;
import io.github.stencil.model.PredictionOutput;
import io.github.stencil.model.PredictionSettings;
import io.github.stencil.model.card.ObjectCard;
import io.github.stencil.model.step.Normalization;
import io.github.stencil.unet.data.BatchSource;
import io.github.stencil.unet.data.DataSettings;
import io.github.stencil.unet.data.Discs;
import io.github.stencil.unet.data.PatchSettings;
import io.github.stencil.unet.graph.Loss;
import io.github.stencil.unet.graph.OptimizerSettings;
import io.github.stencil.unet.graph.ParameterLayout;
import io.github.stencil.unet.graph.TrainingGraphTest;
import io.github.stencil.unet.graph.UNetShape;
import io.github.stencil.unet.graph.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a training writes for other programs, held against the rules of bioimage.io. */
class BioimageCardTest {
    private static final OptimizerSettings OPTIMIZER = OptimizerSettings.USUAL.withClassWeights(List.of(1f, 1f));
    private static final List<String> ODD_NAMES = List.of("back ground", "class");

    @TempDir
    private static Path shared;

    private static Path discs = Path.of("");

    @TempDir
    private Path folder;

    @BeforeAll
    static void train() {
        discs = written(shared.resolve("discs"), false, UNetShape.Norm.BATCH, Normalization.PERCENTILES);
    }

    @ParameterizedTest(name = "volume {0}, {1}, {2}")
    @CsvSource({
        "false, GROUP, 'Zellkerne & Ränder.v2'",
        "true, GROUP, 'a'",
        "true, BATCH, 'ein sehr langer Name, der länger ist, als das Format es für einen Namen erlaubt, mit Zeichen: é'"
    })
    void whatIsWrittenKeepsTheRules(boolean volume, UNetShape.Norm norm, String name) throws IOException {
        Path model = written(folder.resolve(name), volume, norm, Normalization.PERCENTILES);
        assertThat(BioimageRules.broken(model)).isEmpty();
        String text = Files.readString(model.resolve("rdf.yaml"));
        assertThat(text).doesNotContain("license:").contains("channel_names: [\"class_\"]");
        assertThat(text.contains("halo:"))
                .as("group normalisation looks at all")
                .isEqualTo(norm == UNetShape.Norm.BATCH);
    }

    @Test
    void aPlainModelKeepsThem() throws IOException {
        assertThat(BioimageRules.broken(discs)).isEmpty();
    }

    @Test
    void otherProgramsGetTheNumbersThatStencilGets() throws IOException {
        Path model = discs;
        AxisImage image = TrainingTest.heldBack(5, 1, 150, 131).image();
        float[] own = raw(model, image);
        Path described = Files.createDirectories(folder.resolve("described"));
        for (String file : List.of("rdf.yaml", BioimageCard.PACKAGE, "test_input.npy", "test_output.npy")) {
            Files.copy(model.resolve(file), described.resolve(file));
        }
        assertThat(Model.open(described).properties())
                .containsEntry("Format", "TensorFlow SavedModel in a bioimage.io package 0.5.7");
        float[] theirs = raw(described, image);
        for (int i = 0; i < own.length; i++) {
            assertThat(theirs[i]).as("value %d", i).isCloseTo(own[i], org.assertj.core.data.Offset.offset(1e-5f));
        }
        String before = System.getProperty("stencil.models", "");
        System.setProperty("stencil.models", folder.resolve("library").toString());
        try {
            Map<String, String> report = ModelInstaller.install(described, "theirs", Progress.NONE);
            assertThat(report).containsEntry("Test", "the model's own test input was run");
            assertThat(Double.parseDouble(report.getOrDefault("Share of its range", "")))
                    .isLessThan(1e-5);
        } finally {
            if (before.isEmpty()) {
                System.clearProperty("stencil.models");
            } else {
                System.setProperty("stencil.models", before);
            }
            TemporaryFolder.delete(folder.resolve("library"));
        }
    }

    @Test
    void clippedPercentilesAreTwoSteps() throws IOException {
        Normalization clipped = new Normalization(Normalization.Method.PERCENTILES, 2, 98, true);
        Path model = written(folder.resolve("clipped"), false, UNetShape.Norm.BATCH, clipped);
        assertThat(BioimageRules.broken(model)).isEmpty();
        assertThat(model.resolve("rdf.yaml")).content().contains("- {id: clip, kwargs: {min: 0.0, max: 1.0}}");
    }

    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource({
        "'min: 52', 'min: 48', 'halo 24 of 48'",
        "'name: \"discs\"', 'name: \"disc\"', 'name: disc'",
        "'\"class_\"', '\"class\"', 'channel name class'",
        "'documentation:', 'license: LicenseRef-none' , 'SPDX'",
        "'sha256: ', 'sha256: 0', 'the checksum of'",
        "'axis_id: x', 'axis_id: z', 'follows an axis'",
        "'min: 52', 'min: 53', 'a test tensor of 52 for 53 by 4'"
    })
    void theRulesCanBeBroken(String right, String wrong, String rule) throws IOException {
        Path model = folder;
        try (Stream<Path> files = Files.list(discs)) {
            for (Path each : files.toList()) {
                Files.copy(each, model.resolve(each.getFileName()));
            }
        }
        Path file = model.resolve("rdf.yaml");
        String text = Files.readString(file);
        assertThat(text).contains(right);
        Files.writeString(file, text.replace(right, right.equals("documentation:") ? wrong + "\n" + right : wrong));
        assertThat(BioimageRules.broken(model)).anyMatch(each -> each.contains(rule));
    }

    @Test
    void theModelThatComesAlongKeepsThemButBringsNoTest() throws IOException {
        Path bundled = Path.of("sample-data", "models", "nuclei");
        assertThat(BioimageRules.broken(bundled)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "nuclei, nuclei",
        "'', U-Net",
        "abc, abc U-Net",
        "'a.b/c:d', a_b_c_d",
        "'Größe (2)', Gro_e (2)",
        "細胞, _ U-Net"
    })
    void aNameIsOfTheCharactersThatAreAllowed(String name, String allowed) {
        assertThat(BioimageNames.name(name)).isEqualTo(allowed).matches("[A-Za-z0-9_+\\-() ]{5,64}");
    }

    @Test
    void channelsAreIdentifiersAndDiffer() {
        assertThat(BioimageNames.channels(List.of("nucleus", "a b", "a-b", "3", "", "if", "yes", "été", "核")))
                .containsExactly("nucleus", "a_b", "a_b_2", "class_3", "class_", "if_", "yes_", "ete", "class__2");
    }

    private static float[] raw(Path model, AxisImage image) {
        AxisImage predicted = Model.open(model)
                .predict(
                        image,
                        PredictionSettings.USUAL.withOutput(PredictionOutput.RAW),
                        ImageStore.memory(),
                        Progress.NONE);
        return (float[]) predicted.copy(predicted.extent().interval());
    }

    private static Path written(Path model, boolean volume, UNetShape.Norm norm, Normalization normalization) {
        UNetShape shape = TrainingGraphTest.shape(volume, norm, 0);
        BatchSource patches = volume ? new Discs(1, 5, 1, 4, 8, 16, 16) : new Discs(1, 4, 1, 4, 1, 32, 32);
        TrainingSet trainingSet = new TrainingSet(
                patches,
                List.of(TrainingTest.heldBack(2, volume ? 8 : 1, 32, 40)),
                ODD_NAMES,
                DataSettings.USUAL.withNormalization(normalization),
                PatchSettings.plane(4, 32, 32),
                ObjectCard.USUAL);
        Training training = new Training(
                shape,
                OPTIMIZER,
                TrainingSchedule.USUAL.withEpochs(1).withRate(0.01).withPatience(1),
                trainingSet,
                model,
                TrainingListener.NONE);
        ParameterLayout layout = ParameterLayout.of(shape);
        List<Checkpoint> ends = new ArrayList<>();
        training.run(
                training.start(new Weights(layout.initialWeights(1), layout.initialStatistics())),
                ends::add,
                Progress.NONE);
        new ModelFolder(new TrainedModel(
                        model,
                        layout,
                        ODD_NAMES,
                        normalization,
                        OptionalDouble.of(12),
                        Map.of("loss", Loss.DICE, "depth", 3),
                        Optional.of(
                                TrainingTest.heldBack(6, volume ? 8 : 1, 40, 32).image())))
                .write(ends.get(0));
        return model;
    }
}
