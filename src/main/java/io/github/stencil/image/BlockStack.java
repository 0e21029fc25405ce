// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import ij.VirtualStack;
import org.jspecify.annotations.Nullable;

/** Pixels that are stored in pieces, as ImageJ asks for them: one plane at a time. */
public abstract class BlockStack extends VirtualStack {
    /** How the pixels are stored. */
    protected final Description stored;

    /** The pixels as they are stored. */
    protected final BlockSource blocks;

    private final int planes;
    private final int bits;

    /**
     * Creates a stack.
     *
     * @param planes how many ImageJ sees
     * @param bits of a pixel, as ImageJ counts them
     */
    protected BlockStack(Description stored, BlockSource blocks, int planes, int bits) {
        super(stored.extent().width(), stored.extent().height());
        this.stored = stored;
        this.blocks = blocks;
        this.planes = planes;
        this.bits = bits;
    }

    @Override
    public final Object getPixels(int n) {
        return getProcessor(n).getPixels();
    }

    @Override
    public final int getBitDepth() {
        return bits;
    }

    @Override
    public final int getSize() {
        return planes;
    }

    @Override
    public final int size() {
        return planes;
    }

    @Override
    public final boolean isVirtual() {
        return true;
    }

    @Override
    public final @Nullable String getSliceLabel(int n) {
        return stored.planeLabel(n - 1);
    }
}
