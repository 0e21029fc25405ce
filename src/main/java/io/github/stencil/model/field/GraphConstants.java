// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.field;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.tensorflow.proto.NodeDef;

/**
 * Numbers of a graph that do not depend on its input.
 *
 * @param values empty if they are weights, or too many
 * @param root whether a square root was taken of some of them, as of a variance
 */
record GraphConstants(List<Double> values, boolean root) {
    private static final int MOST = 200;

    GraphConstants {
        values = List.copyOf(values);
    }

    boolean known() {
        return !values.isEmpty();
    }

    /** Returns the numbers of a constant, unless it is large. */
    static GraphConstants constant(NodeDef node) {
        var tensor = node.getAttrOrThrow("value").getTensor();
        long size = tensor.getTensorShape().getDimList().stream()
                .mapToLong(d -> d.getSize())
                .reduce(1, (a, b) -> a * b);
        boolean few = size > 0 && size <= MOST;
        return new GraphConstants(few ? KnownOperations.values(tensor, (int) size) : List.of(), false);
    }

    /** Returns what an operation makes of numbers. */
    static GraphConstants computed(String operation, List<GraphConstants> inputs) {
        boolean root = operation.equals("Sqrt")
                || operation.equals("Rsqrt")
                || inputs.stream().anyMatch(GraphConstants::root);
        if (inputs.isEmpty() || !inputs.get(0).known()) {
            return new GraphConstants(List.of(), root);
        }
        List<Double> a = inputs.get(0).values();
        List<Double> b = inputs.size() > 1 ? inputs.get(1).values() : List.of();
        List<Double> values = switch (operation) {
            case "Identity", "Cast", "Reshape", "ExpandDims", "Squeeze", "Snapshot", "StopGradient" -> a;
            case "Sqrt" -> each(a, a, (x, same) -> Math.sqrt(x));
            case "Rsqrt" -> each(a, a, (x, same) -> 1 / Math.sqrt(x));
            case "Square" -> each(a, a, (x, same) -> x * same);
            case "Neg" -> each(a, a, (x, same) -> -same);
            case "Reciprocal", "Inv" -> each(a, a, (x, same) -> 1 / same);
            case "Maximum" -> each(a, b, Math::max);
            case "Minimum" -> each(a, b, Math::min);
            case "Add", "AddV2" -> each(a, b, Double::sum);
            case "Sub" -> each(a, b, (x, y) -> x - y);
            case "Mul" -> each(a, b, (x, y) -> x * y);
            case "RealDiv", "Div" -> each(a, b, (x, y) -> x / y);
            case "Pow" -> each(a, b, Math::pow);
            default -> List.of();
        };
        return new GraphConstants(values, root);
    }

    /** Combines number by number; one stands for as many as the other has. Empty where that does not fit. */
    static List<Double> each(List<Double> a, List<Double> b, DoubleBinaryOperator by) {
        if (a.isEmpty() || b.isEmpty() || (a.size() > 1 && b.size() > 1 && a.size() != b.size())) {
            return List.of();
        }
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
            all.add(by.applyAsDouble(a.get(a.size() == 1 ? 0 : i), b.get(b.size() == 1 ? 0 : i)));
        }
        return all;
    }
}
