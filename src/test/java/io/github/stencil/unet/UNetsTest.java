// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.Calibration;
import ij.process.FloatProcessor;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.Space;
import io.github.stencil.model.Model;
import io.github.stencil.model.PredictionOutput;
import io.github.stencil.model.PredictionSettings;
import io.github.stencil.model.step.Normalization;
import io.github.stencil.unet.data.Augmentation;
import io.github.stencil.unet.data.Task;
import io.github.stencil.unet.graph.NetworkFile;
import io.github.stencil.unet.graph.ParameterLayout;
import io.github.stencil.unet.graph.UNetShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.types.TFloat32;

/** Whole trainings, from folders to a model. */
class UNetsTest {
    private static final StepPlan.ImageSize PLANES = new StepPlan.ImageSize(600, 1);
    private static final StepPlan.ImageSize VOLUMES = new StepPlan.ImageSize(600, 100);

    @TempDir
    private Path folder;

    @Test
    void aTinyNetworkLearnsVolumes() {
        TrainingFiles.write(folder.resolve("train"), 1, 8, 12, 32, 32);
        TrainingFiles.write(folder.resolve("test"), 2, 8, 12, 32, 32);
        Path model = folder.resolve("model");
        List<String> said = new ArrayList<>();
        TrainingHistory history = train(folder.resolve("train"), model, settings(Space.VOLUMES, 6, 4), said);
        assertThat(history.epochs()).isNotEmpty();
        double iou = iou(model, folder.resolve("test"));
        assertThat(iou).as("seeds 1 and 2").isGreaterThan(0.95);
    }

    @Test
    void trainingGoesOnFromAnotherModelWithOtherClasses() throws Exception {
        TrainingFiles.write(folder.resolve("a"), 1, 3, 1, 32, 32);
        Path first = folder.resolve("first");
        List<String> said = new ArrayList<>();
        train(folder.resolve("a"), first, settings(Space.PLANES, 1, 4), said);
        TrainingSettings objects = settings(Space.PLANES, 1, 4).withTask(Task.OBJECTS);
        UNets.Job job = new UNets.Job(folder.resolve("second"), Optional.of(first), false, false);
        UNets.train(
                images(folder.resolve("a")),
                labels(folder.resolve("a")),
                job,
                objects,
                TrainingListener.NONE,
                says(said));
        assertThat(said).anyMatch(line -> line.contains("learns anew in: the last layer."));

        ParameterLayout layout =
                ParameterLayout.of(UNetShape.USUAL.withFilters(4).withPlanes(UNetShape.planes(2)));
        PretrainedWeights same = PretrainedWeights.of(first, layout, 9);
        assertThat(same.replaced()).isEmpty();
        Checkpoint end = Checkpoint.read(first);
        assertThat(same.weights().values()).isEqualTo(end.best().values());
        assertThat(same.weights().statistics()).isEqualTo(end.best().statistics());

        UNets.Job wider = new UNets.Job(folder.resolve("third"), Optional.of(first), false, false);
        assertThatThrownBy(() -> UNets.train(
                        images(folder.resolve("a")),
                        labels(folder.resolve("a")),
                        wider,
                        settings(Space.PLANES, 1, 4).withFilters(8),
                        TrainingListener.NONE,
                        Progress.NONE))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("layers of another size");
        assertThat(folder.resolve("third")).doesNotExist();
        assertThatThrownBy(() -> PretrainedWeights.of(folder, layout, 1)).hasMessageContaining("There is no model");
        cutWeights(first.resolve(ModelFolder.GRAPH));
        assertThatThrownBy(() -> PretrainedWeights.of(first, layout, 1))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("is damaged");
    }

