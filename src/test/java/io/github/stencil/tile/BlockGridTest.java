// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockGridTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void blocksAreGrainsAndEachPositionIsInTheBlockThatItsNumberNames(long seed) {
        Random random = new Random(seed);
        Interval image = new FinalInterval(1 + random.nextInt(40), 1 + random.nextInt(40), 1 + random.nextInt(9));
        long[] grain = {1 + random.nextInt(9), 1 + random.nextInt(9), 1 + random.nextInt(4)};
        BlockGrid grid = BlockGrid.of(image, grain, 1 + random.nextInt(400), 0, 1, 2);
        long pixels = 0;
        for (int number = 0; number < grid.size(); number++) {
            Interval block = grid.get(number);
            pixels += Intervals.numElements(block);
            assertThat(grid.indexOf(block.minAsLongArray())).isEqualTo(number);
            assertThat(grid.indexOf(block.maxAsLongArray())).isEqualTo(number);
            for (int d = 0; d < 3; d++) {
                assertThat(block.min(d) % grain[d]).isZero();
            }
        }
        assertThat(pixels).isEqualTo(Intervals.numElements(image));
        long[] min = {0, 0, 0};
        long[] max = image.maxAsLongArray();
        for (int d = 0; d < 3; d++) {
            min[d] = random.nextInt((int) image.dimension(d));
            max[d] = min[d] + random.nextInt((int) (image.dimension(d) - min[d]));
        }
        Interval part = new FinalInterval(min, max);
        int[] expected = IntStream.range(0, grid.size())
                .filter(n -> !Intervals.isEmpty(Intervals.intersect(grid.get(n), part)))
                .toArray();
        assertThat(grid.touching(part)).containsExactlyInAnyOrder(expected);
    }

    @Test
    void aBlockHasAtMostAsManyPixelsAsAllowedOrOneGrain() {
        Interval image = new FinalInterval(1000, 1000, 4);
        assertThat(BlockGrid.of(image, new long[] {64, 64, 1}, 200 * 200, 0, 1).blockSize())
                .containsExactly(192, 192, 1);
        assertThat(BlockGrid.of(image, new long[] {64, 64, 1}, 1, 0, 1).blockSize())
                .containsExactly(64, 64, 1);
        assertThat(Arrays.stream(BlockGrid.of(image, new long[] {64, 64, 2}, Long.MAX_VALUE, 0, 1, 2)
                                .blockSize())
                        .reduce(1, (a, b) -> a * b))
                .isEqualTo(4_000_000);
    }
}
