// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.field;

import io.github.stencil.model.field.Site.Range;
import io.github.stencil.model.field.Site.Reach;
import io.github.stencil.model.field.Value.Dimension;
import io.github.stencil.model.field.Value.Known;
import io.github.stencil.model.field.Value.Opaque;
import io.github.stencil.model.field.Value.Pixels;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.NodeDef;

/**
 * How positions of convolutions, of their transposes and of poolings depend on positions of their input, in 2D and 3D.
 *
 * <p>Padding follows TensorFlow's SAME rule: {@code max((ceil(n / stride) - 1) * stride + dilated kernel - n, 0)} in all,
 * the smaller half before.
 */
final class WindowOperations {
    private WindowOperations() {}

    /**
     * Where an operation finds the image in its tensor.
     *
     * @param first the first of the image's axes
     * @param count how many there are, 2 or 3, one after the other
     * @param channel the channels' axis
     */
    record Layout(int first, int count, int channel) {
        static Layout of(NodeDef node, Pixels image, int count) {
            String format = GraphReader.text(node, "data_format", count == 2 ? "NHWC" : "NDHWC");
            boolean last = format.endsWith("C");
            Layout layout = new Layout(last ? 1 : 2, count, last ? count + 1 : 1);
            boolean fits = image.dimensions().size() == count + 2
                    && !image.dimensions().get(layout.channel).spatial();
            for (int axis = layout.first; fits && axis < layout.first + count; axis++) {
                fits = image.dimensions().get(axis).spatial();
            }
            if (!fits) {
                throw new UnreadableGraphException(
                        "an image whose axes are not where the operation " + node.getOp() + " wants them");
            }
            return layout;
        }
    }

    static Pixels convolution(NodeDef node, List<Value> inputs) {
        Pixels image = SpatialOperations.pixels(inputs, 0);
        int count = node.getOp().equals("Conv3D") ? 3 : 2;
        if (!(inputs.get(1) instanceof Opaque kernel) || kernel.shape().size() != count + 2) {
            throw new UnreadableGraphException("a convolution whose kernel has no known shape");
        }
        long channels = node.getOp().equals("DepthwiseConv2dNative")
                ? kernel.shape().get(2) * kernel.shape().get(3)
                : kernel.shape().get(count + 1);
        Layout layout = Layout.of(node, image, count);
        return windows(
                        node,
                        image,
                        layout,
                        kernel.shape().subList(0, count),
                        list(GraphReader.numbers(node, "strides")),
                        GraphReader.numbers(node, "dilations"))
                .with(layout.channel, Dimension.other(channels));
    }

    static Pixels pooling(NodeDef node, List<Value> inputs) {
        Pixels image = SpatialOperations.pixels(inputs, 0);
        boolean given = node.getOp().equals("MaxPoolV2"); // sizes are inputs there
        List<Long> size = given ? known(inputs, 1) : list(GraphReader.numbers(node, "ksize"));
        List<Long> strides = given ? known(inputs, 2) : list(GraphReader.numbers(node, "strides"));
        Layout layout = Layout.of(node, image, node.getOp().endsWith("3D") ? 3 : 2);
        return windows(node, image, layout, size.subList(layout.first, layout.first + layout.count), strides, null);
    }

    private static Pixels windows(
            NodeDef node,
            Pixels image,
            Layout layout,
            List<Long> kernels,
            List<Long> strides,
            @Nullable List<Long> dilations) {
        List<Long> explicit = GraphReader.numbers(node, "explicit_paddings");
        String padding = GraphReader.text(node, "padding", "VALID");
        Pixels result = image;
        for (int i = 0; i < layout.count; i++) {
            int axis = layout.first + i;
            Dimension dimension = image.dimensions().get(axis);
            long kernel = kernels.get(i);
            long stride = strides.get(axis);
            long dilation = dilations == null || dilations.isEmpty() ? 1 : dilations.get(axis);
            long reach = (kernel - 1) * dilation;
            long n = dimension.size();
            long before;
            long size;
            if (padding.equals("SAME")) {
                size = (n + stride - 1) / stride;
                before = Math.max((size - 1) * stride + reach + 1 - n, 0) / 2;
            } else {
                before = padding.equals("EXPLICIT") ? list(explicit).get(2 * axis) : 0;
                long after = padding.equals("EXPLICIT") ? list(explicit).get(2 * axis + 1) : 0;
                size = (n + before + after - reach - 1) / stride + 1;
            }
            if (reach == 0 && stride == 1 && size == n) {
                continue; // a kernel of 1 sees no neighbours, not even along merged axes
            }
            Reach back = range -> new Range(range.min() * stride - before, range.max() * stride - before + reach);
            result = result.with(axis, dimension.at(dimension.site().derive(stride, 1, back), size));
        }
        return result;
    }

    static Pixels transposed(NodeDef node, List<Value> inputs) {
        Pixels image = SpatialOperations.pixels(inputs, 2);
        int count = node.getOp().startsWith("Conv3D") ? 3 : 2;
        if (!(inputs.get(0) instanceof Known size)
                || !(inputs.get(1) instanceof Opaque kernel)
                || kernel.shape().size() != count + 2) {
            throw new UnreadableGraphException("a transposed convolution of unknown size");
        }
        Layout layout = Layout.of(node, image, count);
        List<Long> strides = list(GraphReader.numbers(node, "strides"));
        Pixels result = image;
        for (int i = 0; i < count; i++) {
            int axis = layout.first + i;
            Dimension dimension = image.dimensions().get(axis);
            long stride = strides.get(axis);
            long reach = kernel.shape().get(i) - 1;
            long out = size.integer(axis);
            boolean same = GraphReader.text(node, "padding", "VALID").equals("SAME");
            // the padding of the convolution whose gradient this is
            long before = same ? Math.max((dimension.size() - 1) * stride + reach + 1 - out, 0) / 2 : 0;
            Reach back = range -> new Range(
                    Math.floorDiv(range.min() + before - reach + stride - 1, stride),
                    Math.floorDiv(range.max() + before, stride));
            result = result.with(axis, dimension.at(dimension.site().derive(1, stride, back), out));
        }
        return result.with(layout.channel, Dimension.other(kernel.shape().get(count)));
    }

    private static List<Long> known(List<Value> inputs, int index) {
        if (inputs.get(index) instanceof Known known) {
            return IntStream.of(known.integers()).mapToObj(i -> (long) i).toList();
        }
        throw new UnreadableGraphException("a window of unknown size");
    }

    private static List<Long> list(@Nullable List<Long> list) {
        if (list == null || list.isEmpty()) {
            throw new UnreadableGraphException("an operation without its attributes");
        }
        return list;
    }
}
