// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import ij.CompositeImage;
import ij.process.LUT;
import io.github.stencil.StencilException;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.Luts;
import io.github.stencil.image.PixelType;
import io.github.stencil.model.card.Meaning;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What image a prediction makes.
 *
 * @param model what predicts
 * @param image what it predicts from, without its pixels
 * @param output what is wanted
 * @param channels channels that the network gives
 */
record PredictionResult(ReadModel model, Description image, PredictionOutput output, int channels) {

    /**
     * Refuses an output that the network's values do not support.
     *
     * @throws StencilException if nobody says what the values mean, or they mean something else
     */
    static void check(ReadModel model, PredictionOutput output) {
        if (output == PredictionOutput.RAW || model.meaning() == Meaning.PROBABILITIES) {
            return;
        }
        if (!model.head().sameSize()) {
            throw new StencilException(
                    "The network's output is larger or smaller than its input, as its graph tells. Pick a model whose output has the size of its input.");
        }
        boolean probabilities = output == PredictionOutput.PROBABILITIES;
        switch (model.meaning()) {
            case LABELS -> {
                if (probabilities) {
                    throw new StencilException(
                            "The model gives labels, not probabilities. Choose output Labels, Mask or Raw.");
                }
            }
            case LOGITS -> {
                if (probabilities) {
                    throw new StencilException(
                            "The model gives logits, not probabilities. Choose output Labels, Mask or Raw, or say in its stencil.yaml what makes probabilities of them, as with output: {activation: softmax}, or sigmoid.");
                }
            }
            case VALUES, UNKNOWN -> {
                throw unknown(
                        model.meaning() == Meaning.VALUES
                                ? "its card says that they are values"
                                : "its last operation is neither a sigmoid nor a softmax nor an argmax, and it has no card that says");
            }
            case PROBABILITIES -> {}
        }
    }

    /**
     * Refuses what only running the network tells: that what nobody explains is one channel, or that labels are several.
     *
     * @throws StencilException if labels are to be made of it
     */
    static void checkChannels(ReadModel model, PredictionOutput output, int channels) {
        if (output != PredictionOutput.RAW && model.head().guessed() && channels == 1) {
            throw unknown("it is one channel of a linear operation, and it has no card that says");
        }
        if (output != PredictionOutput.RAW && model.meaning() == Meaning.LABELS && channels > 1) {
            throw unknown("it has %d channels, of which labels have one".formatted(channels));
        }
    }

    private static StencilException unknown(String why) {
        return StencilException.of(
                "The model's output is not known to be probabilities or labels: %s. Choose output Raw, or give the model a stencil.yaml, as with output: {meaning: logits}.",
                why);
    }

    Network.Head head() {
        return switch (output) {
            case LABELS -> Network.Head.LABELS;
            case OBJECTS -> hasShares() ? Network.Head.SHARES : Network.Head.LABELS;
            case MASK -> Network.Head.MASK;
            case PROBABILITIES -> Network.Head.PROBABILITIES;
            case RAW -> Network.Head.VALUES;
        };
    }

    Description description() {
        // classes that objects are sought in keep the title, from which that of the objects is made
        Description from = output == PredictionOutput.OBJECTS ? image : image.derived(output.suffix());
        Extent extent = image.extent();
        if (output == PredictionOutput.OBJECTS && hasShares()) {
            return from.withType(PixelType.UINT16)
                    .withExtent(extent.withChannels(Math.max(1, channels - 1)), List.of())
                    .withLuts(List.of(), channels > 2 ? CompositeImage.GRAYSCALE : 0);
        }
        return switch (output) {
            case LABELS, OBJECTS ->
                from.withType(labelType())
                        .withExtent(extent.withChannels(1), planeLabels())
                        .withLuts(List.of(Luts.labels()), 0)
                        .withLabels(true);
            case MASK ->
                from.withType(PixelType.UINT8)
                        .withExtent(extent.withChannels(1), planeLabels())
                        .withLuts(List.of(Luts.grey(0, 255)), 0)
                        .withLabels(true);
            case PROBABILITIES ->
                from.withType(PixelType.FLOAT32)
                        .withExtent(extent.withChannels(channels), channelLabels())
                        .withLuts(greys(1), channels > 1 ? CompositeImage.GRAYSCALE : 0);
            case RAW ->
                from.withType(PixelType.FLOAT32)
                        .withExtent(extent.withChannels(channels), channelLabels())
                        .withLuts(List.of(), channels > 1 ? CompositeImage.GRAYSCALE : 0);
        };
    }

    private boolean hasShares() {
        return model.meaning() == Meaning.PROBABILITIES;
    }

    private PixelType labelType() {
        if (model.meaning() == Meaning.LABELS) {
            return NetworkGraph.labelType(model.signature().outputType());
        }
        return channels > 256 ? PixelType.UINT16 : PixelType.UINT8;
    }

    private List<LUT> greys(double max) {
        return Collections.nCopies(channels, Luts.grey(0, max));
    }

    /** The labels of the input's planes, of the first channel where there are several. */
    private List<String> planeLabels() {
        List<String> labels = image.planeLabels();
        if (labels.isEmpty()) {
            return labels;
        }
        List<String> first = new ArrayList<>();
        for (int plane = 0; plane < labels.size(); plane += image.extent().channels()) {
            first.add(labels.get(plane));
        }
        return first;
    }

    private List<String> channelLabels() {
        List<String> names = model.classes();
        if (names.size() != channels) {
            return channels == 1 ? planeLabels() : List.of();
        }
        List<String> labels = new ArrayList<>();
        for (int plane = 0; plane < image.extent().slices() * image.extent().frames(); plane++) {
            labels.addAll(names);
        }
        return labels;
    }
}
