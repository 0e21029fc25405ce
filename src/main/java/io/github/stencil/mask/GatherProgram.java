// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.mask;

import io.github.stencil.image.PixelType;
import io.github.stencil.label.LabelSet;
import io.github.stencil.tensor.Elements;
import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tensor.HostTensors;
import io.github.stencil.tensor.TensorProgram;
import io.github.stencil.tensor.chain.DeviceTensor;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/**
 * The pixels of a band that are in a class, on the device. Inputs image [C, N] and mask [N]; outputs where they are [M]
 * int32, their classes [M] of the mask's type and their values [C, M].
 */
final class GatherProgram implements AutoCloseable {
    private static final String IMAGE = "image";
    private static final String MASK = "mask";
    private static final String WHERE = "where";
    private static final String CLASSES = "classes";
    private static final String VALUES = "values";

    private final TensorProgram program;
    private final HostTensor bounds;

    GatherProgram(LabelSet include, PixelType image, PixelType mask) {
        bounds = LabelMembership.bounds(include, mask);
        LabelMembership membership = LabelMembership.of(include);
        program = TensorProgram.of("gather %s %s %s".formatted(image, mask, membership), tf -> {
            Operand<? extends TNumber> pixels = tf.withName(IMAGE).placeholder(Elements.of(image)); // [C, N]
            Operand<? extends TNumber> labels = tf.withName(MASK).placeholder(Elements.of(mask)); // [N]
            build(tf, pixels, labels, membership, mask);
        });
    }

    private static <I extends TNumber, M extends TNumber> void build(
            Ops tf, Operand<I> image, Operand<M> mask, LabelMembership membership, PixelType maskType) {
        Operand<TInt32> where = tf.dtypes.cast(
                tf.squeeze(tf.where(membership.build(tf, mask, maskType)), Squeeze.axis(List.of(1L))), TInt32.class);
        tf.withName(WHERE).identity(where); // [M]
        tf.withName(CLASSES).identity(tf.gather(mask, where, tf.constant(0))); // [M]
        tf.withName(VALUES).identity(tf.gather(image, where, tf.constant(1))); // [C, M]
    }

    /** Returns where, classes and values. */
    HostTensors run(HostTensor image, HostTensor mask) {
        return program.run(Map.of(IMAGE, image, MASK, mask, LabelMembership.BOUNDS, bounds), WHERE, CLASSES, VALUES);
    }

    /** Returns the values alone, of a whole image and its mask, which stay on the device; they are the caller's. */
    DeviceTensor values(DeviceTensor image, DeviceTensor mask) {
        return image.session()
                .run(program, Map.of(IMAGE, image, MASK, mask), Map.of(LabelMembership.BOUNDS, bounds), VALUES)
                .get(0);
    }

    @Override
    public void close() {
        bounds.close();
    }
}
