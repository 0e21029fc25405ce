// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.onehot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.stencil.Progress;
import io.github.stencil.batch.BlockStore;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageSink;
import io.github.stencil.image.PixelType;
import io.github.stencil.label.LabelSet;
import io.github.stencil.mask.Noise;
import io.github.stencil.work.Receipts;
import io.github.stencil.work.Sharing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LabelCensusTest {

    @ParameterizedTest
    @EnumSource(value = PixelType.class, mode = EnumSource.Mode.EXCLUDE, names = "UINT32") // see below
    void everyPixelIsCountedOnceAndAReceiptSaysTheSame(PixelType type) {
        Random random = new Random(11);
        int[] pixels = random.ints(527, 0, 5).map(label -> label * 25).toArray(); // an odd number of them
        Map<Long, Long> naive = new TreeMap<>();
        for (int label : pixels) {
            naive.merge((long) label, 1L, Long::sum);
        }
        List<LabelCensus.Count> expected = new ArrayList<>();
        naive.forEach((label, count) -> expected.add(new LabelCensus.Count(label, count)));
        AxisImage image = image(type, pixels);
        Receipts receipts = Receipts.memory();
        LabelCensus census = LabelCensus.of(image, receipts, Progress.NONE);
        assertThat(census.counts()).as("seed 11").isEqualTo(expected);

        census.writeTo(receipts);
        AxisImage other = image(type, 3, 3); // which is not looked at: the receipt is
        assertThat(LabelCensus.of(other, receipts, Progress.NONE)).isEqualTo(census);
        assertThat(LabelCensus.of(other, Receipts.memory(), Progress.NONE).counts())
                .containsExactly(new LabelCensus.Count(3, 2));
    }

    @Test
    void labelsOf32BitsAreCountedToo(@TempDir Path folder) {
        Description description = Description.of("in", PixelType.UINT32, new Extent(6, 1, 1, 1, 1));
        AxisImage image;
        try (ImageSink sink = BlockStore.of(folder.resolve("in.ome.zarr"), "in", false, Sharing.ALONE)
                .create(description)) {
            sink.write(description.extent().interval(), new int[] {7, 7, (int) LabelSet.HIGHEST, 0, 70_000, 7});
            image = sink.finish();
        }
        assertThat(LabelCensus.of(image, Receipts.memory(), Progress.NONE).counts())
                .containsExactly(
                        new LabelCensus.Count(0, 1),
                        new LabelCensus.Count(7, 3),
                        new LabelCensus.Count(70_000, 1),
                        new LabelCensus.Count(LabelSet.HIGHEST, 1));
    }

    @Test
    void aReceiptHoldsLabelsAndCountsOfAnySize() {
        LabelCensus large = new LabelCensus(List.of(
                new LabelCensus.Count(0, 5_000_000_000L),
                new LabelCensus.Count(70_000, 1),
                new LabelCensus.Count(LabelSet.HIGHEST, Long.MAX_VALUE)));
        Receipts receipts = Receipts.memory();
        large.writeTo(receipts);
        AxisImage any = image(PixelType.UINT8, 1);
        assertThat(LabelCensus.of(any, receipts, Progress.NONE)).isEqualTo(large);
    }

    private static AxisImage image(PixelType type, int... labels) {
        return Noise.filled(type, new Extent(labels.length, 1, 1, 1, 1), i -> labels[i]);
    }
}
