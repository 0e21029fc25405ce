package io.github.stencil.model;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.axes.AxisImage;
import io.github.stencil.axes.Description;
import io.github.stencil.axes.Extent;
import io.github.stencil.axes.ImageStore;
import io.github.stencil.axes.PixelType;
import io.github.stencil.tensor.DeviceImage;
import io.github.stencil.tensor.TensorRuntime;
import io.github.stencil.tile.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A trained network: a TensorFlow SavedModel with one image input, of planes or volumes, and one image output of the same size,
 * in a folder or a zip, with or without a card ({@code stencil.yaml}). Immutable and thread-safe.
 */
public final class Model {
    private final ModelFiles files;
    private final ModelCard card;
    private final SavedModelGraph graph;
    private final Optional<ModelPackage> description;
    private final OperationAudit audit;
    private final Meaning meaning;
    private final Optional<ReceptiveField> readField;
    private final String unreadable;

    private Model(ModelFiles files, ModelCard card, SavedModelGraph graph, Optional<ModelPackage> description) {
        this.files = files;
        this.card = card;
        this.graph = graph;
        this.description = description;
        audit = OperationAudit.of(graph);
        Meaning said = card.meaning() != Meaning.UNKNOWN ? card.meaning() : LastOperation.meaning(graph);
        meaning = said.after(after());
        Optional<ReceptiveField> field = Optional.empty();
        String why = "";
        try {
            field = Optional.of(ReceptiveField.read(graph));
        } catch (UnreadableGraphException e) {
            why = String.valueOf(e.getMessage());
        }
        readField = field.map(read -> description.isPresent() ? card.widened(read) : read);
        unreadable = why;
    }

    /**
     * Reads a model without running anything of it.
     *
     * @param path a folder with {@code saved_model.pb}, a folder that holds one such folder, a bioimage.io package of
     *     format 0.3 to 0.5 with such weights, a zip of any of these, or an installed model's name
     * @throws StencilException if there is no model, or none with one image input and one image output
     */
    public static Model open(Path path) {
        Path given = ModelLibrary.find(path);
        return open(given, ModelFiles.root(given));
    }

    /** Reads a model from a folder, which may have been unpacked from what was given. */
    static Model open(Path given, Path root) {
        Optional<ModelPackage> description = ModelPackage.find(root);
        if (description.isEmpty()) {
            ModelFiles files = ModelFiles.in(given, root);
            ModelCard card = CardFile.read(files.folder());
            return new Model(files, card, SavedModelGraph.read(files, card), description);
        }
        ModelPackage found = description.get();
        ModelFiles files = ModelFiles.in(given, ModelFiles.root(found.weights()));
        SavedModelGraph graph = SavedModelGraph.read(files, found.card());
        ModelSignature signature = graph.signature()
                .within(found.z().fixed(), found.y().fixed(), found.x().fixed());
        return new Model(files, found.card(), graph.withSignature(signature), description);
    }

    /**
     * Predicts every plane of an image, or every frame's volume if the model takes volumes. A single plane is a volume of
     * one slice, repeated as often as the network needs.
     *
     * @param image [X, Y, C, Z, T] with as many channels as the model takes; its pixels must be finite
     * @param store where the result grows, tile by tile
     * @param progress hears tiles
     * @return an image with the input's Z and T: one channel of labels (8-bit, or as the classes or the model's own labels
     *     need), or of 0 and 255 for {@link PredictionOutput#MASK}, or a 32-bit channel per value of the network
     * @throws StencilException if the image or the output does not fit the model
     */
    public AxisImage predict(AxisImage image, PredictionSettings settings, ImageStore store, Progress progress) {
        return new Predictor(this, image, settings, progress).run(store);
    }

    /**
     * Predicts an image on the device in whole planes or volumes, where it stays.
     *
     * @param image as for {@link #predict(AxisImage, PredictionSettings, ImageStore, Progress)}
     * @param settings with any tile, as nothing is cut, and full precision
     * @return what that makes, up to the rounding of other tiles; the caller's
     * @throws StencilException if the image, the settings or the device's memory do not allow it
     */
    public DeviceImage predict(DeviceImage image, PredictionSettings settings) {
        return new DevicePredictor(this, image, settings).run();
    }

    /**
     * Refuses a model that does more than compute.
     *
     * @throws StencilException if it holds an operation that is not known to be a pure tensor operation
     */
    public void refuseUnlessPure() {
        audit.refuse(files.given());
    }

