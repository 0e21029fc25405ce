// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BandsTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void bandsCoverEveryPixelOnce(long seed) {
        Random random = new Random(seed);
        int axes = 2 + random.nextInt(4);
        long[] min = random.longs(axes, -3, 4).toArray();
        long[] max = IntStream.range(0, axes)
                .mapToLong(d -> min[d] + random.nextInt(7))
                .toArray();
        Interval image = new FinalInterval(min, max);
        int[] together =
                IntStream.range(2, axes).filter(d -> random.nextBoolean()).toArray();
        long most = 1 + random.nextInt(60);
        List<Interval> bands = Bands.of(image, most, together);

        var hits = Views.translate(ArrayImgs.ints(image.dimensionsAsLongArray()), min);
        for (Interval band : bands) {
            assertThat(Intervals.contains(image, band)).isTrue();
            Views.interval(hits, band).forEach(hit -> hit.inc());
        }
        hits.forEach(hit -> assertThat(hit.get()).as("hits of a pixel").isOne());
    }

    @Test
    void aBandIsAsLargeAsAllowedAndHasAtLeastOneRow() {
        Interval image = new FinalInterval(10, 7, 2);
        assertThat(Bands.of(image, 30)).hasSize(6).allMatch(band -> Intervals.numElements(band) <= 30);
        assertThat(Bands.of(image, 1)).hasSize(14).allMatch(band -> Intervals.numElements(band) == 10);
        assertThat(Bands.of(image, Long.MAX_VALUE)).hasSize(2);
    }

    @Test
    void axesTogetherStayTogetherAndCountForTheSize() {
        Interval image = new FinalInterval(10, 7, 3, 2, 2);
        List<Interval> bands = Bands.of(image, 60, 2);
        assertThat(bands).hasSize(4 * 4).allMatch(band -> band.dimension(2) == 3 && band.dimension(3) == 1);
        assertThat(Bands.of(image, Long.MAX_VALUE, 2, 3, 4))
                .singleElement()
                .satisfies(band -> assertThat(Intervals.equals(band, image)).isTrue());
    }

    @Test
    void bandsComeInStorageOrder() {
        List<Interval> bands = Bands.of(new FinalInterval(2, 3, 2, 2), 4);
        List<List<Long>> starts = bands.stream()
                .map(band -> List.of(band.min(1), band.min(2), band.min(3)))
                .toList();
        assertThat(starts.subList(0, 4))
                .containsExactly(List.of(0L, 0L, 0L), List.of(2L, 0L, 0L), List.of(0L, 1L, 0L), List.of(2L, 1L, 0L));
    }
}
