// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric.picture;

import static io.github.stencil.metric.LabelMapsForTests.compare;
import static io.github.stencil.metric.LabelMapsForTests.image;
import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import io.github.stencil.Progress;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.file.TiffStore;
import io.github.stencil.label.LabelSet;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorPictureTest {
    private final ImagePlus truth = image("cells.tif", 16, 3, 2, 0, 1, 0, 2, 1, 255);
    private final ImagePlus prediction = image("b", 8, 3, 2, 0, 1, 2, 0, 2, 1);

    @Test
    void everyKindOfPixelHasItsColour() {
        truth.getCalibration().setUnit("mm");
        ImagePlus picture = draw(ImageStore.memory());
        assertThat(picture.getTitle()).isEqualTo("cells-overlay");
        assertThat(picture.getCalibration().getUnit()).isEqualTo("mm");
        assertThat((byte[]) picture.getProcessor().getPixels()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(colours(picture)).containsExactly(0x000000, 0x009e73, 0xd55e00, 0x56b4e9, 0xf0e442, 0x7f7f7f);
    }

    @Test
    void thePictureInAFileHasTheSameColours(@TempDir Path folder) {
        Path file = folder.resolve("overlay.tif");
        draw(new TiffStore(file));
        assertThat(colours(IJ.openImage(file.toString()))).isEqualTo(colours(draw(ImageStore.memory())));
    }

    private ImagePlus draw(ImageStore store) {
        return ErrorPicture.draw(compare(truth, prediction).withIgnored(LabelSet.of("255")), store, Progress.NONE)
                .imagePlus();
    }

    private static int[] colours(ImagePlus picture) {
        int[] argb = (int[]) picture.getProcessor().convertToRGB().getPixels();
        return java.util.Arrays.stream(argb).map(c -> c & 0xffffff).toArray();
    }
}
