// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import io.github.stencil.StencilException;
import io.github.stencil.image.Description;
import io.github.stencil.image.Luts;
import io.github.stencil.image.PixelType;
import io.github.stencil.tensor.Elements;
import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tensor.TensorProgram;
import io.github.stencil.tensor.chain.DeviceImage;
import io.github.stencil.tensor.chain.DeviceTensor;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/** Masks from images on the device, by a threshold. */
public final class ThresholdMask {
    private static final String PIXELS = "pixels";
    private static final String LEAST = "least";
    private static final String MASK = "mask";

    private ThresholdMask() {}

    /**
     * Makes a mask.
     *
     * @param threshold pixels of at least this value are foreground, as where masks are refined; NaN never is
     * @return STEM-mask, 8-bit, 255 in the foreground and 0 elsewhere, on the device; the caller's
     * @throws StencilException if the threshold is NaN
     */
    public static DeviceImage apply(DeviceImage image, double threshold) {
        float least = atLeast(new Foreground.Above(threshold).value());
        Description from = image.description();
        TensorProgram program = TensorProgram.of("threshold " + from.type(), tf -> build(tf, from.type()));
        try (HostTensor number = HostTensor.of(new float[] {least}, 1)) {
            DeviceTensor mask = image.session()
                    .run(program, Map.of(PIXELS, image.tensor()), Map.of(LEAST, number), MASK)
                    .get(0);
            Description result = from.derived("mask")
                    .withType(PixelType.UINT8)
                    .withLuts(List.of(Luts.grey(0, PixelType.UINT8.fullValue())), 0);
            return DeviceImage.of(result, mask);
        }
    }

    /** Returns the smallest 32-bit number that is not below a 64-bit one, so that both part pixels alike. */
    private static float atLeast(double threshold) {
        float near = (float) threshold;
        return near < threshold ? Math.nextUp(near) : near;
    }

    private static void build(Ops tf, PixelType type) {
        Operand<TFloat32> pixels =
                Elements.numbers(tf, tf.withName(PIXELS).placeholder(Elements.of(type)), type, TFloat32.class);
        Operand<TFloat32> least = tf.withName(LEAST).placeholder(TFloat32.class); // [1]
        Operand<TBool> foreground = tf.math.greaterEqual(pixels, least);
        Operand<TUint8> ones = tf.dtypes.cast(foreground, TUint8.class);
        tf.withName(MASK).math.mul(ones, tf.dtypes.cast(tf.constant(255), TUint8.class));
    }
}
