// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import ij.process.ColorProcessor;
import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tensor.TensorRuntime;
import io.github.stencil.tile.Mirror;
import io.github.stencil.tile.Span;
import java.util.Random;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TileWindowTest {
    private static final int TILES = 40;
    private static final int BEFORE = 3;

    @BeforeAll
    static void load() {
        TensorRuntime.load(Progress.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "8, 13, 9, 2, 4, 1",
        "16, 13, 9, 2, 4, 2",
        "32, 13, 9, 1, 1, 3",
        "24, 13, 9, 1, 4, 4",
        "8, 1, 9, 1, 1, 5",
        "16, 13, 1, 1, 1, 6",
        "32, 1, 1, 1, 2, 7"
    })
    void aWindowHasThePixelsOfTheImageMirroredBeyondItsEdges(
            int bits, int width, int height, int channels, int slices, long seed) {
        ImagePlus image = bits == 24
                ? colours(seed, width, height)
                : Images.noise(seed, bits, width, height, channels, slices, 2);
        check(AxisImage.of(image), seed);
        AxisImage turned = turned(AxisImage.of(image));
        check(turned, seed); // whose pixels are not its own arrays
    }

    private static ImagePlus colours(long seed, int width, int height) {
        ColorProcessor pixels = new ColorProcessor(width, height);
        Random random = new Random(seed);
        for (int i = 0; i < width * height; i++) {
            pixels.set(i, random.nextInt());
        }
        return new ImagePlus("colours", pixels);
    }

    /** Returns an image whose rows are the columns of another. */
    private static AxisImage turned(AxisImage image) {
        return AxisImage.of(Views.permute(image.pixels(), 0, 1), "XYCZT");
    }

    private static void check(AxisImage image, long seed) {
        Random random = new Random(seed);
        Extent extent = image.extent();
        for (int i = 0; i < TILES; i++) {
            Tile tile = new Tile(
                    span(random, extent.slices()),
                    span(random, extent.height()),
                    span(random, extent.width()),
                    random.nextInt(extent.frames()));
            int size = tile.window() * extent.channels();
            Object array = image.type().createArray(size);
            try (HostTensor tensor = HostTensor.create(array.getClass(), BEFORE + size)) {
                TileWindow.copy(image, tile, tensor, BEFORE);
                tensor.copyTo(BEFORE, array, 0, size);
            }
            check(image, tile, array, "seed " + seed + ", " + tile);
        }
    }

    /** Returns a window that begins in the image and may go on beyond it, further than the image is long. */
    private static Span span(Random random, int length) {
        int min = random.nextInt(length);
        int max = random.nextBoolean() ? random.nextInt(min, length) : random.nextInt(length, 3 * length + 2);
        return new Span(min, Math.min(max, length - 1), min, max);
    }

    private static void check(AxisImage image, Tile tile, Object array, String what) {
        RandomAccessibleInterval<? extends RealType<?>> pixels = image.pixels();
        Extent extent = image.extent();
        int at = 0;
        for (int z : Mirror.window(tile.z().windowMin(), tile.z().windowMax(), extent.slices())) {
            for (int c = 0; c < extent.channels(); c++) {
                for (int y : Mirror.window(tile.y().windowMin(), tile.y().windowMax(), extent.height())) {
                    for (int x : Mirror.window(tile.x().windowMin(), tile.x().windowMax(), extent.width())) {
                        assertThat(image.type().get(array, at++))
                                .as(what)
                                .isEqualTo(
                                        pixels.getAt(x, y, c, z, tile.frame()).getRealDouble());
                    }
                }
            }
        }
    }
}