    /** Leaves the shapes of a model's weights as they are, and takes their values. */
    private static void cutWeights(Path graph) throws IOException {
        SavedModel.Builder model = SavedModel.parseFrom(Files.readAllBytes(graph)).toBuilder();
        model.getMetaGraphsBuilder(0).getGraphDefBuilder().getNodeBuilderList().stream()
                .filter(node -> node.getOp().equals("Const"))
                .forEach(node -> {
                    AttrValue.Builder value = node.getAttrOrThrow("value").toBuilder();
                    value.getTensorBuilder().clearTensorContent().clearFloatVal();
                    node.putAttr("value", value.build());
                });
        Files.write(graph, model.build().toByteArray());
    }

    @Test
    void whatCannotBeTrainedIsSaidBeforeAnythingIsWritten() throws Exception {
        TrainingFiles.write(folder.resolve("a"), 1, 2, 1, 32, 32);
        Path model = folder.resolve("model");
        TrainingSettings usual = settings(Space.PLANES, 1, 2);
        refused(model, usual, false, folder.resolve("nowhere"), "There is no");
        Files.createDirectories(folder.resolve("held"));
        Files.write(folder.resolve("held").resolve(ModelFolder.GRAPH), new byte[1]);
        refused(folder.resolve("held"), usual, false, folder.resolve("a"), "already holds a model. Set resume");
        refused(model, usual, true, folder.resolve("a"), "holds no training to go on with");
        refused(
                folder.resolve("a/images/scene0.tif"),
                usual,
                false,
                folder.resolve("a"),
                "is a file but a model needs");
        refused(model, settings(Space.VOLUMES, 1, 2), false, folder.resolve("a"), "has one slice but 3D");
        if (Files.isDirectory(Path.of("/proc"))) { // where nobody can write, whatever its permissions say
            refused(Path.of("/proc/model"), usual, false, folder.resolve("a"), "The folder /proc cannot be written to");
        }
        Files.delete(folder.resolve("a/labels/scene1.tif"));
        refused(model, usual, false, folder.resolve("a"), "One file has no partner");
        assertThat(model).doesNotExist();
    }

    @Test
    void aBatchThatDoesNotFitIsRefusedWithTheOneThatDoes() {
        TrainingSettings eight = settings(Space.PLANES, 1, 8).withFilters(32);
        assertThatThrownBy(() -> StepPlan.of(eight, 1, 2, PLANES, new Calibration(), () -> 20L << 20))
                .isInstanceOf(StencilException.class)
                .hasMessageMatching(
                        "A step of 8 patches of 32 x 32 takes about \\d+ MB but 10 MB can be used\\. Set batch to \\d or less\\.");
        StepPlan fitted = StepPlan.of(
                settings(Space.PLANES, 1, 0).withFilters(32), 1, 2, PLANES, new Calibration(), () -> 20L << 20);
        assertThat(fitted.samples()).isBetween(1, 7);
        assertThatThrownBy(() -> StepPlan.of(eight, 1, 2, PLANES, new Calibration(), () -> 1L << 20))
                .hasMessageContaining("Set a smaller patch, or fewer filters");
    }

    @Test
    void aResumedTrainingHasThePatchesThatItBeganWithWhateverMemoryIsFree() {
        TrainingSettings open = settings(Space.PLANES, 1, 0).withPatch(0);
        StepPlan began = StepPlan.of(open, 1, 2, PLANES, new Calibration(), () -> 500L << 20);
        assertThat(began.samples()).isBetween(2, 7);
        Beginning before = BeginningTest.beginning(began.shape(), began.patches(open));
        TrainingSettings again = StepPlan.asBefore(open, before);
        assertThat(StepPlan.of(again, 1, 2, PLANES, new Calibration(), () -> 1L << 34))
                .isEqualTo(began);
        PatchWishes asked =
                StepPlan.asBefore(open.withBatch(3).withPatch(64), before).patches();
        assertThat(asked.batch()).isEqualTo(3);
        assertThat(asked.side()).isEqualTo(64);
    }

