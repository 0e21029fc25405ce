// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ArrayDataAccess;
import net.imglib2.img.planar.PlanarImg;
import net.imglib2.type.NativeType;
import net.imglib2.type.NativeTypeFactory;
import net.imglib2.util.Fraction;
import net.imglib2.view.Views;

/** ImgLib2 images [X, Y, C, Z, T] over arrays of which each is a plane, as in ImageJ's stacks. */
final class Planes {
    private Planes() {}

    /** Wraps arrays in stack order as an image; nothing is copied. */
    @SuppressWarnings("unchecked") // the arrays' access is the one that the type works on
    static <T extends NativeType<T>, A extends ArrayDataAccess<A>> PlanarImg<T, A> wrap(
            List<A> planes, Extent extent, T type) {
        PlanarImg<T, A> image = new PlanarImg<>(planes, extent.interval().dimensionsAsLongArray(), new Fraction());
        image.setLinkedType(((NativeTypeFactory<T, A>) type.getNativeTypeFactory()).createLinkedType(image));
        return image;
    }

    /**
     * Brings an image into the order X, Y, C, Z, T, starting at 0; if its planes are arrays that already lie so, then as an image over
     * these arrays, from which there is a way to ImageJ without copying.
     */
    @SuppressWarnings("unchecked")
    static <T extends NativeType<T>> RandomAccessibleInterval<T> ordered(
            RandomAccessibleInterval<T> pixels, String axes) {
        RandomAccessibleInterval<T> ordered = Views.zeroMin(AxisOrder.toXyczt(pixels, axes));
        if (!inOrder(axes)) {
            return ordered;
        }
        if (pixels instanceof PlanarImg<?, ?> planar) {
            return wrap((PlanarImg<T, ?>) planar, Extent.of(ordered));
        }
        if (pixels instanceof ArrayImg<?, ?> array
                && axes.length() == 2
                && array.update(null) instanceof ArrayDataAccess<?> plane) {
            return wrapPlane(plane, Extent.of(ordered), pixels.getType());
        }
        return ordered;
    }

    /** Returns the planes of a block in the image's own arrays, else in a copy; see {@link AxisImage#parts}. */
    static List<PlanePart> parts(AxisImage image, Interval block) {
        if (image.pixels() instanceof PlanarImg<?, ?> planes) {
            return parts(planes, image.extent(), block);
        }
        Object copy = image.copy(block);
        int width = (int) block.dimension(0);
        int size = width * (int) block.dimension(1);
        int count = (int) (block.dimension(2) * block.dimension(3) * block.dimension(4));
        return IntStream.range(0, count)
                .mapToObj(plane -> new PlanePart(copy, plane * size, width))
                .toList();
    }

    private static List<PlanePart> parts(PlanarImg<?, ?> planes, Extent extent, Interval block) {
        int from = (int) (block.min(1) * extent.width() + block.min(0));
        List<PlanePart> parts = new ArrayList<>();
        for (long t = block.min(4); t <= block.max(4); t++) {
            for (long z = block.min(3); z <= block.max(3); z++) {
                for (long c = block.min(2); c <= block.max(2); c++) {
                    var plane = planes.getPlane(extent.plane((int) c, (int) z, (int) t));
                    parts.add(new PlanePart(plane.getCurrentStorageArray(), from, extent.width()));
                }
            }
        }
        return parts;
    }

    private static <T extends NativeType<T>, A extends ArrayDataAccess<A>> PlanarImg<T, A> wrap(
            PlanarImg<T, A> image, Extent extent) {
        List<A> planes =
                IntStream.range(0, image.numSlices()).mapToObj(image::getPlane).toList();
        return wrap(planes, extent, image.getType());
    }

    @SuppressWarnings("unchecked")
    private static <T extends NativeType<T>, A extends ArrayDataAccess<A>> PlanarImg<T, A> wrapPlane(
            ArrayDataAccess<?> plane, Extent extent, T type) {
        return wrap(List.of((A) plane), extent, type);
    }

    private static boolean inOrder(String axes) {
        return axes.startsWith("XY")
                && IntStream.range(1, axes.length())
                        .allMatch(i ->
                                AxisOrder.XYCZT.indexOf(axes.charAt(i - 1)) < AxisOrder.XYCZT.indexOf(axes.charAt(i)));
    }
}
