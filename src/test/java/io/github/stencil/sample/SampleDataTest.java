// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.sample;

import static org.assertj.core.api.Assertions.assertThat;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.measure.Calibration;
import ij.process.ImageProcessor;
import io.github.stencil.image.file.TiffImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the committed sample images to the program that drew them. */
class SampleDataTest {
    private static final Map<String, ImagePlus> DRAWN = SampleData.images();

    static Set<String> paths() {
        return DRAWN.keySet();
    }

    static List<String> instances() {
        return DRAWN.keySet().stream()
                .filter(path -> path.contains("instances/"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("paths")
    void theCommittedImageIsTheDrawnOnePixelForPixel(String path) {
        ImagePlus committed = IJ.openImage(SampleData.FOLDER.resolve(path).toString());
        ImagePlus drawn = image(path);
        assertThat(committed).as(path).isNotNull();
        assertThat(committed.getDimensions()).isEqualTo(drawn.getDimensions());
        assertThat(committed.getBitDepth()).isEqualTo(drawn.getBitDepth());
        assertThat(scale(committed)).isEqualTo(scale(drawn));
        for (int plane = 1; plane <= drawn.getStackSize(); plane++) {
            assertThat(committed.getStack().getPixels(plane))
                    .as("plane %d", plane)
                    .isEqualTo(drawn.getStack().getPixels(plane));
        }
    }

    @ParameterizedTest
    @MethodSource("paths")
    void everyImageCanBeReadInParts(String path) {
        assertThat(TiffImage.open(SampleData.FOLDER.resolve(path))).isNotNull();
    }

    @Test
    void theFolderHoldsNoOtherImagesAndIsSmall() throws IOException {
        try (Stream<Path> files = Files.walk(SampleData.FOLDER)) {
            List<Path> images =
                    files.filter(file -> file.toString().endsWith(".tif")).toList();
            assertThat(images.stream().map(SampleDataTest::within).collect(Collectors.toSet()))
                    .isEqualTo(DRAWN.keySet());
            assertThat(images.stream().mapToLong(SampleDataTest::size).sum()).isLessThan(3_000_000);
        }
    }

    @ParameterizedTest
    @MethodSource("instances")
    void aBorderIsAnObjectsPixelsBesideAnotherLabel(String path) {
        ImagePlus instances = image(path);
        ImagePlus truth = image(path.replace("instances/", "truth/"));
        for (int plane = 1; plane <= instances.getStackSize(); plane++) {
            ImageProcessor ids = instances.getStack().getProcessor(plane);
            ImageProcessor classes = truth.getStack().getProcessor(plane);
            for (int y = 0; y < ids.getHeight(); y++) {
                for (int x = 0; x < ids.getWidth(); x++) {
                    int wanted = ids.get(x, y) == 0 ? 0 : beside(ids, x, y) ? 2 : 1;
                    assertThat(classes.get(x, y)).as("%d, %d", x, y).isEqualTo(wanted);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("instances")
    void everyObjectIsOnePieceAndNotTiny(String path) {
        ImagePlus instances = image(path);
        for (int plane = 1; plane <= instances.getStackSize(); plane++) {
            ImageProcessor ids = instances.getStack().getProcessor(plane).duplicate();
            Set<Integer> seen = new HashSet<>();
            for (int at = 0; at < ids.getPixelCount(); at++) {
                int id = ids.get(at);
                if (id > 0) {
                    assertThat(seen.add(id)).as("object %d is one piece", id).isTrue();
                    assertThat(erase(ids, at)).as("area of %d", id).isGreaterThan(20);
                }
            }
            assertThat(seen).hasSizeGreaterThan(15);
        }
    }

    @Test
    void theSecondAnnotatorIsMostlyButNotWhollyRight() {
        for (String path : instances()) {
            ImagePlus truth = image(path.replace("instances/", "truth/"));
            ImagePlus other = image(path.replace("instances/", "annotator2/"));
            long both = 0;
            long either = 0;
            for (int plane = 1; plane <= truth.getStackSize(); plane++) {
                ImageProcessor a = truth.getStack().getProcessor(plane);
                ImageProcessor b = other.getStack().getProcessor(plane);
                for (int i = 0; i < a.getPixelCount(); i++) {
                    both += a.get(i) > 0 && b.get(i) > 0 ? 1 : 0;
                    either += a.get(i) > 0 || b.get(i) > 0 ? 1 : 0;
                }
            }
            assertThat((double) both / either).as(path).isBetween(0.6, 0.95);
        }
    }

    @Test
    void thereAreEightAndSixteenBitsThreeChannelsAndATimeLapse() {
        assertThat(image("images/nuclei-8bit.tif").getBitDepth()).isEqualTo(8);
        assertThat(image("images/nuclei-16bit.tif").getBitDepth()).isEqualTo(16);
        assertThat(image("images/nuclei-16bit.tif").getProcessor().getStats().max)
                .isGreaterThan(2000);
        assertThat(image("images/time-lapse.tif").getNFrames()).isEqualTo(5);
        assertThat(image("three-channels/images/cells.tif"))
                .isInstanceOf(CompositeImage.class)
                .satisfies(image -> assertThat(image.getNChannels()).isEqualTo(3));
        assertThat(image("images/nuclei-8bit.tif").getCalibration().getUnit()).isEqualTo("micron");
    }

    private static List<Object> scale(ImagePlus image) {
        Calibration scale = image.getCalibration();
        return List.of(scale.getUnit(), scale.pixelWidth, scale.pixelHeight, scale.frameInterval, scale.getTimeUnit());
    }

    private static ImagePlus image(String path) {
        ImagePlus image = DRAWN.get(path);
        assertThat(image).as(path).isNotNull();
        return image;
    }

    private static boolean beside(ImageProcessor ids, int x, int y) {
        int id = ids.get(x, y);
        return (x > 0 && ids.get(x - 1, y) != id)
                || (x < ids.getWidth() - 1 && ids.get(x + 1, y) != id)
                || (y > 0 && ids.get(x, y - 1) != id)
                || (y < ids.getHeight() - 1 && ids.get(x, y + 1) != id);
    }

    /** Clears the piece around a pixel and returns its area. */
    private static int erase(ImageProcessor ids, int start) {
        int width = ids.getWidth();
        int id = ids.get(start);
        int area = 0;
        Deque<Integer> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            int at = open.pop();
            if (ids.get(at) != id) {
                continue;
            }
            ids.set(at, 0);
            area++;
            int x = at % width;
            int y = at / width;
            if (x > 0) {
                open.push(at - 1);
            }
            if (x < width - 1) {
                open.push(at + 1);
            }
            if (y > 0) {
                open.push(at - width);
            }
            if (y < ids.getHeight() - 1) {
                open.push(at + width);
            }
        }
        return area;
    }

    private static String within(Path file) {
        return SampleData.FOLDER.relativize(file).toString().replace('\\', '/');
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
