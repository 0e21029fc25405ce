// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import io.github.stencil.StencilException;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.view.Views;

/** Brings dimensions into the order X, Y, C, Z, T, and back into others. */
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
        RandomAccessibleInterval<T> all = pixels;
        StringBuilder order = new StringBuilder(axes);
        for (int i = 0; i < XYCZT.length(); i++) {
            char axis = XYCZT.charAt(i);
            if (axes.indexOf(axis) < 0) {
                all = Views.addDimension(all, 0, 0);
                order.append(axis);
            }
        }
        return permuted(all, order, XYCZT);
    }

    static <T> RandomAccessibleInterval<T> fromXyczt(RandomAccessibleInterval<T> pixels, String axes) {
        if (axes.chars().anyMatch(axis -> XYCZT.indexOf(axis) < 0)
                || axes.chars().distinct().count() != axes.length()) {
            throw StencilException.of(
                    "The axes \"%s\" are not some of X, Y, C, Z and T. Name each once that is wanted.", axes);
        }
        RandomAccessibleInterval<T> some = pixels;
        StringBuilder order = new StringBuilder(XYCZT);
        for (int d = XYCZT.length() - 1; d >= 0; d--) {
            char axis = XYCZT.charAt(d);
            if (axes.indexOf(axis) < 0) {
                if (pixels.dimension(d) > 1) {
                    throw StencilException.of(
                            "The axes \"%s\" leave out %c, along which the image has %,d pixels. Name it too, or cut the image.",
                            axes, axis, pixels.dimension(d));
                }
                some = Views.hyperSlice(some, d, 0);
                order.deleteCharAt(d);
            }
        }
        return permuted(some, order, axes);
    }

    private static <T> RandomAccessibleInterval<T> permuted(
            RandomAccessibleInterval<T> pixels, StringBuilder order, String wanted) {
        RandomAccessibleInterval<T> permuted = pixels;
        for (int i = 0; i < wanted.length(); i++) {
            int from = order.indexOf(wanted.substring(i, i + 1));
            if (from != i) {
                permuted = Views.permute(permuted, from, i);
                order.setCharAt(from, order.charAt(i));
                order.setCharAt(i, wanted.charAt(i));
            }
        }
        return permuted;
    }
}
