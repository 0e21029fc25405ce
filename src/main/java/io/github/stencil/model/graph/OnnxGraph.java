// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.graph;

import io.github.stencil.model.onnx.OnnxModel;
import io.github.stencil.model.onnx.OnnxNode;
import io.github.stencil.model.onnx.OnnxValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * An ONNX network in the words that SavedModels are read in: a signature, and a graph of which step takes what from which. It
 * is there to be read and is never run.
 */
final class OnnxGraph {
    /** The only signature of an ONNX network. */
    static final String SIGNATURE = "onnx";

    /** Before the names of operators, which are not TensorFlow's. */
    private static final String PREFIX = "onnx:";
    /** What these do is what TensorFlow's of the same name do. */
    private static final Set<String> SAME = Set.of("Identity", "Sigmoid", "Softmax", "ArgMax");

    private final GraphDef.Builder graph = GraphDef.newBuilder();
    /** Where values come from, by their names. */
    private final Map<String, String> tensors = new HashMap<>();

    private OnnxGraph() {}

    static MetaGraphDef of(OnnxModel model) {
        return new OnnxGraph().translated(model);
    }

    private MetaGraphDef translated(OnnxModel model) {
        SignatureDef.Builder signature = SignatureDef.newBuilder();
        for (OnnxValue input : model.inputs()) {
            String name = "input" + graph.getNodeCount();
            graph.addNode(NodeDef.newBuilder().setName(name).setOp("Placeholder"));
            tensors.put(input.name(), name + ":0");
            signature.putInputs(input.name(), info(input));
        }
        List<OnnxNode> nodes = model.nodes();
        for (int i = 0; i < nodes.size(); i++) {
            for (int k = 0; k < nodes.get(i).outputs().size(); k++) {
                tensors.putIfAbsent(nodes.get(i).outputs().get(k), "node" + i + ":" + k);
            }
        }
        for (int i = 0; i < nodes.size(); i++) {
            OnnxNode node = nodes.get(i);
            String operation =
                    node.domain().isEmpty() && SAME.contains(node.operator()) ? node.operator() : PREFIX + node.title();
            NodeDef.Builder made = NodeDef.newBuilder().setName("node" + i).setOp(operation);
            node.inputs().stream() // weights come from no step
                    .filter(tensors::containsKey)
                    .forEach(input -> made.addInput(tensors.getOrDefault(input, "")));
            graph.addNode(made);
        }
        model.outputs().stream()
                .filter(output -> tensors.containsKey(output.name()))
                .forEach(output -> signature.putOutputs(output.name(), info(output)));
        return MetaGraphDef.newBuilder()
                .setGraphDef(graph)
                .putSignatureDef(SIGNATURE, signature.build())
                .build();
    }

    private TensorInfo info(OnnxValue value) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder().setUnknownRank(!value.ranked());
        value.shape()
                .forEach(size -> shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size)));
        return TensorInfo.newBuilder()
                .setName(tensors.getOrDefault(value.name(), ""))
                .setDtype(type(value.type()))
                .setTensorShape(shape)
                .build();
    }

    /** Returns TensorFlow's name of an element type of ONNX's TensorProto.DataType. */
    private static DataType type(int number) {
        return switch (number) {
            case 1 -> DataType.DT_FLOAT;
            case 2 -> DataType.DT_UINT8;
            case 3 -> DataType.DT_INT8;
            case 4 -> DataType.DT_UINT16;
            case 5 -> DataType.DT_INT16;
            case 6 -> DataType.DT_INT32;
            case 7 -> DataType.DT_INT64;
            case 8 -> DataType.DT_STRING;
            case 9 -> DataType.DT_BOOL;
            case 10 -> DataType.DT_HALF;
            case 11 -> DataType.DT_DOUBLE;
            case 12 -> DataType.DT_UINT32;
            case 13 -> DataType.DT_UINT64;
            case 16 -> DataType.DT_BFLOAT16;
            default -> DataType.DT_INVALID;
        };
    }
}
