// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.rois;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import ij.plugin.filter.ParticleAnalyzer;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import io.github.stencil.image.AxisImage;
import io.github.stencil.label.Discs;
import io.github.stencil.label.objects.Foreground;
import io.github.stencil.label.objects.RefineRule;
import io.github.stencil.label.objects.Refinement;
import java.util.List;
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

/** ROIs of about 5,000 objects in 4096 x 4096 pixels against ImageJ's particle analyzer adding its own to an overlay. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LabelRoisBench {
    private ByteProcessor mask = new ByteProcessor(1, 1);
    private ImagePlus labels = new ImagePlus();

    /** Draws the mask and labels it. */
    @Setup
    public void draw() {
        mask = Discs.mask();
        labels = Refinement.refine(AxisImage.of(new ImagePlus("mask", mask)), RefineRule.of(new Foreground.Above(0.5)))
                .labels()
                .imagePlus();
    }

    /** ImageJ's. */
    @Benchmark
    public int baselineParticleAnalyzer() {
        var analyzer = new ParticleAnalyzer(
                ParticleAnalyzer.SHOW_OVERLAY_OUTLINES, 0, new ResultsTable(), 0, Double.POSITIVE_INFINITY);
        ImageProcessor pixels = mask.duplicate();
        pixels.setThreshold(255, 255, ImageProcessor.NO_LUT_UPDATE);
        ImagePlus image = new ImagePlus("mask", pixels);
        analyzer.analyze(image, pixels);
        return image.getOverlay() == null ? 0 : image.getOverlay().size();
    }

    /** From an open label map to ROIs. */
    @Benchmark
    public List<LabelRois.LabelRoi> labelRois() {
        return LabelRois.trace(AxisImage.of(labels));
    }
}
