// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Space;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatchesTest {
    private static final Augmentation ALL =
            Augmentation.of("flip,turn,rotate,shift,zoom,elastic,intensity,gamma,noise,blur");

    @ParameterizedTest(name = "depth {0}")
    @ValueSource(ints = {1, 10})
    void patchesDependOnSeedEpochAndStepAlone(int depth) {
        TrainingData data = TrainingScenes.data(11, Task.OBJECTS, 4, 60, 50, depth, 2);
        PatchSettings settings = PatchSettings.volume(3, Math.min(depth, 6), 32, 40)
                .withSteps(3)
                .withAugmentation(ALL)
                .withThreads(1);
        List<List<Batch>> inOrder = new ArrayList<>();
        try (BatchSource source = data.batches(settings)) {
            for (int epoch = 0; epoch < 3; epoch++) {
                inOrder.add(List.of(source.next(), source.next(), source.next()));
            }
        }
        try (BatchSource source = data.batches(settings.withThreads(3))) {
            assertThat(source.stepsPerEpoch()).isEqualTo(3);
            for (int epoch : new int[] {2, 0, 0, 1}) {
                source.begin(epoch);
                assertSame(source.next(), inOrder.get(epoch).get(0));
                assertSame(source.next(), inOrder.get(epoch).get(1));
            }
            assertSame(source.next(), inOrder.get(1).get(2));
            assertSame(source.next(), inOrder.get(2).get(0)); // an epoch is followed by the next
        }
        assertThat(inOrder.get(0).get(0).images())
                .isNotEqualTo(inOrder.get(1).get(0).images());
        TrainingData other = TrainingScenes.data(12, Task.OBJECTS, 4, 60, 50, depth, 2);
        try (BatchSource source = other.batches(settings)) {
            assertThat(source.next().labels())
                    .isNotEqualTo(inOrder.get(0).get(0).labels());
        }
    }

    private static void assertSame(Batch found, Batch wanted) {
        assertThat(found.images()).isEqualTo(wanted.images());
        assertThat(found.labels()).isEqualTo(wanted.labels());
        assertThat(found.weights()).isEqualTo(wanted.weights());
    }

    @Test
    void casesReadPatchByPatchGiveThePatchesOfCasesInMemory() {
        for (int depth : new int[] {1, 9}) {
            TrainingData data = TrainingScenes.data(21, Task.OBJECTS, 2, 70, 45, depth, 2);
            List<KnownCase> known = data.training().stream()
                    .map(one -> KnownCase.of(
                            one, data.targets(), data.settings().normalization(), 64, RandomStreams.at(3), () -> {}))
                    .toList();
            PatchSettings settings = PatchSettings.volume(4, Math.min(depth, 5), 64, 30)
                    .withAugmentation(ALL)
                    .withBorders(depth == 1 ? 10 : 0)
                    .withThreads(1);
            RareClasses rare = new RareClasses(known, data.classCounts());
            CaseStore none = new CaseStore(known, 0);
            CaseStore all = new CaseStore(known, Long.MAX_VALUE);
            assertThat(none.held()).isZero();
            assertThat(all.held()).isEqualTo(2);
            for (int step = 0; step < 3; step++) {
                assertSame(
                        new PatchMaker(none, data.targets(), rare, settings, 5).batch(0, step),
                        new PatchMaker(all, data.targets(), rare, settings, 5).batch(0, step));
            }
        }
    }

    @Test
    void aPatchAsLargeAsItsImageIsTheImage() {
        int[] labels = TrainingScenes.objects(new Random(2), 48, 36, 1, 5);
        AxisImage image = TrainingScenes.bright(new Random(2), labels, 48, 36, 1, 2);
        AxisImage map = TrainingScenes.map(labels, 48, 36, 1);
        DataSettings settings = TrainingScenes.settings(Task.OBJECTS, Space.PLANES, 0, 1);
        TrainingData data = TrainingScenes.open(List.of(image), List.of(map), settings);
        PatchSettings patch = PatchSettings.plane(1, 36, 48)
                .withAugmentation(Augmentation.NONE)
                .withBorders(10)
                .withThreads(1);
        try (BatchSource source = data.batches(patch)) {
            Batch batch = source.next();
            assertThat(source.stepsPerEpoch()).isEqualTo(1);
            assertThat(batch.channels()).isEqualTo(2);
            assertThat(batch.labels()).isEqualTo(data.targets().classes(labels, 48, 36, 1));
            assertThat(batch.labels()).isEqualTo(data.training().get(0).classes(data.targets()));
            float[] borders = new BorderWeights(10).of(labels, 48, 36, 1, io.github.stencil.label.LabelSet.of(""));
            float[] meeting = data.targets().pixels(labels, 48, 36, 1).weights();
            for (int i = 0; i < labels.length; i++) {
                assertThat(batch.weights()[i]).isEqualTo(meeting[i] + borders[i]);
            }
            CasePart whole = data.training()
                    .get(0)
                    .read(
                            io.github.stencil.model.scale.PlaneScale.of(image, 0, 0, settings.normalization()),
                            0,
                            0,
                            0,
                            48,
                            36,
                            1);
            for (int i = 0; i < labels.length; i++) {
                assertThat(batch.images()[2 * i]).isEqualTo(whole.channels()[0][i]);
                assertThat(batch.images()[2 * i + 1]).isEqualTo(whole.channels()[1][i]);
            }
        }
    }

    @Test
    void aVolumesPatchHasTheWeightsOfTheVolume() {
        int[] labels = TrainingScenes.objects(new Random(2), 48, 36, 14, 6);
        TrainingData data = TrainingScenes.open(
                List.of(TrainingScenes.bright(new Random(2), labels, 48, 36, 14, 1)),
                List.of(TrainingScenes.map(labels, 48, 36, 14)),
                TrainingScenes.settings(Task.OBJECTS, Space.VOLUMES, 0, 1));
        float[] borders = new BorderWeights(10).of(labels, 48, 36, 14, io.github.stencil.label.LabelSet.of(""));
        int[] classes = data.targets().classes(labels, 48, 36, 14);
        float[] meeting = data.targets().pixels(labels, 48, 36, 14).weights();
        try (BatchSource source = data.batches(PatchSettings.volume(1, 14, 36, 48)
                .withAugmentation(Augmentation.NONE)
                .withBorders(10)
                .withThreads(1))) {
            Batch batch = source.next();
            assertThat(batch.depth()).isEqualTo(14);
            assertThat(batch.labels()).isEqualTo(classes);
            for (int i = 0; i < labels.length; i++) {
                assertThat(batch.weights()[i]).as("pixel %d", i).isEqualTo(meeting[i] + borders[i]);
            }
        }
    }

    @Test
    void aThirdOfThePatchesContainARareClass() {
        int size = 400;
        int[] labels = new int[size * size];
        labels[37 * size + 211] = 1; // one pixel of 160,000
        AxisImage image = TrainingScenes.bright(new Random(1), labels, size, size, 1, 1);
        TrainingData data = TrainingScenes.open(
                List.of(image),
                List.of(TrainingScenes.map(labels, size, size, 1)),
                TrainingScenes.settings(Task.CLASSES, Space.PLANES, 0, 9));
        assertThat(data.classCounts()).containsExactly(size * size - 1, 1);
        int found = 0;
        try (BatchSource source = data.batches(PatchSettings.plane(5, 32, 32).withSteps(20))) {
            for (int i = 0; i < 20; i++) {
                Batch batch = source.next();
                for (int s = 0; s < 5; s++) {
                    boolean there = false;
                    for (int k = 0; k < 1024; k++) {
                        there |= batch.labels()[s * 1024 + k] == 1;
                    }
                    found += there ? 1 : 0;
                }
            }
        }
        assertThat(found).as("of 100 patches").isBetween(34, 45);
    }

    @Test
    void ignoredPixelsWeighNothing() {
        int[] labels = new int[64 * 64];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 64 < 20 ? 7 : i % 64 < 40 ? 1 : 0;
        }
        DataSettings settings = TrainingScenes.ignoring(TrainingScenes.settings(Task.CLASSES, Space.PLANES, 0, 1), "7");
        TrainingData data = TrainingScenes.open(
                List.of(TrainingScenes.bright(new Random(1), labels, 64, 64, 1, 1)),
                List.of(TrainingScenes.map(labels, 64, 64, 1)),
                settings);
        assertThat(data.classes()).isEqualTo(2);
        assertThat(data.classCounts()).containsExactly(24 * 64, 20 * 64);
        try (BatchSource source = data.batches(PatchSettings.plane(1, 64, 64)
                .withAugmentation(Augmentation.NONE)
                .withThreads(1))) {
            Batch batch = source.next();
            for (int i = 0; i < labels.length; i++) {
                assertThat(batch.weights()[i]).isEqualTo(labels[i] == 7 ? 0f : 1f);
                assertThat(batch.labels()[i]).isEqualTo(labels[i] == 7 ? 0 : labels[i]);
            }
        }
    }

    @Test
    void imagesSmallerThanThePatchAreMirroredAndSaidSo() {
        TrainingData data = TrainingScenes.data(3, Task.CLASSES, 2, 30, 20, 1, 1);
        PatchSettings settings = PatchSettings.plane(2, 64, 64);
        assertThat(data.notes(settings))
                .containsExactly(
                        "2 of 2 training images are smaller than the patch of 64 x 64 and are mirrored at their edges.");
        try (BatchSource source = data.batches(settings)) {
            assertThat(source.next().images()).doesNotContain(Float.NaN);
        }
        assertThat(data.notes(PatchSettings.plane(2, 16, 16))).isEmpty();
    }

    @Test
    void aFailureInTheBackgroundReachesWhoWaits() throws Exception {
        java.nio.file.Path file = java.nio.file.Files.createTempFile("image", ".tif");
        AxisImage image = TrainingScenes.data(3, Task.CLASSES, 1, 30, 20, 1, 1)
                .training()
                .get(0)
                .image();
        new ij.io.FileSaver(image.imagePlus()).saveAsTiff(file.toString());
        AxisImage lazy = AxisImage.of(io.github.stencil.image.file.ImageFiles.open(file));
        int[] labels = TrainingScenes.objects(new Random(1), 30, 20, 1, 4);
        TrainingData data = TrainingScenes.open(
                List.of(lazy),
                List.of(TrainingScenes.map(labels, 30, 20, 1)),
                TrainingScenes.settings(Task.OBJECTS, Space.PLANES, 0, 1));
        java.nio.file.Files.delete(file);
        try (BatchSource source = data.batches(PatchSettings.plane(1, 16, 16))) {
            assertThatThrownBy(source::next).hasMessageContaining("cannot be read any more");
        }
    }

    @Test
    void closingEndsTheThreads() throws Exception {
        TrainingData data = TrainingScenes.data(3, Task.CLASSES, 2, 64, 64, 1, 1);
        BatchSource source = data.batches(PatchSettings.plane(2, 64, 64).withThreads(3));
        source.next();
        source.close();
        source.close();
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (threads() > 0 && System.nanoTime() < end) {
            Thread.sleep(10);
        }
        assertThat(threads()).isZero();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("Stencil patches"))
                .count();
    }

    @Test
    void changesOfValuesLeaveLabelsAlone() {
        TrainingData data = TrainingScenes.data(31, Task.OBJECTS, 2, 60, 60, 1, 1);
        Augmentation moves = Augmentation.of("flip,rotate,zoom");
        Augmentation both = Augmentation.of("flip,rotate,zoom,intensity,gamma,noise,blur");
        PatchSettings settings = PatchSettings.plane(6, 40, 40).withAugmentation(moves);
        try (BatchSource moved = data.batches(settings);
                BatchSource changed = data.batches(settings.withAugmentation(both))) {
            Batch wanted = moved.next();
            Batch found = changed.next();
            assertThat(found.labels()).isEqualTo(wanted.labels());
            assertThat(found.images()).isNotEqualTo(wanted.images());
        }
    }

    @Test
    void thePreviewShowsSixteenPairs() {
        TrainingData data = TrainingScenes.data(3, Task.OBJECTS, 2, 64, 64, 1, 1);
        AxisImage montage = data.preview(PatchSettings.plane(3, 40, 50));
        assertThat(montage.description().rgb()).isTrue();
        byte[] red = (byte[]) montage.copy(montage.extent().rows(0, 39, 0, 0, 0, 0));
        assertThat(red).as("grey levels and borders").contains((byte) 0, (byte) 255);
        assertThat(montage.extent().width()).isEqualTo(4 * 108 - 4);
        assertThat(montage.extent().height()).isEqualTo(4 * 44 - 4);
    }

    @Test
    void whatCannotBeCutIsRefused() {
        TrainingData data = TrainingScenes.data(3, Task.CLASSES, 2, 64, 64, 1, 1);
        assertThatThrownBy(() -> data.batches(PatchSettings.plane(2, 32, 32).withBorders(10)))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("Choose the task Objects");
        assertThatThrownBy(() -> data.batches(PatchSettings.volume(2, 8, 32, 32).withAugmentation(ALL)))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("The patch has 8 slices");
    }
}
