// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import ij.ImagePlus;
import io.github.stencil.CancelledException;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelKind;
import io.github.stencil.label.LabelKinds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the labels of a truth and its predictions mean. */
enum EvaluationKind {
    /** What they are told to be by looking at them. */
    AUTOMATIC("Automatic"),
    /** A label is a class of pixels. */
    CLASSES("Classes"),
    /** A label is an object. */
    OBJECTS("Objects");

    private static final String TRUTH = "truth";
    private static final String PREDICTION = "prediction";
    private static final String SECOND = "second";

    private final String label;

    EvaluationKind(String label) {
        this.label = label;
    }

    /**
     * Refuses what only the other kind has.
     *
     * @throws StencilException if that is wanted
     */
    void check(boolean boundary, boolean rois) {
        if (this == OBJECTS && boundary) {
            throw new StencilException(
                    "Boundary distances are measured between classes. Choose Classes as the kind, or leave boundary out.");
        }
        if (this == CLASSES && rois) {
            throw new StencilException("ROIs are made of objects. Choose Objects as the kind, or leave rois out.");
        }
    }

    /**
     * How to look.
     *
     * @param boundary whether distances are wanted, which only classes have
     * @param rois whether ROIs are wanted, which only objects have
     */
    record Look(Space space, IntPredicate ignored, boolean boundary, boolean rois) {

        /**
         * Looks at the files of several runs.
         *
         * @param runs the files of each, by parameter
         * @return empty if the files of one parameter cannot be read, as those who score them say best
         * @throws StencilException if it cannot be told
         */
        Optional<Decision> atFiles(List<Map<String, Path>> runs, Progress progress) {
            Map<String, List<Supplier<AxisImage>>> maps = new LinkedHashMap<>();
            for (String parameter : List.of(TRUTH, PREDICTION, SECOND)) {
                maps.put(parameter, files(runs, parameter));
            }
            maps.values().removeIf(List::isEmpty);
            return at(maps, progress);
        }

        /**
         * Looks at the images of one run.
         *
         * @return empty if one of them is no label map, as those who score it say best
         * @throws StencilException if it cannot be told
         */
        Optional<Decision> at(ImagePlus truth, ImagePlus prediction, @Nullable ImagePlus second, Progress progress) {
            Map<String, List<Supplier<AxisImage>>> maps = new LinkedHashMap<>();
            maps.put(TRUTH, List.of(() -> AxisImage.of(truth)));
            maps.put(PREDICTION, List.of(() -> AxisImage.of(prediction)));
            if (second != null) {
                maps.put(SECOND, List.of(() -> AxisImage.of(second)));
            }
            return at(maps, progress);
        }

        private Optional<Decision> at(Map<String, List<Supplier<AxisImage>>> maps, Progress progress) {
            List<Seen> seen = new ArrayList<>();
            for (Map.Entry<String, List<Supplier<AxisImage>>> role : maps.entrySet()) {
                try {
                    LabelKind labels = LabelKinds.look(role.getValue(), space, this::ignores, progress);
                    seen.add(new Seen(role.getKey(), labels));
                } catch (CancelledException e) {
                    throw e;
                } catch (StencilException e) {
                    return Optional.empty(); // scoring says it, in its own words
                }
            }
            return Optional.of(decide(seen));
        }

        private boolean ignores(long label) {
            return label <= Integer.MAX_VALUE && ignored.test((int) label);
        }

        private Decision decide(List<Seen> seen) {
            List<Seen> instances = of(seen, LabelKind.Answer.INSTANCES);
            List<Seen> classes = of(seen, LabelKind.Answer.CLASSES);
            if (!instances.isEmpty()
                    && classes.stream().allMatch(one -> one.labels().masks())) {
                return new Decision(OBJECTS, instances.get(0).words()); // masks stand for their components
            }
            if (!instances.isEmpty()) {
                throw untold(
                        instances.get(0).words() + ", but " + classes.get(0).words());
            }
            if (!classes.isEmpty()) {
                return new Decision(CLASSES, classes.get(0).words());
            }
            if (seen.stream().allMatch(one -> one.labels().labels() == 0)) {
                return new Decision(CLASSES, "there is no label but 0");
            }
            String why = seen.stream()
                    .filter(one -> one.labels().labels() > 0)
                    .findFirst()
                    .orElseThrow()
                    .words();
            if (boundary != rois) {
                return boundary
                        ? new Decision(CLASSES, "boundary distances are those of classes (" + why + ")")
                        : new Decision(OBJECTS, "ROIs are those of objects (" + why + ")");
            }
            throw untold(why);
        }

        private static List<Seen> of(List<Seen> seen, LabelKind.Answer answer) {
            return seen.stream().filter(one -> one.labels().answer() == answer).toList();
        }

        private static StencilException untold(String why) {
            return StencilException.of(
                    "It cannot be told whether labels are classes or objects: %s. Choose Classes or Objects as the kind.",
                    why);
        }
    }

    /**
     * What was decided.
     *
     * @param reason in words that follow "as"
     */
    record Decision(EvaluationKind kind, String reason) {
        /** Returns a sentence for the user. */
        String sentence() {
            return String.format(Locale.ROOT, "Scored as %s, as %s.", kind, reason);
        }
    }

    private record Seen(String role, LabelKind labels) {
        String words() {
            return (role.equals(SECOND) ? "in the second prediction " : "in the " + role + " ") + labels.reason();
        }
    }

    /** Returns the files of one parameter in many runs, each opened when it is looked at. */
    private static List<Supplier<AxisImage>> files(List<Map<String, Path>> runs, String parameter) {
        return runs.stream()
                .map(files -> files.get(parameter))
                .filter(Objects::nonNull)
                .distinct()
                .map(file -> (Supplier<AxisImage>) () -> AxisImage.of(ImageSource.find(file.toString())))
                .toList();
    }

    /** Returns the words that dialogs, macros and the command line use. */
    @Override
    public String toString() {
        return label;
    }
}
