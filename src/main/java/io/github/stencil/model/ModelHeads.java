// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.StencilException;
import io.github.stencil.model.trust.OperationAudit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The outputs that a model can be run for, and which of them is.
 *
 * @param all at least one, those of the usual signatures first
 * @param others outputs that are no images, with what they are
 * @param chosen the one to run, empty as long as that is open
 * @param why why that one; empty where there is no other
 */
record ModelHeads(List<ModelHead> all, Map<String, String> others, Optional<ModelHead> chosen, String why) {
    private static final int MOST_LISTED = 20;

    ModelHeads {
        all = List.copyOf(all);
    }

    /** Chooses the output that a card names, else the only one that can be a mask, if there is only one. */
    static ModelHeads of(List<ModelHead> all, Map<String, String> others, String named) {
        ModelHeads open = new ModelHeads(all, others, Optional.empty(), "");
        if (all.size() == 1) {
            return new ModelHeads(all, others, Optional.of(all.get(0)), "");
        }
        if (!named.isEmpty()) {
            return open.choose(named, "the card names it");
        }
        List<ModelHead> masks = all.stream().filter(ModelHead::makesMask).toList();
        return masks.size() == 1
                ? new ModelHeads(all, others, Optional.of(masks.get(0)), "the only output that can be a mask")
                : open;
    }

    /**
     * Chooses an output by its name, by SIGNATURE/OUTPUT, by the name of a signature, or by that of the layer that makes it.
     *
     * @throws StencilException if there is none of that name, or several
     */
    ModelHeads choose(String wanted) {
        return choose(wanted.strip(), "chosen");
    }

    private ModelHeads choose(String wanted, String reason) {
        List<Predicate<ModelHead>> ways = List.of(
                head -> head.name().equals(wanted),
                head -> head.signature().output().equals(wanted),
                head -> path(head).equals(wanted),
                head -> head.layer().equals(wanted),
                head -> head.signature().name().equals(wanted));
        for (Predicate<ModelHead> way : ways) {
            List<ModelHead> found = all.stream().filter(way).toList();
            List<ModelHead> masks = found.stream().filter(ModelHead::makesMask).toList();
            if (found.size() == 1 || masks.size() == 1) {
                ModelHead head = found.size() == 1 ? found.get(0) : masks.get(0);
                return new ModelHeads(all, others, Optional.of(head), reason);
            }
            if (!found.isEmpty()) {
                throw StencilException.of(
                        "\"%s\" stands for %d outputs of the model: %s. Choose one of these as head.",
                        wanted, found.size(), list(found, ModelHead::described));
            }
        }
        if (others.containsKey(wanted)) {
            throw StencilException.of(
                    "The model's output \"%s\" is no image but %s. Choose another head: %s.",
                    wanted, others.get(wanted), list(all, ModelHead::name));
        }
        throw StencilException.of(
                "The model has no output \"%s\". Choose a head that it has: %s.",
                wanted, list(all, ModelHead::described));
    }

    /** Returns the names of the outputs, by which {@link #choose} takes one. */
    List<String> names() {
        return all.stream().map(ModelHead::name).toList();
    }

    private static String path(ModelHead head) {
        return head.signature().name() + "/" + head.signature().output();
    }

    /** Returns the output to run, or the first as long as that is open. */
    ModelHead head() {
        return chosen.orElse(all.get(0));
    }

    /** Returns what the operations of the output to run are, or as long as that is open those of all. */
    OperationAudit audit(Path given) {
        return chosen.map(List::of).orElse(all).stream()
                .map(head -> OperationAudit.of(head.graph(), given))
                .reduce(OperationAudit::and)
                .orElseThrow();
    }

    /**
     * Refuses to go on as long as no output is chosen.
     *
     * @throws StencilException that lists them
     */
    void refuseUnlessChosen() {
        if (chosen.isPresent()) {
            return;
        }
        List<ModelHead> masks = all.stream().filter(ModelHead::makesMask).toList();
        if (masks.isEmpty()) {
            throw StencilException.of(
                    "The model has %d outputs, none of which is known to be a mask: %s. Choose one as head with output Raw, or say in stencil.yaml what they are.",
                    all.size(), list(all, ModelHead::described));
        }
        throw StencilException.of(
                "The model has %d outputs that can be a mask: %s. Choose one by its name as head.",
                masks.size(), list(masks, ModelHead::described));
    }

    /** Returns what to say of a choice that the model left to the program; empty where nobody can wonder. */
    Optional<String> note() {
        return all.size() == 1 || chosen.isEmpty() || why.equals("chosen")
                ? Optional.empty()
                : Optional.of("Of the model's outputs (%s), %s is used: %s."
                        .formatted(
                                list(all, ModelHead::name), chosen.orElseThrow().name(), why));
    }

    /** Returns the same outputs, each changed. */
    ModelHeads each(Function<ModelHead, ModelHead> change) {
        List<ModelHead> changed = new ArrayList<>();
        all.forEach(head -> changed.add(change.apply(head)));
        return new ModelHeads(changed, others, chosen.map(head -> changed.get(all.indexOf(head))), why);
    }

    private static String list(List<ModelHead> heads, Function<ModelHead, String> word) {
        String named = heads.stream().limit(MOST_LISTED).map(word).collect(Collectors.joining(", "));
        return heads.size() <= MOST_LISTED ? named : named + " and " + (heads.size() - MOST_LISTED) + " more";
    }
}
