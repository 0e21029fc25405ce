// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.StencilException;
import io.github.stencil.model.card.ModelCard;
import io.github.stencil.model.card.ModelPackage;
import io.github.stencil.model.card.OutputCard;
import io.github.stencil.model.card.PackageOutput;
import io.github.stencil.model.file.ModelFiles;
import io.github.stencil.model.file.ModelNames;
import io.github.stencil.model.graph.LastOperation;
import io.github.stencil.model.graph.ModelSignature;
import io.github.stencil.model.graph.SavedModelGraph;
import io.github.stencil.model.graph.Signatures;
import io.github.stencil.model.step.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.TensorInfo;

/** Reads the outputs of a model, and brings the names that a description gives them together with its signatures'. */
final class HeadReader {
    private final ModelFiles files;
    private final MetaGraphDef model;
    private final ModelCard card;
    private final Optional<ModelPackage> description;
    /** The card's or the package's names, by those of the signatures. */
    private final Map<String, String> given = new HashMap<>();

    private HeadReader(ModelFiles files, MetaGraphDef model, ModelCard card, Optional<ModelPackage> description) {
        this.files = files;
        this.model = model;
        this.card = card;
        this.description = description;
    }

    /**
     * Reads a model without running anything of it.
     *
     * @throws StencilException if no signature leads from one image to another, or the card names outputs that are not there
     */
    static ModelHeads read(ModelFiles files, ModelCard card, Optional<ModelPackage> description) {
        MetaGraphDef model = SavedModelGraph.parse(files);
        if (description.isEmpty() || card.signature() != null) {
            return new HeadReader(files, model, card, description).read();
        }
        Optional<StencilException> first = Optional.empty();
        for (String signature : Signatures.names(model)) { // a package describes the first that it can describe
            try {
                return new HeadReader(files, model, card.withSignature(signature), description).read();
            } catch (StencilException e) {
                first = first.or(() -> Optional.of(e));
            }
        }
        throw first.orElseGet(() -> Signatures.none(Map.of()));
    }

    private ModelHeads read() {
        ModelCard known = card.withOutputs(matched());
        List<ModelSignature> signatures = Signatures.all(model, known);
        List<ModelHead> heads = new ArrayList<>();
        Set<String> origins = new HashSet<>();
        for (ModelSignature signature : signatures) {
            SavedModelGraph graph = SavedModelGraph.of(model, signature, files);
            checkClasses(known.output(signature.output()).classes().size(), signature);
            ModelHead head = ModelHead.of(
                    graph,
                    given.getOrDefault(signature.output(), signature.output()),
                    known.output(signature.output()),
                    after(signature.output()),
                    files.given());
            if (origins.add(head.origin())) { // the same network is often there under two names
                heads.add(head);
            }
        }
        Set<String> twice = new HashSet<>();
        Set<String> names = new HashSet<>();
        heads.forEach(head -> {
            if (!names.add(head.name())) {
                twice.add(head.name());
            }
        });
        List<ModelHead> told = heads.stream()
                .map(head -> twice.contains(head.name())
                        ? head.called(head.signature().name() + "/" + head.name())
                        : head)
                .toList();
        return ModelHeads.of(told, others(signatures), known.namedOutput());
    }

    /** One channel may be that of the foreground, whose background has a name too; labels go up to any number. */
    private void checkClasses(int classes, ModelSignature signature) {
        int channels = signature.outputChannels();
        if (description.isEmpty() && classes > 0 && channels > 1 && classes != channels) {
            throw StencilException.of(
                    "The model's card names %d classes, but the output \"%s\" has %d channels. Correct %s: a name for each.",
                    classes, signature.output(), channels, ModelNames.CARD);
        }
    }

    private List<Step> after(String output) {
        List<PackageOutput> outputs = description.map(ModelPackage::outputs).orElse(List.of());
        return outputs.stream()
                .filter(said -> outputs.size() == 1 || said.card().name().equals(given.get(output)))
                .findFirst()
                .map(PackageOutput::after)
                .orElse(List.of());
    }

    /** Returns what is said of outputs under the names that the signatures give them. */
    private List<OutputCard> matched() {
        List<OutputCard> matched = new ArrayList<>();
        List<OutputCard> lost = new ArrayList<>();
        for (OutputCard said : card.outputs()) {
            Optional<String> actual = said.name().isEmpty() ? Optional.of("") : actual(said.name());
            actual.ifPresentOrElse(
                    name -> {
                        given.put(name, said.name());
                        matched.add(said.named(name));
                    },
                    () -> lost.add(said));
        }
        if (lost.isEmpty()) {
            return matched;
        }
        List<String> names = names();
        if (description.isPresent() && lost.size() == 1 && matched.isEmpty()) {
            return List.of(lost.get(0).named("")); // whose name in the package is nobody else's business
        }
        if (description.isPresent() && matched.isEmpty() && names.size() == lost.size()) {
            for (int i = 0; i < names.size(); i++) { // Keras numbers outputs in their order
                given.put(names.get(i), lost.get(i).name());
                matched.add(lost.get(i).named(names.get(i)));
            }
            return matched;
        }
        throw StencilException.of(
                "%s describes the output \"%s\" but the model has: %s. Correct its %s.",
                files.given(),
                lost.get(0).name(),
                String.join(", ", names),
                description.isPresent() ? "description" : ModelNames.CARD);
    }

    /** Returns the signatures' name of an output that is called by that, or by the layer that makes it. */
    private Optional<String> actual(String name) {
        Set<String> layers = new TreeSet<>();
        for (Map.Entry<String, TensorInfo> output : outputs().entrySet()) {
            if (output.getKey().equals(name)) {
                return Optional.of(name);
            }
            if (layer(output.getValue()).equals(name)) {
                layers.add(output.getKey());
            }
        }
        return layers.size() == 1 ? layers.stream().findFirst() : Optional.empty();
    }

    private String layer(TensorInfo output) {
        try {
            return LastOperation.of(model.getGraphDef(), output.getName())
                    .map(LastOperation::layer)
                    .orElse("");
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw ModelHead.damaged(e, files.given());
        }
    }

    /** Returns the names of all outputs, output_10 after output_9. */
    private List<String> names() {
        return outputs().keySet().stream()
                .sorted(java.util.Comparator.comparing(Signatures::ordered))
                .toList();
    }

    private Map<String, TensorInfo> outputs() {
        Map<String, TensorInfo> all = new LinkedHashMap<>();
        model.getSignatureDefMap().forEach((name, signature) -> {
            boolean counts = card.signature() == null ? !name.startsWith("__") : name.equals(card.signature());
            if (counts) {
                all.putAll(signature.getOutputsMap());
            }
        });
        return all;
    }

    /** Returns the outputs that are no images, in words. */
    private Map<String, String> others(List<ModelSignature> signatures) {
        Set<String> images = signatures.stream().map(ModelSignature::output).collect(Collectors.toSet());
        Map<String, String> others = new LinkedHashMap<>();
        for (String name : names()) {
            TensorInfo info = outputs().getOrDefault(name, TensorInfo.getDefaultInstance());
            if (!images.contains(name)) {
                String sizes = info.getTensorShape().getDimList().stream()
                        .map(size -> size.getSize() < 0 ? "any" : String.valueOf(size.getSize()))
                        .collect(Collectors.joining(" x ", "[", "]"));
                others.put(name, ModelSignature.typeName(info.getDtype()) + " " + sizes);
            }
        }
        return others;
    }
}
