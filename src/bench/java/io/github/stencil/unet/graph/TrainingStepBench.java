// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.graph;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.ShortProcessor;
import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Space;
import io.github.stencil.unet.data.Batch;
import io.github.stencil.unet.data.BatchSource;
import io.github.stencil.unet.data.DataSettings;
import io.github.stencil.unet.data.PatchSettings;
import io.github.stencil.unet.data.Task;
import io.github.stencil.unet.data.TrainingData;
import java.util.ArrayList;
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
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A training step of 8 patches of 256 x 256 with 16 filters in 4 levels, patches drawn and varied by one thread, against
 * the same step on patches that are there already.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 4)
@Measurement(iterations = 5, time = 6)
@Fork(1)
public class TrainingStepBench {
    private static final int SIDE = 512;
    private static final double RATE = 1e-3;

    private final TrainingData data = data();
    private final BatchSource batches =
            data.batches(PatchSettings.USUAL.withSteps(1000).withThreads(1));
    private final TrainingGraph graph = TrainingGraph.create(
            UNetShape.USUAL.withOutputs(3).withFilters(16),
            OptimizerSettings.USUAL.withClassWeights(List.of(1f, 1f, 1f)),
            1);
    private final Batch ready;

    /** Draws the patches that are there already. */
    public TrainingStepBench() {
        ParameterLayout layout = graph.layout();
        graph.restore(NetworkState.start(new Weights(layout.initialWeights(1), layout.initialStatistics())));
        batches.begin(0);
        ready = batches.next();
    }

    /** Frees the network and ends the thread. */
    @TearDown
    public void close() {
        batches.close();
        graph.close();
    }

    /** The step alone. */
    @Benchmark
    public double baseline() {
        return graph.step(ready, RATE);
    }

    /** The step with its data. */
    @Benchmark
    public double step() {
        return graph.step(batches.next(), RATE);
    }

    private static TrainingData data() {
        List<AxisImage> images = new ArrayList<>();
        List<AxisImage> labels = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Random random = new Random(i);
            ByteProcessor image = new ByteProcessor(SIDE, SIDE);
            ShortProcessor label = new ShortProcessor(SIDE, SIDE);
            for (int object = 1; object <= 60; object++) {
                int x = random.nextInt(SIDE - 24);
                int y = random.nextInt(SIDE - 24);
                image.setColor(100 + random.nextInt(100));
                image.fillOval(x, y, 22, 22);
                label.setColor(object);
                label.fillOval(x, y, 22, 22);
            }
            image.noise(15);
            images.add(AxisImage.of(new ImagePlus("image" + i, image)));
            labels.add(AxisImage.of(new ImagePlus("image" + i, label)));
        }
        return TrainingData.of(images, labels, DataSettings.of(Task.OBJECTS, Space.PLANES), Progress.NONE);
    }
}
