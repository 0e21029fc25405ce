// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import static io.github.stencil.image.TestImages.assertSame;
import static io.github.stencil.image.TestImages.assertSameColours;
import static io.github.stencil.image.TestImages.assertSamePixels;
import static io.github.stencil.image.TestImages.assertSameScale;
import static io.github.stencil.image.TestImages.random;
import static org.assertj.core.api.Assertions.assertThat;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.measure.Calibration;
import ij.plugin.LutLoader;
import ij.process.LUT;
import io.github.stencil.image.file.TiffImage;
import io.github.stencil.image.file.TiffStore;
import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.imglib2.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An image that goes block by block through a result is the same afterwards. */
public class ImageStoreTest {
    enum Place {
        MEMORY,
        FILE;

        ImageStore in(Path folder) {
            return this == MEMORY ? ImageStore.memory() : new TiffStore(folder.resolve("result.tif"));
        }
    }

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "MEMORY, 8, 1, 1, 1",
        "MEMORY, 16, 1, 4, 1",
        "MEMORY, 32, 3, 2, 2",
        "MEMORY, 8, 3, 1, 1",
        "MEMORY, 24, 1, 1, 1",
        "MEMORY, 24, 1, 2, 3",
        "FILE, 8, 1, 1, 1",
        "FILE, 16, 1, 4, 1",
        "FILE, 32, 3, 2, 2",
        "FILE, 8, 3, 1, 1",
        "FILE, 24, 1, 2, 3",
    })
    void nothingIsLostOnTheWayThroughAResult(Place place, int bits, int channels, int slices, int frames) {
        ImagePlus image = random(new Random(bits), bits, 11, 7, channels, slices, frames);
        ImagePlus result = seen(image, place);
        assertThat(result.getTitle()).isEqualTo("cells.v2.tif");
        assertSame(result, image);
    }

    @ParameterizedTest
    @CsvSource({"MEMORY, 8, 1", "MEMORY, 16, 2", "MEMORY, 32, 3", "MEMORY, 24, 4", "FILE, 8, 5", "FILE, 32, 6"})
    void blocksCanComeInAnyOrder(Place place, int bits, long seed) {
        Random random = new Random(seed);
        ImagePlus image = random(random, bits, 11, 7, bits == 24 ? 1 : 2, 3, 2);
        AxisImage source = AxisImage.of(image);
        List<Interval> blocks = cut(source.extent(), 4, 3);
        Collections.shuffle(blocks, random);
        try (ImageSink sink = place.in(folder).create(source.description())) {
            blocks.forEach(block -> sink.write(block, source.copy(block)));
            assertSamePixels(sink.finish().imagePlus(), image);
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void displayRangeAndColoursOfASingleChannelAreKept(Place place) {
        ImagePlus image = random(new Random(1), 8, 11, 7, 1, 1, 3);
        image.setLut(new LUT(LutLoader.getLut("fire"), 0, 255));
        image.setDisplayRange(20, 120);
        assertSameColours(seen(image, place), image);
    }

    @ParameterizedTest
    @CsvSource({"MEMORY, 16", "MEMORY, 32", "FILE, 16", "FILE, 32"})
    void displayRangeIsKeptInEveryType(Place place, int bits) {
        ImagePlus image = random(new Random(1), bits, 11, 7, 1, 1, 1);
        image.setDisplayRange(-0.25 * (bits == 32 ? 1 : 0) + 1, 120.5 - 0.5 * (bits == 16 ? 1 : 0));
        assertSameColours(seen(image, place), image);
    }

    @ParameterizedTest
    @CsvSource({"MEMORY, 16", "MEMORY, 32", "FILE, 16", "FILE, 32"})
    void coloursOfHigherTypesAreKept(Place place, int bits) {
        ImagePlus image = random(new Random(1), bits, 11, 7, 1, 1, 1);
        image.setLut(LUT.createLutFromColor(Color.RED));
        image.setDisplayRange(1, 120);
        assertSameColours(seen(image, place), image);
    }

    @ParameterizedTest
    @CsvSource({"MEMORY, 1", "MEMORY, 2", "MEMORY, 3", "FILE, 1", "FILE, 2", "FILE, 3"})
    void theModeOfChannelsIsKept(Place place, int mode) {
        ImagePlus image = random(new Random(1), 16, 11, 7, 3, 1, 2);
        ((CompositeImage) image).setMode(mode);
        assertSameColours(seen(image, place), image);
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void channelsThatAreShownOneByOneStaySo(Place place) {
        ImagePlus image = random(new Random(1), 8, 11, 7, 1, 3, 2);
        image.setDimensions(3, 1, 2);
        assertThat(image.isComposite()).isFalse();
        ImagePlus result = seen(image, place);
        assertSamePixels(result, image);
        assertThat(result.getCompositeMode()).isIn(-1, CompositeImage.GRAYSCALE);
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void valueCalibrationIsKept(Place place) {
        ImagePlus image = random(new Random(1), 16, 11, 7, 1, 2, 1);
        image.getCalibration().setFunction(Calibration.STRAIGHT_LINE, new double[] {-3, 0.25}, "OD");
        assertSameScale(seen(image, place).getCalibration(), image.getCalibration());
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void planesWithoutLabelsStayWithout(Place place) {
        ImagePlus image = random(new Random(1), 8, 11, 7, 1, 3, 1);
        for (int plane = 1; plane <= 3; plane++) {
            image.getStack().setSliceLabel(plane == 2 ? "named, \u00e9" : null, plane);
        }
        ImagePlus result = seen(image, place);
        assertThat(result.getStack().getSliceLabel(1)).isNull();
        assertThat(result.getStack().getSliceLabel(2)).isEqualTo("named, \u00e9");
    }

    @Test
    void theArraysOfAResultInMemoryAreThoseOfItsImage() {
        ImagePlus image = random(new Random(1), 16, 11, 7, 2, 1, 1);
        AxisImage result = through(image, Place.MEMORY);
        result.pixels().getAt(3, 2, 1, 0, 0).setReal(12);
        assertThat(result.imagePlus().getStack().getProcessor(2).get(3, 2)).isEqualTo(12);
    }

    @Test
    void whatIsNotFinishedLeavesNoFile() {
        Description description = Description.of("a", PixelType.UINT8, new Extent(5, 5, 1, 1, 1));
        Path file = folder.resolve("result.tif");
        try (ImageSink sink = new TiffStore(file).create(description)) {
            assertThat(file).exists();
            sink.write(description.extent().interval(), new byte[25]);
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void aFinishedFileStaysAndCanBeMoved() throws Exception {
        ImagePlus image = random(new Random(1), 16, 11, 7, 1, 2, 1);
        AxisImage result = through(image, Place.FILE);
        Path moved = folder.resolve("moved.tif");
        Files.move(folder.resolve("result.tif"), moved);
        ((TiffImage) result.imagePlus()).moved(moved);
        assertThat(folder.resolve("result.tif")).doesNotExist();
        assertThat(Files.size(moved)).isGreaterThan(11 * 7 * 2 * 2);
        assertSame(result.imagePlus(), image);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere/at/all/result.tif"})
    void aPlaceThatCannotBeWrittenIsASentence(String path) {
        Description description = Description.of("a", PixelType.UINT8, new Extent(5, 5, 1, 1, 1));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> new TiffStore(Path.of(path)).create(description))
                .isInstanceOf(io.github.stencil.StencilException.class)
                .hasMessageContaining("could not be written");
    }

    /** Sends an image through a result and returns what a user then sees: the file as ImageJ opens it. */
    private ImagePlus seen(ImagePlus image, Place place) {
        AxisImage result = through(image, place);
        if (!(result.imagePlus() instanceof TiffImage file)) {
            return result.imagePlus();
        }
        ImagePlus opened = IJ.openImage(file.path().toString());
        Description ours = result.description();
        Description theirs = AxisImage.of(opened).description();
        assertThat(ours.extent()).isEqualTo(theirs.extent());
        assertThat(ours.planeLabels()).isEqualTo(theirs.planeLabels());
        assertThat(ours.composite()).isEqualTo(theirs.composite());
        assertSameScale(ours.calibration(), theirs.calibration());
        opened.setTitle(result.title());
        return opened;
    }

    private AxisImage through(ImagePlus image, Place place) {
        AxisImage source = AxisImage.of(image);
        try (ImageSink sink = place.in(folder).create(source.description())) {
            for (Interval block : cut(source.extent(), source.extent().width(), 3)) {
                sink.write(block, source.copy(block));
            }
            return sink.finish();
        }
    }

    /** Cuts an image into blocks of one plane each. */
    public static List<Interval> cut(Extent extent, int width, int height) {
        List<Interval> blocks = new ArrayList<>();
        for (int plane = 0; plane < extent.planes(); plane++) {
            int c = plane % extent.channels();
            int z = plane / extent.channels() % extent.slices();
            int t = plane / extent.channels() / extent.slices();
            for (int y = 0; y < extent.height(); y += height) {
                for (int x = 0; x < extent.width(); x += width) {
                    long[] min = {x, y, c, z, t};
                    long[] max = {
                        Math.min(x + width, extent.width()) - 1, Math.min(y + height, extent.height()) - 1, c, z, t
                    };
                    blocks.add(new net.imglib2.FinalInterval(min, max));
                }
            }
        }
        return blocks;
    }
}
