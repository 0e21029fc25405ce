// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.scale;

import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Space;
import io.github.stencil.model.step.Normalization;
import io.github.stencil.model.step.Recipe;
import io.github.stencil.tile.Span;
import io.github.stencil.work.Workplace;
import java.util.Collections;
import java.util.List;

/**
 * What to subtract from and divide by each channel of a plane or a volume: found in a streamed pass over all of it, so
 * that it does not depend on tiles or patches. A pixel is then {@code (x - low) / range}.
 *
 * @param low what to subtract, per channel
 * @param range what to divide by, per channel
 */
public record PlaneScale(List<Float> low, List<Float> range) {

    /** Copies the lists. */
    public PlaneScale {
        low = List.copyOf(low);
        range = List.copyOf(range);
    }

    /**
     * Measures a plane, all channels, each by itself.
     *
     * @throws io.github.stencil.StencilException if a 32-bit pixel is no finite number
     */
    public static PlaneScale of(AxisImage image, int slice, int frame, Normalization normalization) {
        return of(image, slice, slice, frame, normalization);
    }

    /**
     * Measures the volume that neighbouring slices of a frame are.
     *
     * @param first the first slice, from 0
     * @param last the last slice, included
     * @throws io.github.stencil.StencilException if a 32-bit pixel is no finite number
     */
    public static PlaneScale of(AxisImage image, int first, int last, int frame, Normalization normalization) {
        Recipe recipe = Recipe.of(normalization, image.type());
        List<PlaneScale> measured = new StepScales(image, recipe, Space.PLANES, Workplace.memory())
                .measure(new Span(first, last, first, last), frame);
        if (!measured.isEmpty()) {
            return measured.get(0);
        }
        float full = normalization.method() == Normalization.Method.FULL_RANGE
                ? (float) image.type().fullValue()
                : 1;
        int channels = image.extent().channels();
        return new PlaneScale(Collections.nCopies(channels, 0f), Collections.nCopies(channels, full));
    }
}
