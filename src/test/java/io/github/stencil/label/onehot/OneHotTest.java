// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.onehot;

import static org.assertj.core.api.Assertions.assertThat;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.LUT;
import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.PixelType;
import io.github.stencil.label.LabelList;
import io.github.stencil.label.LabelSet;
import io.github.stencil.mask.Noise;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OneHotTest {
    private static final LabelSet NONE = LabelSet.of("");

    @Test
    void labelsUpTo16777216AreExact() {
        AxisImage labels = row(PixelType.FLOAT32, 0, 16_777_215, 16_777_216);
        Categorical stack = OneHot.encode(labels, rule("compact", NONE, true), ImageStore.memory(), Progress.NONE);
        assertThat(stack.ids().labels().labels()).containsExactly(0L, 16_777_215L, 16_777_216L);
        DecodeRule back = DecodeRule.USUAL.withIds(stack.ids().labels());
        AxisImage decoded = OneHot.decode(stack.image(), back, ImageStore.memory(), Progress.NONE);
        assertThat(decoded.type()).isEqualTo(PixelType.FLOAT32);
        Noise.assertSame(Noise.values(decoded), Noise.values(labels), "labels");
    }

    @Test
    void theIndexAndNotTheColourOfAColourTableIsTheLabel() {
        byte[] red = new byte[256];
        byte[] none = new byte[256];
        red[2] = (byte) 200;
        ImagePlus image = new ImagePlus("", new ByteProcessor(2, 1, new byte[] {2, 1}, new LUT(red, none, none)));
        assertThat(Noise.values(encoded(AxisImage.of(image), EncodeRule.of(0)))).containsExactly(0, 0, 0, 1, 1, 0);
    }

    @Test
    void idsThatTheLabelsTypeCannotHoldAreFoundNowhere() {
        AxisImage labels = row(PixelType.UINT8, 0, 44); // 300 would be 44 in 8 bits
        assertThat(Noise.values(encoded(labels, rule("0,44,300", NONE, true)))).containsExactly(1, 0, 0, 1, 0, 0);
    }

    @Test
    void ignoredLabelsAreZeroInEveryPlaneAndMakeNoClass() {
        AxisImage labels = row(PixelType.UINT8, 0, 1, 2, 255);
        for (String ids : List.of("", "compact", "0-2")) {
            AxisImage stack = encoded(labels, rule(ids, LabelSet.of("255"), true));
            assertThat(Noise.values(stack)).containsExactly(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0);
            assertThat(decoded(stack, DecodeRule.USUAL)).containsExactly(0, 1, 2, 0);
        }
    }

    @Test
    void compactIdsRiseAndHaveLabel0WhereBackgroundHasNoPlane() {
        AxisImage labels = row(PixelType.UINT16, 900, 5, 9);
        Categorical with = OneHot.encode(labels, rule("compact", NONE, true), ImageStore.memory(), Progress.NONE);
        assertThat(with.ids().labels().labels()).containsExactly(5L, 9L, 900L);
        Categorical without = OneHot.encode(labels, rule("Compact", NONE, false), ImageStore.memory(), Progress.NONE);
        assertThat(without.ids().labels().labels()).containsExactly(0L, 5L, 9L, 900L);
        assertThat(without.image().extent().channels()).isEqualTo(3);
        DecodeRule back =
                DecodeRule.USUAL.withBackground(false).withIds(without.ids().labels());
        assertThat(decoded(without.image(), back)).containsExactly(900, 5, 9);
    }

    @Test
    void scoresBelowZeroAreNotAboveIt() {
        AxisImage stack = Noise.filled(
                PixelType.INT16, new Extent(4, 1, 2, 1, 1), i -> new int[] {-5, 3, -9, 0, 2, -1, -3, 0}[i]);
        assertThat(decoded(stack, DecodeRule.USUAL)).containsExactly(1, 0, 1, 0);
    }

    @ParameterizedTest
    @EnumSource(value = PixelType.class, mode = EnumSource.Mode.EXCLUDE, names = "UINT32")
    void theLowestOfEqualsWinsAndNothingIsZero(PixelType type) {
        int n = 1000; // beyond any vector of the processor
        Random random = new Random(11);
        AxisImage stack = Noise.filled(type, new Extent(n, 1, 5, 1, 1), i -> random.nextInt(3));
        double[] values = Noise.values(stack);
        double[] labels = decoded(stack, DecodeRule.USUAL);
        double[] without =
                decoded(stack, DecodeRule.USUAL.withAxis(ClassAxis.CHANNELS).withBackground(false));
        for (int x = 0; x < n; x++) {
            int at = x;
            double highest = IntStream.range(0, 5)
                    .mapToDouble(c -> values[c * n + at])
                    .max()
                    .getAsDouble();
            int first = IntStream.range(0, 5)
                    .filter(c -> values[c * n + at] == highest)
                    .findFirst()
                    .getAsInt();
            assertThat(labels[x]).as("seed 11, x = %d", x).isEqualTo(highest == 0 ? 0 : first);
            assertThat(without[x]).as("seed 11, x = %d", x).isEqualTo(highest == 0 ? 0 : first + 1);
        }
    }

    @Test
    void negativeScoresAreScoresAndOnlyZerosAreNothing() {
        double[] scores = {-2, 0, -1, -1, 0, 0};
        AxisImage stack = Noise.filled(PixelType.FLOAT32, new Extent(3, 1, 2, 1, 1), i -> scores[i]);
        assertThat(decoded(stack, DecodeRule.USUAL.withAxis(ClassAxis.CHANNELS).withBackground(false)))
                .containsExactly(2, 0, 2);
    }

    @ParameterizedTest
    @CsvSource({"UINT8, 127, 128", "UINT16, 32767, 32768", "FLOAT32, 0.4999, 0.5"})
    void belowTheMinimumAPixelIsBackground(PixelType type, double below, double enough) {
        double[] scores = {0, 0, below, enough};
        AxisImage stack = Noise.filled(type, new Extent(2, 1, 2, 1, 1), i -> scores[i]);
        assertThat(decoded(stack, DecodeRule.USUAL.withMinimum(0.5).withIds(LabelList.of("9,7"))))
                .containsExactly(0, 7);
    }

    @Test
    void calibrationNamesAndRangeAreAsAPersonWouldWantThem() {
        ImagePlus image = Noise.filled(PixelType.UINT8, new Extent(5, 4, 1, 3, 1), i -> i % 9)
                .imagePlus();
        image.setTitle("cells.tif");
        image.getCalibration().setUnit("mm");
        image.getStack().setSliceLabel("night", 2);
        var rule = new EncodeRule(9, Encoding.FULL_BYTE, "0,2,1,3-8", NONE, false, ClassAxis.CHANNELS);
        ImagePlus stack = encoded(AxisImage.of(image), rule).imagePlus();
        assertThat(stack.getTitle()).isEqualTo("cells-categorical");
        assertThat(stack.getCalibration().getUnit()).isEqualTo("mm");
        assertThat(stack.getNChannels()).isEqualTo(8);
        assertThat(stack.getNSlices()).isEqualTo(3);
        assertThat(stack.getStack().getSliceLabel(1)).isEqualTo("class 1 (label 2)");
        assertThat(stack.getStack().getSliceLabel(3)).isEqualTo("class 3");
        assertThat(stack.getStack().getSliceLabel(9)).isEqualTo("class 1 (label 2) - night");
        assertThat(((CompositeImage) stack).getMode()).isEqualTo(CompositeImage.GRAYSCALE);
        assertThat(stack.getDisplayRangeMin()).isZero();
        assertThat(stack.getDisplayRangeMax()).isEqualTo(255);
        DecodeRule back = DecodeRule.USUAL.withBackground(false).withIds(LabelList.of("0,2,1,3-8"));
        ImagePlus labels = OneHot.decode(AxisImage.of(stack), back, ImageStore.memory(), Progress.NONE)
                .imagePlus();
        assertThat(labels.getTitle()).isEqualTo("cells-categorical-labels");
        assertThat(labels.getStack().getSliceLabel(2)).isEqualTo("night");
        assertThat(labels.getStack().getSliceLabel(1)).isNull();
        assertThat(labels.getCalibration().getUnit()).isEqualTo("mm");
        assertThat(labels.getBitDepth()).isEqualTo(8);
    }

    @Test
    void imgLib2LabelsGetTheirClassesAsALastDimension() {
        Img<UnsignedShortType> labels = ArrayImgs.unsignedShorts(new short[] {0, 2, 1, 1, 2, 0}, 3, 1, 2);
        RandomAccessibleInterval<UnsignedByteType> stack = OneHot.encode(labels, 3);
        assertThat(stack.dimensionsAsLongArray()).containsExactly(3, 1, 2, 3);
        assertThat(stack.getAt(1, 0, 0, 2).get()).isEqualTo(1);
        assertThat(stack.getAt(1, 0, 0, 1).get()).isZero();
        RandomAccessibleInterval<? extends RealType<?>> back = OneHot.decode(stack);
        assertThat(back.dimensionsAsLongArray()).containsExactly(3, 1, 2);
        assertThat(back.getAt(1, 0, 1).getRealDouble()).isEqualTo(2);
    }

    private static EncodeRule rule(String ids, LabelSet ignore, boolean background) {
        return new EncodeRule(0, Encoding.ONE_BYTE, ids, ignore, background, ClassAxis.CHANNELS);
    }

    private static AxisImage row(PixelType type, int... labels) {
        return Noise.filled(type, new Extent(labels.length, 1, 1, 1, 1), i -> labels[i]);
    }

    private static AxisImage encoded(AxisImage labels, EncodeRule rule) {
        return OneHot.encode(labels, rule, ImageStore.memory(), Progress.NONE).image();
    }

    private static double[] decoded(AxisImage stack, DecodeRule rule) {
        return Noise.values(OneHot.decode(stack, rule, ImageStore.memory(), Progress.NONE));
    }
}
