// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ij.IJ;
import io.github.stencil.image.AxisImage;
import io.github.stencil.label.LabelSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {

    @ParameterizedTest(name = "depth {0}")
    @ValueSource(ints = {1, 12})
    void aBorderPixelHasANeighbourOfAnotherLabel(int depth) {
        int width = 40;
        int height = 31;
        int[] labels = TrainingScenes.objects(new Random(3), width, height, depth, 9);
        int[] classes =
                Targets.of(Task.OBJECTS, LabelSet.of(""), ObjectTarget.RING).classes(labels, width, height, depth);
        for (int i = 0; i < labels.length; i++) {
            int[] at = {i % width, i / width % height, i / (width * height)};
            boolean other = false;
            for (int axis = 0; axis < 3; axis++) {
                for (int step = -1; step <= 1; step += 2) {
                    int[] beside = at.clone();
                    beside[axis] += step;
                    boolean inside = beside[axis] >= 0 && beside[axis] < new int[] {width, height, depth}[axis];
                    other |= inside && labels[(beside[2] * height + beside[1]) * width + beside[0]] != labels[i];
                }
            }
            assertThat(classes[i]).as("pixel %d", i).isEqualTo(labels[i] == 0 ? 0 : other ? 2 : 1);
        }
        assertThat(classes).contains(0, 1, 2);
    }

    @Test
    void twoTouchingObjectsAreParted() {
        int[] labels = {1, 1, 1, 2, 2, 2};
        int[] classes =
                Targets.of(Task.OBJECTS, LabelSet.of(""), ObjectTarget.RING).classes(labels, 6, 1, 1);
        assertThat(classes).containsExactly(1, 1, 2, 2, 1, 1);
    }

    @Test // scikit-image, find_boundaries(labels, mode="inner") and label > 0
    void bordersAreThoseOfScikitImage() {
        Path folder = Path.of("..", "shared", "reference");
        Assumptions.assumeTrue(Files.exists(folder), folder + " is not here, so this was not compared");
        int compared = 0;
        for (Path truth : truths(folder)) {
            Path classes = truth.resolveSibling("../truth_classes/" + truth.getFileName())
                    .normalize();
            AxisImage map = AxisImage.of(IJ.openImage(truth.toString()));
            AxisImage wanted = AxisImage.of(IJ.openImage(classes.toString()));
            int[] found = Targets.of(Task.OBJECTS, LabelSet.of(""), ObjectTarget.RING)
                    .classes(
                            TrainingScenes.labels(map),
                            map.extent().width(),
                            map.extent().height(),
                            1);
            assertThat(found).as(truth.toString()).isEqualTo(TrainingScenes.labels(wanted));
            compared++;
        }
        assertThat(compared).isPositive();
    }

    private static java.util.List<Path> truths(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().contains("/truth_instances/")
                            || file.toString().contains("\\truth_instances\\"))
                    .sorted()
                    .limit(5)
                    .toList();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "depth {0}")
    @ValueSource(ints = {1, 9})
    void borderWeightsAreThoseOfTheFormula(int depth) {
        int width = 60;
        int height = 44;
        int[] labels = TrainingScenes.objects(new Random(8), width, height, depth, 4);
        float[] found = new BorderWeights(10).of(labels, width, height, depth, LabelSet.of(""));
        for (int i = 0; i < labels.length; i += 7) {
            assertThat((double) found[i])
                    .as("pixel %d", i)
                    .isCloseTo(formula(labels, width, height, i, 10), within(1e-6));
        }
    }

    @Test
    void noDistanceThatMattersIsCutOff() {
        for (int distance = 1; distance < 60; distance++) {
            for (boolean upright : new boolean[] {false, true}) {
                int[] labels = new int[distance + 1];
                labels[0] = 5;
                labels[distance] = 9;
                int width = upright ? 1 : labels.length;
                float[] found = new BorderWeights(10).of(labels, width, labels.length / width, 1, LabelSet.of(""));
                float wanted = (float) (1 + 10 * Math.exp(-distance * distance / 50.0));
                for (float weight : found) {
                    assertThat(1 + weight).as("distance %d", distance).isCloseTo(wanted, within(2 * Math.ulp(wanted)));
                }
            }
        }
    }

    /** The map by its definition: over all pixels of all objects. */
    private static double formula(int[] labels, int width, int height, int at, double w0) {
        Map<Integer, Double> distances = new HashMap<>();
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] > 0) {
                double dx = i % width - at % width;
                double dy = i / width % height - at / width % height;
                double dz = i / (width * height) - at / (width * height);
                distances.merge(labels[i], Math.sqrt(dx * dx + dy * dy + dz * dz), Math::min);
            }
        }
        double[] sorted =
                distances.values().stream().mapToDouble(d -> d).sorted().toArray();
        double sum = sorted[0] + sorted[1];
        return w0 * Math.exp(-sum * sum / 50);
    }

    @Test
    void aBlockWithMarginHasTheWeightsOfTheWholeImage() {
        int size = 150;
        int[] labels = TrainingScenes.objects(new Random(4), size, size, 1, 30);
        BorderWeights weights = new BorderWeights(7);
        float[] whole = weights.of(labels, size, size, 1, LabelSet.of(""));
        int margin = weights.reach();
        assertThat(margin).isBetween(20, 40);
        for (int[] corner : new int[][] {{0, 0}, {60, 40}, {100, 100}, {0, 100}}) {
            CasePart all = new CasePart(new float[][] {new float[size * size]}, labels, 0, 0, 0, size, size);
            Warp warp = Warp.identity(new Warp.Frame(corner[0], corner[1], 0, 50, 50, 1, margin, 0));
            int[] taken =
                    all.labels(warp, Folded.of(warp.x(), size), Folded.of(warp.y(), size), Folded.of(warp.z(), 1));
            int full = 50 + 2 * margin;
            float[] part = weights.of(taken, warp.frame(), LabelSet.of(""));
            for (int i = 0; i < 2500; i++) {
                float found = part[(i / 50 + margin) * full + i % 50 + margin];
                float wanted = whole[(corner[1] + i / 50) * size + corner[0] + i % 50];
                assertThat(1 + found)
                        .as("pixel %d of %d, %d", i, corner[0], corner[1])
                        .isEqualTo(1 + wanted);
            }
        }
    }
}
