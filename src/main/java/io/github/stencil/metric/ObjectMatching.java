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
import java.util.List;
import java.util.function.IntPredicate;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;

/** Finds for the objects of label maps their partners in others: which are matched, missed, extra, split or merged. */
public final class ObjectMatching {
    private ObjectMatching() {}

    /**
     * Matches the objects of two label maps, 0 being the background.
     *
     * @param truth labels of type UnsignedByteType, UnsignedShortType or FloatType (whole numbers to 16,777,216), a plane
     *     [X, Y] or a volume [X, Y, Z]
     * @param prediction as large as {@code truth}; may be of another of these types
     * @throws StencilException if the sizes differ or a pixel is no label
     */
    public static <T extends RealType<T> & NativeType<T>, P extends RealType<P> & NativeType<P>> ImageObjects match(
            RandomAccessibleInterval<T> truth, RandomAccessibleInterval<P> prediction, IouThresholds thresholds) {
        Comparison maps = new Comparison(
                AxisImage.of("truth", truth, axes(truth)),
                AxisImage.of("prediction", prediction, axes(prediction)),
                Space.VOLUMES,
                LabelSet.NONE);
        return match(maps, thresholds).get(0);
    }

    /**
     * Matches the objects of the images of two stacks of label maps at the usual thresholds, without a report of
     * progress; see {@link #match(Comparison, IouThresholds, Progress)} and {@link IouThresholds#USUAL}.
     *
     * @throws StencilException if a pixel is no label, or too many pairs of objects overlap
     */
    public static List<ImageObjects> match(Comparison maps) {
        return match(maps, IouThresholds.USUAL);
    }

    /**
     * Matches the objects of the images of two stacks of label maps without a report of progress; see
     * {@link #match(Comparison, IouThresholds, Progress)}.
     *
     * @throws StencilException if a pixel is no label, or too many pairs of objects overlap
     */
    public static List<ImageObjects> match(Comparison maps, IouThresholds thresholds) {
        return match(maps, thresholds, Progress.NONE);
    }

    /**
     * Matches the objects of the images of two stacks of label maps. Reads blocks, so that neither map needs to fit into
     * memory.
     *
     * @param maps in which 0 is the background and any other label an object, whether or not its parts touch; pixels of
     *     ignored labels are left out as if neither map had them. {@link ObjectMaps#find} makes such maps of masks
     * @param thresholds the least IoU of a pair; the first one decides the status of objects
     * @param progress hears each block, on the calling thread
     * @return an entry per image, in stack order, named STEM z3 t1 after the truth and the image's place in the stack;
     *     areas are in pixels
     * @throws StencilException if a pixel is no label (a fraction, negative, NaN or above 16,777,216 in 32-bit floating
     *     point), or more than 8,388,608 pairs of objects overlap, in more than 2 GB of Java's memory one pair for each
     *     256 bytes
     */
    public static List<ImageObjects> match(Comparison maps, IouThresholds thresholds, Progress progress) {
        return match(maps, thresholds, Workplace.memory(), Part.PAIRS, progress);
    }

    /**
     * Matches the objects of the images of two stacks as the method without a place does; where the place outlasts this
     * process, counts are written down on the way, and shared with whoever shares the place's work.
     *
     * @param part names these counts among others in the place
     */
    public static List<ImageObjects> match(
            Comparison maps, IouThresholds thresholds, Workplace work, Part part, Progress progress) {
        PairTally[] tallies = Counting.count(maps, PairTally::ofObjects, work, part, progress);
        IntPredicate ignored = maps.ignored().predicate();
        List<ImageObjects> images = new ArrayList<>();
        for (int i = 0; i < tallies.length; i++) {
            images.add(ImageObjects.of(maps.name(i), Overlaps.of(tallies[i], ignored), thresholds));
            tallies[i].close();
            progress.step(i + 1, tallies.length);
        }
        return images;
    }

    private static String axes(RandomAccessibleInterval<?> map) {
        int dimensions = map.numDimensions();
        if (dimensions < 2 || dimensions > 3) {
            throw StencilException.of(
                    "Objects of a label map with %d dimensions cannot be matched. Give a plane or a volume.",
                    dimensions);
        }
        return "XYZ".substring(0, dimensions);
    }
}
