// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelSet;
import io.github.stencil.work.Part;
import io.github.stencil.work.Workplace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;

/** Counts class maps against each other, in one pass over both and on all cores; see {@link ConfusionCounts}. */
public final class Scores {
    /** More labels in a truth than this are objects, not classes. */
    private static final int MOST_TRUE_LABELS = 64;
    /** More labels in both maps than this are not classes either. */
    private static final int MOST_LABELS = 256;

    private Scores() {}

    /**
     * Counts all pixels of two label maps together.
     *
     * @param truth labels of type UnsignedByteType, UnsignedShortType or FloatType (whole numbers to 16,777,216), [X, Y],
     *     [X, Y, Z] or [X, Y, Z, T]
     * @param prediction as large as {@code truth}; may be of another of these types
     * @throws StencilException if the sizes differ, a pixel is no label, or there are more than 64 labels in the truth
     */
    public static <T extends RealType<T> & NativeType<T>, P extends RealType<P> & NativeType<P>> ConfusionCounts count(
            RandomAccessibleInterval<T> truth, RandomAccessibleInterval<P> prediction) {
        Comparison maps = new Comparison(
                AxisImage.of("truth", truth, axes(truth)),
                AxisImage.of("prediction", prediction, axes(prediction)),
                Space.VOLUMES,
                LabelSet.NONE);
        List<ImageCounts> frames = count(maps);
        ConfusionCounts sum = frames.get(0).counts();
        for (ImageCounts frame : frames.subList(1, frames.size())) {
            sum = sum.plus(frame.counts());
        }
        return sum;
    }

    /**
     * Counts the images of two stacks of label maps without a report of progress; see
     * {@link #count(Comparison, Progress)}.
     *
     * @throws StencilException if a pixel is no label, or there are more than 64 labels in the truth
     */
    public static List<ImageCounts> count(Comparison maps) {
        return count(maps, Progress.NONE);
    }

    /**
     * Counts the images of two stacks of label maps. Reads blocks, so that neither map needs to fit into memory.
     *
     * @param progress hears each block, on the calling thread
     * @return an entry per image, in stack order, named STEM z3 t1 after the truth and the image's place in the stack;
     *     pixels of ignored labels are not counted
     * @throws StencilException if a pixel is no label (a fraction, negative, NaN or above 16,777,216 in 32-bit floating
     *     point), or there are more than 64 labels in the truth
     */
    public static List<ImageCounts> count(Comparison maps, Progress progress) {
        return count(maps, Workplace.memory(), Part.PAIRS, progress);
    }

    /**
     * Counts the images of two stacks of label maps as the method without a place does; where the place outlasts this
     * process, counts are written down on the way, and shared with whoever shares the place's work.
     *
     * @param part names these counts among others in the place
     */
    public static List<ImageCounts> count(Comparison maps, Workplace work, Part part, Progress progress) {
        PairTally[] tallies = Counting.count(maps, PairTally::ofClasses, work, part, progress);
        IntPredicate ignored = maps.ignored().predicate();
        refuseObjects(maps, tallies, ignored);
        List<ImageCounts> images = new ArrayList<>();
        for (int i = 0; i < tallies.length; i++) {
            images.add(new ImageCounts(maps.name(i), ConfusionCounts.of(tallies[i], ignored)));
        }
        return images;
    }

    private static void refuseObjects(Comparison maps, PairTally[] tallies, IntPredicate ignored) {
        Set<Integer> truth = new HashSet<>();
        Set<Integer> prediction = new HashSet<>();
        for (PairTally tally : tallies) {
            tally.forEach((t, p, count) -> {
                if (!ignored.test(t)) {
                    truth.add(t);
                    prediction.add(p);
                }
            });
        }
        if (truth.size() > MOST_TRUE_LABELS) {
            throw StencilException.of(
                    "The truth \"%s\" has %,d labels, so they number objects, not classes. Choose Objects as the kind, or give a map of at most %d classes.",
                    maps.truth().title(), truth.size(), MOST_TRUE_LABELS);
        }
        if (prediction.size() > MOST_LABELS) {
            throw StencilException.of(
                    "The prediction \"%s\" has %,d labels but the truth has %d, so it is no map of the same classes. Give a map of classes, or choose Objects as the kind.",
                    maps.prediction().title(), prediction.size(), truth.size());
        }
    }

    private static String axes(RandomAccessibleInterval<?> map) {
        int dimensions = map.numDimensions();
        if (dimensions < 2 || dimensions > 4) {
            throw StencilException.of(
                    "A label map with %d dimensions cannot be scored. Give one with two to four, channels apart.",
                    dimensions);
        }
        return "XYZT".substring(0, dimensions);
    }
}
