package io.github.stencil.model;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Description;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.PixelType;
import io.github.stencil.model.card.ObjectCard;
import io.github.stencil.model.card.CardFile;
import io.github.stencil.model.card.Meaning;
import io.github.stencil.model.card.ModelCard;
import io.github.stencil.model.card.ModelPackage;
import io.github.stencil.model.card.ModelSignature;
import io.github.stencil.model.card.Normalization;
import io.github.stencil.model.card.Recipe;
import io.github.stencil.model.field.InputScaling;
import io.github.stencil.model.field.ReceptiveField;
import io.github.stencil.model.file.ModelFiles;
import io.github.stencil.model.file.ModelLibrary;
import io.github.stencil.model.graph.SavedModelGraph;
import io.github.stencil.model.trust.KnownModels;
import io.github.stencil.model.trust.ModelHash;
import io.github.stencil.model.trust.OperationAudit;
import io.github.stencil.tensor.DeviceImage;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A trained network: a TensorFlow SavedModel with one image input, of planes or volumes, and one image output of the same size,
 * in a folder or a zip, with or without a card ({@code stencil.yaml}). Immutable and thread-safe.
 */
public final class Model {
    private final ModelFiles files;
    private final ModelCard card;
    private final ModelHeads heads;
    private final Optional<ModelPackage> description;
    private final OperationAudit audit;
    private final Optional<ReceptiveField> readField;
    private final Optional<InputScaling> scaling;
    private final Path root;
    private final Set<KnownModels.Fact> facts;

