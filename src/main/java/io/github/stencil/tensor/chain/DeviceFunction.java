// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor.chain;

import com.google.protobuf.ByteString;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * A graph made ready to become a function: what its results do not need is left out, as a function runs whatever has an
 * effect; and what has a name outside the graph (functions, variables) gets names of its own, as two models may share them.
 *
 * @param graph the graph
 * @param inputs its placeholders, in order
 */
record DeviceFunction(GraphDef graph, List<String> inputs) {
    private static final String CONTAINER = "container";

    DeviceFunction {
        inputs = List.copyOf(inputs);
    }

    /** Prepares a graph; {@code space} is what its names begin with, the same for graphs that share variables. */
    static DeviceFunction of(GraphDef whole, List<String> results, String space) {
        GraphDef named = inSpace(reachable(whole, results), space);
        List<String> inputs = named.getNodeList().stream()
                .filter(node -> node.getOp().equals("Placeholder"))
                .map(NodeDef::getName)
                .toList();
        return new DeviceFunction(named, inputs);
    }

    /** Returns the name of a result that is there once an operation has run. */
    static String started(String operation) {
        return "stencil_after_" + operation.replaceAll("\\W", "_");
    }

    /** Returns a graph with such a result, and texts in place of the placeholders for them. */
    static GraphDef started(GraphDef whole, String operation, Map<String, String> texts) {
        Map<String, String> byNode = new HashMap<>();
        texts.forEach((tensor, text) -> byNode.put(tensor.replaceFirst(":\\d+$", ""), text));
        GraphDef.Builder graph = whole.toBuilder().clearNode();
        for (NodeDef node : whole.getNodeList()) {
            String text = byNode.get(node.getName());
            graph.addNode(text == null ? node : constant(node.getName(), text).build());
        }
        return graph.addNode(constant(started(operation), "").addInput("^" + operation))
                .build();
    }

    private static NodeDef.Builder constant(String name, String text) {
        TensorProto value = TensorProto.newBuilder()
                .setDtype(DataType.DT_STRING)
                .setTensorShape(TensorShapeProto.getDefaultInstance())
                .addStringVal(ByteString.copyFromUtf8(text))
                .build();
        return NodeDef.newBuilder()
                .setName(name)
                .setOp("Const")
                .putAttr(
                        "dtype",
                        AttrValue.newBuilder().setType(DataType.DT_STRING).build())
                .putAttr("value", AttrValue.newBuilder().setTensor(value).build());
    }

    private static GraphDef reachable(GraphDef whole, List<String> results) {
        Map<String, NodeDef> nodes = new HashMap<>();
        whole.getNodeList().forEach(node -> nodes.put(node.getName(), node));
        Set<String> kept = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(results);
        while (!open.isEmpty()) {
            String name = open.pop().replaceFirst("^\\^", "").replaceFirst(":\\d+$", "");
            NodeDef node = nodes.get(name);
            if (node != null && kept.add(name)) {
                open.addAll(node.getInputList());
            }
        }
        return whole.toBuilder()
                .clearNode()
                .addAllNode(whole.getNodeList().stream()
                        .filter(node -> kept.contains(node.getName()))
                        .toList())
                .build();
    }

    private static GraphDef inSpace(GraphDef graph, String space) {
        Set<String> functions = graph.getLibrary().getFunctionList().stream()
                .map(function -> function.getSignature().getName())
                .collect(Collectors.toSet());
        GraphDef.Builder result = graph.toBuilder();
        result.getNodeBuilderList().forEach(node -> rename(node, functions, space));
        for (FunctionDef.Builder function : result.getLibraryBuilder().getFunctionBuilderList()) {
            function.getSignatureBuilder()
                    .setName(space + function.getSignature().getName());
            function.getNodeDefBuilderList().forEach(node -> rename(node, functions, space));
        }
        result.getLibraryBuilder()
                .getGradientBuilderList()
                .forEach(gradient -> gradient.setFunctionName(space + gradient.getFunctionName())
                        .setGradientFunc(space + gradient.getGradientFunc()));
        return result.build();
    }

    private static void rename(NodeDef.Builder node, Set<String> functions, String space) {
        if (functions.contains(node.getOp())) {
            node.setOp(space + node.getOp());
        }
        Map<String, AttrValue> attributes = new HashMap<>(node.getAttrMap());
        attributes.forEach((key, value) -> {
            AttrValue.Builder other = value.toBuilder();
            if (value.hasFunc() && functions.contains(value.getFunc().getName())) {
                other.getFuncBuilder().setName(space + value.getFunc().getName());
            }
            if (value.hasList()) {
                other.getListBuilder().getFuncBuilderList().stream()
                        .filter(function -> functions.contains(function.getName()))
                        .forEach(function -> function.setName(space + function.getName()));
            }
            if (key.equals(CONTAINER)) {
                other.setS(ByteString.copyFromUtf8(space));
            }
            node.putAttr(key, other.build());
        });
    }
}
