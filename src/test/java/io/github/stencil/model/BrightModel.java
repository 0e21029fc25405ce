// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/** A network that takes next to no time: the probability that the mean of 3 x 3 pixels is above a quarter. */
public final class BrightModel {
    private static final int PIXELS = 9;

    private BrightModel() {}

    /** Writes the network into a folder: {@code FOLDER}. */
    public static void main(String[] args) throws IOException {
        write(Path.of(args[0]));
    }

    /** Writes the network into a folder and returns it. */
    public static Path write(Path folder) throws IOException {
        return SavedModels.write(folder, 1, 1, (net, image) -> {
            float[] mean = new float[PIXELS];
            java.util.Arrays.fill(mean, 1f / PIXELS);
            var kernel = net.tf.constant(Shape.of(3, 3, 1, 1), DataBuffers.of(mean));
            var means = net.tf.nn.conv2d(image, kernel, List.of(1L, 1L, 1L, 1L), "SAME");
            return net.tf.math.sigmoid(
                    net.tf.math.mul(net.tf.math.sub(means, net.tf.constant(0.25f)), net.tf.constant(40f)));
        });
    }
}
