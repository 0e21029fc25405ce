// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ImageProcessor;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.model.step.Normalization;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.types.TInt32;

/** Predictions that are averaged over flips and quarter turns. */
class TestTimeAugmentationTest {
    private static final Normalization FULL = Normalization.of(Normalization.Method.FULL_RANGE);
    private static final PredictionSettings SETTINGS =
            PredictionSettings.USUAL.withOutput(PredictionOutput.PROBABILITIES).withNormalization(FULL);

    @TempDir
    private Path folder;

    @Test
    void itIsTheMeanOfWhatTheNetworkGivesForEachFlipAndTurn() {
        Model small =
                Model.open(SavedModels.write(folder, 7, 2, (net, image) -> net.tf.nn.softmax(net.unet(image, 2, 3))));
        isTheMean(small, Images.noise(3, 32, 24, 40, 2, 1, 1));
        isTheMean(Model.open(Path.of("sample-data", "models", "nuclei")), Images.noise(4, 8, 48, 32, 1, 1, 1));
    }

    private static void isTheMean(Model model, ImagePlus image) {
        float[][] mean = null;
        for (int turn = 0; turn < 8; turn++) {
            ImagePlus predicted = predict(model, turned(image, turn), SETTINGS);
            ImageStack back = turned(predicted, turn, true).getStack();
            mean = mean == null ? new float[back.size()][image.getWidth() * image.getHeight()] : mean;
            for (int c = 0; c < mean.length; c++) {
                for (int i = 0; i < mean[c].length; i++) {
                    mean[c][i] += back.getProcessor(c + 1).getf(i) / 8;
                }
            }
        }
        ImageStack averaged = predict(model, image, SETTINGS.withTta(true)).getStack();
        for (int c = 0; c < averaged.size(); c++) {
            for (int i = 0; i < averaged.getWidth() * averaged.getHeight(); i++) {
                assertThat(averaged.getProcessor(c + 1).getf(i))
                        .as("channel %d, pixel %d", c, i)
                        .isCloseTo(mean[c][i], org.assertj.core.api.Assertions.within(1e-5f));
            }
        }
    }

    @Test
    void tilesDoNotShow() {
        Model model =
                Model.open(SavedModels.write(folder, 7, 1, (net, image) -> net.tf.nn.softmax(net.unet(image, 1, 3))));
        for (int[] size : new int[][] {{131, 97}, {37, 64}, {5, 6}}) {
            ImagePlus image = Images.noise(11, 32, size[0], size[1], 1, 1, 1);
            ImageStack whole = predict(model, image, SETTINGS.withTta(true).withTile(1000, -1))
                    .getStack();
            for (int tile : new int[] {8, 64}) {
                ImageStack tiled = predict(model, image, SETTINGS.withTta(true).withTile(tile, -1))
                        .getStack();
                for (int c = 1; c <= 3; c++) {
                    for (int i = 0; i < size[0] * size[1]; i++) {
                        assertThat(tiled.getProcessor(c).getf(i))
                                .as("%d x %d, tile %d", size[0], size[1], tile)
                                .isCloseTo(
                                        whole.getProcessor(c).getf(i), org.assertj.core.api.Assertions.within(1e-5f));
                    }
                }
            }
        }
    }

    @Test
    void aModelOfOneSizeThatIsNoSquareIsFlippedOnly() {
        Model fixed = Model.open(SavedModels.write(
                folder,
                7,
                "NHWC",
                new long[] {1, 16, 32, 1},
                (net, image) -> net.tf.nn.softmax(net.unet(image, 1, 3))));
        ImagePlus image = Images.noise(2, 32, 32, 16, 1, 1, 1);
        float[] mean = new float[32 * 16];
        for (int turn = 0; turn < 4; turn++) {
            ImageStack back = turned(predict(fixed, turned(image, turn), SETTINGS), turn, true)
                    .getStack();
            for (int i = 0; i < mean.length; i++) {
                mean[i] += back.getProcessor(2).getf(i) / 4;
            }
        }
        ImageStack averaged = predict(fixed, image, SETTINGS.withTta(true)).getStack();
        for (int i = 0; i < mean.length; i++) {
            assertThat(averaged.getProcessor(2).getf(i))
                    .isCloseTo(mean[i], org.assertj.core.api.Assertions.within(1e-5f));
        }
    }

    @Test
    void labelsHaveNoMean() {
        Model labels = Model.open(SavedModels.write(
                folder,
                7,
                1,
                (net, image) -> net.tf.math.argMax(net.unet(image, 1, 3), net.tf.constant(3), TInt32.class)));
        ImagePlus image = Images.noise(2, 32, 32, 16, 1, 1, 1);
        assertThatThrownBy(() -> predict(
                        labels, image, PredictionSettings.USUAL.withTta(true).withNormalization(FULL)))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("have no mean over flips and turns");
    }

    private static ImagePlus predict(Model model, ImagePlus image, PredictionSettings settings) {
        return model.predict(AxisImage.of(image), settings, ImageStore.memory(), Progress.NONE)
                .imagePlus();
    }

    private static ImagePlus turned(ImagePlus image, int turn) {
        return turned(image, turn, false);
    }

    /** Flips by bits 0 and 1 after, and on the way back before, exchanging rows and columns by bit 2. */
    private static ImagePlus turned(ImagePlus image, int turn, boolean back) {
        ImageStack stack = null;
        for (int i = 1; i <= image.getStackSize(); i++) {
            ImageProcessor pixels = image.getStack().getProcessor(i).duplicate();
            pixels = back ? pixels : exchanged(pixels, turn);
            if ((turn & 1) != 0) {
                pixels.flipHorizontal();
            }
            if ((turn & 2) != 0) {
                pixels.flipVertical();
            }
            pixels = back ? exchanged(pixels, turn) : pixels;
            stack = stack == null ? new ImageStack(pixels.getWidth(), pixels.getHeight()) : stack;
            stack.addSlice(pixels);
        }
        ImagePlus result = new ImagePlus("turned", stack);
        result.setDimensions(image.getStackSize(), 1, 1);
        return result;
    }

    private static ImageProcessor exchanged(ImageProcessor pixels, int turn) {
        if ((turn & 4) == 0) {
            return pixels;
        }
        ImageProcessor exchanged = pixels.createProcessor(pixels.getHeight(), pixels.getWidth());
        for (int y = 0; y < pixels.getHeight(); y++) {
            for (int x = 0; x < pixels.getWidth(); x++) {
                exchanged.setf(y, x, pixels.getf(x, y));
            }
        }
        return exchanged;
    }
}
