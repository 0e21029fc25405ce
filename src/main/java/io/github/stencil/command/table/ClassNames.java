// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command.table;

import io.github.stencil.image.Space;
import io.github.stencil.label.objects.Connectivity;
import io.github.stencil.label.objects.Foreground;
import io.github.stencil.label.objects.RefineRule;
import io.github.stencil.model.Model;
import io.github.stencil.model.PredictionOutput;
import io.github.stencil.model.card.ObjectCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a model's names for its classes say about objects. */
public final class ClassNames {
    private static final List<String> BORDERS = List.of("border", "borders", "boundary", "boundaries", "edge", "edges");

    private ClassNames() {}

    /**
     * Returns how class maps become objects: the components of each class but 0, of pixels that share an edge; where a
     * class is named for borders, objects grow into it instead.
     */
    public static RefineRule objects(List<String> classes) {
        return RefineRule.of(
                new Foreground.Classes(label -> !isBorder(classes, label), label -> isBorder(classes, label)));
    }

    /**
     * Returns how the probabilities of a network become objects. Where a class is named for borders between objects, or the
     * model's card says how, touching objects are parted; else the connected pixels of a class are an object.
     *
     * @param model that gives probabilities; {@link PredictionOutput#OBJECTS} has one channel, or one for each class but 0
     * @param channels of the image that it gave
     * @param threshold for a model with one channel
     */
    public static RefineRule seen(Model model, int channels, double threshold) {
        List<Integer> objects = new ArrayList<>();
        List<Integer> borders = new ArrayList<>();
        for (int channel = 0; channel < channels; channel++) {
            (isBorder(model.classes(), channel + 1) ? borders : objects).add(channel);
        }
        if (objects.isEmpty()) {
            objects.addAll(borders); // a network of borders and nothing else
            borders.clear();
        }
        Optional<ObjectCard> said = model.objects();
        ObjectCard card = said.orElse(ObjectCard.USUAL);
        RefineRule rule = card.rule(objects, borders, model.takesVolumes() ? Space.VOLUMES : Space.PLANES)
                .withForeground(
                        new Foreground.Probabilities(objects, borders, channels == 1 ? threshold : card.threshold()));
        return said.isPresent() || !borders.isEmpty()
                ? rule
                : rule.withConnectivity(Connectivity.FACES).withSplit(false);
    }

    private static boolean isBorder(List<String> classes, int label) {
        return label > 0
                && label < classes.size()
                && BORDERS.contains(classes.get(label).toLowerCase(Locale.ROOT).strip());
    }
}
