// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import ij.process.AutoThresholder;
import io.github.stencil.DecimalText;
import io.github.stencil.StencilException;
import io.github.stencil.label.LabelSet;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which pixels of an image belong to objects. */
public sealed interface Foreground {
    /** The threshold of masks and probabilities, at which users are not taken to have chosen one. */
    double USUAL_THRESHOLD = 0.5;

    /** What looking at the image tells. */
    Foreground USUAL = new Usual();

    /** Pixels of at least a value; NaN never is. */
    record Above(double value) implements Foreground {
        /** Checks that the value is a number. */
        public Above {
            if (Double.isNaN(value)) {
                throw new StencilException("The threshold is NaN but must be a number, or a method such as Otsu.");
            }
        }
    }

    /**
     * What looking at the image tells: an instance map keeps its labels, the components of each class of a class map but 0
     * are objects, and other images have pixels of at least {@link #USUAL_THRESHOLD}.
     */
    record Usual() implements Foreground {}

    /** Pixels of an instance map: each label but 0 is an object, however many parts it has, and keeps its label. */
    record Numbered() implements Foreground {}

    /** Pixels that one of ImageJ's methods parts from a darker background, in each plane or volume on its own. */
    record Automatic(AutoThresholder.Method method) implements Foreground {}

    /**
     * Pixels of some classes of a class map; those of different classes are different objects.
     *
     * @param include whether a class's components are objects; not asked for 0
     * @param grow whether objects then grow into a class, each pixel going to the nearest object
     */
    record Classes(IntPredicate include, IntPredicate grow) implements Foreground {
        /** Lets objects stay as they are. */
        public static final IntPredicate NOWHERE = label -> false;

        /** Returns the same classes, whose objects then grow into others. */
        public Classes growingInto(LabelSet classes) {
            return new Classes(include, classes.isEmpty() ? NOWHERE : classes.predicate());
        }

        /** Returns whether objects grow at all. */
        boolean grows() {
            return grow != NOWHERE;
        }
    }

    /**
     * Pixels that a network sees objects at: those whose probabilities of all object classes and of borders between objects
     * add up to at least a threshold. Each gets the object class of the highest probability, and touching objects of a
     * class are parted by what the network sees between them.
     *
     * <p>The image has a channel for each probability: 0 to 1 in floating point, or shares of the highest number of its type.
     *
     * @param objects the channels of object classes, from 0 on; at least one
     * @param borders the channels of borders between objects
     * @param threshold above 0, at most 1
     */
    record Probabilities(List<Integer> objects, List<Integer> borders, double threshold) implements Foreground {
        /** Checks the channels and the threshold. */
        public Probabilities {
            objects = List.copyOf(objects);
            borders = List.copyOf(borders);
            if (objects.isEmpty()) {
                throw new StencilException("No channel is a class of objects. Name at least one.");
            }
            if (!(threshold > 0) || threshold > 1) {
                throw StencilException.of("The threshold is %s but must be above 0 and at most 1.", threshold);
            }
        }

        /** Returns how many channels an image must have at least. */
        int channels() {
            return 1
                    + Stream.concat(objects.stream(), borders.stream())
                            .mapToInt(Integer::intValue)
                            .max()
                            .orElse(0);
        }
    }

    /**
     * Takes the pixels of some classes of a class map.
     *
     * @param include the classes whose components are objects, of which 0 is none
     */
    static Classes classes(LabelSet include) {
        return new Classes(include.predicate(), Classes.NOWHERE);
    }

    /**
     * Reads a threshold.
     *
     * @param threshold a number in the image's values, where 0.5 means {@link #USUAL}; or the name of one of ImageJ's
     *     methods, such as Otsu, in any case
     * @throws StencilException if the text is neither
     */
    static Foreground of(String threshold) {
        return of(threshold, "", "");
    }

    /**
     * Reads what a user writes.
     *
     * @param threshold a number, where 0.5 means {@link Usual}; or the name of one of ImageJ's methods in any case; not used with {@code include}
     * @param include classes, such as "1,3-5"; empty for an image to threshold
     * @param grow classes; empty for none
     * @throws StencilException if a text means nothing, or {@code grow} is given without {@code include}
     */
    static Foreground of(String threshold, String include, String grow) {
        if (!include.isBlank()) {
            return classes(LabelSet.of(include)).growingInto(LabelSet.of(grow));
        }
        if (!grow.isBlank()) {
            throw StencilException.of(
                    "grow is \"%s\" but include is empty. Give the classes whose components are objects, such as 1.",
                    grow);
        }
        for (AutoThresholder.Method method : AutoThresholder.Method.values()) {
            if (method.name().equalsIgnoreCase(threshold.strip())) {
                return new Automatic(method);
            }
        }
        return DecimalText.read(threshold)
                .map(BigDecimal::doubleValue)
                .map(value -> value == USUAL_THRESHOLD ? USUAL : new Above(value))
                .orElseThrow(() -> StencilException.of(
                        "threshold is \"%s\" but must be a number or one of: %s.",
                        threshold,
                        Arrays.stream(AutoThresholder.Method.values())
                                .map(Enum::name)
                                .collect(Collectors.joining(", "))));
    }
}
