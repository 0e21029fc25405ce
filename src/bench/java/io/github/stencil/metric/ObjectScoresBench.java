// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import ij.ImagePlus;
import ij.process.ShortProcessor;
import io.github.stencil.image.AxisImage;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Overlap counts and all object scores of two open 4096 x 4096 16-bit maps of 4,000 objects. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(1)
public class ObjectScoresBench {
    private static final int SIZE = 4096;
    private static final int CELL = 64; // 64 x 64 cells, of which 4,000 have an object

    private final short[] truth = new short[SIZE * SIZE];
    private final short[] prediction = new short[SIZE * SIZE];
    private ImagePlus truthImage = new ImagePlus();
    private ImagePlus predictionImage = new ImagePlus();

    /** Draws a disc in each cell; the prediction's is moved and has another radius. */
    @Setup
    public void draw() {
        Random random = new Random(1);
        for (int object = 0; object < 4000; object++) {
            int x = object % CELL * CELL + CELL / 2;
            int y = object / CELL * CELL + CELL / 2;
            disc(truth, x, y, 14 + random.nextInt(14), object + 1);
            disc(prediction, x + random.nextInt(6), y - random.nextInt(6), 14 + random.nextInt(14), 4000 - object);
        }
        truthImage = new ImagePlus("truth", new ShortProcessor(SIZE, SIZE, truth, null));
        predictionImage = new ImagePlus("prediction", new ShortProcessor(SIZE, SIZE, prediction, null));
    }

    /** The measure: reading both arrays once, on one core. */
    @Benchmark
    public long baselineRead() {
        long sum = 0;
        for (int i = 0; i < truth.length; i++) {
            sum += (truth[i] & 0xffff) ^ (prediction[i] & 0xffff);
        }
        return sum;
    }

    /** What Evaluate Segmentation does, from open images to scores at ten thresholds. */
    @Benchmark
    public List<ImageObjects> objectScores() {
        return ObjectMatching.match(Comparison.of(AxisImage.of(truthImage), AxisImage.of(predictionImage)));
    }

    private static void disc(short[] map, int x, int y, int radius, int label) {
        for (int dy = -radius; dy <= radius; dy++) {
            for (int dx = -radius; dx <= radius; dx++) {
                int at = (y + dy) * SIZE + x + dx;
                if (dx * dx + dy * dy <= radius * radius && at >= 0 && at < map.length) {
                    map[at] = (short) label;
                }
            }
        }
    }
}
