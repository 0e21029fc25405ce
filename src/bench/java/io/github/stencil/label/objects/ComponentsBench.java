// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import ij.plugin.filter.ParticleAnalyzer;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import io.github.stencil.image.AxisImage;
import io.github.stencil.label.Discs;
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

/** Components of a 4096 x 4096 mask against ImageJ's particle analyzer producing a count mask. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ComponentsBench {
    private ByteProcessor mask = new ByteProcessor(1, 1);
    private int[] numbers = {};

    /** Draws the mask. */
    @Setup
    public void draw() {
        mask = Discs.mask();
        numbers = new int[mask.getPixelCount()];
    }

    /** ImageJ's. */
    @Benchmark
    public ImagePlus baselineParticleAnalyzer() {
        var analyzer = new ParticleAnalyzer(
                ParticleAnalyzer.SHOW_ROI_MASKS, 0, new ResultsTable(), 0, Double.POSITIVE_INFINITY);
        analyzer.setHideOutputImage(true);
        ImageProcessor pixels = mask.duplicate();
        pixels.setThreshold(255, 255, ImageProcessor.NO_LUT_UPDATE);
        analyzer.analyze(new ImagePlus("mask", pixels), pixels);
        return analyzer.getOutputImage();
    }

    /** From the mask's bytes to ids. */
    @Benchmark
    public int components() {
        byte[] pixels = (byte[]) mask.getPixels();
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = pixels[i];
        }
        return Components.label(numbers, Discs.SIZE, Discs.SIZE, 1, Connectivity.CORNERS);
    }

    /** What Refine Masks does by default, with the table's rows. */
    @Benchmark
    public Refinement.Objects refine() {
        return Refinement.refine(AxisImage.of(new ImagePlus("mask", mask)), RefineRule.of(new Foreground.Above(0.5)));
    }

    /** With all steps: holes filled, touching objects split. */
    @Benchmark
    public Refinement.Objects refineAndSplit() {
        return Refinement.refine(
                AxisImage.of(new ImagePlus("mask", mask)),
                RefineRule.of(new Foreground.Above(0.5)).withHoles(true).withSplit(true));
    }
}
