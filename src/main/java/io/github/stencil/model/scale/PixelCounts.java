// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.scale;

import io.github.stencil.image.KeyCounts;
import io.github.stencil.image.PixelType;
import java.util.function.LongToDoubleFunction;

/**
 * Order statistics and moments of a plane, exact and in bounded memory: by a histogram for integers; for floats by a
 * radix selection over their bits, whose upper half is counted in one pass and whose lower half, for the few values asked
 * for, in another.
 */
public abstract class PixelCounts {
    private static final int KEYS = 1 << 16;

    private long total;
    private double mean;
    private double deviation;

    /** Returns the value at a place in the sorted plane, from 0. */
    abstract double sorted(long place);

    /** Returns what has been found elsewhere; {@code sorted} gives the value at a place. */
    static PixelCounts of(long total, double mean, double deviation, LongToDoubleFunction sorted) {
        PixelCounts counts = new PixelCounts() {
            @Override
            double sorted(long place) {
                return sorted.applyAsDouble(place);
            }
        };
        counts.total = total;
        counts.mean = mean;
        counts.deviation = deviation;
        return counts;
    }

    /** Counts an 8- or 16-bit plane. */
    static PixelCounts ofIntegers(Plane plane) {
        PixelType type = plane.image().type();
        int least = (int) type.leastValue();
        long[] counts = new long[type == PixelType.UINT8 ? KeyCounts.PAGE : KEYS];
        plane.read((pixels, length, block) -> {
            if (pixels instanceof byte[] bytes) {
                for (int i = 0; i < length; i++) {
                    counts[bytes[i] & 0xff]++;
                }
            } else {
                short[] shorts = (short[]) pixels;
                for (int i = 0; i < length; i++) {
                    counts[shorts[i] - least & 0xffff]++;
                }
            }
        });
        return new OfIntegers(KeyCounts.of(counts), least);
    }

    /** Counts a 32-bit plane; refuses values that are not finite. */
    static PixelCounts ofFloats(Plane plane) {
        long[] counts = new long[KEYS];
        double[] sums = {0, 0, Double.NaN}; // of values and squares, both from the first value on; that value
        plane.read((pixels, length, block) -> {
            float[] floats = (float[]) pixels;
            if (Double.isNaN(sums[2])) {
                sums[2] = floats[0];
            }
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < length; i++) {
                float value = floats[i];
                if (!Float.isFinite(value)) {
                    throw plane.notFinite(value, block, i);
                }
                double shifted = value - sums[2];
                sum += shifted;
                squares += shifted * shifted;
                counts[KeyCounts.key(value) >>> 16]++;
            }
            sums[0] += sum;
            sums[1] += squares;
        });
        return new OfFloats(plane, KeyCounts.of(counts), sums);
    }

    /** Returns the mean. */
    double mean() {
        return mean;
    }

    /** Returns the population's standard deviation. */
    double deviation() {
        return deviation;
    }

    /** Returns a percentile, interpolated linearly between neighbours as numpy's default is. */
    double percentile(double percent) {
        double place = percent / 100 * (total - 1);
        long below = (long) Math.floor(place);
        double part = place - below;
        double a = sorted(below);
        double b = sorted(Math.min(total - 1, below + 1));
        return part < 0.5 ? a + (b - a) * part : b - (b - a) * (1 - part);
    }

    private static final class OfIntegers extends PixelCounts {
        private final KeyCounts counts;
        private final int least;

        OfIntegers(KeyCounts counts, int least) {
            this.counts = counts;
            this.least = least;
            PixelCounts all = this;
            double sum = 0;
            for (int value = 0; value < KEYS; value++) {
                all.total += counts.count(value);
                sum += (double) value * counts.count(value);
            }
            double mean = sum / all.total;
            double squares = 0;
            for (int value = 0; value < KEYS; value++) {
                squares += (value - mean) * (value - mean) * counts.count(value);
            }
            all.mean = mean + least;
            all.deviation = Math.sqrt(squares / all.total);
        }

        @Override
        double sorted(long place) {
            return counts.find(place) + (double) least;
        }
    }

    private static final class OfFloats extends PixelCounts {
        private final Plane plane;
        private final KeyCounts counts;
        private int refined = -1;
        private KeyCounts fine = KeyCounts.of();

        OfFloats(Plane plane, KeyCounts counts, double[] sums) {
            this.plane = plane;
            this.counts = counts;
            PixelCounts all = this;
            all.total = counts.below(KEYS);
            double shift = sums[0] / all.total;
            all.mean = sums[2] + shift;
            all.deviation = Math.sqrt(Math.max(0, sums[1] / all.total - shift * shift));
        }

        @Override
        double sorted(long place) {
            int upper = counts.find(place);
            if (upper != refined) {
                refine(upper);
            }
            return KeyCounts.value(upper << 16 | fine.find(place - counts.below(upper)));
        }

        private void refine(int upper) {
            long[] lower = new long[KEYS];
            plane.read((pixels, length, block) -> {
                float[] floats = (float[]) pixels;
                for (int i = 0; i < length; i++) {
                    int key = KeyCounts.key(floats[i]);
                    if (key >>> 16 == upper) {
                        lower[key & 0xffff]++;
                    }
                }
            });
            fine = KeyCounts.of(lower);
            refined = upper;
        }
    }
}
