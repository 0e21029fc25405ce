// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import ij.plugin.filter.EDM;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import io.github.stencil.Progress;
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

/** Exact distances in a 2048 x 2048 mask, against ImageJ's distance map, which is not exact. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(1)
public class DistanceBench {
    private static final int SIZE = 2048;

    private final byte[] mask = new byte[SIZE * SIZE];

    /** Draws 2,000 discs. */
    @Setup
    public void draw() {
        Random random = new Random(1);
        for (int object = 0; object < 2000; object++) {
            int radius = 6 + random.nextInt(30);
            int x = radius + random.nextInt(SIZE - 2 * radius);
            int y = radius + random.nextInt(SIZE - 2 * radius);
            for (int dy = -radius; dy <= radius; dy++) {
                for (int dx = -radius; dx <= radius; dx++) {
                    if (dx * dx + dy * dy <= radius * radius) {
                        mask[(y + dy) * SIZE + x + dx] = (byte) 255;
                    }
                }
            }
        }
    }

    /** The measure: ImageJ's. */
    @Benchmark
    public FloatProcessor baselineImageJ() {
        return new EDM().makeFloatEDM(new ByteProcessor(SIZE, SIZE, mask), 0, false);
    }

    /** Ours, as 32-bit distances. */
    @Benchmark
    public float[] distances() {
        return DistanceTransform.distances(
                new int[] {SIZE, SIZE}, new double[] {1, 1}, i -> mask[i] == 0, Progress.NONE);
    }
}
