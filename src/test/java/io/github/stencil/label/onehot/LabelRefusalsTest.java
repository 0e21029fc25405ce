// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.onehot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import ij.process.ColorProcessor;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.PixelType;
import io.github.stencil.image.file.TiffStore;
import io.github.stencil.label.LabelList;
import io.github.stencil.label.LabelSet;
import io.github.stencil.mask.Noise;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelRefusalsTest {
    private static final LabelList NONE = LabelList.of("");

    @Test
    void aLabelBeyondTheClassesIsRefusedWithItsPixels() {
        AxisImage labels =
                Noise.filled(PixelType.UINT8, new Extent(1300, 1, 1, 1, 1), i -> i < 1205 ? 41 : i < 1293 ? 17 : 3);
        assertThatThrownBy(() -> encode(labels, EncodeRule.of(4)))
                .isInstanceOf(StencilException.class)
                .hasMessage(
                        "Labels go up to 41 but there are 4 classes (label 41 in 1,205 pixels, 17 in 88). Set classes to 42, or ids to compact.");
    }

    @ParameterizedTest
    @CsvSource({"1.5", "-1", "NaN", "16777218", "Infinity"})
    void whatIsNoLabelIsRefusedWithItsPlace(double value) {
        AxisImage labels = Noise.filled(
                PixelType.FLOAT32, new Extent(5, 4, 1, 3, 2), i -> i == 20 * 4 + 5 * 2 + 3 || i == 119 ? value : 1);
        assertThatThrownBy(() -> encode(labels, EncodeRule.of(0)))
                .isInstanceOf(StencilException.class)
                .hasMessageStartingWith("\"noise\" is ")
                .hasMessageContaining(" at x=3, y=2, slice 2, frame 2, but labels are ")
                .hasMessageContaining("whole numbers from 0 to 16,777,216");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | '' | '' | true | 300 | Labels go up to 300, which makes 301 classes, more than 255.",
                "0 | '' | '' | false | 0 | There is only class 0, so a stack without a background plane would be empty.",
                "0 | 0,32 | '' | true | 300 | The image has labels that ids does not list (label 300 in 6 pixels).",
                "3 | 0,300 | '' | true | 300 | ids lists 2 labels but there are 3 classes.",
                "3 | compact | '' | true | 300 | There are 1 distinct labels but 3 classes.",
                "0 | 300,0 | '' | false | 300 | Without a background plane class 0 must be the label 0, but it is 300.",
                "0 | 0,300 | 300 | true | 0 | The label 300 is both in ids and in ignore.",
                "0 | 9 5-2 | '' | true | 0 | \"5-2\" at character 3 of \"9 5-2\" runs downwards. Write the smaller first: 2-5.",
                "0 | a | '' | true | 0 | \"a\" at character 1 of \"a\" is not a label.",
                "-1 | '' | '' | true | 0 | classes is -1 but must be at least 0.",
            })
    void classesThatDoNotFitAreRefused(
            int classes, String ids, String ignore, boolean background, int label, String sentence) {
        AxisImage labels = Noise.constant(PixelType.UINT16, 3, 2, label);
        assertThatThrownBy(() -> {
                    LabelSet ignored = LabelSet.of(ignore);
                    encode(
                            labels,
                            new EncodeRule(classes, Encoding.ONE_BYTE, ids, ignored, background, ClassAxis.CHANNELS));
                })
                .isInstanceOf(StencilException.class)
                .hasMessageStartingWith(sentence);
    }

    @Test
    void imagesThatAreNoLabelMapsAreRefused() {
        AxisImage rgb = AxisImage.of(new ImagePlus("colours", new ColorProcessor(2, 2)));
        assertThatThrownBy(() -> encode(rgb, EncodeRule.of(0))).hasMessageContaining("\"colours\" is an RGB image");
        AxisImage channels = Noise.filled(PixelType.UINT8, new Extent(2, 2, 3, 1, 1), i -> 0);
        assertThatThrownBy(() -> encode(channels, EncodeRule.of(0)))
                .hasMessageContaining("has 3 channels but a label map has one");
        AxisImage slices = Noise.filled(PixelType.UINT8, new Extent(2, 2, 1, 3, 1), i -> 0);
        var asSlices = new EncodeRule(0, Encoding.ONE_BYTE, "", LabelSet.of(""), true, ClassAxis.SLICES);
        assertThatThrownBy(() -> encode(slices, asSlices)).hasMessageContaining("cannot be slices too");
    }

    @Test
    void stacksThatCannotBeDecodedAreRefused() {
        AxisImage both = Noise.filled(PixelType.UINT8, new Extent(2, 2, 3, 2, 1), i -> 0);
        DecodeRule slices = new DecodeRule(ClassAxis.SLICES, true, 0, NONE);
        assertThatThrownBy(() -> decode(both, slices)).hasMessageContaining("has 3 channels beside the classes");
        DecodeRule two = new DecodeRule(ClassAxis.CHANNELS, true, 0, LabelList.of("0,5"));
        assertThatThrownBy(() -> decode(both, two))
                .hasMessageContaining("ids lists 2 labels but the image has 3 classes");
        AxisImage nan = Noise.filled(PixelType.FLOAT32, new Extent(4, 3, 2, 1, 1), i -> i == 12 + 6 ? Double.NaN : 1);
        assertThatThrownBy(() -> decode(nan, DecodeRule.USUAL))
                .isInstanceOf(StencilException.class)
                .hasMessageStartingWith("\"noise\" is NaN at x=2, y=1, which belongs to no class.");
        assertThatThrownBy(() -> new DecodeRule(ClassAxis.AUTOMATIC, true, 1.1, NONE))
                .hasMessageContaining("fraction from 0 to 1");
    }

    @Test
    void aRefusedStackLeavesNoFile(@TempDir Path folder) {
        AxisImage nan = Noise.constant(PixelType.FLOAT32, 4, 3, Double.NaN);
        Path file = folder.resolve("labels.tif");
        assertThatThrownBy(() -> OneHot.decode(nan, DecodeRule.USUAL, new TiffStore(file), Progress.NONE))
                .isInstanceOf(StencilException.class);
        assertThat(file).doesNotExist();
    }

    private static void encode(AxisImage labels, EncodeRule rule) {
        OneHot.encode(labels, rule, ImageStore.memory(), Progress.NONE);
    }

    private static void decode(AxisImage stack, DecodeRule rule) {
        OneHot.decode(stack, rule, ImageStore.memory(), Progress.NONE);
    }
}
