// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import io.github.stencil.StencilException;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageSink;
import io.github.stencil.image.PixelType;
import io.github.stencil.image.file.TiffImage;
import io.github.stencil.image.file.TiffStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageSourceTest {
    @TempDir
    private Path folder;

    @Test
    void aLargeFileIsNotReadWhole() {
        Path file = folder.resolve("large.tif");
        writeBlank(file, 8192); // 64 MB
        ImagePlus image = ImageSource.find(file.toString());
        assertThat(image).isInstanceOf(TiffImage.class);
        assertThat(image.getTitle()).isEqualTo("large.tif");
    }

    @Test
    void aSmallFileIsReadByImageJ() {
        Path file = folder.resolve("small.tif");
        writeBlank(file, 16);
        assertThat(ImageSource.find(file.toString())).isExactlyInstanceOf(ImagePlus.class);
    }

    @Test
    void whatIsNoImageIsRefusedInASentence() throws IOException {
        Files.writeString(folder.resolve("words.txt"), "some words, no image\n");
        Files.writeString(folder.resolve("numbers.csv"), "a,b\n1,2\n");
        Files.writeString(folder.resolve("words.tif"), "some words, no image\n");
        Files.createFile(folder.resolve("empty.png"));
        try (OutputStream file = Files.newOutputStream(folder.resolve("rois.zip"));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("words.txt"));
        }
        for (String name : new String[] {"words.txt", "numbers.csv", "words.tif", "empty.png", "rois.zip"}) {
            String file = folder.resolve(name).toString();
            assertThatThrownBy(() -> ImageSource.find(file))
                    .isInstanceOf(StencilException.class)
                    .hasMessageContaining("cannot read " + file);
        }
        assertThatThrownBy(() -> ImageSource.find(folder.toString())).hasMessageContaining("neither an open image");
    }

    private static void writeBlank(Path file, int size) {
        Description blank = Description.of("blank", PixelType.UINT8, new Extent(size, size, 1, 1, 1));
        try (ImageSink sink = new TiffStore(file).create(blank)) {
            sink.write(blank.extent().rows(size - 1, size - 1, 0, 0, 0, 0), new byte[size]); // the rest is a hole
            sink.finish();
        }
    }
}
