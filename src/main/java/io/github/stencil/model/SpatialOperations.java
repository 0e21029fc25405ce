package io.github.stencil.model;

import io.github.stencil.model.Site.Range;
import io.github.stencil.model.Site.Reach;
import io.github.stencil.model.Value.Along;
import io.github.stencil.model.Value.Dimension;
import io.github.stencil.model.Value.Known;
import io.github.stencil.model.Value.Opaque;
import io.github.stencil.model.Value.Pixels;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.NodeDef;

/**
 * How positions of an operation's output depend on positions of its input, for the operations of convolutional networks.
 *
 * <p>Padding follows TensorFlow's SAME rule: {@code max((ceil(n / stride) - 1) * stride + dilated kernel - n, 0)} in all,
 * the smaller half before.
 */
final class SpatialOperations {
    private static final Set<String> UNARY = Set.of(
            "Abs",
            "Cast",
            "CheckNumerics",
            "Ceil",
            "Elu",
            "Erf",
            "Exp",
            "Expm1",
            "Floor",
            "IsFinite",
            "IsNan",
            "LeakyRelu",
            "Log",
            "Log1p",
            "LogicalNot",
            "Neg",
            "PreventGradient",
            "Reciprocal",
            "Relu",
            "Relu6",
            "Round",
            "Rsqrt",
            "Selu",
            "Sigmoid",
            "Sign",
            "Softplus",
            "Softsign",
            "Sqrt",
            "Square",
            "StopGradient",
            "Tan",
            "Tanh",
            "ZerosLike",
            "OnesLike",
            "ClipByValue",
            "BiasAdd",
            "Identity");
    private static final Set<String> BINARY = Set.of(
            "Add",
            "AddV2",
            "AddN",
            "Sub",
            "Mul",
            "Div",
            "DivNoNan",
            "RealDiv",
            "FloorDiv",
            "Maximum",
            "Minimum",
            "Pow",
            "SquaredDifference",
            "Greater",
            "GreaterEqual",
            "Less",
            "LessEqual",
            "Equal",
            "NotEqual",
            "LogicalAnd",
            "LogicalOr",
            "Select",
            "SelectV2",
            "Xdivy",
            "MulNoNan");

    private SpatialOperations() {}

    /** Returns an output of an operation on pixels. */
    static Value apply(NodeDef node, List<Value> inputs, int index) {
        String operation = node.getOp();
        if (UNARY.contains(operation)) {
            return pixels(inputs, 0);
        }
        if (BINARY.contains(operation)) {
            return join(inputs);
        }
        return switch (operation) {
            case "FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3" -> batchNormalization(node, inputs, index);
            case "Conv2D", "Conv3D", "DepthwiseConv2dNative" -> convolution(node, inputs);
            case "MaxPool", "MaxPoolV2", "AvgPool", "MaxPool3D", "AvgPool3D" -> pooling(node, inputs);
            case "Conv2DBackpropInput", "Conv3DBackpropInputV2" -> transposed(node, inputs);
            case "ResizeNearestNeighbor", "ResizeBilinear", "ResizeBicubic" -> resize(node, inputs);
            case "Pad", "PadV2", "MirrorPad" -> padded(pixels(inputs, 0), inputs.get(1));
            case "DepthToSpace" -> depthToSpace(node, pixels(inputs, 0));
            case "SpaceToDepth" -> spaceToDepth(node, pixels(inputs, 0));
            default -> throw new UnreadableGraphException("the operation " + operation);
        };
    }

    private static Value batchNormalization(NodeDef node, List<Value> inputs, int index) {
        if (GraphReader.flag(node, "is_training")) {
            throw new UnreadableGraphException("batch statistics, which depend on the whole image");
        }
        return index == 0 ? pixels(inputs, 0) : new Opaque(List.of());
    }

    /**
     * Where an operation finds the image in its tensor.
     *
     * @param first the first of the image's axes
     * @param count how many there are, 2 or 3, one after the other
     * @param channel the channels' axis
     */
    private record Layout(int first, int count, int channel) {
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

