// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.IJ;
import ij.process.ImageProcessor;
import io.github.stencil.image.AxisImage;
import io.github.stencil.work.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Instances that another program made of predicted class maps: 4-connected components of class 1, grown by one pixel into
 * class 2. It numbers them otherwise, and ours grow on where the border is thicker.
 */
class ReferenceInstancesTest {

    @Test
    void componentsAreTheSameAndGrowByTheSamePixelsInTheFirstStep() throws IOException {
        Path images = Path.of("..", "shared", "reference", "images");
        assumeTrue(Files.isDirectory(images), "the reference data are not here");
        try (var files = Files.list(images.resolve("pred_classes"))) {
            List<Path> all = files.sorted().toList();
            assertThat(all).isNotEmpty();
            for (Path file : all) {
                Path instances = images.resolve("pred_instances").resolve(file.getFileName());
                compare(
                        AxisImage.of(IJ.openImage(file.toString())),
                        IJ.openImage(instances.toString()).getProcessor());
            }
        }
    }

    private static void compare(AxisImage image, ImageProcessor theirs) {
        int width = theirs.getWidth();
        int height = theirs.getHeight();
        BlockedImage whole = BlockedImage.of(width, height, 1, 0, 0, new long[] {width, height, 1}, 1);
        PixelBlocks.Classes block = new PixelBlocks(
                        image, Foreground.of("", "1", "2"), new Passes(whole, Workplace.memory(), () -> {}))
                .classes(whole.blocks().get(0));
        int[] labels = block.labels();
        Components.label(labels, theirs.getWidth(), theirs.getHeight(), 1, Connectivity.FACES);
        int[] before = labels.clone();
        Growth.grow(labels, whole.grid(0), Connectivity.FACES, block::free, 1);
        Map<Integer, Integer> theirIds = new HashMap<>();
        Map<Integer, Integer> ourIds = new HashMap<>();
        for (int i = 0; i < labels.length; i++) {
            int id = theirs.get(i);
            assertThat(labels[i] != 0).as(image.title() + ", pixel " + i).isEqualTo(id != 0);
            if (before[i] != 0) {
                theirIds.putIfAbsent(before[i], id);
                ourIds.putIfAbsent(id, before[i]);
                assertThat(theirIds).containsEntry(before[i], id);
                assertThat(ourIds).containsEntry(id, before[i]);
            }
        }
    }
}
