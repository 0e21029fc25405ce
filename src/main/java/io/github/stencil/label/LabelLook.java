// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.image.Space;
import io.github.stencil.tile.BlockGrid;
import io.github.stencil.tile.BlockWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongPredicate;
import net.imglib2.Interval;

/**
 * What a look at one label map has found: for each label in how many images of the stack it is, and in how many parts.
 *
 * @param labels by label, unsigned
 * @param images how many images have a label
 * @param most the most labels of an image
 * @param rising whether in each image labels rise in the order of their first pixels
 */
public record LabelLook(Map<Integer, Found> labels, int images, int most, boolean rising) {
    /** More components tell no more. */
    private static final int MOST_COMPONENTS = 1 << 14;

    private static final int BLOCK_PIXELS = 1 << 20;

    /** Copies the map. */
    public LabelLook {
        labels = Map.copyOf(labels);
    }

    /**
     * A label in the images of a stack.
     *
     * @param images how many have it
     * @param whole in how many of them it is one component
     * @param parts how many components it has in all of them
     * @param pixels how many pixels it has in all of them
     */
    public record Found(int images, int whole, int parts, long pixels) {
        private Found plus(Found other) {
            return new Found(images + other.images, whole + other.whole, parts + other.parts, pixels + other.pixels);
        }

        /** Returns how many pixels there are in an image that has the label. */
        double size() {
            return (double) pixels / images;
        }
    }

    /**
     * Looks at a map until it is clear, or its end.
     *
     * @param ignored labels that do not count
     * @throws StencilException if the image has several channels, or a pixel is no label
     */
    public static LabelLook at(AxisImage map, Space space, LongPredicate ignored, Progress progress) {
        AxisImage wide = map.wide();
        LabelRows.Reader reader = new LabelRows.Reader(wide, ignored);
        Extent extent = wide.extent();
        Map<Integer, Found> labels = new HashMap<>();
        int images = 0;
        int most = 0;
        int components = 0;
        boolean rising = true;
        int count = space.images(extent);
        for (int image = 0; image < count && components < MOST_COMPONENTS; image++) {
            int number = image;
            Progress part = (done, total) -> progress.step(number * total + done, count * total);
            PieceCount pieces = pieces(reader, extent, space, image, MOST_COMPONENTS - components, part);
            Map<Integer, Found> found = new HashMap<>();
            pieces.visit((label, pixels) -> found.merge(label, new Found(1, 1, 1, pixels), LabelLook::joined));
            found.forEach((label, one) -> labels.merge(label, one, Found::plus));
            images += found.isEmpty() ? 0 : 1;
            most = Math.max(most, found.size());
            rising &= pieces.rises();
            components += pieces.count();
        }
        return new LabelLook(labels, images, most, rising);
    }

    /** Adds a component of a label to those of the same image. */
    private static Found joined(Found some, Found one) {
        return new Found(1, 0, some.parts + one.parts, some.pixels + one.pixels);
    }

    private static PieceCount pieces(
            LabelRows.Reader reader, Extent extent, Space space, int image, int most, Progress progress) {
        PieceCount pieces = new PieceCount(extent.width());
        int depth = space.depth(extent);
        LabelRows before = LabelRows.NONE;
        for (int z = 0; z < depth; z++) {
            int slice = space.firstSlice(extent, image) + z;
            Interval plane = extent.rows(0, extent.height() - 1, 0, 0, slice, space.frame(extent, image));
            BlockGrid blocks = BlockWriter.reading(plane, reader.grain(), BLOCK_PIXELS);
            LabelRows rows = new LabelRows(extent.height(), depth > 1);
            for (int i = 0; i < blocks.size(); i++) {
                progress.step((long) z * blocks.size() + i, (long) depth * blocks.size());
                Interval block = blocks.get(i);
                reader.read(block, rows);
                if (block.max(0) == plane.max(0)) {
                    for (int y = (int) block.min(1); y <= block.max(1); y++) {
                        pieces.add(rows, before, y);
                        rows.forget(y - 1);
                    }
                    if (pieces.count() >= most) {
                        return pieces;
                    }
                }
            }
            before = rows;
        }
        return pieces;
    }
}
