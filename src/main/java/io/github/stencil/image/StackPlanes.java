// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import ij.ImageStack;

/**
 * The planes of an ImageJ stack: its own arrays, or, for a virtual stack, planes read when asked for. A few of those are
 * kept, so that working through a plane in parts reads it once.
 */
final class StackPlanes implements PlaneReader {
    private static final int FEWEST_KEPT = 4;

    private final ImageStack stack;
    private final boolean rgb;
    private final BoundedCache<Object> kept;

    StackPlanes(ImageStack stack, boolean rgb) {
        this.stack = stack;
        this.rgb = rgb;
        long planeBytes = Math.max(1, (long) stack.getWidth() * stack.getHeight() * stack.getBitDepth() / 8);
        kept = BoundedCache.create(plane -> planeBytes, FEWEST_KEPT * planeBytes);
    }

    @Override
    public void read(int plane, int x, int y, int width, int height, Object into, int at) {
        Object pixels = pixels(rgb ? plane / 3 : plane);
        if (rgb) {
            extract((int[]) pixels, 16 - 8 * (plane % 3), x, y, width, height, (byte[]) into, at);
        } else {
            PlaneReader.copyRows(pixels, stack.getWidth(), x, y, width, height, into, at);
        }
    }

    private Object pixels(int index) {
        if (!stack.isVirtual()) {
            return stack.getPixels(index + 1);
        }
        return kept.get(index, this::plane);
    }

    /** Virtual stacks are not made for reading from several threads. */
    private synchronized Object plane(long index) {
        return stack.getPixels((int) index + 1);
    }

    private void extract(int[] argb, int shift, int x, int y, int width, int height, byte[] into, int at) {
        for (int row = 0; row < height; row++) {
            int from = (y + row) * stack.getWidth() + x;
            for (int i = 0; i < width; i++) {
                into[at + row * width + i] = (byte) (argb[from + i] >> shift);
            }
        }
    }
}
