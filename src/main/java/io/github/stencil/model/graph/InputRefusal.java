// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.graph;

import io.github.stencil.model.card.ModelCard;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.tensorflow.proto.TensorInfo;

/**
 * Why a signature cannot be given an image.
 *
 * @param what it takes, after its name
 * @param advice a sentence; empty if another model is all that helps
 */
record InputRefusal(String what, String advice) {
    InputRefusal(String what) {
        this(what, "");
    }

    /** Tells why none of a signature's inputs is an image that can be fed. */
    static InputRefusal of(Map<String, TensorInfo> inputs, ModelCard card) {
        if (inputs.size() != 1) {
            return new InputRefusal(
                    inputs.isEmpty()
                            ? "takes nothing"
                            : "takes no image: "
                                    + inputs.entrySet().stream()
                                            .map(entry -> entry.getKey() + " of " + shown(entry.getValue()))
                                            .collect(Collectors.joining(", ")));
        }
        Map.Entry<String, TensorInfo> input = inputs.entrySet().iterator().next();
        TensorInfo info = input.getValue();
        String type = ModelSignature.typeName(info.getDtype());
        if (!ModelSignature.INPUTS.contains(info.getDtype())) {
            return new InputRefusal(
                    String.format(
                            Locale.ROOT,
                            "takes values of the type %s (input \"%s\"), but Stencil gives float32, float16, float64 or uint8",
                            type,
                            input.getKey()),
                    "Export the model with a float32 input.");
        }
        if (card.inputAxes() != null) {
            return new InputRefusal(
                    "takes " + shown(info) + ", but its card says the axes " + card.inputAxes(),
                    "Correct the card: a letter for each.");
        }
        if (info.getTensorShape().getDimCount() == 3) {
            return missing(info);
        }
        return new InputRefusal("takes " + shown(info)
                + ", which is no image with axes for samples, rows, columns and channels, nor one"
                + " with slices too");
    }

    /** Tells that axes that somebody gives make lines of a network's images. */
    static InputRefusal line(TensorInfo info, String axes) {
        return new InputRefusal(
                "takes " + shown(info) + ", which is said to have the axes " + axes
                        + ": its images would be 1 pixel wide",
                "Correct what is said of its axes; the one of 1 is most likely c, the channels.");
    }

    /** Tells why none of a signature's outputs is an image. */
    static InputRefusal output(Map<String, TensorInfo> outputs, ModelCard card) {
        if (outputs.size() == 1) {
            Map.Entry<String, TensorInfo> output = outputs.entrySet().iterator().next();
            String axes = card.output(output.getKey()).axes();
            if (axes != null
                    && axes.length() != ModelSignature.sizes(output.getValue()).size()) {
                return new InputRefusal(
                        "gives " + shown(output.getValue()) + ", which is said to have the axes " + axes,
                        "Correct what is said of its axes: a letter for each.");
            }
        }
        return new InputRefusal("gives no image: "
                + outputs.entrySet().stream()
                        .map(entry -> entry.getKey() + " of " + shown(entry.getValue()))
                        .sorted()
                        .collect(Collectors.joining(", ")));
    }

    /** An image of three axes has no samples or no channels. */
    private static InputRefusal missing(TensorInfo info) {
        List<Integer> sizes = ModelSignature.sizes(info);
        boolean noSamples = sizes.get(0) > 1 && ((sizes.get(2) > 0 && sizes.get(2) <= 4) || sizes.get(0) <= 4);
        boolean noChannels = sizes.get(0) < 0 && !(sizes.get(2) > 0 && sizes.get(2) <= 4);
        if (noSamples) {
            return new InputRefusal(
                    "takes " + shown(info) + ", where the axis of samples (batch) is missing",
                    "Export the model with a first axis for samples.");
        }
        return new InputRefusal(
                "takes " + shown(info) + ", where the axis of " + (noChannels ? "channels" : "samples or of channels")
                        + " is missing",
                "If it is the channels, say so in a stencil.yaml beside the model, with \"input: {axes: byx}\"; "
                        + "else export it with an axis for samples.");
    }

    private static String shown(TensorInfo info) {
        return ModelSignature.typeName(info.getDtype())
                + ModelSignature.sizes(info).stream()
                        .map(size -> size < 0 ? "any" : String.valueOf(size))
                        .collect(Collectors.joining(" x ", " [", "]"));
    }
}
