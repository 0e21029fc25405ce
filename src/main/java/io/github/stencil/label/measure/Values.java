// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.measure;

import io.github.stencil.image.PixelType;

/** Running statistics of the values of one object in one channel, added in storage order. NaN is left out. */
final class Values {
    private long count;
    private double first;
    private double sum; // of what values differ from the first
    private double squares;
    private float min = Float.POSITIVE_INFINITY;
    private float max = Float.NEGATIVE_INFINITY;

    /** Copies the values of a run that are not NaN, and returns where the next ones go. */
    static int gather(PixelType type, Object pixels, int from, int length, float[] into, int at) {
        int to = at;
        switch (type) {
            case UINT8 -> {
                byte[] values = (byte[]) pixels;
                for (int i = from; i < from + length; i++) {
                    into[to++] = values[i] & 0xff;
                }
            }
            case UINT16 -> {
                short[] values = (short[]) pixels;
                for (int i = from; i < from + length; i++) {
                    into[to++] = values[i] & 0xffff;
                }
            }
            case INT16 -> {
                short[] values = (short[]) pixels;
                for (int i = from; i < from + length; i++) {
                    into[to++] = values[i];
                }
            }
            default -> {
                for (int i = from; i < from + length; i++) {
                    float value = (float) type.get(pixels, i);
                    if (!Float.isNaN(value)) {
                        into[to++] = value;
                    }
                }
            }
        }
        return to;
    }

    /** Adds values, of which none is NaN. */
    void add(float[] values, int length) {
        if (length == 0) {
            return;
        }
        if (count == 0) {
            first = values[0];
        }
        count += length;
        double from = first;
        double total = sum;
        double square = squares;
        float least = min;
        float most = max;
        for (int i = 0; i < length; i++) {
            float value = values[i];
            double more = value - from;
            total += more;
            square += more * more;
            least = value < least ? value : least;
            most = value > most ? value : most;
        }
        sum = total;
        squares = square;
        min = least;
        max = most;
    }

    long count() {
        return count;
    }

    float min() {
        return min;
    }

    float max() {
        return max;
    }

    double mean() {
        return count == 0 ? Double.NaN : first + sum / count;
    }

    /**
     * Returns what was found.
     *
     * @param median of the same values
     */
    ObjectIntensity intensity(double median) {
        if (count == 0) {
            return ObjectIntensity.NONE;
        }
        double variance = count < 2 ? 0 : Math.max(0, (squares - sum * sum / count) / (count - 1));
        return new ObjectIntensity(mean(), Math.sqrt(variance), median, min, max, Double.NaN);
    }
}
