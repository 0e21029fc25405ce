// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.model.card.ModelCard;
import io.github.stencil.model.card.ModelPackage;
import io.github.stencil.model.graph.ModelSignature;
import io.github.stencil.model.step.Activation;
import io.github.stencil.model.step.Recipe;
import io.github.stencil.model.trust.KnownModels;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is known of a model, as property and value, for people to read. */
final class ModelReport {
    private ModelReport() {}

    static Map<String, String> of(ReadModel model) {
        ModelSignature signature = model.signature();
        Map<String, String> all = new LinkedHashMap<>();
        long[] size = model.files().size();
        all.put("Model", model.files().given().toString());
        all.put("Name", Optional.ofNullable(model.card().name()).orElse("not said"));
        Optional.ofNullable(model.card().description()).ifPresent(text -> all.put("Description", text));
        all.put(
                "Format",
                "TensorFlow SavedModel"
                        + model.description()
                                .map(found -> " in a bioimage.io package " + found.format())
                                .orElse(model.card().equals(ModelCard.SILENT) ? "" : " with a card"));
        ModelHeads heads = model.heads();
        boolean several = heads.all().size() > 1 || !heads.others().isEmpty();
        if (several) {
            all.put(
                    "Head",
                    heads.chosen()
                            .map(head -> head.name() + (heads.why().isEmpty() ? "" : " (" + heads.why() + ")"))
                            .orElse("to be chosen: none is the only one that can be a mask"));
            heads.all().forEach(head -> all.put("Head " + head.name(), text(head)));
            heads.others().forEach((name, what) -> all.put("Head " + name, what + ", no image"));
        }
        all.put("Signature", signature.name());
        all.put("Input", "%s (%s)".formatted(signature.input(), ModelSignature.typeName(signature.inputType())));
        all.put("Input axes", signature.inputAxes());
        all.put(
                "Input size",
                "%s x %s%s, %s channels"
                        .formatted(
                                sizeText(signature.width()),
                                sizeText(signature.height()),
                                signature.volume() ? " x " + sizeText(signature.depth()) : "",
                                sizeText(signature.channels())));
        all.put("Output", "%s (%s)".formatted(signature.output(), ModelSignature.typeName(signature.outputType())));
        all.put("Output axes", signature.outputAxes());
        all.put("Output channels", sizeText(signature.outputChannels()));
        all.put(
                "Output means",
                model.head().guessed() && heads.chosen().isPresent()
                        ? "unknown, and taken for " + model.meaning()
                                + (signature.outputChannels() > 1 ? "" : " if they have several channels")
                        : model.head().meaning().toString());
        all.put(
                "Normalization",
                model.description()
                        .map(found -> found.before().toString())
                        .orElseGet(() -> model.normalization()
                                + model.scaling()
                                        .map(own -> ": the network %s itself".formatted(own))
                                        .orElse("")));
        if (model.head().said().activation() != Activation.NONE) {
            all.put("Activation", model.head().said().activation().toString());
        }
        if (!model.head().after().isEmpty()) {
            all.put("Postprocessing", new Recipe(model.head().after()).toString());
        }
        model.description()
                .flatMap(found -> ModelPackage.macroBehind(found.folder()))
                .ifPresent(macro -> all.put("Not run", macro + " of deepImageJ, behind the network"));
        all.put(
                "Step",
                model.field().map(f -> inSpace(model, f.step(), f.stepZ())).orElse("measured when it first runs"));
        all.put(
                "Halo",
                model.field()
                        .map(f -> f.local()
                                ? inSpace(model, f.halo(), f.haloZ()) + " (" + f.how() + ")"
                                : "the whole image")
                        .orElse("measured when it first runs: the graph has "
                                + model.head().unreadable()));
        all.put("Classes", model.classes().isEmpty() ? "not said" : String.join(", ", model.classes()));
        all.put("Files", String.valueOf(size[0]));
        all.put("Bytes", String.valueOf(size[1]));
        all.put("License", Optional.ofNullable(model.card().license()).orElse("not said"));
        all.put("Operations", model.audit().toString());
        if (!model.audit().pure()) {
            all.put("Trusted", model.is(KnownModels.Fact.TRUSTED) ? "yes" : "no, so it is not run");
        }
        all.put("Tried", model.is(KnownModels.Fact.RAN) ? "yes" : "when it first runs, in a process of its own");
        all.put("SHA-256", model.hash());
        return all;
    }

    private static String inSpace(ReadModel model, int plane, int slices) {
        return model.signature().volume()
                ? String.format(Locale.ROOT, "%d x %d x %d", plane, plane, slices)
                : String.valueOf(plane);
    }

    private static String sizeText(int size) {
        return size > 0 ? String.valueOf(size) : "any";
    }

    /** Returns an output with its shape, for a list of several. */
    private static String text(ModelHead head) {
        ModelSignature signature = head.signature();
        String shape =
                signature.outputShape().stream().map(ModelReport::sizeText).collect(Collectors.joining(" x "));
        return "%s [%s], axes %s, %s%s%s%s"
                .formatted(
                        ModelSignature.typeName(signature.outputType()),
                        shape,
                        signature.outputAxes(),
                        head.meaning(),
                        head.sameSize() ? "" : ", not of the image's size",
                        head.makesMask() ? ", can be a mask" : "",
                        head.layer().isEmpty() || head.layer().equals(head.name())
                                ? ""
                                : ", from the layer " + head.layer());
    }
}
