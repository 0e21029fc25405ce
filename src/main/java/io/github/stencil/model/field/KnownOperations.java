// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.field;

import io.github.stencil.model.field.Value.Known;
import io.github.stencil.model.field.Value.Opaque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;

/** The constants of a graph, and the arithmetic on shapes by which networks tell their operations where to reach. */
final class KnownOperations {
    private static final int MOST_VALUES = 64;

    private KnownOperations() {}

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

    /** Returns the values of a constant, empty for types that hold no sizes or weights. */
    static List<Double> values(TensorProto tensor, int size) {
        List<? extends Number> given = switch (tensor.getDtype()) {
            case DT_INT32 -> tensor.getIntValList();
            case DT_INT64 -> tensor.getInt64ValList();
            case DT_FLOAT -> tensor.getFloatValList();
            case DT_DOUBLE -> tensor.getDoubleValList();
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
                    case DT_DOUBLE -> values.add(bytes.getDouble());
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
                        || tensor.getDtype() == DataType.DT_DOUBLE
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
}
