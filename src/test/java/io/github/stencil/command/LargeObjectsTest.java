// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageSink;
import io.github.stencil.image.PixelType;
import io.github.stencil.label.objects.ObjectRow;
import io.github.stencil.label.objects.Refinement;
import io.github.stencil.zarr.OmeZarr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Label maps that have been written to a file, of which no plane need fit into memory. */
class LargeObjectsTest {
    @TempDir
    private Path folder;

    @Test
    void noPlaneOfAStreamedLabelMapIsReadToShowIt() throws IOException {
        Path file = folder.resolve("objects.ome.zarr");
        Description map = Description.of("objects", PixelType.UINT16, new Extent(1, 1, 1, 1, 1))
                .withLabels(true);
        try (ImageSink sink = OmeZarr.at(file, file).create(map)) {
            sink.write(map.extent().interval(), new short[] {1000});
            sink.finish();
        }
        damage(file.resolve("0"));
        AxisImage labels = OmeZarr.open(file);
        ObjectRow row = new ObjectRow(1000, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1);
        ImagePlus shown = RefineMasks.image(new Refinement.Objects(labels, List.of(row), false, 0));
        assertThat(shown.getWidth()).isEqualTo(1);
        assertThatThrownBy(shown::getProcessor)
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("cannot be decoded");
    }

    private static void damage(Path array) throws IOException {
        try (Stream<Path> files = Files.walk(array)) {
            for (Path chunk : files.filter(file -> Files.isRegularFile(file)
                            && !String.valueOf(file.getFileName()).startsWith("zarr"))
                    .toList()) {
                Files.write(chunk, new byte[] {1});
            }
        }
    }
}
