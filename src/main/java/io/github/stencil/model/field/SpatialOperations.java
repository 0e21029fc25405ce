// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.field;

import io.github.stencil.model.field.Site.Range;
import io.github.stencil.model.field.Site.Reach;
import io.github.stencil.model.field.Value.Along;
import io.github.stencil.model.field.Value.Dimension;
import io.github.stencil.model.field.Value.Known;
import io.github.stencil.model.field.Value.Opaque;
import io.github.stencil.model.field.Value.Pixels;
import java.util.List;
import java.util.Set;
import org.tensorflow.proto.NodeDef;

/**
 * How positions of an operation's output depend on positions of its input, for the operations of convolutional networks.
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
            case "Conv2D", "Conv3D", "DepthwiseConv2dNative" -> WindowOperations.convolution(node, inputs);
            case "MaxPool", "MaxPoolV2", "AvgPool", "MaxPool3D", "AvgPool3D" -> WindowOperations.pooling(node, inputs);
            case "Conv2DBackpropInput", "Conv3DBackpropInputV2" -> WindowOperations.transposed(node, inputs);
            case "ResizeNearestNeighbor", "ResizeBilinear", "ResizeBicubic" -> resize(node, inputs);
            case "Pad", "PadV2", "MirrorPad" -> padded(pixels(inputs, 0), inputs.get(1));
            case "DepthToSpace" -> depthToSpace(node, pixels(inputs, 0));
            case "SpaceToDepth" -> spaceToDepth(node, pixels(inputs, 0));
            default -> throw new UnreadableGraphException("the operation " + operation);
        };
    }

    private static Value batchNormalization(NodeDef node, List<Value> inputs, int index) {
        Pixels image = pixels(inputs, 0);
        if (GraphReader.flag(node, "is_training")) {
            boolean last = GraphReader.text(node, "data_format", "NHWC").endsWith("C");
            int channel = last ? image.dimensions().size() - 1 : 1;
            for (int i = 0; i < image.dimensions().size(); i++) {
                if (i != channel) {
                    image.dimensions().get(i).gather();
                }
            }
        }
        return index == 0 ? image : new Opaque(List.of(), true);
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
        WindowOperations.Layout layout = WindowOperations.Layout.of(node, image, 2);
        Pixels result = image;
        for (int axis = layout.first(); axis < layout.first() + 2; axis++) {
            Dimension dimension = image.dimensions().get(axis);
            Reach back = range -> new Range(Math.floorDiv(range.min(), block), Math.floorDiv(range.max(), block));
            result = result.with(axis, dimension.at(dimension.site().derive(1, block, back), dimension.size() * block));
        }
        return result.with(
                layout.channel(),
                Dimension.other(image.dimensions().get(layout.channel()).size() / (block * block)));
    }

    private static Pixels spaceToDepth(NodeDef node, Pixels image) {
        long block = GraphReader.number(node, "block_size", 1);
        WindowOperations.Layout layout = WindowOperations.Layout.of(node, image, 2);
        Pixels result = image;
        for (int axis = layout.first(); axis < layout.first() + 2; axis++) {
            Dimension dimension = image.dimensions().get(axis);
            Reach back = range -> new Range(range.min() * block, range.max() * block + block - 1);
            result = result.with(axis, dimension.at(dimension.site().derive(block, 1, back), dimension.size() / block));
        }
        return result.with(
                layout.channel(),
                Dimension.other(image.dimensions().get(layout.channel()).size() * block * block));
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

    static Pixels pixels(List<Value> inputs, int index) {
        if (inputs.get(index) instanceof Pixels pixels) {
            return pixels;
        }
        throw new UnreadableGraphException("pixels where weights are expected");
    }
}
