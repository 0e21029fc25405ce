// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.stencil.image.AxisImage;
import io.github.stencil.model.file.Npy;
import io.github.stencil.model.step.Normalization;
import java.nio.file.Files;
import java.nio.file.Path;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks in ONNX files, made by another program with what they give for an input of theirs. */
class OnnxTest {
    private static final Path NETWORKS = Path.of("../shared/models/onnx");

    @ParameterizedTest
    @CsvSource({"unet-free", "unet-window-64", "unet-3d"})
    void givesWhatTheProgramThatMadeItGave(String name) {
        assumeThat(Files.isDirectory(NETWORKS)).as("%s is there", NETWORKS).isTrue();
        Npy input = Npy.read(NETWORKS.resolve(name + "-input.npy"));
        Npy output = Npy.read(NETWORKS.resolve(name + "-output.npy"));
        int n = input.shape().size();
        long[] sizes = new long[n];
        for (int i = 0; i < n; i++) {
            sizes[i] = input.shape().get(n - 1 - i);
        }
        AxisImage image =
                AxisImage.of("test", ArrayImgs.floats((float[]) input.array(), sizes), n == 4 ? "XYCT" : "XYZCT");
        AxisImage raw = Model.open(NETWORKS.resolve(name + ".onnx"))
                .predict(
                        image,
                        PredictionSettings.USUAL
                                .withOutput(PredictionOutput.RAW)
                                .withNormalization(Normalization.of(Normalization.Method.NONE)));
        float[] got = (float[]) raw.copy(raw.extent().interval());
        float[] wanted = output.floats();
        assertThat(got).hasSameSizeAs(wanted);
        int channels = raw.extent().channels();
        int slices = raw.extent().slices();
        int plane = raw.extent().width() * raw.extent().height();
        for (int c = 0; c < channels; c++) {
            for (int z = 0; z < slices; z++) {
                for (int i = 0; i < plane; i++) { // an image has channels within slices
                    assertThat(got[(z * channels + c) * plane + i])
                            .isCloseTo(wanted[(c * slices + z) * plane + i], within(1e-5f));
                }
            }
        }
    }
}
