// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.measure;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ShortProcessor;
import io.github.stencil.image.AxisImage;
import io.github.stencil.label.Discs;
import io.github.stencil.label.objects.Foreground;
import io.github.stencil.label.objects.RefineRule;
import io.github.stencil.label.objects.Refinement;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measuring about 4,500 objects in a 16-bit image of 4096 x 4096 pixels and three channels, against one pass over its
 * pixels: a loop that adds each value to the sum of its label, which is the least that a mean takes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@org.openjdk.jmh.annotations.Measurement(iterations = 5, time = 2)
@Fork(1)
public class MeasureBench {
    private static final int CHANNELS = 3;

    private ImagePlus labels = new ImagePlus();
    private ImagePlus image = new ImagePlus();

    /** Draws the objects and the channels. */
    @Setup
    public void draw() {
        ImagePlus mask = new ImagePlus("mask", Discs.mask());
        labels = Refinement.refine(AxisImage.of(mask), RefineRule.of(new Foreground.Above(0.5)))
                .labels()
                .imagePlus();
        Random random = new Random(2);
        ImageStack stack = new ImageStack(Discs.SIZE, Discs.SIZE);
        for (int channel = 0; channel < CHANNELS; channel++) {
            short[] pixels = new short[Discs.SIZE * Discs.SIZE];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (short) (random.nextInt(400) + (mask.getProcessor().get(i) > 0 ? 1500 : 200));
            }
            stack.addSlice(new ShortProcessor(Discs.SIZE, Discs.SIZE, pixels, null));
        }
        image = new ImagePlus("image", stack);
        image.setDimensions(CHANNELS, 1, 1);
    }

    /** One pass over the pixels of all channels. */
    @Benchmark
    public long[][] baselineOnePass() {
        short[] map = (short[]) labels.getProcessor().getPixels();
        long[][] sums = new long[CHANNELS][1 << 16];
        for (int channel = 0; channel < CHANNELS; channel++) {
            short[] pixels = (short[]) image.getStack().getPixels(channel + 1);
            long[] sum = sums[channel];
            for (int i = 0; i < pixels.length; i++) {
                sum[map[i] & 0xffff] += pixels[i] & 0xffff;
            }
        }
        return sums;
    }

    /** From open images to all measures of all objects. */
    @Benchmark
    public Measurement measure() {
        return Measurement.of(AxisImage.of(labels), List.of(AxisImage.of(image)), MeasureRule.USUAL);
    }
}
