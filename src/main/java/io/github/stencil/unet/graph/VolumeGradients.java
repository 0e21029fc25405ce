// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.graph;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.Conv3d;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Gradients of 3D operations, which the native library does not have. */
final class VolumeGradients {
    private static final List<Long> STRIDES = List.of(1L, 1L, 1L, 1L, 1L);

    private VolumeGradients() {}

    /** Makes the gradients known, once in this process. */
    static void register() {
        Registered.load();
    }

    private static final class Registered {
        static {
            TensorFlow.registerCustomGradient(Conv3d.Inputs.class, Registered::convolution);
        }

        static void load() {}

        @SuppressWarnings("unchecked") // U-Nets compute in float32
        private static List<Operand<?>> convolution(Ops tf, Conv3d.Inputs<?> inputs, List<Output<?>> gradients) {
            Operand<TFloat32> image = (Operand<TFloat32>) inputs.input;
            Operand<TFloat32> kernel = (Operand<TFloat32>) inputs.filter;
            Operand<TFloat32> gradient = (Output<TFloat32>) gradients.get(0);
            Operand<TInt32> imageShape = tf.shape(image);
            Operand<TInt32> kernelShape = tf.shape(kernel);
            return List.of(
                    tf.nn.conv3dBackpropInput(imageShape, kernel, gradient, STRIDES, inputs.padding),
                    tf.nn.conv3dBackpropFilter(image, kernelShape, gradient, STRIDES, inputs.padding));
        }
    }
}
