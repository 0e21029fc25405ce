// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.step;

import io.github.stencil.image.PixelType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The steps from an image's pixels to a network's input, in order.
 *
 * @param steps none for pixels as they are
 */
public record Recipe(List<Step> steps) {
    private static final double TINY = 1e-6;

    /** Copies the steps, so that nobody changes them later. */
    public Recipe {
        steps = List.copyOf(steps);
    }

    /** Returns a way to scale as steps. */
    public static Recipe of(Normalization normalization, PixelType type) {
        List<Step> steps = new ArrayList<>();
        switch (normalization.method()) {
            case PERCENTILES ->
                steps.add(new Step.Measured(
                        Step.Statistic.PERCENTILES, true, false, normalization.low(), normalization.high(), TINY));
            case MEAN_AND_DEVIATION -> steps.add(new Step.Measured(Step.Statistic.MOMENTS, true, false, 0, 100, TINY));
            case FULL_RANGE -> steps.add(new Step.Shifted(List.of(0f), List.of((float) type.fullValue())));
            case NONE -> {}
        }
        if (normalization.clip()) {
            steps.add(new Step.Clipped(0, 1));
        }
        return new Recipe(steps);
    }

    /** Returns the steps whose numbers are measured on the image. */
    public List<Step.Measured> measured() {
        return steps.stream()
                .filter(Step.Measured.class::isInstance)
                .map(Step.Measured.class::cast)
                .toList();
    }

    /**
     * Returns numbers that a network can be run with where nothing is measured: each measured step subtracts 0.
     *
     * @param range what each measured step divides by
     * @return for each measured step what it subtracts and what it divides by, [steps, 2, channels] flattened
     */
    public float[] neutral(int channels, float range) {
        int count = measured().size();
        float[] scale = new float[count * 2 * channels];
        for (int i = 0; i < count; i++) {
            Arrays.fill(scale, (2 * i + 1) * channels, (2 * i + 2) * channels, range);
        }
        return scale;
    }

    /** Returns the number of channels that the steps are made for; 1 stands for any. */
    public int channels() {
        return steps.stream().mapToInt(Step::channels).max().orElse(1);
    }

    @Override
    public String toString() {
        return steps.isEmpty() ? "None" : steps.stream().map(Step::toString).collect(Collectors.joining(", then "));
    }
}
