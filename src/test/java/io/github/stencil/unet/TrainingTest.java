// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.stencil.CancelledException;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.model.Model;
import io.github.stencil.model.PredictionOutput;
import io.github.stencil.model.PredictionSettings;
import io.github.stencil.model.card.ObjectCard;
import io.github.stencil.model.step.Normalization;
import io.github.stencil.tensor.Precision;
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
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/** Small networks trained on generated images, from the first epoch to the model's folder. */
class TrainingTest {
    private static final OptimizerSettings OPTIMIZER = OptimizerSettings.USUAL.withClassWeights(List.of(1f, 1f));

    @TempDir
    private Path folder;

    @Test
    void aResumedTrainingEndsBitForBitAsAnUndisturbedOne() {
        Training undisturbed = training(folder.resolve("a"), 4, 0.01, false);
        List<Checkpoint> ends = new ArrayList<>();
        undisturbed.run(undisturbed.start(weights(false)), ends::add, Progress.NONE);
        Training first = training(folder.resolve("b"), 2, 0.01, false);
        first.run(first.start(weights(false)), ends::add, Progress.NONE);
        Training second = training(folder.resolve("b"), 4, 0.01, false);
        second.run(second.resume(), ends::add, Progress.NONE);
        Checkpoint whole = ends.get(0);
        Checkpoint resumed = ends.get(2);
        assertThat(resumed.stopping()).isEqualTo(whole.stopping());
        assertThat(resumed.state().weights().values())
                .isEqualTo(whole.state().weights().values());
        assertThat(resumed.state().first()).isEqualTo(whole.state().first());
        assertThat(resumed.state().second()).isEqualTo(whole.state().second());
        assertThat(resumed.best().values()).isEqualTo(whole.best().values());
        assertThat(resumed.history().epochs().stream().map(TrainingEpoch::epoch))
                .containsExactly(1, 2, 3, 4);
        assertThat(resumed.history().epochs().stream().map(TrainingEpoch::loss).toList())
                .isEqualTo(whole.history().epochs().stream()
                        .map(TrainingEpoch::loss)
                        .toList());
    }

    @Test
    void theModelNeedsNoParameterAndServesTheSameNumbers() {
        Path model = folder.resolve("discs");
        Training training = training(model, 3, 0.02, false);
        TrainingHistory history =
                training.run(training.start(weights(false)), end -> write(model, end, false), Progress.NONE);
        assertThat(model)
                .isDirectoryContaining("glob:**rdf.yaml")
                .isDirectoryContaining("glob:**history.csv")
                .isDirectoryContaining("glob:**cover.png")
                .isDirectoryContaining("glob:**test_input.npy")
                .isDirectoryContaining("glob:**test_output.npy");
        assertThat(model.resolve("history.csv")).content().hasLineCount(4).startsWith("Epoch,Rate,Loss,");
        assertThat(history.epochs()).hasSize(3);
        HeldBack image = heldBack(5, 1, 45, 37);
        AxisImage predicted = Model.open(model)
                .predict(
                        image.image(),
                        PredictionSettings.USUAL.withOutput(PredictionOutput.PROBABILITIES),
                        ImageStore.memory(),
                        Progress.NONE);
        float[] expected = (float[]) predicted.copy(predicted.extent().interval());
        float[] raw = (float[]) image.image().copy(image.image().extent().interval());
        float[] served = serve(model, raw, 1, 45, 37, 1);
        for (int i = 0; i < expected.length; i++) {
            assertThat(served[i]).as("pixel %d", i).isCloseTo(expected[i], within(1e-5f));
        }
        assertThat(Model.open(model).properties())
                .containsEntry("Signature", "network")
                .containsEntry("Output means", "probabilities");
        String halo = String.valueOf(Model.open(model).properties().get("Halo"));
        assertThat(halo).isEqualTo(shape(false).halo(1) + " (read from the graph)");
        assertThat(serve(model, new float[] {3, 1, 4}, 1, 1, 3, 1)).hasSize(3).doesNotContain(Float.NaN);
    }

