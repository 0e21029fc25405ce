// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.onehot;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.image.GrainedStore;
import io.github.stencil.image.ImageStore;
import io.github.stencil.label.Blobs;
import io.github.stencil.label.LabelList;
import io.github.stencil.label.LabelSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneHotInBlocksTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void categoricalStacksAndLabelsAreTheSameInBlocksOfAnySize(long seed) {
        Random random = new Random(seed);
        int slices = seed % 2 == 0 ? 1 : 3;
        int[][] planes = new int[slices * 2][];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = Blobs.labels(random, 41, 33, 19);
        }
        ImagePlus image = Blobs.image("labels", 41, 33, slices, 2, planes);
        AxisImage labels = AxisImage.of(image);
        ClassAxis axis = seed % 2 == 0 ? ClassAxis.SLICES : ClassAxis.CHANNELS;
        EncodeRule encode = new EncodeRule(20, Encoding.ONE_BYTE, "", LabelSet.of(""), true, axis);
        DecodeRule decode = new DecodeRule(axis, true, 0, LabelList.of(""));
        AxisImage stack = OneHot.encode(labels, encode, ImageStore.memory(), Progress.NONE, 500)
                .image();
        for (Extent grain : new Extent[] {
            new Extent(16, 16, 1, 1, 1),
            new Extent(20, 8, 3, 2, 1),
            new Extent(41, 5, 16, 2, 2),
            new Extent(7, 33, 20, 3, 1)
        }) {
            AxisImage inBlocks = OneHot.encode(labels, encode, new GrainedStore(grain, b -> false), Progress.NONE, 500)
                    .image();
            assertThat(pixels(inBlocks)).as("seed %d, %s", seed, grain).isEqualTo(pixels(stack));
            AxisImage back = OneHot.decode(inBlocks, decode, new GrainedStore(grain, b -> false), Progress.NONE, 700);
            for (int t = 0; t < 2; t++) {
                for (int z = 0; z < slices; z++) {
                    byte[] plane = (byte[]) back.copy(back.extent().rows(0, 32, 0, 0, z, t));
                    for (int i = 0; i < plane.length; i++) {
                        assertThat((int) plane[i]).isEqualTo(planes[z + slices * t][i]);
                    }
                }
            }
        }
    }

    @Test
    void blocksThatAreThereAreNotMadeAgain() {
        AxisImage labels = AxisImage.of(Blobs.image("labels", 41, 33, 1, 1, Blobs.labels(new Random(1), 41, 33, 19)));
        GrainedStore store = new GrainedStore(new Extent(16, 16, 1, 1, 1), block -> block % 3 != 2);
        OneHot.encode(labels, EncodeRule.of(20), store, Progress.NONE, 500);
        assertThat(store.written()).isNotEmpty().allMatch(block -> block.min(0) == 32);
    }

    private static Object pixels(AxisImage image) {
        return image.copy(image.extent().interval());
    }
}
