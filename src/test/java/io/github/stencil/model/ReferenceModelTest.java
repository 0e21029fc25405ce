// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.model.step.Normalization;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The nuclei model that Keras 3 trained and exported, against what Keras itself gives for it. */
class ReferenceModelTest {

    @Test
    void theNetworksOutputOnTheTestInputIsKeras() throws IOException {
        Model model = Model.open(Images.shared("models/nuclei-keras3"));
        Npy input = Npy.read(Images.shared("models/nuclei-keras3-test-input.npy"));
        Npy output = Npy.read(Images.shared("models/nuclei-keras3-test-output.npy"));
        int height = input.shape[1];
        int width = input.shape[2];
        ImagePlus image = new ImagePlus("test", new ij.process.FloatProcessor(width, height, input.values));
        PredictionSettings settings = PredictionSettings.USUAL
                .withOutput(PredictionOutput.PROBABILITIES)
                .withNormalization(Normalization.of(Normalization.Method.NONE));
        AxisImage predicted = model.predict(AxisImage.of(image), settings, ImageStore.memory(), Progress.NONE);
        float[] ours = (float[]) predicted.copy(predicted.extent().interval());
        double largest = 0;
        for (int i = 0; i < width * height; i++) {
            for (int c = 0; c < 3; c++) {
                largest = Math.max(largest, Math.abs(ours[c * width * height + i] - output.values[i * 3 + c]));
            }
        }
        assertThat(largest).isLessThanOrEqualTo(1e-4);
    }

    @Test
    void labelsOfRealImagesAreThoseThatKerasGives() throws IOException {
        Model model = Model.open(Images.shared("models/nuclei-keras3"));
        try (Stream<Path> images = Files.list(Images.shared("reference/images/image"))) {
            List<Path> files = images.sorted().toList();
            assertThat(files).hasSize(8);
            for (Path file : files) {
                ImagePlus labels = model.predict(
                                AxisImage.of(IJ.openImage(file.toString())),
                                PredictionSettings.USUAL,
                                ImageStore.memory(),
                                Progress.NONE)
                        .imagePlus();
                ImagePlus keras = IJ.openImage(Images.shared("reference/images/pred_classes/" + file.getFileName())
                        .toString());
                int size = labels.getWidth() * labels.getHeight();
                int same = 0;
                for (int i = 0; i < size; i++) {
                    same += labels.getProcessor().get(i) == keras.getProcessor().get(i) ? 1 : 0;
                }
                assertThat(same / (double) size).as(file.toString()).isGreaterThanOrEqualTo(0.9999);
            }
        }
    }

    /** A numpy file of 32-bit floats, little-endian, in C order. */
    private record Npy(int[] shape, float[] values) {
        static Npy read(Path file) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            bytes.position(8);
            byte[] header = new byte[bytes.getShort()];
            bytes.get(header);
            String text = new String(header, java.nio.charset.StandardCharsets.US_ASCII);
            assertThat(text).contains("'<f4'").contains("'fortran_order': False");
            String sizes = text.replaceAll(".*'shape': \\(([^)]*)\\).*\\s*", "$1");
            int[] shape =
                    Stream.of(sizes.split(",\\s*")).mapToInt(Integer::parseInt).toArray();
            float[] values = new float[bytes.remaining() / 4];
            bytes.asFloatBuffer().get(values);
            return new Npy(shape, values);
        }
    }
}
