// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import io.github.stencil.StencilException;
import java.nio.file.Path;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;

/**
 * Whole numbers of 32 bits as floating point, as long as that is exact.
 *
 * @param title what to call the image in a refusal
 * @param blocks the whole numbers
 * @param rounds whether larger ones are rounded, as intensities may be, instead of refused
 */
record ExactFloats(String title, BlockSource blocks, boolean rounds) implements BlockSource {
    private static final int LARGEST = 1 << 24;

    @Override
    public void copy(Interval block, Object array) {
        float[] floats = (float[]) array;
        int[] numbers = new int[Math.toIntExact(Intervals.numElements(block))];
        blocks.copy(block, numbers);
        for (int i = 0; i < numbers.length; i++) {
            if (!rounds && Integer.compareUnsigned(numbers[i], LARGEST) > 0) {
                throw StencilException.of(
                        "\"%s\" has the value %,d, but ImageJ shows it in 32-bit floating point, which tells whole numbers apart up to %,d only. Relabel it first.",
                        title, Integer.toUnsignedLong(numbers[i]), LARGEST);
            }
            floats[i] = Integer.toUnsignedLong(numbers[i]);
        }
    }

    @Override
    public Extent grain() {
        return blocks.grain();
    }

    @Override
    public void moved(Path target) {
        blocks.moved(target);
    }
}