    @Test
    void withNothingHeldBackTheLastEpochIsTheBest() {
        TrainingSet trainingSet = new TrainingSet(
                new Discs(1, 2, 1, 4, 1, 32, 32),
                List.of(),
                List.of("background", "disc"),
                DataSettings.USUAL,
                PatchSettings.plane(4, 32, 32),
                ObjectCard.USUAL);
        TrainingSchedule schedule =
                TrainingSchedule.USUAL.withEpochs(3).withRate(0.01).withPatience(1);
        Training training = new Training(shape(false), OPTIMIZER, schedule, trainingSet, folder, TrainingListener.NONE);
        List<Checkpoint> ends = new ArrayList<>();
        TrainingHistory history = training.run(training.start(weights(false)), ends::add, Progress.NONE);
        assertThat(history.epochs()).hasSize(3).allMatch(epoch -> Double.isNaN(epoch.meanIou()));
        assertThat(ends.get(0).stopping().best()).isEqualTo(3);
        assertThat(ends.get(0).best()).isSameAs(ends.get(0).state().weights());
    }

    @Test
    void aStoppedTrainingKeepsTheBestSoFar() {
        Path model = folder.resolve("stopped");
        Training training = training(model, 50, 0.01, false);
        Progress stop = (done, total) -> {
            if (done > 2 * 5 + 2) {
                throw new CancelledException("stop");
            }
        };
        assertThatThrownBy(() -> training.run(training.start(weights(false)), end -> write(model, end, false), stop))
                .isInstanceOf(CancelledException.class)
                .hasMessageMatching(
                        "Stopped in epoch 3\\. The model is that of epoch [12]\\. Training the same with resume \\(--resume\\) goes on from epoch 2\\.");
        assertThat(Model.open(model).properties()).containsEntry("Signature", "network");
        assertThat(Model.open(model).objects()).hasValue(new ObjectCard(0.5, 1, 12, false));
        assertThat(Checkpoint.read(model).history().epochs()).hasSize(2);
    }

    @Test
    void aLossThatRunsAwayStopsAndSaysWhen() {
        Path model = folder.resolve("nan");
        Training training = training(model, 4, 1e30, false);
        assertThatThrownBy(() -> training.run(training.start(weights(false)), end -> {}, Progress.NONE))
                .isInstanceOf(StencilException.class)
                .hasMessageMatching(
                        "The loss became (NaN|Infinity) in epoch 1, before there was a model\\. Lower the rate, or set .*clip, and train again\\.");
        assertThat(model.resolve(Checkpoint.NAME)).doesNotExist();
    }

    @Test
    void anotherNetworkIsNotResumed() {
        Training training = training(folder, 1, 0.01, false);
        training.run(training.start(weights(false)), end -> {}, Progress.NONE);
        assertThatThrownBy(() -> training(folder, 2, 0.01, true).resume())
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("is another (network UNetShape[volume=false")
                .hasMessageContaining(") than was asked for (network UNetShape[volume=true");
        assertThatThrownBy(() -> ModelFolder.check(folder, false)).hasMessageContaining("Set resume");
        assertThatThrownBy(() -> Checkpoint.read(folder.resolve("nowhere"))).hasMessageContaining("no training");
    }

