// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.ImagePlus;
import ij.process.ImageStatistics;
import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.BlockSource;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.PixelType;
import io.github.stencil.image.file.TiffStore;
import io.github.stencil.label.LabelSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClassPixelsTest {
    private static final LabelSet ANY = LabelSet.of("");

    static Stream<Arguments> types() {
        return MasksTest.types();
    }

    @ParameterizedTest(name = "{0} under {1}, seed {2}")
    @MethodSource("types")
    void statisticsEqualThoseOfSortedLists(PixelType type, PixelType maskType, long seed) {
        Noise noise = new Noise(seed);
        AxisImage image = noise.image(type, 23, 11, 3, 2, 2);
        AxisImage mask = noise.labels(maskType, 23, 11, 1, 2, 1);
        for (String include : List.of("", "1,4-6", "0")) {
            LabelSet labels = LabelSet.of(include);
            Map<Long, List<double[]>> classes = plain(image, mask, labels);
            List<ClassStatistics> rows =
                    ClassPixels.of(image, mask, labels, 100).statistics(true, Progress.NONE);
            assertThat(rows).hasSize(classes.size() * 3);
            for (ClassStatistics row : rows) {
                double[] values = classes.get(row.label()).stream()
                        .mapToDouble(pixel -> pixel[row.channel() - 1])
                        .sorted()
                        .toArray();
                int n = values.length;
                double mean = Arrays.stream(values).average().getAsDouble();
                double squares =
                        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
                assertThat(row.pixels()).isEqualTo(n);
                assertThat(row.mean()).as("seed %d", seed).isCloseTo(mean, within(1e-9 * Math.abs(mean) + 1e-9));
                assertThat(row.stdDev()).isCloseTo(n < 2 ? 0 : Math.sqrt(squares / (n - 1)), within(1e-6));
                assertThat(row.min()).isEqualTo(values[0]);
                assertThat(row.max()).isEqualTo(values[n - 1]);
                assertThat(row.median()).isEqualTo((values[(n - 1) / 2] + values[n / 2]) / 2);
            }
        }
    }

    @ParameterizedTest(name = "{0} under {1}, seed {2}")
    @MethodSource("types")
    void thoseOfAPlaneAreThoseOfThePlaneAlone(PixelType type, PixelType maskType, long seed) {
        Noise noise = new Noise(seed);
        AxisImage image = noise.image(type, 23, 11, 2, 3, 2);
        AxisImage mask = noise.labels(maskType, 23, 11, 1, 3, 2);
        List<ClassStatistics> wanted = new ArrayList<>();
        for (int frame = 1; frame <= 2; frame++) {
            for (int slice = 1; slice <= 3; slice++) {
                AxisImage alone = plane(image, slice, frame);
                for (ClassStatistics row :
                        ClassPixels.of(alone, plane(mask, slice, frame), ANY).statistics(true, Progress.NONE)) {
                    wanted.add(new ClassStatistics(
                            slice,
                            frame,
                            row.label(),
                            row.channel(),
                            row.pixels(),
                            row.mean(),
                            row.stdDev(),
                            row.min(),
                            row.max(),
                            row.median()));
                }
            }
        }
        assertThat(ClassPixels.of(image, mask, ANY, 60).statistics(false, Progress.NONE))
                .isEqualTo(wanted);
    }

    @ParameterizedTest
    @EnumSource(value = PixelType.class, mode = EnumSource.Mode.EXCLUDE, names = "UINT32")
    void statisticsOfPlanesReadNoPlaneMoreOftenThanThoseOfAll(PixelType type) {
        AxisImage image = new Noise(1).image(type, 23, 11, 2, 7, 5);
        AxisImage mask = new Noise(2).labels(PixelType.UINT8, 23, 11, 1, 7, 5);
        int[] reads = new int[2];
        for (boolean pool : new boolean[] {false, true}) {
            BlockSource counted = new BlockSource() {
                @Override
                public void copy(Interval block, Object array) {
                    reads[pool ? 1 : 0] += (int) Intervals.numElements(block);
                    image.copy(block, array);
                }

                @Override
                public Extent grain() {
                    return image.grain();
                }
            };
            AxisImage read = AxisImage.of(image.description(), counted, Path.of("counted.tif"), "");
            ClassPixels.of(read, mask, ANY).statistics(pool, Progress.NONE);
        }
        int pixels = 23 * 11 * 2 * 7 * 5;
        assertThat(reads[0])
                .isBetween(pixels, type.isInteger() ? pixels : 2 * pixels)
                .isLessThanOrEqualTo(reads[1]);
    }

    @ParameterizedTest
    @EnumSource(value = PixelType.class, mode = EnumSource.Mode.EXCLUDE, names = "UINT32")
    void ofASelectionTheyEqualImageJs(PixelType type) {
        ImagePlus image = new Noise(4).image(type, 40, 30, 1, 1, 1).imagePlus();
        AxisImage mask = Noise.filled(
                PixelType.UINT8, new Extent(40, 30, 1, 1, 1), i -> i % 40 >= 5 && i % 40 < 30 && i / 40 >= 2 ? 255 : 0);
        image.setRoi(5, 2, 25, 28);
        ImageStatistics imagej = image.getStatistics();
        ClassStatistics ours = ClassPixels.of(AxisImage.of(image), mask, ANY)
                .statistics(true, Progress.NONE)
                .get(0);
        assertThat(ours.label()).isEqualTo(255);
        assertThat(ours.pixels()).isEqualTo(imagej.pixelCount);
        assertThat(ours.mean()).isCloseTo(imagej.mean, within(1e-6));
        assertThat(ours.stdDev()).isCloseTo(imagej.stdDev, within(1e-4));
        assertThat(ours.min()).isEqualTo(imagej.min);
        assertThat(ours.max()).isEqualTo(imagej.max);
    }

    @ParameterizedTest(name = "{0} under {1}, seed {2}")
    @MethodSource("types")
    void aTableWithoutLimitHasEveryPixelOnce(PixelType type, PixelType maskType, long seed) {
        Noise noise = new Noise(seed);
        AxisImage image = noise.image(type, 9, 7, 2, 3, 2);
        AxisImage mask = noise.labels(maskType, 9, 7, 1, 1, 2);
        Map<Long, List<double[]>> classes = plain(image, mask, ANY);
        List<PixelSample> samples = ClassPixels.of(image, mask, ANY, 50).sample(0, 1, Progress.NONE);
        assertThat(samples).extracting(PixelSample::label).containsExactlyElementsOf(classes.keySet());
        for (PixelSample sample : samples) {
            List<double[]> wanted = classes.get(sample.label());
            assertThat(sample.size()).isEqualTo(wanted.size());
            for (int i = 0; i < sample.size(); i++) {
                assertThat(new double[] {
                            sample.value(i, 1),
                            sample.value(i, 2),
                            sample.x(i),
                            sample.y(i),
                            sample.slice(i),
                            sample.frame(i)
                        })
                        .as("seed %d", seed)
                        .isEqualTo(wanted.get(i));
            }
        }
    }

    @Test
    void aSampleIsTheSameForASeedWhateverTheBandsAndFairOverThePixels() {
        AxisImage image = Noise.filled(PixelType.UINT16, new Extent(100, 10, 1, 1, 1), i -> i);
        AxisImage mask = Noise.constant(PixelType.UINT8, 100, 10, 1);
        int[] drawn = new int[1000];
        for (long seed = 0; seed < 200; seed++) {
            PixelSample whole = ClassPixels.of(image, mask, ANY)
                    .sample(100, seed, Progress.NONE)
                    .get(0);
            assertThat(whole.size()).isEqualTo(100);
            for (int i = 0; i < 100; i++) {
                assertThat(whole.value(i, 1)).isEqualTo(whole.x(i) + 100 * whole.y(i));
                drawn[(int) whole.value(i, 1)]++;
            }
            if (seed < 3) {
                PixelSample banded = ClassPixels.of(image, mask, ANY, 100)
                        .sample(100, seed, Progress.NONE)
                        .get(0);
                for (int i = 0; i < 100; i++) {
                    assertThat(banded.x(i) + 100 * banded.y(i)).isEqualTo(whole.x(i) + 100 * whole.y(i));
                }
            }
        }
        // Of 200 samples of a tenth each pixel is in 20, give or take 4.2; over six of those is no chance.
        assertThat(Arrays.stream(drawn).min().getAsInt()).isGreaterThan(0);
        assertThat(Arrays.stream(drawn).max().getAsInt()).isLessThan(46);
        assertThat(Arrays.stream(drawn).limit(100).sum()).isBetween(1700, 2300);
    }

    @ParameterizedTest
    @EnumSource(value = PixelType.class, mode = EnumSource.Mode.EXCLUDE, names = "UINT32")
    void aVectorImageHasAColumnPerPixelAndARowPerChannel(PixelType type, @TempDir Path folder) {
        Noise noise = new Noise(6);
        AxisImage image = noise.image(type, 15, 8, 3, 2, 1);
        AxisImage mask = noise.labels(PixelType.UINT8, 15, 8, 1, 1, 1);
        ClassPixels pixels = ClassPixels.of(image, mask, ANY, 70);
        List<double[]> wanted = new ArrayList<>();
        plain(image, mask, ANY).values().forEach(wanted::addAll);
        for (ImageStore store : List.of(ImageStore.memory(), new TiffStore(folder.resolve("pixels.tif")))) {
            AxisImage vectors = pixels.vectors(store, Progress.NONE);
            assertThat(vectors.extent()).isEqualTo(new Extent(wanted.size(), 3, 1, 1, 1));
            assertThat(vectors.type()).isEqualTo(type);
            assertThat(vectors.title()).isEqualTo("noise-pixels");
            double[] values = Noise.values(vectors);
            for (int c = 0; c < 3; c++) {
                int channel = c;
                assertThat(Arrays.stream(values, c * wanted.size(), (c + 1) * wanted.size())
                                .sorted()
                                .toArray())
                        .isEqualTo(wanted.stream()
                                .mapToDouble(p -> p[channel])
                                .sorted()
                                .toArray());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = PixelType.class, mode = EnumSource.Mode.EXCLUDE, names = "UINT32")
    void aHistogramHasEveryPixelInItsBin(PixelType type) {
        Noise noise = new Noise(8);
        AxisImage image = noise.image(type, 15, 8, 2, 1, 1);
        AxisImage mask = noise.labels(PixelType.UINT8, 15, 8, 1, 1, 1);
        Map<Long, List<double[]>> classes = plain(image, mask, ANY);
        for (ClassHistogram histogram : ClassPixels.of(image, mask, ANY).histograms(Progress.NONE)) {
            long[] counts = new long[256];
            for (double[] pixel : classes.get(histogram.label())) {
                double value = pixel[histogram.channel() - 1];
                counts[(int) Math.min(255, Math.floor((value - histogram.first()) / histogram.width()))]++;
            }
            assertThat(histogram.counts())
                    .containsExactly(Arrays.stream(counts).boxed().toArray(Long[]::new));
            assertThat(type != PixelType.UINT8 || histogram.width() == 1).isTrue();
        }
    }

    @Test
    void nanIsNoValueAndUnderAMaskNoClass() {
        AxisImage image = Noise.filled(PixelType.FLOAT32, new Extent(4, 1, 1, 1, 1), i -> i == 1 ? Double.NaN : i);
        AxisImage mask = Noise.filled(PixelType.FLOAT32, new Extent(4, 1, 1, 1, 1), i -> i == 3 ? Double.NaN : 2);
        ClassStatistics row =
                ClassPixels.of(image, mask, ANY).statistics(true, Progress.NONE).get(0);
        assertThat(row).isEqualTo(new ClassStatistics(0, 0, 2, 1, 2, 1, Math.sqrt(2), 0, 2, 1));
    }

    @Test
    void masksWithoutClassesAreRefused() {
        AxisImage image = Noise.constant(PixelType.UINT8, 4, 3, 1);
        AxisImage half = Noise.filled(PixelType.FLOAT32, new Extent(4, 3, 1, 1, 1), i -> i == 6 ? 0.5 : 0);
        assertThatThrownBy(() -> ClassPixels.of(image, half, ANY).statistics(true, Progress.NONE))
                .hasMessageStartingWith("The mask \"noise\" is 0.5 at x=2, y=1, but labels are whole numbers");
        AxisImage none = Noise.constant(PixelType.UINT8, 4, 3, 0);
        assertThat(ClassPixels.of(image, none, ANY).statistics(true, Progress.NONE))
                .isEmpty();
        assertThatThrownBy(() -> ClassPixels.of(image, none, ANY).vectors(ImageStore.memory(), Progress.NONE))
                .hasMessageStartingWith("No pixel of the mask is in a class.");
        assertThatThrownBy(() -> ClassPixels.of(image, none, ANY).histograms(Progress.NONE))
                .hasMessageStartingWith("No pixel of the mask is in a class.");
        AxisImage channels = new Noise(1).image(PixelType.UINT8, 4, 3, 2, 1, 1);
        assertThatThrownBy(() -> ClassPixels.of(channels, channels, ANY)).hasMessageContaining("has 2 channels");
    }

    private static AxisImage plane(AxisImage image, int slice, int frame) {
        Extent extent = image.extent();
        Object pixels = image.copy(extent.rows(0, extent.height() - 1, 0, extent.channels() - 1, slice - 1, frame - 1));
        Extent one = new Extent(extent.width(), extent.height(), extent.channels(), 1, 1);
        return Noise.filled(image.type(), one, i -> image.type().get(pixels, i));
    }

    /** Returns, by class, each pixel's channels and then its x, y, slice and frame. */
    private static Map<Long, List<double[]>> plain(AxisImage image, AxisImage mask, LabelSet include) {
        Extent extent = image.extent();
        double[] values = Noise.values(image);
        double[] labels = Noise.values(Noise.repeated(mask, extent));
        int plane = extent.width() * extent.height();
        int channels = extent.channels();
        Map<Long, List<double[]>> classes = new TreeMap<>();
        for (int p = 0; p < extent.planes(); p += channels) {
            for (int i = 0; i < plane; i++) {
                double label = labels[p * plane + i];
                if (include.takes(label)) {
                    double[] pixel = new double[channels + 4];
                    for (int c = 0; c < channels; c++) {
                        pixel[c] = values[(p + c) * plane + i];
                    }
                    pixel[channels] = i % extent.width();
                    pixel[channels + 1] = i / extent.width();
                    pixel[channels + 2] = p / channels % extent.slices() + 1;
                    pixel[channels + 3] = p / channels / extent.slices() + 1;
                    classes.computeIfAbsent((long) label, key -> new ArrayList<>())
                            .add(pixel);
                }
            }
        }
        return classes;
    }
}
