// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.field;

import io.github.stencil.model.field.Value.Along;
import io.github.stencil.model.field.Value.Dimension;
import io.github.stencil.model.field.Value.Known;
import io.github.stencil.model.field.Value.Opaque;
import io.github.stencil.model.field.Value.Pixels;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.NodeDef;

/** The operations that move, cut and join a tensor's dimensions. */
final class ShapeOperations {
    private ShapeOperations() {}

    /** Moves the dimensions of a tensor made from pixels; null if the operation does something else. */
    static @Nullable Value move(NodeDef node, List<Value> inputs, int index) {
        return switch (node.getOp()) {
            case "Shape" -> image(inputs, 0).shape();
            case "ShapeN" -> inputs.get(index) instanceof Pixels pixels ? pixels.shape() : new Opaque(List.of());
            case "Transpose" -> transposed(image(inputs, 0), known(inputs, 1).integers());
            case "ExpandDims" -> expanded(image(inputs, 0), known(inputs, 1).integer(0));
            case "Squeeze" -> squeezed(node, image(inputs, 0));
            case "BroadcastTo" -> broadcast(image(inputs, 0), known(inputs, 1).integers());
            case "Tile" -> tiled(image(inputs, 0), known(inputs, 1).integers());
            case "Reshape" -> reshaped(image(inputs, 0), known(inputs, 1).integers());
            case "ConcatV2" -> concatenatedPixels(inputs);
            case "StridedSlice" -> cut(node, image(inputs, 0), inputs);
            case "Softmax", "LogSoftmax" -> acrossChannels(image(inputs, 0));
            case "ArgMax", "Max", "Min", "Sum", "Mean" ->
                reduced(node, image(inputs, 0), known(inputs, 1).integers()).placed();
            default -> null;
        };
    }

    private static Pixels transposed(Pixels image, int... order) {
        return new Pixels(
                IntStream.of(order).mapToObj(i -> image.dimensions().get(i)).toList());
    }

    private static Pixels expanded(Pixels image, int axis) {
        List<Dimension> dimensions = new ArrayList<>(image.dimensions());
        dimensions.add(axis < 0 ? axis + dimensions.size() + 1 : axis, Dimension.other(1));
        return new Pixels(dimensions);
    }

    private static Pixels squeezed(NodeDef node, Pixels image) {
        List<Long> axes = GraphReader.numbers(node, "squeeze_dims");
        List<Dimension> kept = new ArrayList<>();
        int rank = image.dimensions().size();
        for (int i = 0; i < rank; i++) {
            Dimension dimension = image.dimensions().get(i);
            boolean named = axes != null && (axes.contains((long) i) || axes.contains((long) i - rank));
            boolean all = (axes == null || axes.isEmpty()) && dimension.size() == 1;
            if (!named && !all) {
                kept.add(dimension);
            }
        }
        return new Pixels(kept);
    }

    private static Pixels tiled(Pixels image, int... multiples) {
        Pixels result = image;
        for (int i = 0; i < multiples.length; i++) {
            Dimension dimension = image.dimensions().get(i);
            if (multiples[i] > 1 && dimension.size() == 1 && !dimension.spatial()) {
                result = result.with(i, Dimension.copies(multiples[i]));
            } else if (multiples[i] > 1 && dimension.spatial()) {
                throw new UnreadableGraphException("an image that is repeated side by side");
            } else if (multiples[i] > 1) {
                result = result.with(i, Dimension.other(dimension.size() * multiples[i]));
            }
        }
        return result;
    }

    private static Pixels broadcast(Pixels image, int... shape) {
        int missing = shape.length - image.dimensions().size();
        int[] multiples = new int[image.dimensions().size()];
        for (int i = 0; i < multiples.length; i++) {
            multiples[i] = image.dimensions().get(i).size() == 1 ? shape[i + missing] : 1;
        }
        if (missing > 0) {
            throw new UnreadableGraphException("an image that is repeated along new axes");
        }
        return tiled(image, multiples);
    }

    /** Splits and merges dimensions: an image axis followed by copies becomes a finer image axis. */
    private static Pixels reshaped(Pixels image, int... shape) {
        List<Dimension> parts = image.dimensions().stream()
                .flatMap(d -> d.along() == Along.MERGED ? d.parts().stream() : Stream.of(d))
                .collect(Collectors.toCollection(ArrayList::new));
        long total = parts.stream().mapToLong(Dimension::size).reduce(1, (a, b) -> a * b);
        long given = IntStream.of(shape)
                .filter(size -> size > 0)
                .mapToLong(size -> size)
                .reduce(1, (a, b) -> a * b);
        List<Dimension> result = new ArrayList<>();
        int from = 0;
        for (int size : shape) {
            long wanted = size < 0 ? total / given : size;
            List<Dimension> group = new ArrayList<>();
            long product = 1;
            while (from < parts.size()
                    && (product < wanted || (group.isEmpty() && parts.get(from).size() == 1))) {
                Dimension next = parts.get(from);
                if (wanted == 1 && next.size() != 1) {
                    break;
                }
                long missing = wanted / product;
                if (next.along() == Along.OTHER && next.size() > missing && next.size() % missing == 0) {
                    parts.set(from, Dimension.other(missing)); // channels in groups
                    parts.add(from + 1, Dimension.other(next.size() / missing));
                    continue;
                }
                group.add(next);
                product *= next.size();
                from++;
            }
            if (product != wanted) {
                throw new UnreadableGraphException("a reshape that cuts an axis");
            }
            result.add(merged(group, wanted));
        }
        while (from < parts.size()) {
            if (parts.get(from++).size() != 1) {
                throw new UnreadableGraphException("a reshape that loses an axis");
            }
        }
        return new Pixels(result);
    }