    private static Pixels convolution(NodeDef node, List<Value> inputs) {
        Pixels image = pixels(inputs, 0);
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

    private static Pixels pooling(NodeDef node, List<Value> inputs) {
        Pixels image = pixels(inputs, 0);
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

    private static Pixels transposed(NodeDef node, List<Value> inputs) {
        Pixels image = pixels(inputs, 2);
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

    private static Pixels resize(NodeDef node, List<Value> inputs) {
        Pixels image = pixels(inputs, 0);
        if (!(inputs.get(1) instanceof Known size)) {
            throw new UnreadableGraphException("a resize to an unknown size");
        }
        Pixels result = image;
        for (int axis : new int[] {1, 2}) {
            Dimension dimension = image.dimensions().get(axis);
            long out = size.integer(axis - 1);
            if (out == dimension.size()) {
                continue;
            }
            if (!dimension.spatial()) {
                throw new UnreadableGraphException("a resize of something that is no image axis");
            }
            boolean up = out % dimension.size() == 0;
            boolean down = dimension.size() % out == 0;
            boolean corners = GraphReader.flag(node, "align_corners");
            if ((!up && !down) || corners) {
                throw new UnreadableGraphException("a resize by no whole factor, or aligned at the image's corners");
            }
            long grow = up ? 1 : dimension.size() / out;
            long shrink = up ? out / dimension.size() : 1;
            boolean centred = GraphReader.flag(node, "half_pixel_centers");
            int margin = switch (node.getOp()) {
                case "ResizeNearestNeighbor" -> 0;
                case "ResizeBilinear" -> 1;
                default -> 2;
            };
            Reach back = range -> new Range(
                    source(range.min(), grow, shrink, centred, margin > 0) - Math.max(0, margin - 1),
                    source(range.max(), grow, shrink, centred, margin > 0) + margin);
            result = result.with(axis, dimension.at(dimension.site().derive(grow, shrink, back), out));
        }
        return result;
    }

    /** Returns the source position, rounded down, of a resized position. */
    private static long source(long position, long grow, long shrink, boolean centred, boolean interpolated) {
        if (!centred) {
            return Math.floorDiv(position * grow, shrink);
        }
        double centre = (position + 0.5) * grow / shrink;
        return (long) Math.floor(interpolated ? centre - 0.5 : centre);
    }

    /** Pixels that are made up beyond the image are none of its own: positions only move. */
    private static Pixels padded(Pixels image, Value paddings) {
        if (!(paddings instanceof Known known)) {
            throw new UnreadableGraphException("a padding of unknown size");
        }
        Pixels result = image;
        for (int i = 0; i < image.dimensions().size(); i++) {
            Dimension dimension = image.dimensions().get(i);
            long before = known.integer(2 * i);
            long size = dimension.size() + before + known.integer(2 * i + 1);
            Reach back = range -> new Range(range.min() - before, range.max() - before);
            if (dimension.spatial() && size != dimension.size()) {
                result = result.with(i, dimension.at(dimension.site().derive(1, 1, back), size));
            } else if (size != dimension.size()) {
                result = result.with(i, Dimension.other(size));
            }
        }
        return result;
    }

    private static Pixels depthToSpace(NodeDef node, Pixels image) {
        long block = GraphReader.number(node, "block_size", 1);
        Layout layout = Layout.of(node, image, 2);
        Pixels result = image;
        for (int axis = layout.first; axis < layout.first + 2; axis++) {
            Dimension dimension = image.dimensions().get(axis);
            Reach back = range -> new Range(Math.floorDiv(range.min(), block), Math.floorDiv(range.max(), block));
            result = result.with(axis, dimension.at(dimension.site().derive(1, block, back), dimension.size() * block));
        }
        return result.with(
                layout.channel,
                Dimension.other(image.dimensions().get(layout.channel).size() / (block * block)));
    }

    private static Pixels spaceToDepth(NodeDef node, Pixels image) {
        long block = GraphReader.number(node, "block_size", 1);
        Layout layout = Layout.of(node, image, 2);
        Pixels result = image;
        for (int axis = layout.first; axis < layout.first + 2; axis++) {
            Dimension dimension = image.dimensions().get(axis);
            Reach back = range -> new Range(range.min() * block, range.max() * block + block - 1);
            result = result.with(axis, dimension.at(dimension.site().derive(block, 1, back), dimension.size() / block));
        }
        return result.with(
                layout.channel,
                Dimension.other(image.dimensions().get(layout.channel).size() * block * block));
    }

    /** Joins what an elementwise operation combines: dimensions of equal size, or one of them broadcast. */
    static Pixels join(List<Value> inputs) {
        Pixels joined = null;
        for (Value input : inputs) {
            if (input instanceof Pixels pixels) {
                joined = joined == null ? pixels : join(joined, pixels);
            }
        }
        if (joined == null) {
            throw new UnreadableGraphException("nothing to join");
        }
        return joined;
    }

    private static Pixels join(Pixels first, Pixels second) {
        boolean firstIsLonger = first.dimensions().size() >= second.dimensions().size();
        Pixels longer = firstIsLonger ? first : second;
        Pixels shorter = firstIsLonger ? second : first;
        int shift = longer.dimensions().size() - shorter.dimensions().size();
        Pixels result = longer;
        for (int i = 0; i < shorter.dimensions().size(); i++) {
            Dimension a = longer.dimensions().get(i + shift);
            Dimension b = shorter.dimensions().get(i);
            if (a.along() == Along.MERGED && b.along() == Along.MERGED && a.size() == b.size()) {
                result = result.with(
                        i + shift,
                        Dimension.merged(
                                a.size(),
                                join(new Pixels(a.parts()), new Pixels(b.parts()))
                                        .dimensions()));
            } else if (a.spatial() && b.spatial() && a.along() == b.along() && a.size() == b.size()) {
                result = result.with(i + shift, a.at(a.site().join(b.site()), a.size()));
            } else if (b.size() != 1 && a.size() == 1) {
                result = result.with(i + shift, b);
            } else if ((a.spatial() || b.spatial()) && b.size() != 1) {
                throw new UnreadableGraphException("different image axes are joined");
            }
        }
        return result;
    }

    private static Pixels pixels(List<Value> inputs, int index) {
        if (inputs.get(index) instanceof Pixels pixels) {
            return pixels;
        }
        throw new UnreadableGraphException("pixels where weights are expected");
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
