// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.graph;

import io.github.stencil.StencilException;
import io.github.stencil.model.card.ModelCard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/** Finds the ways through a model from one image to another: its signatures, and their outputs. */
public final class Signatures {
    private static final List<String> USUAL = List.of("serving_default", "serve", "predict");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,12}");

    private Signatures() {}

    /**
     * Returns each image output of each signature that takes one image, or of the signature that the card names: those of
     * the usual signatures first, outputs by their names.
     *
     * @throws StencilException if there is none
     */
    public static List<ModelSignature> all(MetaGraphDef model, ModelCard card) {
        Map<String, SignatureDef> all = model.getSignatureDefMap();
        List<String> names = names(model);
        if (card.signature() != null && !names.contains(card.signature())) {
            throw StencilException.of(
                    "The model's card names the signature \"%s\" but the model has: %s. Correct stencil.yaml.",
                    card.signature(), String.join(", ", names));
        }
        Set<String> optional = optional(model);
        Map<String, InputRefusal> reasons = new LinkedHashMap<>();
        List<ModelSignature> found = new ArrayList<>();
        for (String name : card.signature() == null ? names : List.of(card.signature())) {
            SignatureDef signature = all.getOrDefault(name, SignatureDef.getDefaultInstance());
            Map<String, TensorInfo> inputs = required(signature, optional);
            InputRefusal reason = refusal(signature, inputs, card);
            if (reason == null) {
                found.addAll(outputs(name, signature, inputs, card));
            } else {
                reasons.put(name, reason);
            }
        }
        if (found.isEmpty()) {
            throw none(reasons);
        }
        return found;
    }

    /** Returns what to say where no signature will do. */
    public static StencilException none(Map<String, InputRefusal> reasons) {
        List<InputRefusal> all = List.copyOf(reasons.values());
        if (all.size() == 1 && !all.get(0).advice().isEmpty()) {
            return StencilException.of(
                    "The model (signature %s) %s. %s",
                    String.join("", reasons.keySet()),
                    all.get(0).what(),
                    all.get(0).advice());
        }
        return StencilException.of(
                "No signature of the model takes one 2D or 3D image (%s). Pick a model with one image input and one image output.",
                all.isEmpty()
                        ? "it has none"
                        : reasons.entrySet().stream()
                                .map(entry ->
                                        entry.getKey() + " " + entry.getValue().what())
                                .collect(Collectors.joining("; ")));
    }

    /** Returns the names of the signatures, the usual ones first. */
    public static List<String> names(MetaGraphDef model) {
        return model.getSignatureDefMap().keySet().stream()
                .filter(name -> !name.startsWith("__"))
                .sorted(Comparator.comparingInt(Signatures::rank).thenComparing(name -> name))
                .toList();
    }

    /** Returns the nodes that have a value where none is fed. */
    private static Set<String> optional(MetaGraphDef model) {
        return model.getGraphDef().getNodeList().stream()
                .filter(node -> node.getOp().equals("PlaceholderWithDefault"))
                .map(NodeDef::getName)
                .collect(Collectors.toSet());
    }

    /** Returns the inputs that must be fed; all of them if none must. */
    private static Map<String, TensorInfo> required(SignatureDef signature, Set<String> optional) {
        Map<String, TensorInfo> required = new TreeMap<>(signature.getInputsMap());
        required.values().removeIf(info -> optional.contains(SavedModelGraph.node(info.getName())));
        return required.isEmpty() ? new TreeMap<>(signature.getInputsMap()) : required;
    }

    private static int rank(String name) {
        int usual = USUAL.indexOf(name);
        return usual < 0 ? USUAL.size() : usual;
    }

    private static @Nullable InputRefusal refusal(
            SignatureDef signature, Map<String, TensorInfo> inputs, ModelCard card) {
        List<String> images = inputs.entrySet().stream()
                .filter(entry -> ModelSignature.input(entry.getValue(), card))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (images.size() > 1) {
            return new InputRefusal(
                    String.format(Locale.ROOT, "takes %d images: %s", images.size(), String.join(", ", images)));
        }
        if (images.isEmpty()) {
            return InputRefusal.of(inputs, card);
        }
        if (inputs.size() > 1) {
            return new InputRefusal("takes more than an image: " + String.join(", ", inputs.keySet()));
        }
        TensorInfo input = inputs.values().iterator().next();
        String axes = ModelSignature.inputAxes(input, card);
        if (card.inputAxes() != null && ModelSignature.isLine(input, axes)) {
            return InputRefusal.line(input, axes);
        }
        boolean none = signature.getOutputsMap().entrySet().stream()
                .noneMatch(entry -> ModelSignature.output(entry.getValue(), axes, card.output(entry.getKey())));
        return none ? InputRefusal.output(signature.getOutputsMap(), card) : null;
    }

    private static List<ModelSignature> outputs(
            String name, SignatureDef signature, Map<String, TensorInfo> inputs, ModelCard card) {
        Map.Entry<String, TensorInfo> in = inputs.entrySet().iterator().next();
        String axes = ModelSignature.inputAxes(in.getValue(), card);
        return signature.getOutputsMap().entrySet().stream()
                .filter(entry -> ModelSignature.output(entry.getValue(), axes, card.output(entry.getKey())))
                .sorted(Comparator.comparing(entry -> ordered(entry.getKey())))
                .map(out -> ModelSignature.of(name, in, axes, out, card.output(out.getKey())))
                .toList();
    }

    /** Returns a name by which output_10 comes after output_9. */
    public static String ordered(String name) {
        return NUMBER.matcher(name).replaceAll(found -> String.format(Locale.ROOT, "%12s", found.group()));
    }
}