    private Model(
            Path root,
            ModelFiles files,
            ModelCard card,
            ModelHeads heads,
            Optional<ModelPackage> description,
            Set<KnownModels.Fact> facts) {
        this.root = root;
        this.facts = facts;
        this.files = files;
        this.card = card;
        this.heads = heads;
        this.description = description;
        try {
            audit = heads.audit(files.given());
            scaling = InputScaling.of(head().graph());
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw ModelHead.damaged(e, files.given());
        }
        readField = head().field().map(field -> field.widened(card));
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

    /**
     * Reads a model that this program has just written, so that it need not be tried before it runs.
     *
     * @param folder the folder with {@code saved_model.pb}
     */
    public static Model made(Path folder) {
        return open(folder).with(KnownModels.Fact.RAN);
    }

    /** Reads a model of which another process has settled that it may run here. */
    static Model admitted(Path given, Path root) {
        return open(given, root).with(KnownModels.Fact.TRUSTED).with(KnownModels.Fact.RAN);
    }

    private Model with(KnownModels.Fact fact) {
        Set<KnownModels.Fact> more = EnumSet.of(fact);
        more.addAll(facts);
        return new Model(root, files, card, heads, description, more);
    }

    /**
     * Returns this model with one of its outputs to run.
     *
     * @param name its name, or SIGNATURE/OUTPUT, or the name of a signature or of the layer that makes it; empty for the one
     *     that the card names, or else the only one that can be a mask
     * @throws StencilException if the model has none of that name
     */
    public Model withHead(String name) {
        return name.isBlank() ? this : new Model(root, files, card, heads.choose(name), description, facts);
    }

    /** Returns whether something is known of this model, now or from before. */
    boolean is(KnownModels.Fact fact) {
        return facts.contains(fact) || KnownModels.has(fact == KnownModels.Fact.RAN ? ranHash() : hash(), fact);
    }

    String hash() {
        return ModelHash.of(files.folder());
    }

    /** Returns what tells runs apart: each output is another network. */
    private String ranHash() {
        return hash()
                + (heads.all().size() == 1
                        ? ""
                        : "-" + Integer.toHexString(head().name().hashCode()));
    }

    /** Reads a model from a folder, which may have been unpacked from what was given. */
    static Model open(Path given, Path root) {
        Optional<ModelPackage> description = ModelPackage.find(root);
        if (description.isEmpty()) {
            ModelFiles files = ModelFiles.in(given, root);
            ModelCard card = CardFile.read(files.folder());
            return new Model(root, files, card, HeadReader.read(files, card, description), description, Set.of());
        }
        ModelPackage found = description.get();
        ModelFiles files = ModelFiles.in(given, ModelFiles.root(found.weights()));
        ModelHeads heads = HeadReader.read(files, found.card(), description)
                .each(head -> head.within(
                        found.z().fixed(), found.y().fixed(), found.x().fixed(), found.channels()));
        heads.all().forEach(head -> found.checkChannels(head.signature(), files.given()));
        return new Model(root, files, found.card(), heads, description, Set.of());
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
     * Refuses a model that does more than compute; {@link #predict} does so too.
     *
     * @throws StencilException if it holds an operation that is not known to be a pure tensor operation, and the user has
     *     never said that they trust this very model
     */
    public void refuseUnlessPure() {
        if (!audit.pure() && !is(KnownModels.Fact.TRUSTED)) {
            throw audit.refusal(files.given());
        }
    }

    /**
     * Returns this model with all its operations allowed, on the user's word, which is remembered by the hash of its files.
     */
    public Model trusted() {
        if (!audit.pure()) {
            KnownModels.remember(hash(), KnownModels.Fact.TRUSTED, files.given());
        }
        return with(KnownModels.Fact.TRUSTED);
    }

    /** Remembers that this model, which this program has made and run itself, need not be tried first. */
    public void rememberThatItRuns() {
        KnownModels.remember(ranHash(), KnownModels.Fact.RAN, files.given());
    }

    /** Frees what this process keeps loaded of this model, unless it is in use; to predict again it is loaded again. */
    public void unload() {
        LoadedModels.forget(files.folder());
    }

    /** Returns what is known of the model, as property and value, in the order to show. */
    public Map<String, String> properties() {
        return ModelReport.of(this);
    }

    /** Returns the names of the model's classes from class 0 on, as its card has them; empty if it says none. */
    public List<String> classes() {
        return head().said().classes();
    }

    /** Returns how objects are made of what the model gives, as its card says; empty if it is silent. */
    public Optional<ObjectCard> objects() {
        return Optional.ofNullable(card.objects());
    }

    /** Returns whether the model takes volumes, not planes. */
    public boolean takesVolumes() {
        return signature().volume();
    }

    /** Returns whether the output that is run gives probabilities, 0 to 1. */
    public boolean hasProbabilities() {
        return meaning() == Meaning.PROBABILITIES;
    }

    /** Returns the names of the outputs that the model can be run for, by which {@link #withHead} takes one. */
    public List<String> outputs() {
        return heads.all().stream().map(ModelHead::name).toList();
    }

    ModelHeads heads() {
        return heads;
    }

    /** Returns the output that is run, or the first as long as that is open. */
    ModelHead head() {
        return heads.head();
    }

    ModelSignature signature() {
        return head().signature();
    }

    ModelCard card() {
        return card;
    }

    ModelFiles files() {
        return files;
    }

    OperationAudit audit() {
        return audit;
    }

    Optional<ModelPackage> description() {
        return description;
    }

    /** Returns what the values of the output that is run are, or are taken for. */
    public Meaning meaning() {
        return head().taken();
    }

    /** Returns the steps from pixels of a type to the network's input. */
    Recipe recipe(PixelType type) {
        return description.map(ModelPackage::before).orElseGet(() -> Recipe.of(normalization(), type));
    }

    /** Returns the sizes that the network can be given, to the smallest of which images are padded. */
    Sizes sizes(ReceptiveField field) {
        return Sizes.of(signature(), description, field);
    }

    Normalization normalization() {
        Normalization own = card.normalization();
        if (own != null) {
            return own;
        }
        boolean unscaled = scaling.isPresent() || signature().inputType() == org.tensorflow.proto.DataType.DT_UINT8;
        return unscaled ? Normalization.of(Normalization.Method.NONE) : Normalization.PERCENTILES;
    }

    /** Returns how the network scales its input by itself, if it does and nobody has said how pixels are scaled. */
    public Optional<InputScaling> scaling() {
        return description.isPresent() || card.normalization() != null ? Optional.empty() : scaling;
    }

    /** Returns the receptive field that the graph or the card tells, if one does. */
    Optional<ReceptiveField> field() {
        if (readField.isPresent() || card.step() == 0 || card.halo() < 0) {
            return readField;
        }
        return Optional.of(ReceptiveField.said(card, card.halo()));
    }

    /**
     * Returns the network for an image, loaded; the first time that a model is seen, after a trial in another process.
     *
     * @throws StencilException if the model may not run, or did not survive its trial
     */
    LoadedModels.Lease load(Description image, PredictionSettings settings, Recipe recipe, Progress progress) {
        heads.refuseUnlessChosen();
        refuseUnlessPure();
        return LoadedModels.borrow(this, image, settings, recipe, progress);
    }

    public SavedModelGraph graph() {
        return head().graph();
    }

    /** Returns the folder that the model was found or unpacked in. */
    Path root() {
        return root;
    }
}
