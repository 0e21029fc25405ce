// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.onehot;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.PixelType;
import io.github.stencil.image.file.TiffStore;
import io.github.stencil.label.LabelList;
import io.github.stencil.label.LabelSet;
import io.github.stencil.mask.Noise;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels, made categorical and back, are the labels; for every choice a user has. */
class RoundTripTest {
    private static final LabelList NONE = LabelList.of("");

    private record Choice(
            Encoding encoding,
            ClassAxis axis,
            String ids,
            PixelType type,
            boolean background,
            boolean ignore,
            long seed) {

        /** A time-lapse, and a stack where the classes are channels, that has all of the classes. */
        AxisImage labels() {
            Random random = new Random(seed);
            int[] some = ids.isEmpty() ? new int[] {0, 1, 2, 3, 4} : new int[] {0, 3, 1, 250, 7};
            Extent extent = new Extent(13, 7, 1, axis == ClassAxis.CHANNELS ? 3 : 1, 2);
            return Noise.filled(type, extent, i -> some[i < some.length ? i : random.nextInt(some.length)]);
        }

        EncodeRule rule() {
            LabelSet ignored = LabelSet.of(ignore ? "3" : "");
            String list = ids.startsWith("0") && ignore ? "0,1,250,7" : ids;
            return new EncodeRule(0, encoding, list, ignored, background, axis);
        }

        /** The labels as they come back: ignored ones are 0. */
        double[] wanted() {
            double[] values = Noise.values(labels());
            for (int i = 0; i < values.length && ignore; i++) {
                values[i] = values[i] == 3 ? 0 : values[i];
            }
            return values;
        }
    }

    static Stream<Choice> everything() {
        List<Choice> all = new ArrayList<>();
        for (Encoding encoding : Encoding.values()) {
            for (ClassAxis axis : List.of(ClassAxis.CHANNELS, ClassAxis.SLICES)) {
                for (String ids : List.of("", "compact", "0,3,1,250,7")) {
                    for (PixelType type : List.of(PixelType.UINT8, PixelType.UINT16, PixelType.FLOAT32)) {
                        for (int flags = 0; flags < 4; flags++) {
                            boolean background = (flags & 1) != 0;
                            boolean ignore = (flags & 2) != 0;
                            all.add(new Choice(encoding, axis, ids, type, background, ignore, all.size()));
                        }
                    }
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("everything")
    void decodingEncodedLabelsGivesThemBack(Choice choice) {
        Categorical stack = OneHot.encode(choice.labels(), choice.rule(), ImageStore.memory(), Progress.NONE);
        assertThat(stack.image().type()).isEqualTo(choice.encoding().type());
        for (ClassAxis axis : List.of(choice.axis(), ClassAxis.AUTOMATIC)) {
            AxisImage back =
                    OneHot.decode(stack.image(), back(stack, axis, choice), ImageStore.memory(), Progress.NONE);
            assertThat(back.extent()).isEqualTo(choice.labels().extent());
            Noise.assertSame(Noise.values(back), choice.wanted(), axis + ", " + choice);
        }
    }

    @ParameterizedTest
    @MethodSource("everything")
    void soItIsThroughFiles(Choice choice, @TempDir Path folder) {
        Path stackFile = folder.resolve("stack.tif");
        Path labelFile = folder.resolve("labels.tif");
        Categorical written = OneHot.encode(choice.labels(), choice.rule(), new TiffStore(stackFile), Progress.NONE);
        AxisImage opened = AxisImage.of(IJ.openImage(stackFile.toString()));
        for (AxisImage stack : List.of(written.image(), opened)) {
            OneHot.decode(stack, back(written, choice.axis(), choice), new TiffStore(labelFile), Progress.NONE);
            AxisImage read = AxisImage.of(IJ.openImage(labelFile.toString()));
            assertThat(read.extent()).isEqualTo(choice.labels().extent());
            Noise.assertSame(Noise.values(read), choice.wanted(), choice.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("everything")
    void everyPlaneEqualsAPlainComparison(Choice choice) {
        Categorical stack = OneHot.encode(choice.labels(), choice.rule(), ImageStore.memory(), Progress.NONE);
        double[] labels = Noise.values(choice.labels());
        double[] hot = Noise.values(stack.image());
        int plane = 13 * 7;
        List<Long> classes = stack.ids().labels().labels();
        int first = choice.background() ? 0 : 1;
        int count = classes.size() - first;
        assertThat(hot).hasSize(labels.length * count);
        for (int i = 0; i < hot.length; i++) {
            double label = labels[i / plane / count * plane + i % plane];
            boolean ignored = choice.ignore() && label == 3;
            boolean on = label == classes.get(i / plane % count + first) && !ignored;
            assertThat(hot[i])
                    .as("value %d, %s", i, choice)
                    .isEqualTo(on ? choice.encoding().on() : 0);
        }
    }

    @ParameterizedTest(name = "steps of {0} values")
    @ValueSource(ints = {1, 100, 5000})
    void theSizeOfAStepChangesNothing(int mostValues) {
        Choice choice = new Choice(Encoding.FULL_BYTE, ClassAxis.CHANNELS, "", PixelType.UINT8, true, false, 3);
        var rule =
                new EncodeRule(19, Encoding.FULL_BYTE, "", LabelSet.of(""), true, ClassAxis.CHANNELS); // three groups
        AxisImage whole = OneHot.encode(choice.labels(), rule, ImageStore.memory(), Progress.NONE)
                .image();
        AxisImage parts = OneHot.encode(choice.labels(), rule, ImageStore.memory(), Progress.NONE, mostValues)
                .image();
        Noise.assertSame(Noise.values(parts), Noise.values(whole), "encoded");
        AxisImage back = OneHot.decode(parts, DecodeRule.USUAL, ImageStore.memory(), Progress.NONE, mostValues);
        Noise.assertSame(Noise.values(back), choice.wanted(), "decoded");
    }

    private static DecodeRule back(Categorical stack, ClassAxis axis, Choice choice) {
        ClassIds ids = stack.ids();
        boolean numbered = ids.equals(ClassIds.numbered(ids.classes(), ids.background()));
        return new DecodeRule(axis, choice.background(), 0, numbered ? NONE : ids.labels());
    }
}
