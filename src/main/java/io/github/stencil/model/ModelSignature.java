package io.github.stencil.model;

import io.github.stencil.StencilException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * The way into and out of a model: which of its signatures is run, its image input and its image output.
 *
 * @param name the signature's name
 * @param input the input's name in the signature
 * @param inputTensor the tensor that is fed
 * @param inputType float32 or uint8
 * @param inputAxes "byxc" or "bcyx"
 * @param height the height it takes, -1 for any
 * @param width the width it takes, -1 for any
 * @param channels the channels it takes, -1 for any
 * @param batch the samples it takes at once, -1 for any
 * @param output the output's name
 * @param outputTensor the tensor that is fetched
 * @param outputAxes "byxc", "bcyx" or "byx"
 * @param outputChannels the output's channels, -1 if not known
 * @param outputType its element type
 */
record ModelSignature(
        String name,
        String input,
        String inputTensor,
        DataType inputType,
        String inputAxes,
        int height,
        int width,
        int channels,
        int batch,
        String output,
        String outputTensor,
        String outputAxes,
        int outputChannels,
        DataType outputType) {
    private static final List<String> USUAL = List.of("serving_default", "serve", "predict");
    private static final Set<DataType> INPUTS = Set.of(DataType.DT_FLOAT, DataType.DT_UINT8);
    private static final Set<DataType> OUTPUTS = Set.of(
            DataType.DT_FLOAT,
            DataType.DT_HALF,
            DataType.DT_DOUBLE,
            DataType.DT_UINT8,
            DataType.DT_INT8,
            DataType.DT_UINT16,
            DataType.DT_INT16,
            DataType.DT_INT32,
            DataType.DT_INT64,
            DataType.DT_BOOL);
    private static final int MOST_CHANNELS = 64;

    /** Returns whether the model takes images of one size only. */
    boolean fixed() {
        return height > 0 || width > 0;
    }

    /** Returns whether the output is whole numbers. */
    boolean integer() {
        return outputType != DataType.DT_FLOAT && outputType != DataType.DT_HALF && outputType != DataType.DT_DOUBLE;
    }

    /**
     * Picks the signature: the one the card names, else one of the usual names, else any that fits.
     *
     * @throws StencilException if none has exactly one image input
     */
    static ModelSignature pick(MetaGraphDef model, ModelCard card) {
        Map<String, SignatureDef> all = model.getSignatureDefMap();
        List<String> names = all.keySet().stream()
                .filter(name -> !name.startsWith("__"))
                .sorted(Comparator.comparingInt((String name) -> rank(name, card))
                        .thenComparing(name -> name))
                .toList();
        if (card.signature() != null && !names.contains(card.signature())) {
            throw StencilException.of(
                    "The model's card names the signature \"%s\" but the model has: %s. Correct stencil.yaml.",
                    card.signature(), String.join(", ", names));
        }
        List<String> reasons = new ArrayList<>();
        for (String name : names) {
            SignatureDef signature = all.getOrDefault(name, SignatureDef.getDefaultInstance());
            String reason = refusal(signature);
            if (reason == null) {
                return of(name, signature, card);
            }
            reasons.add(name + " " + reason);
        }
        throw StencilException.of(
                "No signature of the model takes one 2D image (%s). Pick a model with one image input and one image output.",
                reasons.isEmpty() ? "it has none" : String.join("; ", reasons));
    }

    private static int rank(String name, ModelCard card) {
        int usual = USUAL.indexOf(name);
        return name.equals(card.signature()) ? -1 : usual < 0 ? USUAL.size() : usual;
    }

    private static @Nullable String refusal(SignatureDef signature) {
        List<String> images = signature.getInputsMap().entrySet().stream()
                .filter(entry -> image(entry.getValue(), INPUTS))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (images.size() > 1) {
            return "takes %d images: %s".formatted(images.size(), String.join(", ", images));
        }
        if (images.isEmpty()) {
            return "takes no image with axes for samples, rows, columns and channels";
        }
        if (signature.getInputsCount() > 1) {
            return "takes more than an image: "
                    + String.join(", ", signature.getInputsMap().keySet());
        }
        return signature.getOutputsMap().values().stream().noneMatch(info -> image(info, OUTPUTS))
                ? "gives no image"
                : null;
    }

    private static boolean image(TensorInfo info, Set<DataType> types) {
        int rank = info.getTensorShape().getUnknownRank()
                ? 4
                : info.getTensorShape().getDimCount();
        return types.contains(info.getDtype()) && (rank == 4 || (types == OUTPUTS && rank == 3));
    }

    private static ModelSignature of(String name, SignatureDef signature, ModelCard card) {
        Map.Entry<String, TensorInfo> in =
                signature.getInputsMap().entrySet().iterator().next();
        Map.Entry<String, TensorInfo> out = signature.getOutputsMap().entrySet().stream()
                .filter(entry -> image(entry.getValue(), OUTPUTS))
                .min(Map.Entry.comparingByKey())
                .orElseThrow();
        int[] shape = sizes(in.getValue());
        String axes = card.inputAxes() != null ? card.inputAxes() : axes(shape);
        boolean last = axes.equals("byxc");
        int[] outShape = sizes(out.getValue());
        String outAxes = card.outputAxes() != null ? card.outputAxes() : outShape.length == 3 ? "byx" : axes;
        return new ModelSignature(
                name,
                in.getKey(),
                in.getValue().getName(),
                in.getValue().getDtype(),
                axes,
                shape[last ? 1 : 2],
                shape[last ? 2 : 3],
                shape[last ? 3 : 1],
                shape[0],
                out.getKey(),
                out.getValue().getName(),
                outAxes,
                outAxes.equals("byx") ? 1 : outShape[outAxes.equals("byxc") ? 3 : 1],
                out.getValue().getDtype());
    }

    private static int[] sizes(TensorInfo info) {
        return info.getTensorShape().getUnknownRank()
                ? new int[] {-1, -1, -1, -1}
                : info.getTensorShape().getDimList().stream()
                        .mapToInt(d -> (int) d.getSize())
                        .toArray();
    }

    /** Channels are the dimension that is known and small; TensorFlow's own order where that does not tell. */
    private static String axes(int... shape) {
        boolean last = shape[3] > 0 && shape[3] <= MOST_CHANNELS;
        boolean first = shape[1] > 0 && shape[1] <= MOST_CHANNELS;
        boolean freeLast = shape[3] <= 0;
        return first && !last && (freeLast || shape[3] > MOST_CHANNELS) ? "bcyx" : "byxc";
    }
}
