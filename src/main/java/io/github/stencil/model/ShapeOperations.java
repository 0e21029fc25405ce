package io.github.stencil.model;

import io.github.stencil.model.Value.Along;
import io.github.stencil.model.Value.Dimension;
import io.github.stencil.model.Value.Known;
import io.github.stencil.model.Value.Opaque;
import io.github.stencil.model.Value.Pixels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;

/** The operations that move a tensor's dimensions, and the arithmetic on shapes by which networks tell them where to. */
final class ShapeOperations {
    private static final int MOST_VALUES = 64;

    private ShapeOperations() {}

    /** Returns the values of a small constant, or the shape of a large one. */
    static Value constant(NodeDef node) {
        TensorProto tensor = node.getAttrOrThrow("value").getTensor();
        List<Long> shape = tensor.getTensorShape().getDimList().stream()
                .map(d -> d.getSize())
                .toList();
        long size = shape.stream().reduce(1L, (a, b) -> a * b);
        List<Double> values = size <= MOST_VALUES && shape.size() < 2 ? values(tensor, (int) size) : List.of();
        return values.isEmpty() && size > 0 ? new Opaque(shape) : new Known(shape.isEmpty(), values);
    }

    private static List<Double> values(TensorProto tensor, int size) {
        List<? extends Number> given = switch (tensor.getDtype()) {
            case DT_INT32 -> tensor.getIntValList();
            case DT_INT64 -> tensor.getInt64ValList();
            case DT_FLOAT -> tensor.getFloatValList();
            case DT_BOOL ->
                tensor.getBoolValList().stream().map(flag -> flag ? 1 : 0).toList();
            default -> List.of();
        };
        List<Double> values = given.stream().map(Number::doubleValue).collect(Collectors.toCollection(ArrayList::new));
        if (values.isEmpty() && !tensor.getTensorContent().isEmpty()) {
            var bytes = tensor.getTensorContent().asReadOnlyByteBuffer().order(java.nio.ByteOrder.LITTLE_ENDIAN);
            while (bytes.hasRemaining() && values.size() < size) {
                switch (tensor.getDtype()) {
                    case DT_INT32 -> values.add((double) bytes.getInt());
                    case DT_INT64 -> values.add((double) bytes.getLong());
                    case DT_FLOAT -> values.add((double) bytes.getFloat());
                    case DT_BOOL -> values.add((double) bytes.get());
                    default -> {
                        return List.of();
                    }
                }
            }
        }
        while (!values.isEmpty() && values.size() < size) {
            values.add(values.get(values.size() - 1)); // a constant may give its last value once for the rest
        }
        boolean zeros = values.isEmpty()
                && (tensor.getDtype() == DataType.DT_INT32
                        || tensor.getDtype() == DataType.DT_INT64
                        || tensor.getDtype() == DataType.DT_FLOAT
                        || tensor.getDtype() == DataType.DT_BOOL);
        return zeros ? Collections.nCopies(size, 0.0) : values;
    }

    /** Computes with what does not depend on pixels; null where that is not needed to follow the image's axes. */
    static @Nullable Value compute(NodeDef node, List<Value> inputs, int index) {
        String operation = node.getOp();
        if (operation.equals("Identity") || operation.equals("Cast")) {
            return inputs.get(0);
        }
        if (operation.equals("Shape")
                && inputs.get(0) instanceof Opaque o
                && !o.shape().isEmpty()) {
            return new Known(false, o.shape().stream().map(Long::doubleValue).toList());
        }
        if (inputs.isEmpty() || !inputs.stream().allMatch(Known.class::isInstance)) {
            return operation.equals("Reshape") || operation.equals("Squeeze") || operation.equals("ExpandDims")
                    ? new Opaque(List.of())
                    : null;
        }
        List<Known> known = inputs.stream().map(Known.class::cast).toList();
        Known first = known.get(0);
        return switch (operation) {
            case "Add", "AddV2" -> each(known, Double::sum);
            case "Sub" -> each(known, (a, b) -> a - b);
            case "Mul" -> each(known, (a, b) -> a * b);
            case "FloorDiv" -> each(known, (a, b) -> Math.floor(a / b));
            case "RealDiv", "Div" -> each(known, (a, b) -> a / b);
            case "Maximum" -> each(known, Math::max);
            case "Minimum" -> each(known, Math::min);
            case "LogicalAnd" -> each(known, Math::min);
            case "LogicalOr" -> each(known, Math::max);
            case "LogicalNot" -> each(List.of(Known.of(1), first), (a, b) -> a - b);
            case "Pack", "ConcatV2" -> concatenated(operation, known);
            case "StridedSlice" -> sliced(node, known);
            case "Prod" -> new Known(true, List.of(first.values().stream().reduce(1.0, (a, b) -> a * b)));
            case "Reshape", "Squeeze", "ExpandDims" -> reshaped(operation, known);
            case "GatherV2" ->
                new Known(
                        known.get(1).scalar(),
                        known.get(1).values().stream()
                                .map(i -> first.values().get((int) Math.round(i)))
                                .toList());
            case "Range" ->
                new Known(
                        false,
                        IntStream.range(first.integer(0), known.get(1).integer(0))
                                .mapToObj(i -> (double) i)
                                .toList());
            default -> null;
        };
    }

    private static Known each(List<Known> known, DoubleBinaryOperator operator) {
        Known a = known.get(0);
        Known b = known.get(1);
        int size = Math.max(a.values().size(), b.values().size());
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            values.add(operator.applyAsDouble(
                    a.values().get(a.values().size() == 1 ? 0 : i),
                    b.values().get(b.values().size() == 1 ? 0 : i)));
        }
        return new Known(a.scalar() && b.scalar(), values);
    }

    private static Known concatenated(String operation, List<Known> known) {
        List<Known> parts = operation.equals("ConcatV2") ? known.subList(0, known.size() - 1) : known;
        return new Known(
                false, parts.stream().flatMap(part -> part.values().stream()).toList());
    }

    private static Known reshaped(String operation, List<Known> known) {
        boolean scalar = operation.equals("Squeeze")
                || (operation.equals("Reshape") && known.get(1).values().isEmpty());
        return new Known(
                scalar && known.get(0).values().size() == 1, known.get(0).values());
    }

    private static Known sliced(NodeDef node, List<Known> known) {
        List<Double> values = known.get(0).values();
        int size = values.size();
        boolean shrink = (GraphReader.number(node, "shrink_axis_mask", 0) & 1) != 0;
        int begin = (GraphReader.number(node, "begin_mask", 0) & 1) != 0
                ? 0
                : wrap(known.get(1).integer(0), size);
        int end = (GraphReader.number(node, "end_mask", 0) & 1) != 0
                ? size
                : wrap(known.get(2).integer(0), size);
        int stride = known.get(3).integer(0);
        if (stride != 1) {
            throw new UnreadableGraphException("a slice of a shape with gaps");
        }
        if (shrink) {
            return new Known(true, List.of(values.get(begin)));
        }
        return new Known(
                false, values.subList(Math.min(begin, size), Math.max(Math.min(begin, size), Math.min(end, size))));
    }

    private static int wrap(int index, int size) {
        return index < 0 ? Math.max(0, index + size) : index;
    }

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
                reduced(node, image(inputs, 0), known(inputs, 1).integers());
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
                .toList();
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
        List<Value> parts = inputs.subList(0, inputs.size() - 1);
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
            } else if (dimension.spatial()) {
                throw new UnreadableGraphException("a sum or mean over the whole image");
            } else if (keep) {
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
