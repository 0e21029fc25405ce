// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.card;

import io.github.stencil.StencilException;
import io.github.stencil.model.step.Normalization;
import io.github.stencil.tensor.Precision;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a model's maker says about it in {@code stencil.yaml}; null, empty or 0 where the card is silent.
 *
 * @param name what the model is called
 * @param description in a sentence
 * @param license an SPDX identifier
 * @param signature which signature to run
 * @param inputAxes the input's axes, a letter each of b, y, x, mostly c, and z for volumes
 * @param normalization how pixels are scaled
 * @param outputs what it says of the outputs, each by its name or one without a name that holds for all
 * @param objects how objects are made of its probabilities
 * @param precision how exactly the network need compute, where nobody asks for more or less
 * @param step by how many pixels input sizes may grow
 * @param halo how far beyond a tile the network looks, in pixels; -1 if not said
 * @param stepZ the same along slices; 0 if not said
 * @param haloZ the same along slices; -1 if not said
 */
public record ModelCard(
        @Nullable String name,
        @Nullable String description,
        @Nullable String license,
        @Nullable String signature,
        @Nullable String inputAxes,
        @Nullable Normalization normalization,
        List<OutputCard> outputs,
        @Nullable ObjectCard objects,
        @Nullable Precision precision,
        int step,
        int halo,
        int stepZ,
        int haloZ) {
    /** A card that says nothing. */
    public static final ModelCard SILENT =
            new ModelCard(null, null, null, null, null, null, List.of(), null, null, 0, -1, 0, -1);

    /** Checks the axes and sizes. */
    public ModelCard {
        outputs = List.copyOf(outputs);
        checkAxes("input", inputAxes);
        outputs.forEach(output -> checkAxes("output", output.axes()));
        List<String> names = outputs.stream().map(OutputCard::name).toList();
        if (names.size() > 1 && (names.contains("") || Set.copyOf(names).size() < names.size())) {
            throw new StencilException(
                    "The model's card describes several outputs, of which each needs a name of its own. Correct the card.");
        }
        if (step < 0 || step > 4096 || stepZ < 0 || stepZ > 4096 || halo < -1 || haloZ < -1 || halo > 65_536) {
            throw StencilException.of(
                    "The model's card gives step %d and halo %d but they must be small positive numbers. Correct the card.",
                    step, halo);
        }
    }

    /** Returns what the card says of an output: what it says by its name, or without one. */
    public OutputCard output(String output) {
        return outputs.stream()
                .filter(said -> said.name().isEmpty() || said.name().equals(output))
                .findFirst()
                .orElse(OutputCard.SILENT);
    }

    /** Returns the only output that the card names; empty if it names none, or several. */
    public String namedOutput() {
        return outputs.size() == 1 ? outputs.get(0).name() : "";
    }

    /** Returns this card with other words on the outputs. */
    public ModelCard withOutputs(List<OutputCard> others) {
        return new ModelCard(
                name,
                description,
                license,
                signature,
                inputAxes,
                normalization,
                others,
                objects,
                precision,
                step,
                halo,
                stepZ,
                haloZ);
    }

    /** Returns this card with a signature to run. */
    public ModelCard withSignature(String other) {
        return new ModelCard(
                name,
                description,
                license,
                other,
                inputAxes,
                normalization,
                outputs,
                objects,
                precision,
                step,
                halo,
                stepZ,
                haloZ);
    }

    private static void checkAxes(String which, @Nullable String axes) {
        if (axes != null && !axes.matches("(?=.*b)(?=.*y)(?=.*x)(?!.*(.).*\\1)[bczyx]{3,5}")) {
            throw StencilException.of(
                    "The model's card gives %s axes \"%s\" but Stencil takes images of b, y and x, with or without z and c, each once, such as byxc or bczyx. Correct the card, or pick another model.",
                    which, axes);
        }
    }
}
