// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.StencilException;
import io.github.stencil.model.card.Meaning;
import io.github.stencil.model.card.OutputCard;
import io.github.stencil.model.field.OtherSizeException;
import io.github.stencil.model.field.ReceptiveField;
import io.github.stencil.model.field.UnreadableGraphException;
import io.github.stencil.model.graph.LastOperation;
import io.github.stencil.model.graph.ModelSignature;
import io.github.stencil.model.graph.SavedModelGraph;
import io.github.stencil.model.step.Activation;
import io.github.stencil.model.step.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One of the outputs that a model can be run for.
 *
 * @param graph what runs for it
 * @param name what it is called, for people
 * @param layer the layer that makes it; empty if that cannot be told
 * @param said what the card says of it
 * @param after the steps behind it that a package gives
 * @param meaning what its values are known to be, behind all steps
 * @param taken what they are taken for, once this output is the chosen one
 * @param origin what two outputs share that are one and the same
 * @param field how far it looks; empty if the graph does not tell
 * @param unreadable why it does not; empty if it does
 * @param sameSize whether it is as large as the image, as far as can be told
 */
record ModelHead(
        SavedModelGraph graph,
        String name,
        String layer,
        OutputCard said,
        List<Step> after,
        Meaning meaning,
        Meaning taken,
        String origin,
        Optional<ReceptiveField> field,
        String unreadable,
        boolean sameSize) {
    ModelHead {
        after = List.copyOf(after);
    }

    /**
     * Reads what a graph tells of its output.
     *
     * @throws StencilException if the card says what the graph contradicts
     */
    static ModelHead of(SavedModelGraph graph, String name, OutputCard said, List<Step> after, Path given) {
        ModelSignature signature = graph.signature();
        Optional<LastOperation> last;
        Meaning read;
        try {
            last = LastOperation.of(graph.graph(), signature.outputTensor());
            read = signature.integer() && signature.outputChannels() <= 1
                    ? Meaning.LABELS
                    : last.map(LastOperation::meaning).orElse(Meaning.UNKNOWN);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw damaged(e, given);
        }
        checkSaid(said, read, signature);
        Optional<ReceptiveField> field = Optional.empty();
        String why = "";
        boolean sameSize = sameSize(signature);
        try {
            field = Optional.of(ReceptiveField.read(graph));
        } catch (UnreadableGraphException e) {
            why = String.valueOf(e.getMessage());
            sameSize &= !(e instanceof OtherSizeException);
        }
        Meaning own = said.meaning() != Meaning.UNKNOWN ? said.meaning() : read;
        boolean classes = own == Meaning.UNKNOWN
                && signature.outputChannels() != 1
                && last.isPresent()
                && last.get().linear();
        return new ModelHead(
                graph,
                name,
                last.map(LastOperation::layer).orElse(""),
                said,
                after,
                own.after(after).after(said.activation().steps()),
                classes
                        ? Meaning.LOGITS.after(after)
                        : own.after(after).after(said.activation().steps()),
                last.map(LastOperation::origin).orElse(signature.outputTensor()),
                field,
                why,
                sameSize);
    }

    static StencilException damaged(RuntimeException e, Path given) {
        return StencilException.of(
                e, "%s is damaged: its graph is not as TensorFlow writes it. Copy or export the model again.", given);
    }

    private static void checkSaid(OutputCard said, Meaning read, ModelSignature signature) {
        if (said.meaning() == Meaning.LOGITS && read != Meaning.UNKNOWN) {
            throw StencilException.of(
                    "The model's card says that the output \"%s\" is logits, but the network gives %s: its last operation says so. Correct the card.",
                    signature.output(), read);
        }
        if (said.meaning() == Meaning.LABELS && signature.outputChannels() > 1) {
            throw StencilException.of(
                    "The model's card says that the output \"%s\" is labels, but it has %d channels, of which labels have one. Say logits or probabilities in the card, or values.",
                    signature.output(), signature.outputChannels());
        }
        if (said.activation() == Activation.SOFTMAX && signature.outputChannels() == 1) {
            throw StencilException.of(
                    "The model's card gives the output \"%s\" a softmax, but it has one channel, of which that is always 1. Say sigmoid in the card.",
                    signature.output());
        }
    }

    private static boolean sameSize(ModelSignature signature) {
        return fits(signature.height(), signature.outputSize('y'))
                && fits(signature.width(), signature.outputSize('x'))
                && fits(signature.depth(), signature.outputSize('z'));
    }

    private static boolean fits(int in, int out) {
        return in <= 0 || out <= 0 || in == out;
    }

    ModelSignature signature() {
        return graph.signature();
    }

    /** Returns from which value of the network on a pixel is inside, given as a probability. */
    double threshold(double probability) {
        if (taken != Meaning.LOGITS) {
            return probability;
        }
        double inside = Math.min(1, Math.max(0, probability));
        return Math.log(inside / (1 - inside));
    }

    /** Returns whether labels are made of values that nobody explains. */
    boolean guessed() {
        return taken != meaning;
    }

    /** Returns what to say where they are. */
    static String note(int channels) {
        return String.format(
                Locale.ROOT,
                "The %d channels of the output are taken for logits: a pixel belongs to the class whose channel is largest.",
                channels);
    }

    /** Returns whether it is known that a mask can be made of it. */
    boolean makesMask() {
        return meaning.makesLabels() && sameSize;
    }

    /** Returns the output in the words that tell it from others. */
    String described() {
        int channels = signature().outputChannels();
        String what = meaning == Meaning.UNKNOWN ? "values nobody explains" : meaning.toString();
        return String.format(
                Locale.ROOT,
                "%s (%s%s of %s%s)",
                name,
                layer.isEmpty() || layer.equals(name) ? "" : "from the layer " + layer + ", ",
                channels == 1 ? "1 channel" : channels > 0 ? channels + " channels" : "channels",
                what,
                sameSize ? "" : ", not of the image's size");
    }

    /** Returns the same output with a signature that says more. */
    ModelHead within(int slices, int rows, int columns, int channels) {
        return with(graph.withSignature(signature().within(slices, rows, columns, channels)), name);
    }

    /** Returns the same output under another name. */
    ModelHead called(String other) {
        return with(graph, other);
    }

    private ModelHead with(SavedModelGraph otherGraph, String otherName) {
        return new ModelHead(
                otherGraph, otherName, layer, said, after, meaning, taken, origin, field, unreadable, sameSize);
    }
}
