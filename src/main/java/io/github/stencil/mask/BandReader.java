package io.github.stencil.mask;

import io.github.stencil.axes.AxisImage;
import io.github.stencil.tensor.HostTensor;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;

/** Copies bands of an image into tensors by way of one array that is used again. For one thread. */
final class BandReader {
    private final AxisImage image;
    private Object array;
    private long length;

    BandReader(AxisImage image) {
        this.image = image;
        array = image.type().createArray(0);
    }

    /** Creates a tensor [N] with a band's pixels. */
    HostTensor read(Interval band) {
        long size = Intervals.numElements(band);
        return read(band, size);
    }

    /** Creates a tensor of a shape with a band's pixels, X fastest and T slowest. */
    HostTensor read(Interval band, long... shape) {
        int size = Math.toIntExact(Intervals.numElements(band));
        if (size > length) {
            array = image.type().createArray(size);
            length = size;
        }
        image.copy(band, array);
        return HostTensor.of(array, shape);
    }
}
