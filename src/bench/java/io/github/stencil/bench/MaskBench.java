// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.bench;

import ij.ImagePlus;
import ij.plugin.ImageCalculator;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.label.LabelSet;
import io.github.stencil.mask.MaskMode;
import io.github.stencil.mask.MaskRule;
import io.github.stencil.mask.Masks;
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
import org.openjdk.jmh.annotations.Warmup;

/** Apply Mask on 4096 x 4096 32-bit, image in, image out, against ImageJ's Image Calculator with an 8-bit mask. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class MaskBench {
    private static final int SIDE = 4096;

    private final ImagePlus image = new ImagePlus("image", new FloatProcessor(SIDE, SIDE, noise()));
    private final ImagePlus bytes = new ImagePlus("mask", new ByteProcessor(SIDE, SIDE, discs()));
    private final ImagePlus floats = new ImagePlus("mask", bytes.getProcessor().convertToFloat());

    /** Image Calculator: multiply create 32-bit. */
    @Benchmark
    public ImagePlus baseline() {
        return ImageCalculator.run(image, bytes, "multiply create 32-bit");
    }

    /** The same with a 32-bit mask. */
    @Benchmark
    public ImagePlus imageCalculator32() {
        return ImageCalculator.run(image, floats, "multiply create 32-bit");
    }

    /** Keep inside, 8-bit mask. */
    @Benchmark
    public ImagePlus keep8() {
        return masked(bytes, MaskRule.USUAL);
    }

    /** Keep inside, 32-bit mask. */
    @Benchmark
    public ImagePlus keep32() {
        return masked(floats, MaskRule.USUAL);
    }

    /** Keep inside, some labels of an 8-bit mask. */
    @Benchmark
    public ImagePlus keepLabels8() {
        return masked(bytes, MaskRule.USUAL.withInclude(LabelSet.of("1,3,255")));
    }

    /** Weight, 8-bit mask. */
    @Benchmark
    public ImagePlus weight8() {
        return masked(bytes, MaskRule.USUAL.withMode(MaskMode.WEIGHT));
    }

    /** Weight, 32-bit mask. */
    @Benchmark
    public ImagePlus weight32() {
        return masked(floats, MaskRule.USUAL.withMode(MaskMode.WEIGHT));
    }

    private ImagePlus masked(ImagePlus mask, MaskRule rule) {
        return Masks.apply(AxisImage.of(image), AxisImage.of(mask), rule, ImageStore.memory(), Progress.NONE)
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

    private static byte[] discs() {
        byte[] values = new byte[SIDE * SIDE];
        for (int i = 0; i < values.length; i++) {
            int x = i % SIDE % 64 - 32;
            int y = i / SIDE % 64 - 32;
            values[i] = (byte) (x * x + y * y < 400 ? 255 : 0);
        }
        return values;
    }
}
