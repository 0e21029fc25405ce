// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.bench;

import ij.ImagePlus;
import ij.process.FloatProcessor;
import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.model.Model;
import io.github.stencil.model.PredictionSettings;
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
 * Predict Masks on 2048 x 2048 with the nuclei model, open image in, label image out, against one bare session run on the
 * whole image, normalised already, whose probabilities stay in the tensor.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 4)
@Fork(1)
public class PredictBench {
    private static final int SIDE = 2048;
    private static final Path MODEL = Path.of("sample-data", "models", "nuclei");
    /** What a model takes on a tile of 512 with the halo of 48, over what it writes. */
    private static final double COMPUTED_AT_512 = Math.pow((2 * (512 + 48.) + 2 * (512 + 2 * 48.)) / SIDE, 2);

    private final float[] pixels = noise();
    private final AxisImage image = AxisImage.of(new ImagePlus("image", new FloatProcessor(SIDE, SIDE, pixels)));
    private final TFloat32 tensor = TFloat32.tensorOf(Shape.of(1, SIDE, SIDE, 1), DataBuffers.of(pixels));
    private final SavedModelBundle bundle = SavedModelBundle.load(MODEL.toString(), "serve");
    private final Model model = Model.open(MODEL);

    /** Says how much more than wanted is computed in tiles. */
    public PredictBench() {
        System.out.printf("At tile 512 the network computes %.3f pixels per pixel wanted.%n", COMPUTED_AT_512);
    }

    /** Frees the bare session. */
    @TearDown
    public void close() {
        tensor.close();
        bundle.close();
    }

    /** The bare session. */
    @Benchmark
    public long baseline() {
        try (Result result = bundle.session()
                .runner()
                .feed("network_pixels", tensor)
                .fetch("network_probabilities")
                .run()) {
            return result.get(0).size();
        }
    }

    /** Ours, the tile chosen from the free memory. */
    @Benchmark
    public ImagePlus automatic() {
        return predict(0);
    }

    /** Ours, tiles of 1024. */
    @Benchmark
    public ImagePlus tile1024() {
        return predict(1024);
    }

    /** Ours, tiles of 512. */
    @Benchmark
    public ImagePlus tile512() {
        return predict(512);
    }

    private ImagePlus predict(int tile) {
        PredictionSettings settings = PredictionSettings.USUAL.withTile(tile, -1);
        return model.predict(image, settings, ImageStore.memory(), Progress.NONE)
                .imagePlus();
    }

    private static float[] noise() {
        Random random = new Random(1);
        float[] values = new float[SIDE * SIDE];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }
}
