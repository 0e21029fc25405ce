// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import io.github.stencil.StencilException;
import io.github.stencil.label.DisjointSets;
import java.util.stream.IntStream;

/**
 * Connected components by union-find over runs of pixels, on all cores: blocks of rows find and join their runs, then the
 * seams between blocks are joined. Ids count from 1 in the order of components' first pixels, so they depend neither on
 * the blocks nor on how many threads there are.
 */
final class Components {
    private static final int BLOCK_PIXELS = 1 << 18;

    private final int[] image;
    private final int width;
    private final int height;
    private final Connectivity connectivity;
    private final int rows;
    private final int blockRows;

    private Components(int[] image, int width, int height, int depth, Connectivity connectivity, int blockRows) {
        this.image = image;
        this.width = width;
        this.height = height;
        this.connectivity = connectivity;
        this.blockRows = blockRows;
        rows = height * depth;
    }

    /**
     * Replaces the values of an image by the ids of its components: pixels of equal value that are connected are one
     * component, and 0 stays 0.
     *
     * @param image X fastest, then Y, then Z; changed
     * @param width along X
     * @param height along Y
     * @param depth along Z; 1 for a plane
     * @return how many components there are, which is the highest id
     * @throws StencilException if the array is not as long as the image
     */
    static int label(int[] image, int width, int height, int depth, Connectivity connectivity) {
        long rows = (long) height * depth;
        long blocks = 4L * Runtime.getRuntime().availableProcessors();
        long blockRows = Math.max(BLOCK_PIXELS / Math.max(1, width), (rows + blocks - 1) / blocks);
        return label(image, width, height, depth, connectivity, (int) Math.max(1, Math.min(rows, blockRows)));
    }

    static int label(int[] image, int width, int height, int depth, Connectivity connectivity, int blockRows) {
        if (width < 1 || height < 1 || depth < 1 || (long) width * height * depth != image.length) {
            throw StencilException.of(
                    "An image of %d x %d x %d pixels does not fit into %d numbers. Give as many as it has pixels.",
                    width, height, depth, image.length);
        }
        return new Components(image, width, height, depth, connectivity, blockRows).run();
    }

    private int run() {
        int blocks = (rows + blockRows - 1) / blockRows;
        PixelRuns[] parts = IntStream.range(0, blocks)
                .parallel()
                .mapToObj(block -> PixelRuns.of(image, width, first(block), first(block + 1) - first(block)))
                .toArray(PixelRuns[]::new);
        PixelRuns runs = blocks == 1 ? parts[0] : PixelRuns.join(parts);
        DisjointSets sets = DisjointSets.create(runs.count());
        PixelRuns.Link link = sets::join;
        IntStream.range(0, blocks).parallel().forEach(block -> {
            for (int row = first(block); row < first(block + 1); row++) {
                connect(runs, row, first(block), row, link); // touches only this block's runs
            }
        });
        for (int block = 1; block < blocks; block++) {
            for (int row = first(block); row < first(block + 1); row++) {
                connect(runs, row, 0, first(block), link);
            }
        }
        int count = sets.number();
        IntStream.range(0, blocks)
                .parallel()
                .forEach(block -> runs.paint(image, width, first(block), first(block + 1), sets.numbers()));
        return count;
    }

    private int first(int block) {
        return Math.min(rows, block * blockRows);
    }

    /** Joins a row to those of its earlier neighbours that lie between two rows, the second excluded. */
    private void connect(PixelRuns runs, int row, int from, int to, PixelRuns.Link link) {
        boolean corners = connectivity == Connectivity.CORNERS;
        int y = row % height;
        if (y > 0 && row - 1 >= from && row - 1 < to) {
            runs.link(row, row - 1, corners ? 1 : 0, link);
        }
        for (int dy = corners ? -1 : 0; dy <= (corners ? 1 : 0); dy++) {
            int other = row - height + dy; // in the plane before
            if (row >= height && y + dy >= 0 && y + dy < height && other >= from && other < to) {
                runs.link(row, other, corners ? 1 : 0, link);
            }
        }
    }
}
