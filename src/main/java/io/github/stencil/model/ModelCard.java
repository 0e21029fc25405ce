package io.github.stencil.model;

import io.github.stencil.StencilException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model's maker says about it in {@code stencil.yaml}; null, empty or 0 where the card is silent.
 *
 * @param name what the model is called
 * @param description in a sentence
 * @param license an SPDX identifier
 * @param signature which signature to run
 * @param inputAxes the input's axes, a letter each of b, y, x, c
 * @param outputAxes the output's axes
 * @param normalization how pixels are scaled
 * @param meaning what the output values are
 * @param classes names of the classes, from class 0 on
 * @param step by how many pixels input sizes may grow
 * @param halo how far beyond a tile the network looks, in pixels; -1 if not said
 */
public record ModelCard(
        @Nullable String name,
        @Nullable String description,
        @Nullable String license,
        @Nullable String signature,
        @Nullable String inputAxes,
        @Nullable String outputAxes,
        @Nullable Normalization normalization,
        Meaning meaning,
        List<String> classes,
        int step,
        int halo) {
    /** A card that says nothing. */
    public static final ModelCard SILENT =
            new ModelCard(null, null, null, null, null, null, null, Meaning.UNKNOWN, List.of(), 0, -1);

    /** Checks the axes and sizes. */
    public ModelCard {
        classes = List.copyOf(classes);
        checkAxes("input", inputAxes);
        if (outputAxes != null && !outputAxes.equals("byx")) {
            checkAxes("output", outputAxes);
        }
        if (step < 0 || step > 4096 || halo < -1 || halo > 65_536) {
            throw StencilException.of(
                    "The model's card gives step %d and halo %d but they must be small positive numbers. Correct stencil.yaml.",
                    step, halo);
        }
    }

    private static void checkAxes(String which, @Nullable String axes) {
        if (axes != null && !axes.equals("byxc") && !axes.equals("bcyx")) {
            throw StencilException.of(
                    "The model's card gives %s axes \"%s\" but Stencil takes 2D models with byxc or bcyx. Correct stencil.yaml, or pick a 2D model.",
                    which, axes);
        }
    }
}
