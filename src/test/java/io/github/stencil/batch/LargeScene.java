// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.batch;

import io.github.stencil.Progress;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageSink;
import io.github.stencil.image.PixelType;
import io.github.stencil.zarr.OmeZarr;
import java.nio.file.Path;
import net.imglib2.Interval;

/**
 * Draws an image of bright discs in noise and its true label map, of any size, as OME-Zarr and block by block. One disc
 * lies in each cell of a grid, so that a pixel is known without its neighbours.
 */
public final class LargeScene {
    private static final int PITCH = 67;
    private static final int BLOCK = 2048;

    private final int side;

    private LargeScene(int side) {
        this.side = side;
    }

    /** Draws FOLDER/image.ome.zarr, 8-bit, and FOLDER/truth.ome.zarr of a side's length: {@code FOLDER SIDE}. */
    public static void main(String[] args) {
        LargeScene scene = new LargeScene(Integer.parseInt(args[1]));
        scene.draw(Path.of(args[0], "image.ome.zarr"), PixelType.UINT8);
        scene.draw(Path.of(args[0], "truth.ome.zarr"), PixelType.UINT32);
    }

    private void draw(Path file, PixelType type) {
        Extent extent = new Extent(side, side, 1, 1, 1);
        Description description =
                Description.of(String.valueOf(file.getFileName()), type, extent).withLabels(type == PixelType.UINT32);
        try (ImageSink sink = OmeZarr.at(file, file).create(description)) {
            for (Interval block : extent.blocks(new Extent(BLOCK, BLOCK, 1, 1, 1))) {
                int width = (int) block.dimension(0);
                int height = (int) block.dimension(1);
                Object pixels = type.createArray(width * height);
                for (int i = 0; i < width * height; i++) {
                    int x = (int) block.min(0) + i % width;
                    int y = (int) block.min(1) + i / width;
                    if (pixels instanceof int[] labels) {
                        labels[i] = label(x, y);
                    } else {
                        ((byte[]) pixels)[i] = (byte) grey(x, y);
                    }
                }
                sink.write(block, pixels);
            }
            sink.finish(Progress.NONE);
        }
    }

    private int label(int x, int y) {
        int cellX = x / PITCH;
        int cellY = y / PITCH;
        int cells = side / PITCH + 1;
        int cell = cellX + cells * cellY;
        int chance = mix(cell);
        int radius = 9 + (chance & 15);
        int dx = x % PITCH - 24 - (chance >> 4 & 15);
        int dy = y % PITCH - 24 - (chance >> 8 & 15);
        return dx * dx + dy * dy <= radius * radius ? cell + 1 : 0;
    }

    private int grey(int x, int y) {
        int noise = mix(x * 40_009 + y) & 31;
        return noise + (label(x, y) > 0 ? 120 : 10);
    }

    private static int mix(int number) {
        int mixed = number * 0x9E37_79B9;
        mixed = (mixed ^ (mixed >>> 15)) * 0x85EB_CA6B;
        return (mixed ^ (mixed >>> 13)) & Integer.MAX_VALUE;
    }
}
