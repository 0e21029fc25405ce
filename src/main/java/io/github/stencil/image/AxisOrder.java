package io.github.stencil.image;

import io.github.stencil.StencilException;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.view.Views;

/** Brings dimensions into the order X, Y, C, Z, T. */
final class AxisOrder {
    static final String XYCZT = "XYCZT";

    private AxisOrder() {}

    static <T> RandomAccessibleInterval<T> toXyczt(RandomAccessibleInterval<T> pixels, String axes) {
        if (axes.length() != pixels.numDimensions()
                || axes.chars().anyMatch(axis -> XYCZT.indexOf(axis) < 0)
                || axes.chars().distinct().count() != axes.length()
                || axes.indexOf('X') < 0
                || axes.indexOf('Y') < 0) {
            throw StencilException.of(
                    "The axes \"%s\" do not name the %d dimensions of the image. Give one of X, Y, C, Z, T for each, X and Y among them.",
                    axes, pixels.numDimensions());
        }
        RandomAccessibleInterval<T> ordered = pixels;
        StringBuilder order = new StringBuilder(axes);
        for (int i = 0; i < XYCZT.length(); i++) {
            String axis = XYCZT.substring(i, i + 1);
            if (order.indexOf(axis) < 0) {
                ordered = Views.addDimension(ordered, 0, 0);
                order.append(axis);
            }
            int from = order.indexOf(axis);
            if (from != i) {
                ordered = Views.permute(ordered, from, i);
                char moved = order.charAt(i);
                order.setCharAt(i, axis.charAt(0));
                order.setCharAt(from, moved);
            }
        }
        return ordered;
    }
}
