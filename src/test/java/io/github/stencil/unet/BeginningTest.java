// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.stencil.StencilException;
import io.github.stencil.model.card.ObjectCard;
import io.github.stencil.model.step.Normalization;
import io.github.stencil.unet.data.Augmentation;
import io.github.stencil.unet.data.DataSettings;
import io.github.stencil.unet.data.Discs;
import io.github.stencil.unet.data.PatchSettings;
import io.github.stencil.unet.data.Task;
import io.github.stencil.unet.graph.Optimizer;
import io.github.stencil.unet.graph.UNetShape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BeginningTest {
    private static final UNetShape SHAPE = UNetShape.USUAL
            .withChannels(3)
            .withVolumes(List.of(new UNetShape.Pool(1, 2, 2), new UNetShape.Pool(2, 2, 1)))
            .withDropout(0.25);
    private static final PatchSettings PATCHES = PatchSettings.volume(5, 8, 64, 32);
    /** Names that no sentence could be taken apart by. */
    private static final List<String> NAMES = List.of("background", "seed 7, augmentations flip", "9 patches of 8 x 8");

    private static final Beginning FIRST = beginning(SHAPE, PATCHES);

    /** Returns a beginning with odd names of classes. */
    static Beginning beginning(UNetShape shape, PatchSettings patches) {
        return Beginning.of(
                shape, Optimizer.ADAM, trainingSet(DataSettings.USUAL.withTask(Task.CLASSES), NAMES, patches));
    }

    private static TrainingSet trainingSet(DataSettings data, List<String> names, PatchSettings patches) {
        return new TrainingSet(new Discs(1, 1, 1, 1, 1, 8, 8), List.of(), names, data, patches, ObjectCard.USUAL);
    }

    /** A beginning that differs in one thing, and how that is told. */
    private record Other(Beginning beginning, String words) {}

    private static Stream<Other> others() {
        DataSettings data = DataSettings.USUAL.withTask(Task.CLASSES);
        Normalization clipped = new Normalization(Normalization.Method.PERCENTILES, 1, 99.8, true);
        return Stream.of(
                new Other(beginning(SHAPE.withFilters(8), PATCHES), "network UNetShape[volume=true"),
                new Other(beginning(SHAPE.withDropout(0), PATCHES), "network UNetShape[volume=true"),
                new Other(beginning(SHAPE.withNorm(UNetShape.Norm.GROUP), PATCHES), "network UNetShape[volume=true"),
                new Other(Beginning.of(SHAPE, Optimizer.SGD, trainingSet(data, NAMES, PATCHES)), "optimizer SGD"),
                new Other(
                        Beginning.of(SHAPE, Optimizer.ADAM, trainingSet(data.withTask(Task.OBJECTS), NAMES, PATCHES)),
                        "task Objects"),
                new Other(
                        Beginning.of(SHAPE, Optimizer.ADAM, trainingSet(data, List.of("a", "b"), PATCHES)),
                        "classes [a, b]"),
                new Other(
                        Beginning.of(
                                SHAPE, Optimizer.ADAM, trainingSet(data.withNormalization(clipped), NAMES, PATCHES)),
                        "normalization Percentiles 1.0 and 99.8, clipped"),
                new Other(Beginning.of(SHAPE, Optimizer.ADAM, trainingSet(data.withSeed(2), NAMES, PATCHES)), "seed 2"),
                new Other(beginning(SHAPE, PATCHES.withSamples(4)), "batch 4"),
                new Other(beginning(SHAPE, PatchSettings.volume(5, 4, 64, 32)), "patch 32 x 64 x 4"),
                new Other(beginning(SHAPE, PatchSettings.volume(5, 8, 32, 32)), "patch 32 x 32 x 8"),
                new Other(beginning(SHAPE, PatchSettings.volume(5, 8, 64, 64)), "patch 64 x 64 x 8"),
                new Other(
                        beginning(SHAPE, PATCHES.withAugmentation(Augmentation.of("flip,blur"))),
                        "augmentations flip,blur"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void whatIsReadIsWhatWasWrittenAndWhatDiffersIsNamedAlone(Other other) throws IOException {
        assertThat(read(written(FIRST))).isEqualTo(FIRST).isNotEqualTo(other.beginning());
        assertThat(read(written(other.beginning()))).isEqualTo(other.beginning());
        assertThat(other.beginning().unlike(FIRST)).startsWith(other.words()).doesNotContain("seed 1");
        assertThat(FIRST.unlike(FIRST)).isEmpty();
    }

    @Test
    void everyFieldIsAmongThem() {
        for (RecordComponent component : Beginning.class.getRecordComponents()) {
            assertThat(others().map(other -> value(component, other.beginning())))
                    .as(component.getName())
                    .anyMatch(value -> !value.equals(value(component, FIRST)));
        }
    }

    private static Object value(RecordComponent component, Beginning of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsCutOrImpossibleIsNotRead() throws IOException {
        byte[] bytes = written(FIRST);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> read(cut)).as("%d bytes", length).isInstanceOf(IOException.class);
        }
        byte[] noChannels = bytes.clone();
        noChannels[4] = 0; // of the int after a boolean
        assertThatThrownBy(() -> read(noChannels)).isInstanceOf(IOException.class);
    }

    @Test
    void aCheckpointWithASentenceIsRefusedByOne(@TempDir Path folder) throws IOException {
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(folder.resolve(Checkpoint.NAME)))) {
            out.writeUTF("Stencil training 1");
            out.writeUTF("UNetShape[], Adam, classes background, foreground, 4 patches of 32 x 32, seed 1");
            out.writeInt(1);
        }
        assertThatThrownBy(() -> Checkpoint.read(folder))
                .isInstanceOf(StencilException.class)
                .hasMessageEndingWith(
                        "training.checkpoint was written by an earlier version of Stencil, which did not save all that is needed to go on. Train without resume, into another folder.");
    }

    private static byte[] written(Beginning beginning) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        beginning.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static Beginning read(byte[] bytes) throws IOException {
        return Beginning.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }
}