    @Test
    void aDamagedCheckpointIsSaid() throws Exception {
        Training training = training(folder, 1, 0.01, false);
        training.run(training.start(weights(false)), end -> {}, Progress.NONE);
        byte[] bytes = Files.readAllBytes(folder.resolve(Checkpoint.NAME));
        Files.write(folder.resolve(Checkpoint.NAME), java.util.Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> Checkpoint.read(folder))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("cannot be read");
        ByteBuffer whole = ByteBuffer.wrap(bytes);
        int size = 0;
        while (whole.getInt(size) != weights(false).values().length) {
            size++;
        }
        whole.putInt(size, Integer.MAX_VALUE); // more than there is memory for
        Files.write(folder.resolve(Checkpoint.NAME), bytes);
        assertThatThrownBy(() -> Checkpoint.read(folder))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void aVolumeIsLearnedToo() {
        Path model = folder.resolve("balls");
        Training training = training(model, 4, 0.02, true);
        TrainingHistory history =
                training.run(training.start(weights(true)), end -> write(model, end, true), Progress.NONE);
        assertThat(history.epochs().get(3).meanIou()).isGreaterThan(0.6);
        HeldBack image = heldBack(5, 9, 19, 17);
        float[] raw = (float[]) image.image().copy(image.image().extent().interval());
        float[] served = serve(model, raw, 1, 9, 19, 17, 1);
        AxisImage predicted = Model.open(model)
                .predict(
                        image.image(),
                        PredictionSettings.USUAL.withOutput(PredictionOutput.PROBABILITIES),
                        ImageStore.memory(),
                        Progress.NONE);
        float[] expected = (float[]) predicted.copy(predicted.extent().interval());
        for (int i = 0; i < expected.length; i++) {
            assertThat(served[i]).as("voxel %d", i).isCloseTo(expected[i], within(1e-5f));
        }
    }

    private static void write(Path folder, Checkpoint end, boolean volume) {
        ParameterLayout layout = ParameterLayout.of(shape(volume));
        new ModelFolder(new TrainedModel(
                        folder,
                        layout,
                        List.of("background", "disc"),
                        Normalization.PERCENTILES,
                        Optional.of(ObjectCard.USUAL.withSmallest(12)),
                        Precision.FULL,
                        Map.of("loss", Loss.DICE, "depth", 3),
                        Optional.of(heldBack(6, volume ? 8 : 1, 40, 32).image())))
                .write(end);
    }

    static Training training(Path folder, int epochs, double rate, boolean volume) {
        return training(folder, epochs, rate, volume, TrainingListener.NONE);
    }

    static Training training(Path folder, int epochs, double rate, boolean volume, TrainingListener listener) {
        BatchSource patches = volume ? new Discs(1, 5, 1, 4, 8, 16, 16) : new Discs(1, 4, 1, 4, 1, 32, 32);
        TrainingSet trainingSet = new TrainingSet(
                patches,
                List.of(heldBack(2, volume ? 8 : 1, 32, 40), heldBack(3, volume ? 8 : 1, 32, 40)),
                List.of("background", "disc"),
                DataSettings.USUAL,
                PatchSettings.plane(4, 32, 32),
                ObjectCard.USUAL);
        TrainingSchedule schedule = TrainingSchedule.USUAL.withEpochs(epochs).withRate(rate);
        return new Training(shape(volume), OPTIMIZER, schedule, trainingSet, folder, listener);
    }

    static Weights weights(boolean volume) {
        ParameterLayout layout = ParameterLayout.of(shape(volume));
        return new Weights(layout.initialWeights(1), layout.initialStatistics());
    }

    private static UNetShape shape(boolean volume) {
        return TrainingGraphTest.shape(volume, UNetShape.Norm.BATCH, 0);
    }

    /** Makes a raw image of discs, dim or bright, with its classes. */
    static HeldBack heldBack(long seed, int depth, int height, int width) {
        Random random = new Random(seed);
        int[] truth = Discs.truth(random, depth, height, width);
        float[] pixels = new float[truth.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) (100 + 300 * (0.2 + 0.6 * truth[i] + 0.1 * random.nextGaussian()));
        }
        AxisImage image = depth == 1
                ? AxisImage.of("discs " + seed, ArrayImgs.floats(pixels, width, height), "XY")
                : AxisImage.of("balls " + seed, ArrayImgs.floats(pixels, width, height, depth), "XYZ");
        return new HeldBack(image, () -> truth, java.util.Optional.empty(), java.util.Optional.empty());
    }

    private static float[] serve(Path model, float[] raw, long... shape) {
        try (SavedModelBundle bundle = SavedModelBundle.load(model.toString(), "serve");
                TFloat32 pixels = TFloat32.tensorOf(Shape.of(shape), DataBuffers.of(raw));
                Result result = bundle.function("serving_default").call(Map.of("pixels", pixels))) {
            TFloat32 out = (TFloat32) result.get("probabilities").orElseThrow();
            float[] values = new float[(int) out.size()];
            out.asRawTensor().data().asFloats().read(values);
            return values;
        }
    }
}
