package io.github.stencil.model;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is known of a model, as property and value, for people to read. */
final class ModelReport {
    private ModelReport() {}

    static Map<String, String> of(Model model) {
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
        all.put("Signature", signature.name());
        all.put(
                "Input",
                "%s (%s)"
                        .formatted(
                                signature.input(),
                                typeName(signature.inputType().name())));
        all.put("Input axes", signature.inputAxes());
        all.put(
                "Input size",
                "%s x %s%s, %s channels"
                        .formatted(
                                sizeText(signature.width()),
                                sizeText(signature.height()),
                                signature.volume() ? " x " + sizeText(signature.depth()) : "",
                                sizeText(signature.channels())));
        all.put(
                "Output",
                "%s (%s)"
                        .formatted(
                                signature.output(),
                                typeName(signature.outputType().name())));
        all.put("Output axes", signature.outputAxes());
        all.put("Output channels", sizeText(signature.outputChannels()));
        all.put("Output means", model.meaning().toString());
        all.put(
                "Normalization",
                model.description()
                        .map(found -> found.before().toString())
                        .orElseGet(() -> model.normalization().toString()));
        if (!model.after().isEmpty()) {
            all.put("Postprocessing", new Recipe(model.after()).toString());
        }
        all.put(
                "Step",
                model.field().map(f -> inSpace(model, f.step(), f.stepZ())).orElse("measured when it first runs"));
        all.put(
                "Halo",
                model.field()
                        .map(f -> f.local()
                                ? inSpace(model, f.halo(), f.haloZ()) + " (" + f.how() + ")"
                                : "the whole image")
                        .orElse("measured when it first runs: the graph has " + model.unreadable()));
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

    private static String inSpace(Model model, int plane, int slices) {
        return model.signature().volume()
                ? String.format(Locale.ROOT, "%d x %d x %d", plane, plane, slices)
                : String.valueOf(plane);
    }

    private static String sizeText(int size) {
        return size > 0 ? String.valueOf(size) : "any";
    }

    private static String typeName(String type) {
        String name = type.replace("DT_", "").toLowerCase(java.util.Locale.ROOT);
        return name.equals("float") ? "float32" : name;
    }
}
