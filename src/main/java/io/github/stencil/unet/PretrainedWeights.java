// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.stencil.FileTrouble;
import io.github.stencil.StencilException;
import io.github.stencil.unet.graph.ParameterLayout;
import io.github.stencil.unet.graph.Weights;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.TensorProto;

/**
 * The weights of a model that Stencil trained, to go on from.
 *
 * @param weights those of the model, and new ones where it has other channels or classes
 * @param replaced names of the layers that are new
 */
record PretrainedWeights(Weights weights, List<String> replaced) {
    private static final String PREFIX = ParameterLayout.SCOPE + "/";
    private static final String FIRST = "down0a.kernel";
    private static final String LAST = "last.";

    PretrainedWeights {
        replaced = List.copyOf(replaced);
    }

    /**
     * Reads a model's weights into a network.
     *
     * @param seed of the weights of new layers
     * @throws StencilException if it is no model that Stencil trained, or differs in more than its first and last layer
     */
    static PretrainedWeights of(Path model, ParameterLayout layout, long seed) {
        Map<String, TensorProto> constants = constants(model);
        Weights weights = new Weights(layout.initialWeights(seed), layout.initialStatistics());
        List<String> replaced = new ArrayList<>();
        List<ParameterLayout.Part> parts = new ArrayList<>(layout.weights());
        parts.addAll(layout.statistics());
        long known = parts.stream()
                .filter(part -> constants.containsKey(part.name()))
                .count();
        if (known != parts.size() || constants.size() != parts.size()) {
            throw differs(model, "other levels or another normalisation");
        }
        for (ParameterLayout.Part part : parts) {
            TensorProto constant = java.util.Objects.requireNonNull(constants.get(part.name()));
            boolean trained = layout.weights().contains(part);
            if (sizes(constant).equals(part.shape())) {
                float[] into = trained ? weights.values() : weights.statistics();
                try {
                    values(constant).get(into, part.offset(), part.size());
                } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
                    throw damaged(model, e);
                }
            } else if (part.name().equals(FIRST) || part.name().startsWith(LAST)) {
                replaced.add(part.name().substring(0, part.name().indexOf('.')));
            } else {
                throw differs(model, "layers of another size");
            }
        }
        return new PretrainedWeights(weights, replaced.stream().distinct().toList());
    }

    private static StencilException damaged(Path model, Exception e) {
        return StencilException.of(e, "The model %s is damaged. Copy or train it again.", model);
    }

    private static StencilException differs(Path model, String how) {
        return StencilException.of(
                "The model %s has %s than the network that was asked for. Set space, depth, filters and batchnorm as it was trained; only channels and classes may differ.",
                model, how);
    }

    private static Map<String, TensorProto> constants(Path model) {
        Path file = model.resolve(ModelFolder.GRAPH);
        if (!Files.isRegularFile(file)) {
            throw StencilException.of(
                    "There is no model in %s to train from. Give the folder of a model that Stencil trained.", model);
        }
        Map<String, TensorProto> constants = new HashMap<>();
        try {
            SavedModel saved = SavedModel.parseFrom(Files.readAllBytes(file));
            for (NodeDef node : saved.getMetaGraphs(0).getGraphDef().getNodeList()) {
                if (node.getName().startsWith(PREFIX) && node.getOp().equals("Const")) {
                    constants.put(
                            node.getName().substring(PREFIX.length()),
                            node.getAttrOrThrow("value").getTensor());
                }
            }
        } catch (InvalidProtocolBufferException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw damaged(model, e);
        } catch (IOException e) {
            throw FileTrouble.reading(file, e);
        }
        if (constants.isEmpty()) {
            throw StencilException.of(
                    "The model %s was not trained by Stencil, so training cannot go on from it. Leave from empty, or give another.",
                    model);
        }
        return constants;
    }

    private static List<Long> sizes(TensorProto tensor) {
        return tensor.getTensorShape().getDimList().stream()
                .map(dimension -> dimension.getSize())
                .toList();
    }

    private static FloatBuffer values(TensorProto tensor) {
        if (!tensor.getTensorContent().isEmpty()) {
            return tensor.getTensorContent()
                    .asReadOnlyByteBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
        }
        int size = (int) sizes(tensor).stream().reduce(1L, (a, b) -> a * b).longValue();
        FloatBuffer values = FloatBuffer.allocate(size);
        for (int i = 0; i < size; i++) { // equal values at the end are written once
            values.put(tensor.getFloatVal(Math.min(i, tensor.getFloatValCount() - 1)));
        }
        return values.flip();
    }
}
