package io.github.stencil.label;

import io.github.stencil.axes.AxisImage;
import io.github.stencil.tensor.HostTensor;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;
import org.jspecify.annotations.Nullable;

/** Copies bands of an image into tensors by way of one array that is used again. For one thread. */
final class BandReader {
    private final AxisImage image;
    private Object array;
    private int length;
    private @Nullable Interval held;

    BandReader(AxisImage image) {
        this.image = image;
        array = image.type().createArray(0);
    }

    /** Creates a tensor [1, N]; a band that is asked for again is not read again. */
    HostTensor row(Interval band) {
        return rows(band, 1);
    }

    /** Creates a tensor [rows, N] of a band, X fastest and T slowest. */
    HostTensor rows(Interval band, int rows) {
        int size = Math.toIntExact(Intervals.numElements(band));
        if (size > length) {
            array = image.type().createArray(size);
            length = size;
        }
        if (held == null || !Intervals.equals(held, band)) {
            image.copy(band, array);
            held = new FinalInterval(band);
        }
        return HostTensor.of(array, rows, size / rows);
    }
}