    /** Returns what is known of the model, as property and value, in the order to show. */
    public Map<String, String> properties() {
        ModelSignature signature = graph.signature();
        Map<String, String> all = new LinkedHashMap<>();
        long[] size = files.size();
        all.put("Model", files.given().toString());
        all.put("Name", Optional.ofNullable(card.name()).orElse("not said"));
        Optional.ofNullable(card.description()).ifPresent(text -> all.put("Description", text));
        all.put(
                "Format",
                "TensorFlow SavedModel"
                        + description
                                .map(found -> " in a bioimage.io package " + found.format())
                                .orElse(card.equals(ModelCard.SILENT) ? "" : " with a card"));
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
        all.put("Output means", meaning.toString());
        all.put(
                "Normalization",
                description
                        .map(found -> found.before().toString())
                        .orElseGet(() -> normalization().toString()));
        if (!after().isEmpty()) {
            all.put("Postprocessing", new Recipe(after()).toString());
        }
        all.put("Step", field().map(f -> inSpace(f.step(), f.stepZ())).orElse("measured when it first runs"));
        all.put(
                "Halo",
                field().map(f -> f.local() ? inSpace(f.halo(), f.haloZ()) + " (" + f.how() + ")" : "the whole image")
                        .orElse("measured when it first runs: the graph has " + unreadable));
        all.put("Classes", card.classes().isEmpty() ? "not said" : String.join(", ", card.classes()));
        all.put("Files", String.valueOf(size[0]));
        all.put("Bytes", String.valueOf(size[1]));
        all.put("License", Optional.ofNullable(card.license()).orElse("not said"));
        all.put("Operations", audit.toString());
        return all;
    }

    /** Returns the names of the model's classes from class 0 on, as its card has them; empty if it says none. */
    public List<String> classes() {
        return card.classes();
    }

    ModelSignature signature() {
        return graph.signature();
    }

    ModelCard card() {
        return card;
    }

    Meaning meaning() {
        return meaning;
    }

    /** Returns the steps from pixels of a type to the network's input. */
    Recipe recipe(PixelType type) {
        return description.map(ModelPackage::before).orElseGet(() -> Recipe.of(normalization(), type));
    }

    List<Step> after() {
        return description.map(ModelPackage::after).orElse(List.of());
    }

    /** Returns the sizes that the network is given for an image: where that is too small, the smallest allowed. */
    ModelSignature sizesFor(Extent extent, ReceptiveField field) {
        if (description.isEmpty()) {
            return signature();
        }
        ModelPackage found = description.get();
        return signature()
                .within(
                        smallest(found.z(), extent.slices(), field.stepZ()),
                        smallest(found.y(), extent.height(), field.step()),
                        smallest(found.x(), extent.width(), field.step()));
    }

    private static int smallest(SizeRule rule, int length, int step) {
        int min = Span.roundUp(rule.min(), step);
        return rule.min() > 1 && length < min ? min : 0;
    }

    Normalization normalization() {
        Normalization own = card.normalization();
        if (own != null) {
            return own;
        }
        boolean bytes = signature().inputType() == org.tensorflow.proto.DataType.DT_UINT8;
        return bytes ? Normalization.of(Normalization.Method.NONE) : Normalization.PERCENTILES;
    }

    /** Returns the receptive field that the graph or the card tells, if one does. */
    Optional<ReceptiveField> field() {
        if (readField.isPresent() || card.step() == 0 || card.halo() < 0) {
            return readField;
        }
        return Optional.of(card.field(card.halo()));
    }

    /** Returns the network for an image, loaded. */
    LoadedModels.Lease load(Description image, PredictionSettings settings, Recipe recipe) {
        LoadedModels.Key key = new LoadedModels.Key(
                files.folder().toAbsolutePath().normalize(),
                changed(),
                image.type(),
                recipe,
                settings.precision(),
                TensorRuntime.device(),
                image.extent().channels(),
                settings.tta());
        return LoadedModels.borrow(
                key,
                () -> Network.load(
                        graph,
                        files,
                        image.type(),
                        recipe,
                        after(),
                        meaning == Meaning.LABELS,
                        settings.precision(),
                        settings.tta()));
    }

    private long changed() {
        try {
            return Files.getLastModifiedTime(files.folder().resolve(ModelFiles.GRAPH))
                    .toMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String inSpace(int plane, int slices) {
        return signature().volume() ? "%d x %d x %d".formatted(plane, plane, slices) : String.valueOf(plane);
    }

    private static String sizeText(int size) {
        return size > 0 ? String.valueOf(size) : "any";
    }

    private static String typeName(String type) {
        String name = type.replace("DT_", "").toLowerCase(java.util.Locale.ROOT);
        return name.equals("float") ? "float32" : name;
    }
}
