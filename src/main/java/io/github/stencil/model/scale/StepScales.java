package io.github.stencil.model.scale;

import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.model.step.Recipe;
import io.github.stencil.model.step.Step;
import io.github.stencil.tile.Span;
import io.github.stencil.work.Receipts;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Finds what the measured steps of a recipe subtract and divide by: in streamed passes over whole planes, volumes or the
 * image, so that it does not depend on tiles. Each is measured once.
 */
public final class StepScales {
    private final AxisImage image;
    private final Recipe recipe;
    private final Receipts receipts;
    private final Map<String, PlaneScale> known = new HashMap<>();

    /**
     * Prepares to measure.
     *
     * @param receipts what an earlier run has measured, and this one measures
     */
    public StepScales(AxisImage image, Recipe recipe, Receipts receipts) {
        this.image = image;
        this.recipe = recipe;
        this.receipts = receipts;
    }

    /**
     * Returns the numbers of each measured step for slices that belong together.
     *
     * @param slices first and last, which are one for a plane
     * @throws io.github.stencil.StencilException if a 32-bit pixel is no finite number
     */
    public List<PlaneScale> of(Span slices, int frame) {
        List<PlaneScale> scales = new ArrayList<>();
        List<Step> before = new ArrayList<>();
        for (Step step : recipe.steps()) {
            if (step instanceof Step.Measured measured) {
                String key = key(measured, scales.size(), slices, frame);
                PlaneScale scale = once(key, () -> measure(measured, slices, frame, before));
                scales.add(scale);
                before.add(new Step.Shifted(scale.low(), scale.range()));
            } else {
                before.add(step);
            }
        }
        if (scales.isEmpty() && !image.type().isInteger()) {
            once(key(slices, frame), () -> refuseWhatIsNotFinite(slices, frame));
        }
        return scales;
    }

    /** Returns whether {@link #of} has been called, here or by somebody else, or there is nothing to measure. */
    public boolean isKnown(Span slices, int frame) {
        List<Step.Measured> steps = recipe.measured();
        if (steps.isEmpty()) {
            return image.type().isInteger() || isKnown(key(slices, frame));
        }
        return IntStream.range(0, steps.size()).allMatch(i -> isKnown(key(steps.get(i), i, slices, frame)));
    }

    private boolean isKnown(String key) {
        return known.containsKey(key) || receipts.contains(key);
    }

    private static String key(Step.Measured step, int index, Span slices, int frame) {
        return step.wholeImage() ? String.valueOf(index) : index + "-" + key(slices, frame);
    }

    private static String key(Span slices, int frame) {
        return slices.min() + "-" + frame; // the same digits in all languages
    }

    /** Measures what has not been measured before, by this run or one that it goes on with. */
    private PlaneScale once(String key, Supplier<PlaneScale> measure) {
        PlaneScale scale = known.get(key);
        if (scale == null) {
            Optional<byte[]> before = receipts.find(key);
            scale = before.isPresent() ? read(before.get()) : measure.get();
            if (before.isEmpty()) {
                receipts.put(key, write(scale));
            }
            known.put(key, scale);
        }
        return scale;
    }

    private static byte[] write(PlaneScale scale) {
        ByteBuffer bytes = ByteBuffer.allocate(
                Float.BYTES * (scale.low().size() + scale.range().size()));
        scale.low().forEach(bytes::putFloat);
        scale.range().forEach(bytes::putFloat);
        return bytes.array();
    }

    private static PlaneScale read(byte... bytes) {
        FloatBuffer numbers = ByteBuffer.wrap(bytes).asFloatBuffer();
        List<Float> all = new ArrayList<>();
        while (numbers.hasRemaining()) {
            all.add(numbers.get());
        }
        int half = all.size() / 2;
        return new PlaneScale(all.subList(0, half), all.subList(half, all.size()));
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
    public static double[] scale(PixelCounts counts, Step.Measured step) {
        if (step.statistic() == Step.Statistic.MOMENTS) {
            return new double[] {counts.mean(), counts.deviation() + step.eps()};
        }
        double low = counts.percentile(step.low());
        return new double[] {low, counts.percentile(step.high()) - low + step.eps()};
    }
}
