// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.scale;

import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.image.Space;
import io.github.stencil.model.step.Recipe;
import io.github.stencil.model.step.Step;
import io.github.stencil.tile.Span;
import io.github.stencil.work.Key;
import io.github.stencil.work.Part;
import io.github.stencil.work.WorkStep;
import io.github.stencil.work.Workplace;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Finds what the measured steps of a recipe subtract and divide by: in streamed passes over whole planes, volumes or the
 * image, so that it does not depend on tiles. Each is measured once.
 */
public final class StepScales {
    private final AxisImage image;
    private final Recipe recipe;
    private final Space space;
    private final Workplace work;
    private final boolean one;
    private final WorkStep pass;
    private final Map<Integer, List<PlaneScale>> known = new HashMap<>();

    /**
     * Prepares to measure.
     *
     * @param space what belongs together: planes or volumes
     * @param work where what an earlier run has measured is read, and what this one measures written down
     */
    public StepScales(AxisImage image, Recipe recipe, Space space, Workplace work) {
        this.image = image;
        this.recipe = recipe;
        this.space = space;
        this.work = work;
        one = recipe.measured().stream().allMatch(Step.Measured::wholeImage) && !looksAtEach();
        pass = work.step(one ? 1 : space.images(image.extent()), Part.SCALES);
    }

    /** Returns whether pixels are only looked at, as nothing is measured. */
    private boolean looksAtEach() {
        return recipe.measured().isEmpty() && !image.type().isInteger();
    }

    /**
     * Returns the numbers of each measured step for the plane or volume that a slice is in.
     *
     * @throws io.github.stencil.StencilException if a 32-bit pixel is no finite number
     */
    public List<PlaneScale> of(int slice, int frame) {
        int number = one ? 0 : space.image(image.extent(), slice, frame);
        return known.computeIfAbsent(number, n -> read(work.note(pass, n, () -> find(n))));
    }

    /** Measures all planes or volumes, by whoever shares the work. */
    public void measureAll() {
        of(0, 0); // and with it what is the same for all
        work.notes(pass, this::find);
    }

    private byte[] find(int number) {
        return write(measure(number));
    }

    private List<PlaneScale> measure(int number) {
        Extent extent = image.extent();
        int first = space.firstSlice(extent, number);
        int last = first + space.depth(extent) - 1;
        return measure(new Span(first, last, first, last), space.frame(extent, number));
    }

    /** Measures slices that belong together. */
    List<PlaneScale> measure(Span slices, int frame) {
        List<PlaneScale> scales = new ArrayList<>();
        List<Step> before = new ArrayList<>();
        for (Step step : recipe.steps()) {
            if (step instanceof Step.Measured measured) {
                PlaneScale scale = measured.wholeImage()
                        ? once(scales.size(), () -> measure(measured, slices, frame, before))
                        : measure(measured, slices, frame, before);
                scales.add(scale);
                before.add(new Step.Shifted(scale.low(), scale.range()));
            } else {
                before.add(step);
            }
        }
        if (scales.isEmpty() && !image.type().isInteger()) {
            refuseWhatIsNotFinite(slices, frame);
        }
        return scales;
    }
    /** Measures what is the same for the whole image, unless that has been done. */
    private PlaneScale once(int index, Supplier<PlaneScale> measure) {
        Key key = Key.of(Part.IMAGE, index);
        return read(work.written(pass).once(key, () -> write(List.of(measure.get()))))
                .get(0);
    }

    private static byte[] write(List<PlaneScale> scales) {
        int numbers = scales.stream().mapToInt(scale -> 2 * scale.low().size()).sum();
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * numbers);
        for (PlaneScale scale : scales) {
            scale.low().forEach(bytes::putFloat);
            scale.range().forEach(bytes::putFloat);
        }
        return bytes.array();
    }

    private List<PlaneScale> read(byte... bytes) {
        FloatBuffer numbers = ByteBuffer.wrap(bytes).asFloatBuffer();
        List<PlaneScale> scales = new ArrayList<>();
        while (numbers.hasRemaining()) {
            scales.add(new PlaneScale(channels(numbers), channels(numbers)));
        }
        return scales;
    }

    private List<Float> channels(FloatBuffer numbers) {
        return IntStream.range(0, image.extent().channels())
                .mapToObj(channel -> numbers.get())
                .toList();
    }

    private void refuseWhatIsNotFinite(Span slices, int frame) {
        for (int channel = 0; channel < image.extent().channels(); channel++) {
            PixelCounts.ofFloats(new Plane(image, channel, slices.min(), slices.max(), frame));
        }
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
