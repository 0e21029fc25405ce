package io.github.stencil.model;

import io.github.stencil.axes.AxisImage;
import io.github.stencil.axes.Extent;
import io.github.stencil.tile.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds what the measured steps of a recipe subtract and divide by: in streamed passes over whole planes, volumes or the
 * image, so that it does not depend on tiles. Each is measured once.
 */
final class StepScales {
    private final AxisImage image;
    private final Recipe recipe;
    private final Map<String, PlaneScale> known = new HashMap<>();

    StepScales(AxisImage image, Recipe recipe) {
        this.image = image;
        this.recipe = recipe;
    }

    /**
     * Returns the numbers of each measured step for slices that belong together.
     *
     * @param slices first and last, which are one for a plane
     * @throws io.github.stencil.StencilException if a 32-bit pixel is no finite number
     */
    List<PlaneScale> of(Span slices, int frame) {
        List<PlaneScale> scales = new ArrayList<>();
        List<Step> before = new ArrayList<>();
        for (Step step : recipe.steps()) {
            if (step instanceof Step.Measured measured) {
                String key = measured.wholeImage()
                        ? String.valueOf(scales.size())
                        : "%d %d %d".formatted(scales.size(), slices.min(), frame);
                PlaneScale scale = known.get(key);
                if (scale == null) {
                    scale = measure(measured, slices, frame, before);
                    known.put(key, scale);
                }
                scales.add(scale);
                before.add(new Step.Shifted(scale.low(), scale.range()));
            } else {
                before.add(step);
            }
        }
        if (scales.isEmpty() && !image.type().isInteger()) {
            known.computeIfAbsent("%d %d".formatted(slices.min(), frame), key -> refuseWhatIsNotFinite(slices, frame));
        }
        return scales;
    }

    private PlaneScale refuseWhatIsNotFinite(Span slices, int frame) {
        for (int channel = 0; channel < image.extent().channels(); channel++) {
            PixelCounts.ofFloats(new Plane(image, channel, slices.min(), slices.max(), frame));
        }
        return new PlaneScale(List.of(), List.of());
    }

    private PlaneScale measure(Step.Measured step, Span slices, int frame, List<Step> before) {
        Extent extent = image.extent();
        int channels = extent.channels();
        List<Float> low = new ArrayList<>();
        List<Float> range = new ArrayList<>();
        for (int channel = 0; channel < channels; channel++) {
            if (step.perChannel() || channel == 0) {
                int last = step.perChannel() ? channel : channels - 1;
                Plane pixels = step.wholeImage()
                        ? new Plane(image, channel, last, 0, extent.slices() - 1, 0, extent.frames() - 1, before)
                        : new Plane(image, channel, last, slices.min(), slices.max(), frame, frame, before);
                double[] scale = scale(pixels, step);
                low.add((float) scale[0]);
                range.add((float) scale[1]);
            } else {
                low.add(low.get(0));
                range.add(range.get(0));
            }
        }
        return new PlaneScale(low, range);
    }

    private static double[] scale(Plane pixels, Step.Measured step) {
        return scale(pixels.integer() ? PixelCounts.ofIntegers(pixels) : PixelCounts.ofFloats(pixels), step);
    }

    /** Returns what a step subtracts and divides by. */
    static double[] scale(PixelCounts counts, Step.Measured step) {
        if (step.statistic() == Step.Statistic.MOMENTS) {
            return new double[] {counts.mean(), counts.deviation() + step.eps()};
        }
        double low = counts.percentile(step.low());
        return new double[] {low, counts.percentile(step.high()) - low + step.eps()};
    }
}
