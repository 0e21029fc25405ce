// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.graph;

import io.github.stencil.StencilException;
import io.github.stencil.model.card.ModelCard;
import io.github.stencil.model.card.OutputCard;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorInfo;

/**
 * A way into and out of a model: one of its signatures, its image input and one of its image outputs.
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
 * @param outputShape its sizes along its axes, -1 for any
 */
public record ModelSignature(
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
        DataType outputType,
        List<Integer> outputShape) {
    /** The types that pixels are given as. */
    static final Set<DataType> INPUTS =
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

    /** Copies the sizes, so that nobody changes them later. */
    public ModelSignature {
        outputShape = List.copyOf(outputShape);
    }

    /** Returns the output's size along an axis, -1 for any. */
    public int outputSize(char axis) {
        int index = outputAxes.indexOf(axis);
        return index < 0 ? -1 : outputShape.get(index);
    }

    /** Returns whether the model takes images of one size only. */
    boolean fixed() {
        return depth > 0 || height > 0 || width > 0;
    }

    /** Returns whether the model takes volumes rather than planes. */
    public boolean volume() {
        return inputAxes.indexOf('z') >= 0;
    }

    /** Returns this signature with sizes along z, y, x and c where it takes any and one above 0 is given. */
    public ModelSignature within(int slices, int rows, int columns, int bands) {
        return new ModelSignature(
                name,
                input,
                inputTensor,
                inputType,
                inputAxes,
                depth > 0 || slices == 0 || !volume() ? depth : slices,
                height > 0 || rows == 0 ? height : rows,
                width > 0 || columns == 0 ? width : columns,
                channels > 0 || bands == 0 ? channels : bands,
                batch,
                output,
                outputTensor,
                outputAxes,
                outputChannels,
                outputType,
                outputShape);
    }

    /** Returns whether the output is whole numbers. */
    public boolean integer() {
        return outputType != DataType.DT_FLOAT && outputType != DataType.DT_HALF && outputType != DataType.DT_DOUBLE;
    }

    static boolean input(TensorInfo info, ModelCard card) {
        int rank = rank(info);
        boolean fits = card.inputAxes() == null
                ? rank < 0 || rank == 4 || rank == 5
                : rank < 0 || rank == card.inputAxes().length();
        return INPUTS.contains(info.getDtype()) && fits;
    }

    static boolean output(TensorInfo info, String inputAxes, OutputCard card) {
        int rank = rank(info);
        int whole = inputAxes.replace("c", "").length() + 1;
        String axes = card.axes();
        boolean fits =
                axes == null ? rank < 0 || rank == whole || rank == whole - 1 : rank < 0 || rank == axes.length();
        return OUTPUTS.contains(info.getDtype()) && fits;
    }

    /** Returns whether rows or columns are known to be 1 pixel long. */
    static boolean isLine(TensorInfo info, String axes) {
        List<Integer> sizes = sizes(info);
        return sizes.size() == axes.length()
                && (sizes.get(axes.indexOf('y')) == 1 || sizes.get(axes.indexOf('x')) == 1);
    }

    private static int rank(TensorInfo info) {
        return info.getTensorShape().getUnknownRank()
                ? -1
                : info.getTensorShape().getDimCount();
    }

    /** Describes the way from a signature's input to one of its outputs. */
    public static ModelSignature of(
            String name,
            Map.Entry<String, TensorInfo> in,
            String axes,
            Map.Entry<String, TensorInfo> out,
            OutputCard card) {
        int[] shape = sizes(in.getValue(), axes.length());
        String said = card.axes();
        String outAxes = said != null ? said : outputAxes(out.getValue(), axes);
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
                out.getValue().getDtype(),
                Arrays.stream(outShape).boxed().toList());
    }

    private static int size(String axes, int[] shape, char axis, int otherwise) {
        int index = axes.indexOf(axis);
        return index < 0 ? otherwise : shape[index];
    }

    static String inputAxes(TensorInfo info, ModelCard card) {
        if (card.inputAxes() != null) {
            return card.inputAxes();
        }
        return InputAxes.of(sizes(info, 4));
    }

    /** The input's axes, or those without channels. */
    private static String outputAxes(TensorInfo info, String inputAxes) {
        String flat = inputAxes.replace("c", "");
        if (rank(info) == flat.length()) {
            return flat;
        }
        return flat.length() < inputAxes.length() ? inputAxes : flat + "c";
    }

    /** Returns the sizes of a tensor, -1 for any; none if not even their number is known. */
    static List<Integer> sizes(TensorInfo info) {
        return Arrays.stream(sizes(info, 0)).boxed().toList();
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

    /** Returns the type's name as NumPy has it. */
    public static String typeName(DataType type) {
        String word = type.name().replace("DT_", "").toLowerCase(Locale.ROOT);
        return word.equals("float") ? "float32" : word.equals("half") ? "float16" : word;
    }
}
