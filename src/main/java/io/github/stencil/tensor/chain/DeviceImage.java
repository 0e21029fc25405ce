// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor.chain;

import io.github.stencil.Owned;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageSink;
import io.github.stencil.image.ImageStore;
import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tensor.TensorProgram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.imglib2.util.Intervals;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/**
 * An image whose pixels lie on the device, all of them at once, so that one step after another can work on them there:
 * {@code Masks.apply}, {@code ClassPixels.vectors}, {@code OneHot.encode} and {@code decode}, {@code ThresholdMask.apply},
 * {@code DeviceCounts.count} and {@code Model.predict} take such images, compute what they compute for images in memory, and
 * give images that stay there. It is pushed once, and a result is pulled once; {@link DeviceSession#traffic} counts that.
 *
 * <p>Owned by whoever got it; closing it frees the device's memory at once. For the thread of its session.
 */
public final class DeviceImage implements Owned {
    private static final String PIXELS = "pixels";
    private static final String SHAPE = "shape";
    private static final String ORDER = "order";
    private static final String OUT = "out";

    private final Description description;
    private final DeviceTensor pixels;

    private DeviceImage(Description description, DeviceTensor pixels) {
        this.description = description;
        this.pixels = pixels;
    }

    /**
     * Copies an image to the device.
     *
     * @throws StencilException if it has 2^31 values or more, or the device has no room for it
     */
    public static DeviceImage push(AxisImage image, DeviceSession session) {
        long size = Intervals.numElements(image.extent().interval());
        if (size > Integer.MAX_VALUE - 8) {
            throw StencilException.of(
                    "\"%s\" has %,d values, but a chain on the device takes fewer than 2^31. Crop it, or use the commands, which work in tiles.",
                    image.title(), size);
        }
        Object array = image.copy(image.extent().interval());
        return of(image.description(), session.push(array, shape(image.description())));
    }

    /** Takes over a tensor with as many values as the image has, X fastest and T slowest. */
    public static DeviceImage of(Description description, DeviceTensor pixels) {
        return new DeviceImage(description, pixels);
    }

    /** Copies the pixels back, into an image in memory. */
    public AxisImage pull() {
        Object array = description.type().createArray(Math.toIntExact(pixels.size()));
        pixels.pull(array);
        try (ImageSink sink = ImageStore.memory().create(description)) {
            sink.write(description.extent().interval(), array);
            return sink.finish();
        }
    }

    /** Returns everything but the pixels. */
    public Description description() {
        return description;
    }

    /** Returns the pixels; still owned here. */
    public DeviceTensor tensor() {
        return pixels;
    }

    /** Returns the session that it belongs to. */
    public DeviceSession session() {
        return pixels.session();
    }

    /**
     * Returns the pixels with other dimensions, such as a mask that covers several channels.
     *
     * @param shape of as many values
     * @return a tensor that is the caller's, of the same memory where TensorFlow can
     */
    public DeviceTensor reshaped(int... shape) {
        return reshaped(pixels, shape);
    }

    /** Returns the pixels as [T, Z, C, Y, X]; the tensor is the caller's. */
    public DeviceTensor volumes() {
        Extent extent = description.extent();
        return reshaped(extent.frames(), extent.slices(), extent.channels(), extent.height(), extent.width());
    }

    /**
     * Returns the pixels with channels or classes slowest, [K, N].
     *
     * @param outer how many groups of such planes follow one another
     * @param planes how many are in a group
     */
    public DeviceTensor byPlane(int outer, int planes) {
        int inner = Math.toIntExact(pixels.size() / outer / planes);
        try (DeviceTensor groups = reshaped(outer, planes, inner);
                DeviceTensor first = transposed(groups, 1, 0, 2)) {
            return reshaped(first, planes, -1);
        }
    }

    /** Takes over what {@link #byPlane} would give, and puts the planes of each group together again. */
    public static DeviceImage ofPlanes(Description description, DeviceTensor tensor, int outer, int planes) {
        int inner = Math.toIntExact(tensor.size() / outer / planes);
        try (tensor;
                DeviceTensor groups = reshaped(tensor, planes, outer, inner)) {
            return of(description, transposed(groups, 1, 0, 2));
        }
    }

    /** Returns a tensor with other dimensions; see {@link #reshaped(int...)}. */
    public static DeviceTensor reshaped(DeviceTensor tensor, int... shape) {
        return arranged("reshape", SHAPE, tensor, shape);
    }

    /** Returns a tensor repeated along dimensions of size 1, up to a shape of as many dimensions. */
    public static DeviceTensor broadcast(DeviceTensor tensor, int... shape) {
        return arranged("broadcast", SHAPE, tensor, shape);
    }

    /** Returns the values of several tensors one after another; a tensor that is the caller's. */
    public static DeviceTensor joined(List<DeviceTensor> parts) {
        Class<? extends TNumber> type = parts.get(0).type();
        int count = parts.size();
        TensorProgram program = TensorProgram.of(
                String.format(Locale.ROOT, "join %d %s", count, type.getSimpleName()),
                tf -> buildJoin(tf, count, type));
        Map<String, DeviceTensor> fed = new HashMap<>();
        for (int i = 0; i < count; i++) {
            fed.put(PIXELS + i, parts.get(i));
        }
        return parts.get(0).session().run(program, fed, Map.of(), OUT).get(0);
    }

    /** Returns a tensor with its dimensions in another order. */
    public static DeviceTensor transposed(DeviceTensor tensor, int... order) {
        return arranged("transpose", ORDER, tensor, order);
    }

    @Override
    public void close() {
        pixels.close();
    }

    /** Returns an image's tensor's dimensions [T, Z, C, Y, X]. */
    private static long[] shape(Description image) {
        Extent extent = image.extent();
        return new long[] {extent.frames(), extent.slices(), extent.channels(), extent.height(), extent.width()};
    }

    private static DeviceTensor arranged(String how, String numbers, DeviceTensor tensor, int... values) {
        Class<? extends TNumber> type = tensor.type();
        TensorProgram program = TensorProgram.of(how + " " + type.getSimpleName(), tf -> build(tf, how, numbers, type));
        try (HostTensor small = HostTensor.of(values, values.length)) {
            return tensor.session()
                    .run(program, Map.of(PIXELS, tensor), Map.of(numbers, small), OUT)
                    .get(0);
        }
    }

    private static <T extends TNumber> void buildJoin(Ops tf, int count, Class<T> type) {
        Operand<TInt32> flat = tf.constant(new int[] {-1});
        List<Operand<T>> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(tf.reshape(tf.withName(PIXELS + i).placeholder(type), flat));
        }
        tf.withName(OUT).identity(count == 1 ? parts.get(0) : tf.concat(parts, tf.constant(0)));
    }

    private static <T extends TNumber> void build(Ops tf, String how, String numbers, Class<T> type) {
        Operand<T> in = tf.withName(PIXELS).placeholder(type);
        Operand<TInt32> by = tf.withName(numbers).placeholder(TInt32.class);
        Operand<T> out = switch (how) {
            case "reshape" -> tf.reshape(in, by);
            case "broadcast" -> tf.broadcastTo(in, by);
            default -> tf.linalg.transpose(in, by);
        };
        tf.withName(OUT).identity(out);
    }
}
