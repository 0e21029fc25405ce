package io.github.stencil.model;

import io.github.stencil.StencilException;
import io.github.stencil.axes.AxisImage;
import io.github.stencil.axes.Extent;
import io.github.stencil.axes.PixelType;
import io.github.stencil.tile.Bands;
import java.util.List;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;

/**
 * What to subtract from and divide by each channel of a plane or a volume: found in a streamed pass over all of it, so
 * that it does not depend on tiles or patches. A pixel is then {@code (x - low) / range}.
 *
 * @param low what to subtract, per channel
 * @param range what to divide by, per channel
 */
public record PlaneScale(List<Float> low, List<Float> range) {
    private static final double TINY = 1e-6;
    private static final long BAND_PIXELS = 1 << 20;

    /** Copies the lists. */
    public PlaneScale {
        low = List.copyOf(low);
        range = List.copyOf(range);
    }

    /**
     * Measures a plane.
     *
     * @throws StencilException if a 32-bit pixel is no finite number
     */
    public static PlaneScale of(AxisImage image, int slice, int frame, Normalization normalization) {
        return of(image, slice, slice, frame, normalization);
    }

    /**
     * Measures the volume that neighbouring slices of a frame are.
     *
     * @param first the first slice, from 0
     * @param last the last slice, included
     * @throws StencilException if a 32-bit pixel is no finite number
     */
    public static PlaneScale of(AxisImage image, int first, int last, int frame, Normalization normalization) {
        int channels = image.extent().channels();
        Float[] low = new Float[channels];
        Float[] range = new Float[channels];
        for (int channel = 0; channel < channels; channel++) {
            double[] scale = scale(new Plane(image, channel, first, last, frame), normalization);
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

    /** One channel of one plane, or of neighbouring slices, read band by band. */
    record Plane(AxisImage image, int channel, int slice, int lastSlice, int frame) {
        Plane(AxisImage image, int channel, int slice, int frame) {
            this(image, channel, slice, slice, frame);
        }

        interface Reader {
            void read(Object pixels, int length, long first);
        }

        void read(Reader reader) {
            Extent extent = image.extent();
            Interval all = new FinalInterval(
                    new long[] {0, 0, channel, slice, frame},
                    new long[] {extent.width() - 1L, extent.height() - 1L, channel, lastSlice, frame});
            Object array = null;
            long first = 0;
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

        StencilException notFinite(float value, long index) {
            int width = image.extent().width();
            long inPlane = index % image.extent().planePixels();
            return StencilException.of(
                    "\"%s\" has the value %s at x=%d, y=%d%s but a network needs numbers. Replace such pixels, for example with Process > Math > NaN Background or Macro.",
                    image.title(),
                    value,
                    inPlane % width,
                    inPlane / width,
                    place(slice + index / image.extent().planePixels()));
        }

        private String place(long z) {
            return image.extent().planes() == 1
                    ? ""
                    : " of channel %d, slice %d, frame %d".formatted(channel + 1, z + 1, frame + 1);
        }
    }
}
