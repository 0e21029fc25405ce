// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import static io.github.stencil.metric.LabelMapsForTests.compare;
import static io.github.stencil.metric.LabelMapsForTests.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.ImagePlus;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SurfacesTest {
    private static final int WIDTH = 9;
    private static final int HEIGHT = 8;
    private static final int DEPTH = 5;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyScoreIsThatOfAllPairsOfSurfacePixels(long seed) {
        Random random = new Random(seed);
        boolean volume = seed % 2 == 0;
        int depth = volume ? DEPTH : 1;
        double[] spacing = {0.5, 0.75, 2};
        int[] truth = blob(random, depth);
        int[] prediction = blob(random, depth);
        SurfaceDistances ours = measure(truth, prediction, depth, spacing).of(1);
        List<Integer> a = surface(truth, depth);
        List<Integer> b = surface(prediction, depth);
        List<Double> fromA = distances(a, b, spacing);
        List<Double> fromB = distances(b, a, spacing);
        List<Double> both = new ArrayList<>(fromA);
        both.addAll(fromB);
        assertThat(ours.hausdorff(EmptyClass.SKIP)).isCloseTo(Collections.max(both), within(1e-12));
        assertThat(ours.assd(EmptyClass.SKIP))
                .isCloseTo(both.stream().mapToDouble(d -> d).average().orElseThrow(), within(1e-12));
        assertThat(ours.nsd(1, EmptyClass.SKIP))
                .isEqualTo(both.stream().filter(d -> d <= 1).count() / (double) both.size());
        SurfaceDistances swapped = measure(prediction, truth, depth, spacing).of(1);
        assertThat(swapped.hausdorff95(EmptyClass.SKIP)).isEqualTo(ours.hausdorff95(EmptyClass.SKIP));
        assertThat(swapped.hausdorff95Pooled(EmptyClass.SKIP)).isEqualTo(ours.hausdorff95Pooled(EmptyClass.SKIP));
        SurfaceDistances itself = measure(truth, truth, depth, spacing).of(1);
        assertThat(itself.hausdorff(EmptyClass.SKIP)).isZero();
        assertThat(itself.nsd(0, EmptyClass.SKIP)).isEqualTo(1);
    }

    @Test
    void oneEmptyMapIsInfinitelyFarAndBothFollowTheRule() {
        int[] none = new int[WIDTH * HEIGHT];
        int[] some = none.clone();
        some[30] = 1;
        SurfaceDistances one = measure(none, some, 1, 1, 1, 1).of(1);
        for (EmptyClass rule : EmptyClass.values()) {
            assertThat(one.hausdorff(rule)).isEqualTo(Double.POSITIVE_INFINITY);
            assertThat(one.hausdorff95(rule)).isEqualTo(Double.POSITIVE_INFINITY);
            assertThat(one.hausdorff95Pooled(rule)).isEqualTo(Double.POSITIVE_INFINITY);
            assertThat(one.assd(rule)).isEqualTo(Double.POSITIVE_INFINITY);
            assertThat(one.nsd(1, rule)).isZero();
        }
        SurfaceDistances both = measure(none, none, 1, 1, 1, 1).of(1);
        assertThat(both.hausdorff95(EmptyClass.SKIP)).isNaN();
        assertThat(both.assd(EmptyClass.ONE)).isZero();
        assertThat(both.nsd(1, EmptyClass.ONE)).isEqualTo(1);
        assertThat(both.hausdorff(EmptyClass.ZERO)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(both.nsd(1, EmptyClass.ZERO)).isZero();
    }

    @Test
    void pooledDistancesAreThoseOfAllImagesTogether() {
        Random random = new Random(9);
        List<ImageSurfaces> images = new ArrayList<>();
        double sum = 0;
        long count = 0;
        for (int i = 0; i < 4; i++) {
            int[] truth = blob(random, 1);
            int[] prediction = blob(random, 1);
            images.add(measure(truth, prediction, 1, 1, 1, 1));
            int surfaces = surface(truth, 1).size() + surface(prediction, 1).size();
            sum += images.get(i).of(1).assd(EmptyClass.SKIP) * surfaces;
            count += surfaces;
        }
        assertThat(ImageSurfaces.pooled(images).of(1).assd(EmptyClass.SKIP)).isCloseTo(sum / count, within(1e-12));
    }

    @Test
    void ignoredPixelsAreOfNoClassInEitherMap() {
        ImageSurfaces surfaces = Surfaces.measure(Comparison.of(
                                AxisImage.of(image("t", 8, 5, 1, 1, 1, 9, 0, 0)),
                                AxisImage.of(image("p", 8, 5, 1, 1, 1, 1, 0, 0)))
                        .withIgnored(LabelSet.of("9")))
                .get(0);
        assertThat(surfaces.of(1).hausdorff(EmptyClass.SKIP)).isZero();
        assertThat(surfaces.classes()).containsOnlyKeys(0L, 1L);
    }

    @Test
    void calibrationsMustAgreeWhereBothImagesHaveOne() {
        ImagePlus truth = image("t", 8, 2, 1, 0, 1);
        ImagePlus prediction = image("p", 8, 2, 1, 0, 1);
        truth.getCalibration().pixelWidth = 0.5;
        truth.getCalibration().setUnit("um");
        assertThat(measure(truth, prediction).of(1).hausdorff(EmptyClass.SKIP)).isZero();
        prediction.getCalibration().pixelWidth = 0.5;
        prediction.getCalibration().setUnit("micron");
        assertThat(measure(truth, prediction).of(1).hausdorff(EmptyClass.SKIP)).isZero();
        prediction.getCalibration().setUnit("mm");
        assertThatThrownBy(() -> measure(truth, prediction))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("0.5 x 1 mm");
    }

    private static ImageSurfaces measure(ImagePlus truth, ImagePlus prediction) {
        return Surfaces.measure(compare(truth, prediction).withSpace(Space.VOLUMES))
                .get(0);
    }

    private static ImageSurfaces measure(int[] truth, int[] prediction, int depth, double... spacing) {
        ImagePlus t = image("t", 8, WIDTH, HEIGHT, truth);
        ImagePlus p = image("p", 8, WIDTH, HEIGHT, prediction);
        t.setDimensions(1, depth, 1);
        p.setDimensions(1, depth, 1);
        t.getCalibration().pixelWidth = spacing[0];
        t.getCalibration().pixelHeight = spacing[1];
        t.getCalibration().pixelDepth = spacing[2];
        t.getCalibration().setUnit("um");
        return measure(t, p);
    }

    private static int[] blob(Random random, int depth) {
        int[] map = new int[WIDTH * HEIGHT * depth];
        int x = 1 + random.nextInt(4);
        int y = random.nextInt(4);
        for (int i = 0; i < map.length; i++) {
            boolean inside = Math.abs(i % WIDTH - x - 2) <= 2 && Math.abs(i / WIDTH % HEIGHT - y - 1) <= 2;
            map[i] = inside && random.nextInt(10) > 0 ? 1 : 0;
        }
        return map;
    }

    private static List<Integer> surface(int[] map, int depth) {
        List<Integer> surface = new ArrayList<>();
        int[][] steps = {{1, 0, 0}, {-1, 0, 0}, {0, 1, 0}, {0, -1, 0}, {0, 0, 1}, {0, 0, -1}};
        for (int i = 0; i < map.length; i++) {
            boolean edge = false;
            for (int n = 0; n < (depth > 1 ? 6 : 4); n++) {
                int x = i % WIDTH + steps[n][0];
                int y = i / WIDTH % HEIGHT + steps[n][1];
                int z = i / WIDTH / HEIGHT + steps[n][2];
                boolean there = x >= 0 && x < WIDTH && y >= 0 && y < HEIGHT && z >= 0 && z < depth;
                edge |= !there || map[(z * HEIGHT + y) * WIDTH + x] == 0;
            }
            if (map[i] != 0 && edge) {
                surface.add(i);
            }
        }
        return surface;
    }

    private static List<Double> distances(List<Integer> from, List<Integer> to, double... spacing) {
        List<Double> distances = new ArrayList<>();
        for (int a : from) {
            double least = Double.POSITIVE_INFINITY;
            for (int b : to) {
                double x = (a % WIDTH - b % WIDTH) * spacing[0];
                double y = (a / WIDTH % HEIGHT - b / WIDTH % HEIGHT) * spacing[1];
                double z = (a / WIDTH / HEIGHT - b / WIDTH / HEIGHT) * spacing[2];
                least = Math.min(least, Math.sqrt(x * x + y * y + z * z));
            }
            distances.add(least);
        }
        return distances;
    }
}