    private static Dimension merged(List<Dimension> group, long size) {
        List<Dimension> wide =
                group.stream().filter(d -> d.size() > 1 || d.spatial()).toList();
        if (wide.stream().noneMatch(Dimension::spatial)) {
            return wide.size() == 1 ? wide.get(0) : Dimension.other(size);
        }
        Dimension axis = wide.get(0);
        boolean copies = wide.stream().skip(1).allMatch(d -> d.along() == Along.COPIES);
        if (!axis.spatial() || !copies) {
            return Dimension.merged(size, wide);
        }
        long factor = size / axis.size();
        Site.Reach back =
                range -> new Site.Range(Math.floorDiv(range.min(), factor), Math.floorDiv(range.max(), factor));
        return factor == 1 ? axis : axis.at(axis.site().derive(1, factor, back), size);
    }

    private static Pixels concatenatedPixels(List<Value> inputs) {
        List<Value> parts = inputs.subList(0, inputs.size() - 1).stream()
                .filter(part -> !(part instanceof Opaque o && o.fromImage())) // the same everywhere
                .toList();
        int axis = known(inputs, inputs.size() - 1).integer(0);
        long size = 0;
        for (Value part : parts) {
            Dimension dimension = along(image(parts, parts.indexOf(part)), axis);
            if (dimension.spatial()) {
                throw new UnreadableGraphException("images that are joined side by side");
            }
            size += dimension.size();
        }
        List<Value> alike = new ArrayList<>();
        for (Value part : parts) { // what is joined elementwise but for the joined dimension
            Pixels pixels = (Pixels) part;
            alike.add(pixels.with(index(pixels, axis), Dimension.other(size)));
        }
        return SpatialOperations.join(alike);
    }

    private static int index(Pixels pixels, int axis) {
        return axis < 0 ? axis + pixels.dimensions().size() : axis;
    }

    private static Dimension along(Pixels pixels, int axis) {
        return pixels.dimensions().get(index(pixels, axis));
    }

    /** Cuts a part out; along an image axis the positions move. */
    private static Pixels cut(NodeDef node, Pixels image, List<Value> inputs) {
        int[] begin = known(inputs, 1).integers();
        int[] end = known(inputs, 2).integers();
        int[] stride = known(inputs, 3).integers();
        long beginMask = GraphReader.number(node, "begin_mask", 0);
        long endMask = GraphReader.number(node, "end_mask", 0);
        long shrinkMask = GraphReader.number(node, "shrink_axis_mask", 0);
        long others = GraphReader.number(node, "ellipsis_mask", 0) | GraphReader.number(node, "new_axis_mask", 0);
        if (others != 0) {
            throw new UnreadableGraphException("a slice with an ellipsis or a new axis");
        }
        List<Dimension> kept = new ArrayList<>();
        for (int i = 0; i < image.dimensions().size(); i++) {
            Dimension dimension = image.dimensions().get(i);
            boolean sliced = i < begin.length;
            long size = dimension.size();
            long from = !sliced || (beginMask >> i & 1) != 0 ? 0 : begin[i] < 0 ? begin[i] + size : begin[i];
            long to = !sliced || (endMask >> i & 1) != 0 ? size : end[i] < 0 ? end[i] + size : Math.min(end[i], size);
            boolean shrink = sliced && (shrinkMask >> i & 1) != 0;
            if (sliced && stride[i] != 1) {
                throw new UnreadableGraphException("a slice with gaps");
            }
            if (dimension.spatial() && shrink) {
                throw new UnreadableGraphException("a slice that takes a single plane, row or column");
            }
            if (shrink) {
                continue;
            }
            Site.Reach back = range -> new Site.Range(range.min() + from, range.max() + from);
            kept.add(
                    !dimension.spatial()
                            ? Dimension.other(to - from)
                            : from == 0 && to == size
                                    ? dimension
                                    : dimension.at(dimension.site().derive(1, 1, back), to - from));
        }
        return new Pixels(kept);
    }

    private static Pixels acrossChannels(Pixels image) {
        if (image.dimensions().get(image.dimensions().size() - 1).spatial()) {
            throw new UnreadableGraphException("a softmax along an image axis");
        }
        return image;
    }

    private static Pixels reduced(NodeDef node, Pixels image, int... axes) {
        int rank = image.dimensions().size();
        List<Integer> gone = IntStream.of(axes)
                .mapToObj(axis -> axis < 0 ? axis + rank : axis)
                .toList();
        boolean keep = GraphReader.flag(node, "keep_dims");
        List<Dimension> kept = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            Dimension dimension = image.dimensions().get(i);
            if (!gone.contains(i)) {
                kept.add(dimension);
                continue;
            }
            if (dimension.spatial() && node.getOp().equals("ArgMax")) {
                throw new UnreadableGraphException("a place in the whole image");
            }
            dimension.gather();
            if (keep) {
                kept.add(Dimension.other(1));
            }
        }
        return new Pixels(kept);
    }

    private static Pixels image(List<Value> inputs, int index) {
        if (inputs.get(index) instanceof Pixels pixels) {
            return pixels;
        }
        throw new UnreadableGraphException("a shape that is made from pixels");
    }

    private static Known known(List<Value> inputs, int index) {
        if (inputs.get(index) instanceof Known known) {
            return known;
        }
        throw new UnreadableGraphException("a shape that is not known beforehand");
    }
}
