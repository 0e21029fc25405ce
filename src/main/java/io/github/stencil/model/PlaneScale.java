package io.github.stencil.model;

import io.github.stencil.StencilException;
import io.github.stencil.axes.AxisImage;
import io.github.stencil.axes.Extent;
import io.github.stencil.axes.PixelType;
import io.github.stencil.tile.Bands;
import io.github.stencil.tile.Span;
import java.util.List;
import net.imglib2.Interval;

/**
 * What to subtract from and divide by each channel of a plane or a volume: found in a streamed pass over all of it, so
 * that it does not depend on tiles.
 *
 * @param low what to subtract, per channel
 * @param range what to divide by, per channel
 */
record PlaneScale(List<Float> low, List<Float> range) {
    private static final double TINY = 1e-6;
    private static final long BAND_PIXELS = 1 << 20;

    PlaneScale {
        low = List.copyOf(low);
        range = List.copyOf(range);
    }

    /**
     * Measures slices, all together.
     *
     * @param slices first and last, which are one for a plane
     * @throws StencilException if a 32-bit pixel is no finite number
     */
    static PlaneScale of(AxisImage image, Span slices, int frame, Normalization normalization) {
        int channels = image.extent().channels();
        Float[] low = new Float[channels];
        Float[] range = new Float[channels];
        for (int channel = 0; channel < channels; channel++) {
            double[] scale = scale(new Plane(image, channel, slices.min(), slices.max(), frame), normalization);
            low[channel] = (float) scale[0];
            range[channel] = (float) scale[1];
        }
        return new PlaneScale(List.of(low), List.of(range));
    }

    private static double[] scale(Plane plane, Normalization normalization) {
        PixelType type = plane.image().type();
        PixelCounts counts = type.isInteger() ? PixelCounts.ofIntegers(plane) : PixelCounts.ofFloats(plane);
        return switch (normalization.method()) {
            case PERCENTILES -> {
                double low = counts.percentile(normalization.low());
                double high = counts.percentile(normalization.high());
                yield new double[] {low, high - low + TINY};
            }
            case MEAN_AND_DEVIATION -> new double[] {counts.mean(), counts.deviation() + TINY};
            case FULL_RANGE -> new double[] {0, type.fullValue()};
            case NONE -> new double[] {0, 1};
        };
    }

    /** One channel of one plane or of several slices, read band by band. */
    record Plane(AxisImage image, int channel, int firstSlice, int lastSlice, int frame) {

        interface Reader {
            void read(Object pixels, int length, long first);
        }

        void read(Reader reader) {
            Extent extent = image.extent();
            Object array = null;
            long first = 0;
            for (int slice = firstSlice; slice <= lastSlice; slice++) {
                Interval all = extent.rows(0, extent.height() - 1, channel, channel, slice, frame);
                for (Interval band : Bands.of(all, BAND_PIXELS)) {
                    int length = Math.toIntExact(band.dimension(0) * band.dimension(1));
                    if (array == null) {
                        array = image.type().createArray(length); // the first band is the largest
                    }
                    image.copy(band, array);
                    reader.read(array, length, first);
                    first += length;
                }
            }
        }

        StencilException notFinite(float value, long index) {
            long pixels = image.extent().planePixels();
            int width = image.extent().width();
            long inPlane = index % pixels;
            return StencilException.of(
                    "\"%s\" has the value %s at x=%d, y=%d%s but a network needs numbers. Replace such pixels, for example with Process > Math > NaN Background or Macro.",
                    image.title(), value, inPlane % width, inPlane / width, place(firstSlice + (int) (index / pixels)));
        }

        private String place(int slice) {
            return image.extent().planes() == 1
                    ? ""
                    : " of channel %d, slice %d, frame %d".formatted(channel + 1, slice + 1, frame + 1);
        }
    }
}
