// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.bench;

import ij.ImagePlus;
import ij.process.FloatProcessor;
import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.model.Model;
import io.github.stencil.model.PredictionSettings;
import io.github.stencil.model.SavedModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/**
 * Predict Masks on 2048 x 2048 with a network that takes windows of 256 x 256 only, open image in, label image out, against
 * bare session runs on as many windows as their overlap of 48 requires, 10 x 10, normalised already, four at a time, whose
 * probabilities stay in the tensor.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 4)
@Fork(1)
public class FixedWindowBench {
    private static final int SIDE = 2048;
    private static final int WINDOW = 256;
    private static final int WINDOWS = 100;
    private static final int AT_A_TIME = 4;

    private final Path folder = SavedModels.fixedWindow(temporary(), WINDOW);
    private final AxisImage image =
            AxisImage.of(new ImagePlus("image", new FloatProcessor(SIDE, SIDE, noise(SIDE * SIDE))));
    private final TFloat32 windows = TFloat32.tensorOf(
            Shape.of(AT_A_TIME, WINDOW, WINDOW, 1), DataBuffers.of(noise(AT_A_TIME * WINDOW * WINDOW)));
    private final SavedModelBundle bundle = SavedModelBundle.load(folder.toString(), "serve");
    private final Model model = Model.open(folder);

    /** Frees the bare session, and the model's folder. */
    @TearDown
    public void close() throws IOException {
        windows.close();
        bundle.close();
        model.unload();
        Files.delete(folder.resolve("saved_model.pb"));
        Files.delete(folder);
    }

    /** The bare session. */
    @Benchmark
    public long baseline() {
        long size = 0;
        for (int i = 0; i < WINDOWS / AT_A_TIME; i++) {
            try (Result result = bundle.session()
                    .runner()
                    .feed("image", windows)
                    .fetch("out")
                    .run()) {
                size += result.get(0).size();
            }
        }
        return size;
    }

    /** Ours. */
    @Benchmark
    public ImagePlus fixed256() {
        return model.predict(image, PredictionSettings.USUAL, ImageStore.memory(), Progress.NONE)
                .imagePlus();
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("stencil-bench");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static float[] noise(int size) {
        Random random = new Random(1);
        float[] values = new float[size];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }
}
