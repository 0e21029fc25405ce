package io.github.stencil.model;

import io.github.stencil.StencilException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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
 * @param inputType a type of floats, or uint8
 * @param inputAxes a letter per dimension: b, y and x, mostly c, and z for volumes
 * @param depth the slices it takes, -1 for any and for planes
 * @param height the height it takes, -1 for any
 * @param width the width it takes, -1 for any
 * @param channels the channels it takes, -1 for any
 * @param batch the samples it takes at once, -1 for any
 * @param output the output's name
 * @param outputTensor the tensor that is fetched
 * @param outputAxes the output's, with the input's b, z, y and x in any order, and c or not
 * @param outputChannels the output's channels, -1 if not known
 * @param outputType its element type
 */
record ModelSignature(
        String name,
        String input,
        String inputTensor,
        DataType inputType,
        String inputAxes,
        int depth,
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
    private static final Set<DataType> INPUTS =
            Set.of(DataType.DT_FLOAT, DataType.DT_HALF, DataType.DT_DOUBLE, DataType.DT_UINT8);
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
        return depth > 0 || height > 0 || width > 0;
    }

    /** Returns whether the model takes volumes rather than planes. */
    boolean volume() {
        return inputAxes.indexOf('z') >= 0;
    }

    /** Returns this signature with sizes along z, y and x where it takes any and one above 0 is given. */
    ModelSignature within(int slices, int rows, int columns) {
        return new ModelSignature(
                name,
                input,
                inputTensor,
                inputType,
                inputAxes,
                depth > 0 || slices == 0 || !volume() ? depth : slices,
                height > 0 || rows == 0 ? height : rows,
                width > 0 || columns == 0 ? width : columns,
                channels,
                batch,
                output,
                outputTensor,
                outputAxes,
                outputChannels,
                outputType);
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
            String reason = refusal(signature, card);
            if (reason == null) {
                return of(name, signature, card);
            }
            reasons.add(name + " " + reason);
        }
        throw StencilException.of(
                "No signature of the model takes one 2D or 3D image (%s). Pick a model with one image input and one image output.",
                reasons.isEmpty() ? "it has none" : String.join("; ", reasons));
    }

    private static int rank(String name, ModelCard card) {
        int usual = USUAL.indexOf(name);
        return name.equals(card.signature()) ? -1 : usual < 0 ? USUAL.size() : usual;
    }

    private static @Nullable String refusal(SignatureDef signature, ModelCard card) {
        List<String> images = signature.getInputsMap().entrySet().stream()
                .filter(entry -> input(entry.getValue(), card))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (images.size() > 1) {
            return String.format(Locale.ROOT, "takes %d images: %s", images.size(), String.join(", ", images));
        }
        if (images.isEmpty()) {
            return card.inputAxes() == null
                    ? "takes no image with axes for samples, rows, columns and channels, nor one with slices too"
                    : "takes no image with the axes " + card.inputAxes();
        }
        if (signature.getInputsCount() > 1) {
            return "takes more than an image: "
                    + String.join(", ", signature.getInputsMap().keySet());
        }
        String axes = inputAxes(signature.getInputsMap().values().iterator().next(), card);
        return signature.getOutputsMap().values().stream().noneMatch(info -> output(info, axes, card))
                ? "gives no image"
                : null;
    }

    private static boolean input(TensorInfo info, ModelCard card) {
        int rank = rank(info);
        boolean fits = card.inputAxes() == null
                ? rank < 0 || rank == 4 || rank == 5
                : rank < 0 || rank == card.inputAxes().length();
        return INPUTS.contains(info.getDtype()) && fits;
    }

    private static boolean output(TensorInfo info, String inputAxes, ModelCard card) {
        int rank = rank(info);
        int whole = inputAxes.replace("c", "").length() + 1;
        boolean fits = card.outputAxes() == null
                ? rank < 0 || rank == whole || rank == whole - 1
                : rank < 0 || rank == card.outputAxes().length();
        return OUTPUTS.contains(info.getDtype()) && fits;
    }

    private static int rank(TensorInfo info) {
        return info.getTensorShape().getUnknownRank()
                ? -1
                : info.getTensorShape().getDimCount();
    }

    private static ModelSignature of(String name, SignatureDef signature, ModelCard card) {
        Map.Entry<String, TensorInfo> in =
                signature.getInputsMap().entrySet().iterator().next();
        String axes = inputAxes(in.getValue(), card);
        Map.Entry<String, TensorInfo> out = signature.getOutputsMap().entrySet().stream()
                .filter(entry -> output(entry.getValue(), axes, card))
                .min(Map.Entry.comparingByKey())
                .orElseThrow();
        int[] shape = sizes(in.getValue(), axes.length());
        String outAxes = card.outputAxes() != null ? card.outputAxes() : outputAxes(out.getValue(), axes);
        if (outAxes.indexOf('z') >= 0 != axes.indexOf('z') >= 0) {
            throw StencilException.of(
                    "The model takes %s but gives %s. Pick a model that gives volumes for volumes, or planes for planes.",
                    axes, outAxes);
        }
        int[] outShape = sizes(out.getValue(), outAxes.length());
        return new ModelSignature(
                name,
                in.getKey(),
                in.getValue().getName(),
                in.getValue().getDtype(),
                axes,
                size(axes, shape, 'z', -1),
                size(axes, shape, 'y', -1),
                size(axes, shape, 'x', -1),
                size(axes, shape, 'c', 1),
                shape[axes.indexOf('b')],
                out.getKey(),
                out.getValue().getName(),
                outAxes,
                size(outAxes, outShape, 'c', 1),
                out.getValue().getDtype());
    }

    private static int size(String axes, int[] shape, char axis, int otherwise) {
        int index = axes.indexOf(axis);
        return index < 0 ? otherwise : shape[index];
    }

    private static String inputAxes(TensorInfo info, ModelCard card) {
        if (card.inputAxes() != null) {
            return card.inputAxes();
        }
        return axes(sizes(info, 4));
    }

    /** The input's axes, or those without channels. */
    private static String outputAxes(TensorInfo info, String inputAxes) {
        String flat = inputAxes.replace("c", "");
        if (rank(info) == flat.length()) {
            return flat;
        }
        return flat.length() < inputAxes.length() ? inputAxes : flat + "c";
    }

    private static int[] sizes(TensorInfo info, int rank) {
        if (info.getTensorShape().getUnknownRank()) {
            int[] any = new int[rank];
            Arrays.fill(any, -1);
            return any;
        }
        return info.getTensorShape().getDimList().stream()
                .mapToInt(d -> (int) d.getSize())
                .toArray();
    }

    /** Channels are the dimension that is known and small; TensorFlow's own order where that does not tell. */
    private static String axes(int... shape) {
        int end = shape.length - 1;
        boolean last = shape[end] > 0 && shape[end] <= MOST_CHANNELS;
        boolean first = shape[1] > 0 && shape[1] <= MOST_CHANNELS;
        boolean freeLast = shape[end] <= 0;
        boolean planar = first && !last && (freeLast || shape[end] > MOST_CHANNELS);
        String space = shape.length == 5 ? "zyx" : "yx";
        return planar ? "bc" + space : "b" + space + "c";
    }
}
