// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.scale;

import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.model.step.Step;
import io.github.stencil.tile.BlockWriter;
import java.util.List;
import net.imglib2.Interval;

/**
 * The pixels that are measured together, mostly one channel of one plane, read block by block. All bounds are included.
 *
 * @param steps what is done to each pixel first
 */
record Plane(
        AxisImage image,
        int firstChannel,
        int lastChannel,
        int firstSlice,
        int lastSlice,
        int firstFrame,
        int lastFrame,
        List<Step> steps) {
    private static final long BAND_PIXELS = 1 << 20;

    Plane {
        steps = List.copyOf(steps);
    }

    /** Slices of one channel as they are. */
    Plane(AxisImage image, int channel, int firstSlice, int lastSlice, int frame) {
        this(image, channel, channel, firstSlice, lastSlice, frame, frame, List.of());
    }

    /** Takes pixels: an array of the image's type, or floats where there are steps. */
    interface Reader {
        void read(Object pixels, int length, Interval block);
    }

    /** Returns whether what is read are 8- or 16-bit whole numbers. */
    boolean integer() {
        return image.type().isInteger() && steps.isEmpty();
    }

    public void read(Reader reader) {
        Extent extent = image.extent();
        Object array = null;
        float[] mapped = {};
        for (int frame = firstFrame; frame <= lastFrame; frame++) {
            for (int slice = firstSlice; slice <= lastSlice; slice++) {
                for (int channel = firstChannel; channel <= lastChannel; channel++) {
                    Interval all = extent.rows(0, extent.height() - 1, channel, channel, slice, frame);
                    for (Interval band : BlockWriter.reading(all, image.grain(), BAND_PIXELS)) {
                        int length = Math.toIntExact(band.dimension(0) * band.dimension(1));
                        if (array == null) {
                            array = image.type().createArray(length); // the first block is the largest
                            mapped = steps.isEmpty() ? mapped : new float[length];
                        }
                        image.copy(band, array);
                        if (!steps.isEmpty()) {
                            map(array, mapped, length, channel);
                        }
                        reader.read(steps.isEmpty() ? array : mapped, length, band);
                    }
                }
            }
        }
    }

    private void map(Object pixels, float[] into, int length, int channel) {
        for (int i = 0; i < length; i++) {
            float value = (float) image.type().get(pixels, i);
            for (Step step : steps) {
                value = step.apply(value, channel);
            }
            into[i] = value;
        }
    }

    StencilException notFinite(float value, Interval block, long index) {
        return StencilException.of(
                "\"%s\" has the value %s at %s, but a network needs numbers. Replace such pixels, for example with Process > Math > NaN Background or Macro.",
                image.title(), value, image.extent().place(block, index));
    }
}
