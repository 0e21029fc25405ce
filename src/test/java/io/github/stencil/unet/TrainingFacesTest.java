// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelSet;
import io.github.stencil.model.Model;
import io.github.stencil.model.PredictionSettings;
import io.github.stencil.model.step.Normalization;
import io.github.stencil.unet.data.Augmentation;
import io.github.stencil.unet.data.Task;
import io.github.stencil.unet.graph.Loss;
import io.github.stencil.unet.graph.Optimizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a script says to train, and with what it is answered. */
class TrainingFacesTest {
    private static final int SIDE = 32;

    /** Every setting changed by the method named for it, by the name that commands have for it. */
    private static Map<String, TrainingSettings> changed() {
        TrainingSettings usual = TrainingSettings.USUAL;
        return Map.ofEntries(
                Map.entry("task", usual.withTask(Task.OBJECTS)),
                Map.entry("space", usual.withSpace(Space.VOLUMES)),
                Map.entry("depth", usual.withDepth(3)),
                Map.entry("filters", usual.withFilters(8)),
                Map.entry("patch", usual.withPatch(64)),
                Map.entry("batch", usual.withBatch(2)),
                Map.entry("steps", usual.withSteps(7)),
                Map.entry("epochs", usual.withEpochs(7)),
                Map.entry("rate", usual.withRate(0.5)),
                Map.entry("schedule", usual.withSchedule(Schedule.CONSTANT)),
                Map.entry("optimizer", usual.withOptimizer(Optimizer.SGD)),
                Map.entry("momentum", usual.withMomentum(0.5)),
                Map.entry("clip", usual.withClip(1)),
                Map.entry("loss", usual.withLoss(Loss.DICE)),
                Map.entry("borders", usual.withBorders(10)),
                Map.entry("ignore", usual.withIgnore(LabelSet.of("255"))),
                Map.entry("dropout", usual.withDropout(0.5)),
                Map.entry("decay", usual.withDecay(0.5)),
                Map.entry("batchnorm", usual.withBatchnorm(false)),
                Map.entry("augment", usual.withAugment(Augmentation.NONE)),
                Map.entry("validation", usual.withValidation(0.5)),
                Map.entry("patience", usual.withPatience(3)),
                Map.entry("seed", usual.withSeed(2)));
    }

    @Test
    void eachMethodChangesTheSettingThatItIsNamedForAndNoOther() {
        Map<String, Object> usual = TrainingSettings.USUAL.named();
        assertThat(changed().keySet()).isEqualTo(usual.keySet());
        changed().forEach((name, settings) -> {
            Set<String> differ = new HashSet<>();
            settings.named().forEach((setting, value) -> {
                if (!value.equals(usual.get(setting))) {
                    differ.add(setting);
                }
            });
            assertThat(differ).containsExactly(name);
        });
        assertThat(TrainingSettings.USUAL.withSeed(2).data().seed()).isEqualTo(2); // of the split too
    }

    @Test
    void settingsOutsideTheirRangesAreRefused() {
        TrainingSettings usual = TrainingSettings.USUAL;
        refuses(() -> usual.withDepth(9), "depth 9");
        refuses(() -> usual.withFilters(0), "0 filters");
        refuses(() -> usual.withPatch(-1), "The patch is -1");
        refuses(() -> usual.withBatch(-1), "the batch -1");
        refuses(() -> usual.withMomentum(1), "Momentum is 1.0");
        refuses(() -> usual.withDropout(Double.NaN), "Dropout is NaN");
        refuses(() -> usual.withClip(-1), "Clip is -1.0");
        refuses(() -> usual.withDecay(-1), "decay -1.0");
        refuses(() -> usual.withEpochs(0), "0 epochs");
        refuses(
                () -> new TrainingSettings(
                        usual.data().withNormalization(Normalization.of(Normalization.Method.NONE)),
                        usual.network(),
                        usual.patches(),
                        usual.learning(),
                        usual.pace()),
                "Pixels are to be scaled by None");
    }

    private static void refuses(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String words) {
        assertThatThrownBy(call).isInstanceOf(StencilException.class).hasMessageContaining(words);
    }

    @Test
    void imgLib2ImagesTrainTheNetworkThatOpenImagesTrain(@TempDir Path folder) {
        List<RandomAccessibleInterval<UnsignedByteType>> images = new ArrayList<>();
        List<RandomAccessibleInterval<UnsignedByteType>> labels = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < 2; i++) {
            var image = ArrayImgs.unsignedBytes(2, SIDE, SIDE); // C, X, Y
            var map = ArrayImgs.unsignedBytes(SIDE, SIDE);
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    int label = (x / 8 + y / 8 + i) % 2;
                    map.getAt(x, y).set(label);
                    image.getAt(0, x, y).set(60 + 100 * label + random.nextInt(20));
                    image.getAt(1, x, y).set(random.nextInt(200));
                }
            }
            images.add(image);
            labels.add(map);
        }
        TrainingSettings settings = TrainingSettings.USUAL
                .withTask(Task.CLASSES)
                .withDepth(2)
                .withFilters(2)
                .withPatch(16)
                .withBatch(4)
                .withEpochs(2);
        TrainingHistory history = UNets.train(images, labels, "CXY", folder.resolve("a"), settings);
        UNets.train(
                images.stream().map(image -> AxisImage.of(image, "CXY")).toList(),
                labels.stream().map(map -> AxisImage.of(map, "XY")).toList(),
                UNets.Job.into(folder.resolve("b")),
                settings,
                TrainingListener.NONE,
                Progress.NONE);
        assertThat(history.epochs()).hasSize(2);
        Checkpoint one = Checkpoint.read(folder.resolve("a"));
        Checkpoint other = Checkpoint.read(folder.resolve("b"));
        assertThat(one.best().values()).isEqualTo(other.best().values());
        assertThat(one.beginning()).isEqualTo(other.beginning());
        assertThat(one.beginning().shape().channels()).isEqualTo(2);

        Model model = Model.open(folder.resolve("a"));
        RandomAccessibleInterval<? extends RealType<?>> found = model.predict(images.get(0), "CXY");
        assertThat(found.dimensionsAsLongArray()).containsExactly(SIDE, SIDE, 1, 1, 1);
        AxisImage wanted = model.predict(
                AxisImage.of(images.get(0), "CXY"), PredictionSettings.USUAL, ImageStore.memory(), Progress.NONE);
        assertThat(values(found)).isEqualTo(values(wanted.pixels()));
        assertThatThrownBy(() -> model.predict(images.get(0), "XYC"))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("32 channels");
    }

    private static double[] values(RandomAccessibleInterval<? extends RealType<?>> pixels) {
        return Stream.of(pixels)
                .flatMap(RandomAccessibleInterval::stream)
                .mapToDouble(RealType::getRealDouble)
                .toArray();
    }

    @Test
    void labelsOfAnotherNumberOrSizeAreRefusedByTheirPlaceInTheList(@TempDir Path folder) {
        var image = ArrayImgs.unsignedBytes(SIDE, SIDE);
        var small = Views.interval(image, new long[] {0, 0}, new long[] {7, 7});
        Path model = folder.resolve("model");
        refuses(
                () -> UNets.train(List.of(image), List.of(), "XY", model, TrainingSettings.USUAL),
                "There are 1 images and 0 label images");
        refuses(
                () -> UNets.train(List.of(image), List.of(small), "XY", model, TrainingSettings.USUAL),
                "The image \"image 1\" is");
        assertThat(model).doesNotExist();
    }
}