    @Test
    void aResumedTrainingHasTheVolumesThatItBeganWithWhateverMemoryIsFree() {
        TrainingSettings open = settings(Space.VOLUMES, 1, 0).withPatch(0);
        StepPlan began = StepPlan.of(open, 1, 2, VOLUMES, new Calibration(), () -> 80L << 20);
        assertThat(began.patch()).isEqualTo("32 x 32 x 32"); // and 128 x 128 x 64 where there is memory for it
        Beginning before = BeginningTest.beginning(began.shape(), began.patches(open));
        StepPlan again = StepPlan.of(StepPlan.asBefore(open, before), 1, 2, VOLUMES, new Calibration(), () -> 1L << 36);
        assertThat(again).isEqualTo(began);
        assertThat(StepPlan.of(open, 1, 2, VOLUMES, new Calibration(), () -> 1L << 36))
                .isNotEqualTo(began);
        assertThat(StepPlan.asBefore(open.withPatch(64), before).patches().side())
                .isEqualTo(64);
    }

    @Test
    void aTrainingThatIsResumedWithoutSizesGoesOnWithThoseThatItBeganWith() {
        TrainingFiles.write(folder.resolve("a"), 1, 3, 1, 32, 32);
        Path model = folder.resolve("model");
        train(folder.resolve("a"), model, settings(Space.PLANES, 1, 2), new ArrayList<>());
        Checkpoint began = Checkpoint.read(model);
        assertThat(began.beginning().samples()).isEqualTo(2);
        assertThat(began.beginning().width()).isEqualTo(32);
        TrainingHistory history = UNets.train(
                images(folder.resolve("a")),
                labels(folder.resolve("a")),
                new UNets.Job(model, Optional.empty(), true, false),
                settings(Space.PLANES, 2, 0).withPatch(0), // which would plan 8 patches of 256 x 256 anew
                TrainingListener.NONE,
                Progress.NONE);
        assertThat(history.epochs()).extracting(TrainingEpoch::epoch).containsExactly(1, 2);
        Checkpoint end = Checkpoint.read(model);
        assertThat(end.beginning()).isEqualTo(began.beginning());
        assertThat(end.state().step()).isEqualTo(2 * began.state().step());
    }

    @Test
    void fewPatchesAreNormalisedByGroups() {
        StepPlan three = StepPlan.of(settings(Space.PLANES, 1, 3), 1, 2, PLANES, new Calibration(), () -> 1L << 34);
        StepPlan four = StepPlan.of(settings(Space.PLANES, 1, 4), 1, 2, PLANES, new Calibration(), () -> 1L << 34);
        assertThat(three.shape().norm()).isEqualTo(UNetShape.Norm.GROUP);
        assertThat(four.shape().norm()).isEqualTo(UNetShape.Norm.BATCH);
    }

