// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.file;

import static io.github.stencil.image.TestImages.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.io.FileInfo;
import ij.io.FileSaver;
import ij.io.TiffEncoder;
import ij.measure.Calibration;
import ij.process.LUT;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageSink;
import io.github.stencil.image.TestImages;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import net.imglib2.FinalInterval;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TiffImageTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "8, 1, 1, 1, false",
        "8, 3, 1, 1, false",
        "16, 1, 5, 1, false",
        "16, 2, 3, 2, true",
        "32, 1, 1, 4, false",
        "32, 2, 2, 2, false"
    })
    void whatImageJSavesIsReadWithoutLoss(int bits, int channels, int slices, int frames, boolean intel) {
        ImagePlus image = random(new Random(bits), bits, 9, 7, channels, slices, frames);
        boolean before = Prefs.intelByteOrder;
        Prefs.intelByteOrder = intel; // ImageJ writes big-endian unless told otherwise
        Path file = save(image);
        Prefs.intelByteOrder = before;
        TiffImage read = Objects.requireNonNull(TiffImage.open(file));
        TestImages.assertSamePixels(read, image);
        TestImages.assertSameScale(
                read.getCalibration(), IJ.openImage(file.toString()).getCalibration());
        assertThat(AxisImage.of(read).description())
                .usingRecursiveComparison()
                .ignoringFields("calibration", "luts", "title")
                .isEqualTo(AxisImage.of(IJ.openImage(file.toString())).description());
        assertThat(read.getTitle()).isEqualTo("image.tif");
    }

    @Test
    void openingAFileReadsNoPixels() {
        TiffImage image = Objects.requireNonNull(TiffImage.open(save(random(new Random(1), 16, 9, 7, 2, 3, 1))));
        assertThat(image.getDimensions()).containsExactly(9, 7, 2, 3, 1);
        assertThat(image.getStackSize()).isEqualTo(6);
        assertThat(image.getBitDepth()).isEqualTo(16);
        AxisImage.of(image).description();
        assertThat(image).extracting("ip").isNull();
    }

    @Test
    void aFileIsAnImageToImageJ() {
        ImagePlus original = random(new Random(1), 16, 9, 7, 1, 3, 1);
        original.setDisplayRange(5, 500);
        TiffImage image = Objects.requireNonNull(TiffImage.open(save(original)));
        assertThat(image.getDisplayRangeMin()).isEqualTo(5);
        assertThat(image.getDisplayRangeMax()).isEqualTo(500);
        assertThat(image.getProcessor().getPixels())
                .isEqualTo(original.getStack().getPixels(1));
        image.setSlice(3);
        assertThat(image.getProcessor().getPixels())
                .isEqualTo(original.getStack().getPixels(3));
        assertThat(image.getStatistics().mean)
                .isEqualTo(original.getStack().getProcessor(3).getStats().mean);
        TestImages.assertSamePixels(image.duplicate(), original);
        assertThat(image.lockSilently()).isTrue();
        image.unlock();
    }

    @Test
    void coloursAndValueCalibrationOfASinglePlaneAreRead() {
        ImagePlus image = random(new Random(1), 8, 9, 7, 1, 1, 1);
        image.setLut(LUT.createLutFromColor(Color.ORANGE));
        image.getCalibration().setFunction(Calibration.STRAIGHT_LINE, new double[] {1, 0.5}, "OD");
        Path file = save(image);
        TiffImage read = Objects.requireNonNull(TiffImage.open(file));
        TestImages.assertSameScale(
                read.getCalibration(), IJ.openImage(file.toString()).getCalibration());
        assertThat(read.getCalibration().getCoefficients()).containsExactly(1, 0.5);
        assertThat(AxisImage.of(read).description().luts().get(0).getBytes()).isEqualTo(image.getLuts()[0].getBytes());
        assertThat(read.getType()).isEqualTo(ImagePlus.COLOR_256);
    }

    @Test
    void rgbIsLeftToImageJ() {
        assertThat(TiffImage.open(save(random(new Random(1), 24, 9, 7, 1, 1, 1))))
                .isNull();
    }

    @Test
    void signedPixelsAreReadAsImageJReadsThem() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(streamed(random(new Random(1), 32, 9, 7, 1, 1, 1)))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int entry = 10; entry < 10 + 12 * bytes.getShort(8); entry += 12) { // no writer here makes such files
            switch (bytes.getShort(entry)) {
                case 258 -> bytes.putShort(entry + 8, (short) 16); // bits
                case 339 -> bytes.putShort(entry + 8, (short) 2); // signed
                default -> {}
            }
        }
        Path file = folder.resolve("image.tif");
        Files.write(file, bytes.array());
        TiffImage read = Objects.requireNonNull(TiffImage.open(file));
        assertThat(read.getCalibration().isSigned16Bit()).isTrue();
        TestImages.assertSamePixels(read, IJ.openImage(file.toString()));
    }

    @Test
    void valuesCalibratedToASignAreReadAsImageJReadsThem() {
        ImagePlus image = random(new Random(1), 16, 9, 7, 1, 1, 1);
        image.getCalibration().setSigned16BitCalibration();
        Path file = save(image);
        ImagePlus opened = IJ.openImage(file.toString());
        TiffImage read = Objects.requireNonNull(TiffImage.open(file));
        assertThat(read.getCalibration().isSigned16Bit()).isTrue();
        TestImages.assertSamePixels(read, opened);
        TestImages.assertSameScale(read.getCalibration(), opened.getCalibration());
    }

    @Test
    void anInvertedColourTableLeavesTheValuesAlone() {
        ImagePlus image = random(new Random(1), 8, 9, 7, 1, 1, 1);
        image.getProcessor().invertLut();
        Path file = save(image);
        TiffImage read = Objects.requireNonNull(TiffImage.open(file));
        TestImages.assertSamePixels(read, IJ.openImage(file.toString()));
        assertThat(AxisImage.of(read).description().luts().get(0).getRed(0)).isEqualTo(255);
    }

    @Test
    void filesInWhichZeroIsWhiteAreLeftToImageJ() throws IOException {
        FileInfo info = random(new Random(1), 8, 9, 7, 1, 1, 1).getFileInfo();
        info.fileType = FileInfo.GRAY8;
        info.whiteIsZero = true;
        Path file = folder.resolve("image.tif");
        try (OutputStream out = Files.newOutputStream(file)) {
            new TiffEncoder(info).write(out);
        }
        assertThat(TiffImage.open(file)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"LZW", "Deflate", "PackBits", "ZLib"})
    void compressedFilesAreLeftToImageJ(String compression) throws IOException {
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_GRAY);
        File file = folder.resolve("image.tif").toFile();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionType(compression);
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(file)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        assertThat(TiffImage.open(file.toPath())).isNull();
    }

    @Test
    void anUncompressedFileOfAnotherWriterIsRead() throws IOException {
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(39, 29, 0, 77);
        File file = folder.resolve("image.tif").toFile();
        assertThat(ImageIO.write(image, "tiff", file)).isTrue();
        TiffImage read = TiffImage.open(file.toPath());
        if (read != null) { // whether its strips lie in a row is the writer's choice
            assertThat(read.getProcessor().get(39, 29)).isEqualTo(77);
        }
        assertThat(IJ.openImage(file.toString()).getProcessor().get(39, 29)).isEqualTo(77);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "hello", "II*\u0000", "MM\u0000*\u0000\u0000\u0000\u0008", "a longer text, but no TIFF"})
    void whatIsNoTiffIsNoImage(String content) throws IOException {
        Path file = folder.resolve("notes.tif");
        Files.writeString(file, content);
        assertThat(TiffImage.open(file)).isNull();
    }

    @Test
    void whatIsNotThereIsNoImage() {
        assertThat(TiffImage.open(folder.resolve("nothing.tif"))).isNull();
        assertThat(TiffImage.open(folder)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 60, 200, 500})
    void aTruncatedFileIsNoImage(int missing) throws IOException {
        Path file = save(random(new Random(1), 16, 19, 17, 1, 3, 1));
        byte[] bytes = Files.readAllBytes(file);
        byte[] ours = streamed(random(new Random(1), 16, 19, 17, 1, 1, 1));
        Files.write(file, Arrays.copyOf(bytes, (int) pixelEnd(file) - missing));
        assertThat(TiffImage.open(file)).isNull();
        Files.write(file, Arrays.copyOf(ours, ours.length - missing));
        assertThat(TiffImage.open(file)).isNull();
    }

    @Test
    void aFileThatVanishesIsAnErrorThatNamesIt() throws IOException {
        Path file = save(random(new Random(1), 16, 9, 7, 1, 1, 1));
        AxisImage image = AxisImage.of(Objects.requireNonNull(TiffImage.open(file)));
        Files.delete(file);
        assertThatThrownBy(() -> image.copy(new FinalInterval(1, 1, 1, 1, 1)))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("image.tif");
    }

    @Test
    void aMovedFileIsReadOn() throws IOException {
        ImagePlus original = random(new Random(1), 32, 9, 7, 1, 2, 1);
        TiffImage image = Objects.requireNonNull(TiffImage.open(save(original)));
        AxisImage view = AxisImage.of(image);
        Path target = folder.resolve("other.tif");
        Files.move(image.path(), target);
        image.moved(target);
        assertThat(image.path()).isEqualTo(target);
        assertThat((float[]) view.copy(view.extent().rows(0, 6, 0, 0, 1, 0)))
                .isEqualTo(original.getStack().getPixels(2));
        TestImages.assertSamePixels(image, original);
    }

    private long pixelEnd(Path file) {
        @Nullable TiffImage image = TiffImage.open(file);
        FileInfo info = Objects.requireNonNull(image).getOriginalFileInfo();
        return info.getOffset() + image.pixelBytes();
    }

    private byte[] streamed(ImagePlus image) throws IOException {
        AxisImage source = AxisImage.of(image);
        Path file = folder.resolve("streamed.tif");
        try (ImageSink sink = new TiffStore(file).create(source.description())) {
            sink.write(source.extent().interval(), source.copy(source.extent().interval()));
            sink.finish();
        }
        return Files.readAllBytes(file);
    }

    private Path save(ImagePlus image) {
        Path file = folder.resolve("image.tif");
        FileSaver saver = new FileSaver(image);
        assertThat(
                        image.getStackSize() > 1
                                ? saver.saveAsTiffStack(file.toString())
                                : saver.saveAsTiff(file.toString()))
                .isTrue();
        return file;
    }
}
