// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import java.nio.file.Path;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;

/**
 * Signed 16-bit numbers as ImageJ keeps them, and the other way round; see {@link Signed}.
 *
 * @param blocks the other ones
 */
record TurnedBlocks(BlockSource blocks) implements BlockSource {

    @Override
    public void copy(Interval block, Object array) {
        blocks.copy(block, array);
        Signed.turn((short[]) array, 0, Math.toIntExact(Intervals.numElements(block)));
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
