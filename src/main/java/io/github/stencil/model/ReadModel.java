// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.StencilException;
import io.github.stencil.image.PixelType;
import io.github.stencil.model.card.CardFile;
import io.github.stencil.model.card.Meaning;
import io.github.stencil.model.card.ModelCard;
import io.github.stencil.model.card.ModelPackage;
import io.github.stencil.model.field.InputScaling;
import io.github.stencil.model.field.ReceptiveField;
import io.github.stencil.model.file.ModelFiles;
import io.github.stencil.model.graph.ModelSignature;
import io.github.stencil.model.graph.SavedModelGraph;
import io.github.stencil.model.step.Normalization;
import io.github.stencil.model.step.Recipe;
import io.github.stencil.model.trust.KnownModels;
import io.github.stencil.model.trust.ModelHash;
import io.github.stencil.model.trust.OperationAudit;
import io.github.stencil.model.trust.Trial;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.DataType;

/**
 * A model as it lies in its folder, read without running anything of it: its files, what its card or package says, its
 * outputs, and what is known of it. Immutable and thread-safe.
 */
final class ReadModel {
    private final ModelFiles files;
    private final ModelCard card;
    private final ModelHeads heads;
    private final Optional<ModelPackage> description;
    private final OperationAudit audit;
    private final Optional<ReceptiveField> readField;
    private final Optional<InputScaling> scaling;
    private final Path root;
    private final Set<KnownModels.Fact> facts;
    private final Trial trial;

    private ReadModel(
            Path root,
            ModelFiles files,
            ModelCard card,
            ModelHeads heads,
            Optional<ModelPackage> description,
            Set<KnownModels.Fact> facts,
            Trial trial) {
        this.root = root;
        this.facts = facts;
        this.files = files;
        this.card = card;
        this.heads = heads;
        this.description = description;
        this.trial = trial;
        try {
            audit = files.onnx() ? OperationAudit.ofOnnx(head().graph()) : heads.audit(files.given());
            scaling = InputScaling.of(head().graph());
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw ModelHead.damaged(e, files.given());
        }
        readField = head().field().map(field -> field.widened(card));
    }

    /**
     * Reads a model from a folder, which may have been unpacked from what was given.
     *
     * @param given what the user named, for messages
     * @param root the folder
     * @param trial how the model is tried before it first runs
     * @throws StencilException if there is no model, or none with one image input and one image output
     */
    static ReadModel open(Path given, Path root, Trial trial) {
        Optional<ModelPackage> description = ModelPackage.find(root);
        if (description.isEmpty()) {
            ModelFiles files = ModelFiles.in(given, root);
            ModelCard card = CardFile.read(files.folder());
            return new ReadModel(
                    root, files, card, HeadReader.read(files, card, description), description, Set.of(), trial);
        }
        ModelPackage found = description.get();
        ModelFiles files = ModelFiles.in(given, ModelFiles.root(found.weights()));
        ModelHeads heads = HeadReader.read(files, found.card(), description)
                .each(head -> head.within(
                        found.z().fixed(), found.y().fixed(), found.x().fixed(), found.channels()));
        heads.all().forEach(head -> found.checkChannels(head.signature().channels(), files.given()));
        return new ReadModel(root, files, found.card(), heads, description, Set.of(), trial);
    }

    /** Returns this model, of which something more is known. */
    ReadModel with(KnownModels.Fact fact) {
        Set<KnownModels.Fact> more = EnumSet.of(fact);
        more.addAll(facts);
        return new ReadModel(root, files, card, heads, description, more, trial);
    }

    /**
     * Returns this model with one of its outputs to run.
     *
     * @param name as for {@link ModelHeads#choose}; empty for the one that is chosen
     * @throws StencilException if the model has none of that name
     */
    ReadModel withHead(String name) {
        return name.isBlank() ? this : new ReadModel(root, files, card, heads.choose(name), description, facts, trial);
    }

    /** Returns whether something is known of this model, now or from before. */
    boolean is(KnownModels.Fact fact) {
        return facts.contains(fact) || KnownModels.has(fact == KnownModels.Fact.RAN ? ranHash() : hash(), fact);
    }

    /** Remembers something of this model beyond this process. */
    void remember(KnownModels.Fact fact) {
        KnownModels.remember(fact == KnownModels.Fact.RAN ? ranHash() : hash(), fact, files.given());
    }

    /** Returns the hash of the model's files. */
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

    /**
     * Refuses a model that does more than compute.
     *
     * @throws StencilException if it holds an operation that is not known to be a pure tensor operation, and the user has
     *     never said that they trust this very model
     */
    void refuseUnlessPure() {
        if (!audit.pure() && !is(KnownModels.Fact.TRUSTED)) {
            throw audit.refusal(files.given());
        }
    }

    /** Returns the names of the model's classes from class 0 on, as its card has them; empty if it says none. */
    List<String> classes() {
        return head().said().classes();
    }

    /** Returns the outputs that the model can be run for. */
    ModelHeads heads() {
        return heads;
    }

    /** Returns the output that is run, or the first as long as that is open. */
    ModelHead head() {
        return heads.head();
    }

    /** Returns the way into and out of the model for the output that is run. */
    ModelSignature signature() {
        return head().signature();
    }

    /** Returns what the card or the package says; silent where there is neither. */
    ModelCard card() {
        return card;
    }

    /** Returns where the model's files are. */
    ModelFiles files() {
        return files;
    }

    /** Returns what the operations of the model are. */
    OperationAudit audit() {
        return audit;
    }

    /** Returns how the model is tried before it first runs. */
    Trial trial() {
        return trial;
    }

    /** Returns the bioimage.io package that describes the model, if one does. */
    Optional<ModelPackage> description() {
        return description;
    }

    /** Returns what the values of the output that is run are, or are taken for. */
    Meaning meaning() {
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

    /** Returns how pixels are scaled: as the card says, else by percentiles unless the network scales its input itself. */
    Normalization normalization() {
        Normalization own = card.normalization();
        if (own != null) {
            return own;
        }
        boolean unscaled = scaling.isPresent() || signature().inputType() == DataType.DT_UINT8;
        return unscaled ? Normalization.of(Normalization.Method.NONE) : Normalization.PERCENTILES;
    }

    /** Returns how the network scales its input by itself, if it does and nobody has said how pixels are scaled. */
    Optional<InputScaling> scaling() {
        return description.isPresent() || card.normalization() != null ? Optional.empty() : scaling;
    }

    /** Returns the receptive field that the graph or the card tells, if one does. */
    Optional<ReceptiveField> field() {
        if (readField.isPresent() || card.step() == 0 || card.halo() < 0) {
            return readField;
        }
        return Optional.of(ReceptiveField.said(card, card.halo()));
    }

    /** Returns the graph of the output that is run. */
    SavedModelGraph graph() {
        return head().graph();
    }

    /** Returns the folder that the model was found or unpacked in. */
    Path root() {
        return root;
    }
}
