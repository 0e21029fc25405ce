package io.github.stencil.command.table;

import io.github.stencil.label.objects.Foreground;
import io.github.stencil.label.objects.RefineRule;
import java.util.List;
import java.util.Locale;

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

    private static boolean isBorder(List<String> classes, int label) {
        return label > 0
                && label < classes.size()
                && BORDERS.contains(classes.get(label).toLowerCase(Locale.ROOT).strip());
    }
}
