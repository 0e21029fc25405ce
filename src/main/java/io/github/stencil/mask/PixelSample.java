// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.mask;

import io.github.stencil.image.Extent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Pixels of one class with their places and the values of all their channels, in the image's order. */
public final class PixelSample {
    private final long label;
    private final Extent image;
    private final long[] places;
    private final float[] values;

    private PixelSample(long label, Extent image, long[] places, float[] values) {
        this.label = label;
        this.image = image;
        this.places = places;
        this.values = values;
    }

    /** Sorts pixels by place. Places count pixels with X fastest and T slowest, channels apart. */
    static PixelSample of(long label, Extent image, long[] places, float[] values) {
        int channels = image.channels();
        int[] order = IntStream.range(0, places.length)
                .boxed()
                .sorted(Comparator.comparingLong(i -> places[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        long[] sortedPlaces = Arrays.stream(order).mapToLong(i -> places[i]).toArray();
        float[] sortedValues = new float[values.length];
        for (int i = 0; i < order.length; i++) {
            System.arraycopy(values, order[i] * channels, sortedValues, i * channels, channels);
        }
        return new PixelSample(label, image, sortedPlaces, sortedValues);
    }

    /** Returns the class: the value of its mask pixels. */
    public long label() {
        return label;
    }

    /** Returns the number of pixels. */
    public int size() {
        return places.length;
    }

    /** Returns a pixel's column, from 0. */
    public int x(int pixel) {
        return (int) (places[pixel] % image.width());
    }

    /** Returns a pixel's row, from 0. */
    public int y(int pixel) {
        return (int) (places[pixel] / image.width() % image.height());
    }

    /** Returns a pixel's slice, from 1. */
    public int slice(int pixel) {
        return (int) (places[pixel] / image.planePixels() % image.slices()) + 1;
    }

    /** Returns a pixel's frame, from 1. */
    public int frame(int pixel) {
        return (int) (places[pixel] / image.planePixels() / image.slices()) + 1;
    }

    /** Returns a pixel's value in a channel, counted from 1. */
    public float value(int pixel, int channel) {
        return values[pixel * image.channels() + channel - 1];
    }
}
