// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.Extent;
import io.github.stencil.image.Space;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import net.imglib2.Interval;

/** Measures how far the surfaces of the classes of two label maps are apart; see {@link SurfaceDistances}. */
public final class Surfaces {
    private final Comparison maps;
    private final Space space;
    private final IntPredicate ignored;
    private final double[] spacing;
    private final Progress progress;
    private final int[] size;
    private final int[] truth;
    private final int[] prediction;
    private int leftOut;

    private Surfaces(Comparison maps, Progress progress) {
        this.maps = maps;
        space = maps.space();
        ignored = maps.ignored().predicate();
        this.progress = progress;
        Extent extent = maps.extent();
        boolean volume = space == Space.VOLUMES && extent.slices() > 1;
        size = volume
                ? new int[] {extent.width(), extent.height(), extent.slices()}
                : new int[] {extent.width(), extent.height()};
        spacing = PixelSpacing.of(maps, size.length);
        long pixels = extent.planePixels() * (volume ? extent.slices() : 1);
        if (pixels > Integer.MAX_VALUE - 8) {
            throw StencilException.of(
                    "An image of %,d pixels is too large for boundary scores. Leave boundary out, or score parts of it.",
                    pixels);
        }
        long most = Runtime.getRuntime().maxMemory();
        if (2L * Integer.BYTES * pixels > most) {
            throw StencilException.of(
                    "An image of %,d pixels is too large for boundary scores in %,d MB of memory. Leave boundary out, or score parts of it.",
                    pixels, most >> 20);
        }
        truth = new int[(int) pixels];
        prediction = new int[(int) pixels];
    }

    /**
     * Measures the surfaces of two stacks of label maps without a report of progress; see
     * {@link #measure(Comparison, Progress)}.
     *
     * @throws StencilException if a pixel is no label, both maps are calibrated, and differently, or an image is too large
     */
    public static List<ImageSurfaces> measure(Comparison maps) {
        return measure(maps, Progress.NONE);
    }

    /**
     * Measures the surfaces of two stacks of label maps, image by image. An image lies in memory while it is measured.
     *
     * @param maps of classes; the truth's calibration gives the pixels' size, unless only the prediction has one. Pixels
     *     of ignored labels belong to no region, in either map
     * @param progress hears each class, on the calling thread
     * @return an entry per image, in the order and with the names of {@link Scores}; distances are in the calibration's
     *     units, in pixels without one
     * @throws StencilException if a pixel is no label (a fraction, negative, NaN or above 16,777,216 in 32-bit floating
     *     point), both maps are calibrated, and differently, or an image does not fit into memory
     */
    public static List<ImageSurfaces> measure(Comparison maps, Progress progress) {
        return new Surfaces(maps, progress).all();
    }

    private List<ImageSurfaces> all() {
        List<ImageSurfaces> images = new ArrayList<>();
        Extent extent = maps.extent();
        int count = maps.images();
        for (int image = 0; image < count; image++) {
            read(space.firstSlice(extent, image), space.depth(extent), space.frame(extent, image));
            images.add(new ImageSurfaces(maps.name(image), classes(image, count)));
        }
        return images;
    }

    private void read(int firstSlice, int slices, int frame) {
        Extent extent = maps.extent();
        int plane = extent.planeLength();
        PairReader reader = new PairReader(maps);
        for (int slice = 0; slice < slices; slice++) {
            Interval block = extent.rows(0, extent.height() - 1, 0, 0, firstSlice + slice, frame);
            reader.read(block);
            System.arraycopy(reader.truth(), 0, truth, slice * plane, plane);
            System.arraycopy(reader.prediction(), 0, prediction, slice * plane, plane);
        }
        leftOut = free();
        for (int i = 0; i < truth.length; i++) {
            if (ignored.test(truth[i])) {
                truth[i] = leftOut;
                prediction[i] = leftOut;
            }
        }
    }

    /** Returns what no pixel is, for those of no region. */
    private int free() {
        int number = -1;
        for (int i = 0; i < truth.length; i++) {
            if (truth[i] == number || prediction[i] == number) {
                number--;
                i = -1; // looks again from the start
            }
        }
        return number;
    }

    private Map<Long, SurfaceDistances> classes(int image, int images) {
        Map<Integer, RegionBox> boxes = new TreeMap<>();
        RegionBox.addAll(boxes, truth, size);
        RegionBox.addAll(boxes, prediction, size);
        boxes.remove(leftOut);
        Map<Long, SurfaceDistances> classes = new HashMap<>();
        boxes.forEach((label, box) -> {
            Progress stop = (done, total) -> progress.step(image, images);
            classes.put(Integer.toUnsignedLong(label), box.distances(label, truth, prediction, spacing, stop));
            progress.step(image, images);
        });
        return classes;
    }
}
