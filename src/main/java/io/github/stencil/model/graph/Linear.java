// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.graph;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.NodeDef;

/** Whether a network ends as those do that leave their softmax or sigmoid to others: in a sum of products. */
final class Linear {
    private static final Set<String> PRODUCTS = Set.of(
            "Conv2D",
            "Conv3D",
            "Conv2DBackpropInput",
            "Conv2DBackpropInputV2",
            "Conv3DBackpropInput",
            "Conv3DBackpropInputV2",
            "DepthwiseConv2dNative",
            "MatMul",
            "BatchMatMul",
            "BatchMatMulV2",
            "Einsum");
    private static final Set<String> SUMS = Set.of("BiasAdd", "Add", "AddV2", "Sub");
    /** What moves or resamples values, the same in each channel. */
    private static final Set<String> MOVING = Set.of(
            "Identity",
            "Cast",
            "Reshape",
            "Transpose",
            "Squeeze",
            "ExpandDims",
            "BatchToSpace",
            "BatchToSpaceND",
            "ResizeBilinear",
            "ResizeBicubic",
            "ResizeNearestNeighbor",
            "StridedSlice",
            "Slice");

    private static final Set<String> GIVEN = Set.of("Const", "ReadVariableOp", "VariableV2", "Placeholder");
    private static final int MOST_STEPS = 16;

    private final Map<String, NodeDef> nodes;

    private Linear(List<NodeDef> nodes) {
        this.nodes = nodes.stream().collect(Collectors.toMap(NodeDef::getName, Function.identity(), (a, b) -> a));
    }

    /**
     * Tells it of an operation.
     *
     * @param nodes the graph or function that it stands in
     */
    static boolean ends(NodeDef node, List<NodeDef> nodes) {
        return new Linear(nodes).ends(node, MOST_STEPS);
    }

    private boolean ends(@Nullable NodeDef node, int steps) {
        if (node == null || steps == 0) {
            return false;
        }
        if (PRODUCTS.contains(node.getOp())) {
            return true;
        }
        if (MOVING.contains(node.getOp())) {
            return node.getInputCount() > 0 && ends(find(node.getInput(0)), steps - 1);
        }
        if (!SUMS.contains(node.getOp()) || node.getInputCount() < 2) {
            return false;
        }
        return added(node, 0, 1, steps) || added(node, 1, 0, steps);
    }

    private boolean added(NodeDef sum, int product, int other, int steps) {
        NodeDef added = find(sum.getInput(other));
        return ends(find(sum.getInput(product)), steps - 1) && (given(added, steps) || ends(added, steps - 1));
    }

    /** Returns whether something is a number or an argument of the function. */
    private boolean given(@Nullable NodeDef node, int steps) {
        if (node == null || GIVEN.contains(node.getOp())) {
            return true;
        }
        return steps > 0
                && MOVING.contains(node.getOp())
                && node.getInputCount() > 0
                && given(find(node.getInput(0)), steps - 1);
    }

    private @Nullable NodeDef find(String reference) {
        return nodes.get(SavedModelGraph.node(reference));
    }
}
