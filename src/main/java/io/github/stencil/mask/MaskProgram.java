// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.mask;

import io.github.stencil.image.PixelType;
import io.github.stencil.tensor.Elements;
import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tensor.HostTensors;
import io.github.stencil.tensor.TensorProgram;
import io.github.stencil.tensor.chain.DeviceTensor;
import java.util.HashMap;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TNumber;

/** An image band under a mask band, on the device. Inputs [N] and [N], output [N]. */
final class MaskProgram implements AutoCloseable {
    private static final String IMAGE = "image";
    private static final String MASK = "mask";
    private static final String VALUE = "value";
    private static final String MASKED = "masked";

    private final TensorProgram program;
    private final Map<String, HostTensor> constants;

    /** Compiles a rule for an image's and a mask's type. */
    MaskProgram(MaskRule rule, PixelType image, PixelType mask) {
        PixelType out = rule.type().of(image);
        if (rule.mode() == MaskMode.WEIGHT) {
            float divisor = (float) rule.divisorFor(mask);
            constants = Map.of(VALUE, HostTensor.of(new float[] {divisor}, 1));
            boolean plain = divisor == 1;
            program = TensorProgram.of(
                    "weight %s %s %s %s".formatted(image, mask, out, plain),
                    tf -> tf.withName(MASKED).identity(weight(tf, image, mask, out, plain)));
        } else {
            constants = Map.of(
                    VALUE,
                    fill(rule.fill(), out),
                    LabelMembership.BOUNDS,
                    LabelMembership.bounds(rule.include(), mask));
            LabelMembership membership = LabelMembership.of(rule.include());
            boolean keep = rule.mode() == MaskMode.KEEP_INSIDE;
            program = TensorProgram.of(
                    "keep %s %s %s %s %s".formatted(image, mask, out, membership, keep),
                    tf -> tf.withName(MASKED).identity(keep(tf, image, mask, out, membership, keep)));
        }
    }

    /** Runs on an image band and a mask band. */
    HostTensors run(HostTensor image, HostTensor mask) {
        Map<String, HostTensor> feeds = new HashMap<>(constants);
        feeds.put(IMAGE, image);
        feeds.put(MASK, mask);
        return program.run(feeds, MASKED);
    }

    /** Runs on a whole image and its mask, which stay on the device; the result is the caller's. */
    DeviceTensor run(DeviceTensor image, DeviceTensor mask) {
        return image.session()
                .run(program, Map.of(IMAGE, image, MASK, mask), constants, MASKED)
                .get(0);
    }

    @Override
    public void close() {
        constants.values().forEach(HostTensor::close);
    }

    private static HostTensor fill(double fill, PixelType type) {
        Object array = type.createArray(1);
        type.set(array, 0, fill);
        return HostTensor.of(array, 1);
    }

    private static Operand<? extends TNumber> keep(
            Ops tf, PixelType image, PixelType mask, PixelType out, LabelMembership membership, boolean keepInside) {
        Operand<? extends TNumber> pixels = tf.withName(IMAGE).placeholder(Elements.of(image)); // [N]
        Operand<TBool> isInside = membership.build(tf, tf.withName(MASK).placeholder(Elements.of(mask)), mask); // [N]
        return out == image
                ? select(tf, isInside, pixels, Elements.of(out), keepInside)
                : select(tf, isInside, Elements.numbers(tf, pixels, image, TFloat32.class), TFloat32.class, keepInside);
    }

    private static <T extends TNumber> Operand<T> select(
            Ops tf, Operand<TBool> inside, Operand<? extends TNumber> pixels, Class<T> type, boolean keepInside) {
        Operand<T> stays = tf.dtypes.cast(pixels, type); // [N]
        Operand<T> fill = tf.withName(VALUE).placeholder(type); // [1]
        return keepInside ? tf.select(inside, stays, fill) : tf.select(inside, fill, stays);
    }

    private static Operand<? extends TNumber> weight(
            Ops tf, PixelType image, PixelType mask, PixelType out, boolean plain) {
        Operand<? extends TNumber> pixels = tf.withName(IMAGE).placeholder(Elements.of(image)); // [N]
        Operand<? extends TNumber> weights = tf.withName(MASK).placeholder(Elements.of(mask)); // [N]
        Operand<TFloat32> divisor = tf.withName(VALUE).placeholder(TFloat32.class); // [1]
        if (!out.isInteger()) {
            Operand<TFloat32> factor = Elements.numbers(tf, weights, mask, TFloat32.class);
            return tf.math.mul(
                    Elements.numbers(tf, pixels, image, TFloat32.class), plain ? factor : tf.math.div(factor, divisor));
        }
        Operand<TFloat64> product = tf.math.mul(
                Elements.numbers(tf, pixels, image, TFloat64.class),
                Elements.numbers(tf, weights, mask, TFloat64.class)); // exact
        Operand<TFloat64> quotient = plain ? product : tf.math.div(product, tf.dtypes.cast(divisor, TFloat64.class));
        Operand<TFloat64> number = mask.isInteger()
                ? quotient
                : tf.select(tf.math.isNan(quotient), tf.dtypes.cast(tf.constant(0f), TFloat64.class), quotient);
        Operand<TFloat64> rounded = tf.math.floor(tf.math.add(number, tf.constant(0.5)));
        Operand<TFloat64> held =
                tf.math.minimum(tf.math.maximum(rounded, tf.constant(out.leastValue())), tf.constant(out.fullValue()));
        return Elements.pixels(tf, held, out, TFloat64.class);
    }
}
