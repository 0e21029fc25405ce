// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Space;
import io.github.stencil.label.Blobs;
import io.github.stencil.label.Flood;
import io.github.stencil.label.LabelLook;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComponentsTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void unionFindEqualsFloodFillInBlocksOfAnySize(long seed) {
        Random random = new Random(seed);
        int width = 1 + random.nextInt(30);
        int height = 1 + random.nextInt(30);
        int depth = seed % 2 == 0 ? 1 : 1 + random.nextInt(7);
        int[] image = new int[width * height * depth];
        for (int value = 1; value <= 3; value++) {
            boolean[] mask = Blobs.mask(random, width, height, depth);
            for (int i = 0; i < image.length; i++) {
                image[i] = mask[i] && random.nextInt(20) > 0 ? value : image[i];
            }
        }
        for (Connectivity connectivity : Connectivity.values()) {
            int[] expected = Flood.components(image, width, height, depth, connectivity == Connectivity.CORNERS);
            for (int rows : new int[] {1, 2, 3, 7, height, height + 1, height * depth}) {
                int[] ids = image.clone();
                int count = Components.label(ids, width, height, depth, connectivity, rows);
                assertThat(ids)
                        .as(
                                "seed %d, %s, %d x %d x %d, blocks of %d rows",
                                seed, connectivity, width, height, depth, rows)
                        .isEqualTo(expected);
                assertThat(count).isEqualTo(Arrays.stream(expected).max().orElse(0));
            }
        }
    }

    @Test
    void oneThreadAndTwoGiveTheSame() {
        boolean[] mask = Blobs.mask(new Random(1), 300, 200, 3);
        int[] image = new int[mask.length];
        for (int i = 0; i < image.length; i++) {
            image[i] = mask[i] ? 1 : 0;
        }
        int[] one = image.clone();
        int[] two = image.clone();
        on(1, () -> Components.label(one, 300, 200, 3, Connectivity.CORNERS, 7));
        on(2, () -> Components.label(two, 300, 200, 3, Connectivity.CORNERS, 7));
        assertThat(one).isEqualTo(two).isEqualTo(Flood.components(image, 300, 200, 3, true));
    }

    @Test
    void anArrayOfAnotherLengthIsRefused() {
        assertThatThrownBy(() -> Components.label(new int[5], 2, 2, 1, Connectivity.FACES))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("2 x 2 x 1 pixels does not fit into 5 numbers");
    }

    private static void on(int threads, Runnable work) {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            pool.submit(work).join();
        } finally {
            pool.shutdown();
        }
    }

    /** The components that are counted row by row are those that are found in the whole plane. */
    @RepeatedTest(10)
    void componentsThatAreCountedRowByRowAreThoseOfTheWholeImage(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int[] labels = Blobs.labels(random, 61, 47, 9);
        ImagePlus map = Blobs.image("blobs", 61, 47, 1, 1, labels);
        LabelLook look = LabelLook.at(AxisImage.of(map), Space.PLANES, label -> false, Progress.NONE);
        int[] ids = labels.clone();
        int count = Components.label(ids, 61, 47, 1, Connectivity.CORNERS);
        assertThat(look.labels().values().stream()
                        .mapToInt(LabelLook.Found::parts)
                        .sum())
                .isEqualTo(count);
        look.labels()
                .forEach((label, found) -> assertThat(found.pixels())
                        .isEqualTo(Arrays.stream(labels)
                                .filter(value -> value == label)
                                .count()));
    }
}
