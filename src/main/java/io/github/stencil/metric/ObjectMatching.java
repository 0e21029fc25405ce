package io.github.stencil.metric;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.Space;
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
     * @param truth labels of type UnsignedByteType, UnsignedShortType or FloatType (whole numbers to 16,777,216), in two
     *     or three dimensions
     * @param prediction as large as {@code truth}; may be of another of these types
     * @throws StencilException if the sizes differ or a pixel is no label
     */
    public static <T extends RealType<T> & NativeType<T>, P extends RealType<P> & NativeType<P>> ImageObjects of(
            RandomAccessibleInterval<T> truth, RandomAccessibleInterval<P> prediction, IouThresholds thresholds) {
        AxisImage trueMap = AxisImage.of("truth", truth, axes(truth));
        AxisImage predictedMap = AxisImage.of("prediction", prediction, axes(prediction));
        return of(trueMap, predictedMap, Space.VOLUMES, Scores.NOTHING, thresholds, Progress.NONE)
                .get(0);
    }

    /**
     * Matches the objects of the images of two stacks of label maps. Reads blocks, so that neither map needs to fit into
     * memory.
     *
     * @param truth 8-bit, 16-bit or 32-bit (whole numbers to 16,777,216), one channel, any slices and frames; 0 is the
     *     background, any other label an object, whether or not its parts touch
     * @param prediction as large as {@code truth}; may have another bit depth
     * @param space whether each plane is an image, or each frame's volume
     * @param ignored labels of the truth whose pixels are left out, as if neither map had them
     * @param thresholds the least IoU of a pair; the first one decides the status of objects
     * @param progress hears each block, on the calling thread
     * @return an entry per image, named STEM z3 t1 after the truth and the image's place in the stack
     * @throws StencilException if a map is RGB or has channels, the sizes differ, a pixel is no label (a fraction,
     *     negative, NaN or above 16,777,216), or more than 8,388,608 pairs of objects overlap, in
     *     more than 2 GB of Java's memory one pair for each 256 bytes
     */
    public static List<ImageObjects> of(
            AxisImage truth,
            AxisImage prediction,
            Space space,
            IntPredicate ignored,
            IouThresholds thresholds,
            Progress progress) {
        return of(truth, prediction, space, ignored, thresholds, ImageStore.memory(), "pairs", progress);
    }

    /**
     * Matches the objects of the images of two stacks as the method without a store does; where the store outlasts this
     * process, counts are written down on the way, and shared with whoever shares the store's work.
     *
     * @param part names these counts among others in the store
     */
    public static List<ImageObjects> of(
            AxisImage truth,
            AxisImage prediction,
            Space space,
            IntPredicate ignored,
            IouThresholds thresholds,
            ImageStore store,
            String part,
            Progress progress) {
        PairTally[] tallies =
                Counting.count(new LabelMaps(truth, prediction), space, PairTally::ofObjects, store, part, progress);
        String stem = truth.description().stem();
        List<ImageObjects> images = new ArrayList<>();
        for (int i = 0; i < tallies.length; i++) {
            String name = space.name(stem, truth.extent(), i);
            images.add(ImageObjects.of(name, Overlaps.of(tallies[i], ignored), thresholds));
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
