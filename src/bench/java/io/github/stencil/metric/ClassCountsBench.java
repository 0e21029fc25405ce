// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import ij.ImagePlus;
import ij.process.ByteProcessor;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Class counts of two open 4096 x 4096 8-bit images, against a plain loop on one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(1)
public class ClassCountsBench {
    private static final int SIZE = 4096;

    /** Regions: round objects of three classes. Noise: no two neighbours alike, the worst case. */
    @Param({"regions", "noise"})
    public String content = "regions";

    private byte[] truth = {};
    private byte[] prediction = {};
    private ImagePlus truthImage = new ImagePlus();
    private ImagePlus predictionImage = new ImagePlus();

    /** Draws the maps; the prediction is the truth moved by two pixels, or other noise. */
    @Setup
    public void draw() {
        boolean regions = content.equals("regions");
        truth = regions ? regions(1) : noise(1);
        prediction = regions ? new byte[truth.length] : noise(2);
        if (regions) {
            System.arraycopy(truth, 0, prediction, 2, truth.length - 2);
        }
        truthImage = new ImagePlus("truth", new ByteProcessor(SIZE, SIZE, truth));
        predictionImage = new ImagePlus("prediction", new ByteProcessor(SIZE, SIZE, prediction));
    }

    /** The measure: one thread, one table. */
    @Benchmark
    public long[][] plainLoop() {
        long[][] counts = new long[256][256];
        for (int i = 0; i < truth.length; i++) {
            counts[truth[i] & 0xff][prediction[i] & 0xff]++;
        }
        return counts;
    }

    /** What Evaluate Segmentation does, from open images to counts. */
    @Benchmark
    public List<ImageCounts> scores() {
        return Scores.count(Comparison.of(AxisImage.of(truthImage), AxisImage.of(predictionImage)));
    }

    private static byte[] noise(long seed) {
        Random random = new Random(seed);
        byte[] labels = new byte[SIZE * SIZE];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) random.nextInt(3);
        }
        return labels;
    }

    private static byte[] regions(long seed) {
        Random random = new Random(seed);
        byte[] labels = new byte[SIZE * SIZE];
        for (int object = 0; object < SIZE * SIZE / 900; object++) {
            int radius = 3 + random.nextInt(9);
            int x = radius + random.nextInt(SIZE - 2 * radius);
            int y = radius + random.nextInt(SIZE - 2 * radius);
            byte label = (byte) (1 + random.nextInt(2));
            for (int dy = -radius; dy <= radius; dy++) {
                for (int dx = -radius; dx <= radius; dx++) {
                    if (dx * dx + dy * dy < radius * radius) {
                        labels[(y + dy) * SIZE + x + dx] = label;
                    }
                }
            }
        }
        return labels;
    }
}
