// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.model.step.Step;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/** Adds steps to a graph. */
final class StepGraph {
    private final Ops tf;
    private final int rank;
    private final int channelAxis;

    /**
     * Adds to tensors of one form.
     *
     * @param axes a letter per dimension, with or without c
     */
    StepGraph(Ops tf, String axes) {
        this.tf = tf;
        rank = axes.length();
        channelAxis = axes.indexOf('c');
    }

    /** Adds a step that looks at nothing but the tensor. */
    Operand<TFloat32> add(Operand<TFloat32> values, Step step) {
        if (step instanceof Step.Linear linear) {
            return tf.math.add(tf.math.mul(values, numbers(linear.gain())), numbers(linear.offset()));
        }
        if (step instanceof Step.Shifted shifted) {
            return tf.math.div(tf.math.sub(values, numbers(shifted.low())), numbers(shifted.range()));
        }
        if (step instanceof Step.Clipped clipped) {
            return tf.clipByValue(values, tf.constant(clipped.min()), tf.constant(clipped.max()));
        }
        if (step instanceof Step.Binarized binarized) {
            return tf.dtypes.cast(tf.math.greater(values, numbers(binarized.threshold())), TFloat32.class);
        }
        if (step instanceof Step.Sigmoid) {
            return tf.math.sigmoid(values);
        }
        if (step instanceof Step.Softmax) {
            return softmax(values);
        }
        if (step instanceof Step.Whole whole) {
            return whole(values, whole);
        }
        if (step instanceof Step.Truth) {
            return tf.dtypes.cast(tf.dtypes.cast(values, TBool.class), TFloat32.class);
        }
        throw new IllegalArgumentException("needs numbers that are fed: " + step);
    }

    /** Written out, as the operation only runs along the last axis. */
    private Operand<TFloat32> softmax(Operand<TFloat32> values) {
        if (channelAxis < 0) {
            return tf.onesLike(values);
        }
        Operand<TInt32> channels = tf.constant(channelAxis);
        Operand<TFloat32> highest = tf.reduceMax(values, channels, ReduceMax.keepDims(true));
        Operand<TFloat32> powers = tf.math.exp(tf.math.sub(values, highest));
        return tf.math.div(powers, tf.reduceSum(powers, channels, ReduceSum.keepDims(true)));
    }

    private Operand<TFloat32> whole(Operand<TFloat32> values, Step.Whole whole) {
        Operand<TFloat32> cut = tf.dtypes.cast(tf.dtypes.cast(values, TInt64.class), TFloat32.class);
        if (whole.bits() > 16) {
            return cut;
        }
        Operand<TFloat32> all = tf.constant((float) (1 << whole.bits()));
        Operand<TFloat32> shift = tf.constant(whole.signed() ? (float) (1 << (whole.bits() - 1)) : 0f);
        return tf.math.sub(tf.math.floorMod(tf.math.add(cut, shift), all), shift);
    }

    private Operand<TFloat32> numbers(List<Float> numbers) {
        float[] values = new float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.get(i);
        }
        long[] shape = new long[rank];
        Arrays.fill(shape, 1);
        if (values.length > 1) {
            shape[channelAxis] = values.length;
        }
        return tf.constant(Shape.of(shape), DataBuffers.of(values));
    }
}