    @Test
    void predictingWithGroupsGivesWhatTheCardTellsOthersToCompute() throws Exception {
        TrainingFiles.write(folder.resolve("a"), 1, 3, 1, 32, 32);
        Path place = folder.resolve("model");
        train(folder.resolve("a"), place, settings(Space.PLANES, 1, 3), new ArrayList<>());
        int step = Files.readAllLines(place.resolve("stencil.yaml")).stream()
                .filter(line -> line.startsWith("step: "))
                .map(line -> Integer.parseInt(line.substring("step: ".length())))
                .findFirst()
                .orElseThrow();
        int width = 45;
        int height = 39;
        float[] pixels = new float[width * height];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) Math.sin(i * 0.37 + i / width);
        }
        int w = (width + step - 1) / step * step;
        int h = (height + step - 1) / step * step;
        float[] padded = new float[w * h];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int row = y < height ? y : 2 * (height - 1) - y;
                padded[y * w + x] = pixels[row * width + (x < width ? x : 2 * (width - 1) - x)];
            }
        }
        AxisImage raw = Model.open(place)
                .predict(
                        AxisImage.of(new ImagePlus("image", new FloatProcessor(width, height, pixels))),
                        PredictionSettings.USUAL
                                .withOutput(PredictionOutput.RAW)
                                .withNormalization(Normalization.of(Normalization.Method.NONE)),
                        ImageStore.memory(),
                        Progress.NONE);
        float[] ours = (float[]) raw.copy(raw.extent().interval());
        try (SavedModelBundle bundle = SavedModelBundle.load(place.toString(), "serve");
                TFloat32 input = TFloat32.tensorOf(Shape.of(1, h, w, 1), DataBuffers.of(padded));
                Result result = bundle.session()
                        .runner()
                        .feed("network_pixels", input)
                        .fetch("network_probabilities")
                        .run()) {
            TFloat32 theirs = (TFloat32) result.get(0);
            assertThat(step).isGreaterThan(1);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    for (int c = 0; c < raw.extent().channels(); c++) {
                        assertThat(ours[(c * height + y) * width + x])
                                .isCloseTo(theirs.getFloat(0, y, x, c), within(1e-5f));
                    }
                }
            }
        }
    }

    private void refused(Path model, TrainingSettings settings, boolean resume, Path data, String sentence) {
        UNets.Job job = new UNets.Job(model, Optional.empty(), resume, false);
        assertThatThrownBy(() ->
                        UNets.train(images(data), labels(data), job, settings, TrainingListener.NONE, Progress.NONE))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining(sentence);
    }

    private static TrainingHistory train(Path data, Path model, TrainingSettings settings, List<String> said) {
        return UNets.train(
                images(data), labels(data), UNets.Job.into(model), settings, TrainingListener.NONE, says(said));
    }

    private static Progress says(List<String> said) {
        return new Progress() {
            @Override
            public void step(long done, long total) {}

            @Override
            public void say(String message) {
                said.add(message);
            }
        };
    }

    private static String images(Path data) {
        return data.resolve("images").toString();
    }

    private static String labels(Path data) {
        return data.resolve("labels").toString();
    }

    private static TrainingSettings settings(Space space, int epochs, int batch) {
        boolean volume = space == Space.VOLUMES;
        return TrainingSettings.USUAL
                .withTask(Task.CLASSES)
                .withSpace(space)
                .withDepth(2)
                .withFilters(volume ? 8 : 4)
                .withPatch(volume ? 16 : 32)
                .withBatch(batch)
                .withEpochs(epochs)
                .withRate(0.01)
                .withAugment(Augmentation.of("flip"))
                .withValidation(0.25);
    }

    /** Returns the pooled IoU of the foreground over a folder of volumes. */
    private static double iou(Path model, Path test) {
        Checkpoint end = Checkpoint.read(model);
        UNetShape shape = StepPlan.of(
                        settings(Space.VOLUMES, 1, 4),
                        1,
                        2,
                        new StepPlan.ImageSize(64, 12),
                        new Calibration(),
                        () -> 1L << 34)
                .shape();
        NetworkFile network = NetworkFile.of(ParameterLayout.of(shape), end.best(), Normalization.PERCENTILES);
        long both = 0;
        long either = 0;
        try (WholeImages images = new WholeImages();
                WholeImages.Loaded loaded = images.load(network, shape)) {
            for (int i = 0; i < 8; i++) {
                AxisImage image = AxisImage.of(
                        IJ.openImage(test.resolve("images/scene" + i + ".tif").toString()));
                AxisImage truth = AxisImage.of(
                        IJ.openImage(test.resolve("labels/scene" + i + ".tif").toString()));
                AxisImage found = loaded.probabilities(image, ImageStore.memory(), Progress.NONE);
                float[] p = (float[]) found.copy(found.extent().interval());
                byte[] t = (byte[]) truth.copy(truth.extent().interval());
                for (int k = 0; k < p.length; k++) {
                    boolean predicted = p[k] >= 0.5;
                    both += predicted && t[k] != 0 ? 1 : 0;
                    either += predicted || t[k] != 0 ? 1 : 0;
                }
            }
        }
        return (double) both / either;
    }
}
