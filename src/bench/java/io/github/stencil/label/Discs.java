// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label;

import ij.process.ByteProcessor;
import java.util.Random;

/** A mask of about 5,000 discs in 4096 x 4096 pixels, of which some touch. */
public final class Discs {
    /** The width and height of the mask in pixels. */
    public static final int SIZE = 4096;

    private static final int CELL = 58;

    private Discs() {}

    /** Draws the mask, 0 and 255. */
    public static ByteProcessor mask() {
        Random random = new Random(1);
        ByteProcessor mask = new ByteProcessor(SIZE, SIZE);
        mask.setValue(255);
        for (int y = 0; y + CELL <= SIZE; y += CELL) {
            for (int x = 0; x + CELL <= SIZE; x += CELL) {
                int size = 16 + random.nextInt(CELL - 20);
                mask.fillOval(x + random.nextInt(CELL - size), y + random.nextInt(CELL - size), size, size);
            }
        }
        return mask;
    }
}
