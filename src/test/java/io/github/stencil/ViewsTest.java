// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil;

import static org.assertj.core.api.Assertions.assertThat;

import ij.gui.Roi;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelKinds;
import io.github.stencil.label.LabelSet;
import io.github.stencil.label.objects.Foreground;
import io.github.stencil.label.objects.RefineRule;
import io.github.stencil.label.objects.Refinement;
import io.github.stencil.label.onehot.DecodeRule;
import io.github.stencil.label.onehot.EncodeRule;
import io.github.stencil.label.onehot.OneHot;
import io.github.stencil.label.rois.LabelRois;
import io.github.stencil.mask.ClassPixels;
import io.github.stencil.mask.MaskRule;
import io.github.stencil.mask.Masks;
import io.github.stencil.mask.Noise;
import io.github.stencil.metric.Comparison;
import io.github.stencil.metric.EmptyClass;
import io.github.stencil.metric.ImageObjects;
import io.github.stencil.metric.ObjectMaps;
import io.github.stencil.metric.ObjectMatching;
import io.github.stencil.metric.Scores;
import io.github.stencil.metric.Surfaces;
import io.github.stencil.metric.picture.ErrorPicture;
import io.github.stencil.metric.picture.ErrorRois;
import io.github.stencil.metric.picture.ObjectPicture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.converter.Converters;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.cell.CellImgFactory;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The classes behind the commands take any view of ImgLib2: results are those of an array with the same pixels. */
class ViewsTest {
    private static final int WIDTH = 23;
    private static final int HEIGHT = 17;
    private static final int DEPTH = 4;

    /** Images [X, Y, Z] that are no array of planes, over copies of an array's pixels. */
    enum View {
        CROPPED {
            @Override
            AxisImage of(Img<UnsignedByteType> pixels) {
                Img<UnsignedByteType> larger = ArrayImgs.unsignedBytes(WIDTH + 5, HEIGHT + 3, DEPTH + 2);
                larger.forEach(pixel -> pixel.set(199));
                RandomAccessibleInterval<UnsignedByteType> part =
                        Views.interval(larger, new long[] {3, 1, 2}, new long[] {WIDTH + 2, HEIGHT, DEPTH + 1});
                copy(pixels, Views.zeroMin(part));
                return AxisImage.of(part, "XYZ");
            }
        },
        PERMUTED {
            @Override
            AxisImage of(Img<UnsignedByteType> pixels) {
                Img<UnsignedByteType> turned = ArrayImgs.unsignedBytes(DEPTH, WIDTH, HEIGHT);
                copy(pixels, Views.moveAxis(turned, 0, 2));
                return AxisImage.of(turned, "ZXY");
            }
        },
        CELLS {
            @Override
            AxisImage of(Img<UnsignedByteType> pixels) {
                Img<UnsignedByteType> cells =
                        new CellImgFactory<>(new UnsignedByteType(), 5, 7, 2).create(WIDTH, HEIGHT, DEPTH);
                copy(pixels, cells);
                return AxisImage.of(cells, "xyz");
            }
        },
        COMPUTED {
            @Override
            AxisImage of(Img<UnsignedByteType> pixels) {
                Img<UnsignedByteType> inverted = ArrayImgs.unsignedBytes(WIDTH, HEIGHT, DEPTH);
                copy(pixels, inverted);
                inverted.forEach(pixel -> pixel.set(255 - pixel.get()));
                return AxisImage.of(
                        Converters.convert(
                                (RandomAccessibleInterval<UnsignedByteType>) inverted,
                                (from, to) -> to.set(255 - from.get()),
                                new UnsignedByteType()),
                        "XYZ");
            }
        };

        abstract AxisImage of(Img<UnsignedByteType> pixels);

        private static void copy(Img<UnsignedByteType> from, RandomAccessibleInterval<UnsignedByteType> to) {
            Cursor<UnsignedByteType> pixels = from.localizingCursor();
            while (pixels.hasNext()) {
                UnsignedByteType pixel = pixels.next();
                to.getAt(pixels).set(pixel);
            }
        }
    }

    /** Labels 0 to 6 in boxes of up to 6 x 6 x 3 pixels. */
    private static Img<UnsignedByteType> boxes(long seed) {
        Random random = new Random(seed);
        Img<UnsignedByteType> map = ArrayImgs.unsignedBytes(WIDTH, HEIGHT, DEPTH);
        for (int box = 0; box < 30; box++) {
            int[] min = {random.nextInt(WIDTH), random.nextInt(HEIGHT), random.nextInt(DEPTH)};
            int label = random.nextInt(7);
            for (int x = min[0]; x < Math.min(WIDTH, min[0] + 6); x++) {
                for (int y = min[1]; y < Math.min(HEIGHT, min[1] + 6); y++) {
                    for (int z = min[2]; z < Math.min(DEPTH, min[2] + 3); z++) {
                        map.getAt(x, y, z).set(label);
                    }
                }
            }
        }
        return map;
    }

    private static Img<UnsignedByteType> noise(long seed) {
        byte[] pixels = new byte[WIDTH * HEIGHT * DEPTH];
        new Random(seed).nextBytes(pixels);
        return ArrayImgs.unsignedBytes(pixels, WIDTH, HEIGHT, DEPTH);
    }

    private static AxisImage array(Img<UnsignedByteType> pixels) {
        return AxisImage.of(pixels, "XYZ");
    }

    private static void same(AxisImage found, AxisImage wanted, String what) {
        assertThat(found.extent()).as(what).isEqualTo(wanted.extent());
        Noise.assertSame(Noise.values(found), Noise.values(wanted), what);
    }

    @ParameterizedTest
    @EnumSource(View.class)
    void masksAndClassPixels(View view) {
        AxisImage image = view.of(noise(1));
        AxisImage mask = view.of(boxes(2));
        MaskRule rule = MaskRule.USUAL.withInclude(LabelSet.of("2-4")).withFill(9);
        AxisImage masked = Masks.apply(image, mask, rule);
        same(masked, Masks.apply(array(noise(1)), array(boxes(2)), rule), "masked");
        Img<UnsignedByteType> labels = boxes(2);
        Cursor<UnsignedByteType> pixels = noise(1).localizingCursor();
        while (pixels.hasNext()) {
            int value = pixels.next().get();
            int label = labels.getAt(pixels).get();
            assertThat(masked.pixels("XYZ").getAt(pixels).getRealDouble())
                    .isEqualTo(label >= 2 && label <= 4 ? value : 9);
        }
        ClassPixels found = ClassPixels.of(image, mask);
        ClassPixels wanted = ClassPixels.of(array(noise(1)), array(boxes(2)));
        assertThat(found.statistics(false)).isEqualTo(wanted.statistics(false)).isNotEmpty();
        assertThat(found.histograms()).isEqualTo(wanted.histograms());
        same(found.vectors(), wanted.vectors(), "vectors");
        assertThat(found.sample(5, 3)).usingRecursiveComparison().isEqualTo(wanted.sample(5, 3));
    }

    @ParameterizedTest
    @EnumSource(View.class)
    void oneHotAndBack(View view) {
        AxisImage stack = OneHot.encode(view.of(boxes(3)), EncodeRule.USUAL).image();
        same(stack, OneHot.encode(array(boxes(3)), EncodeRule.USUAL).image(), "encoded");
        AxisImage turned = AxisImage.of(bytes(stack), "ZCXY");
        same(OneHot.decode(turned, DecodeRule.USUAL), array(boxes(3)), "decoded");
    }

    /** The pixels of a stack as bytes in an array [Z, C, X, Y]. */
    private static Img<UnsignedByteType> bytes(AxisImage stack) {
        var pixels = stack.pixels("ZCXY");
        Img<UnsignedByteType> bytes = ArrayImgs.unsignedBytes(pixels.dimensionsAsLongArray());
        Cursor<UnsignedByteType> at = bytes.localizingCursor();
        while (at.hasNext()) {
            at.next().setReal(pixels.getAt(at).getRealDouble());
        }
        return bytes;
    }

    @ParameterizedTest
    @EnumSource(View.class)
    void objectsAndOutlines(View view) {
        for (Space space : Space.values()) {
            RefineRule rule = RefineRule.of(Foreground.of("4")).withSpace(space).withSize(3);
            Refinement.Objects found = Refinement.refine(view.of(boxes(4)), rule);
            Refinement.Objects wanted = Refinement.refine(array(boxes(4)), rule);
            same(found.labels(), wanted.labels(), "objects");
            assertThat(found.objects()).isEqualTo(wanted.objects()).isNotEmpty();
            Refinement.Images measured = Refinement.Images.of(view.of(boxes(4))).withIntensity(view.of(noise(5)));
            assertThat(Refinement.refine(measured, rule).objects())
                    .isEqualTo(Refinement.refine(
                                    Refinement.Images.of(array(boxes(4))).withIntensity(array(noise(5))), rule)
                            .objects());
        }
        AxisImage map = view.of(boxes(6));
        assertThat(LabelKinds.look(map)).isEqualTo(LabelKinds.look(array(boxes(6))));
        List<Roi> rois =
                LabelRois.trace(map).stream().map(LabelRois.LabelRoi::roi).toList();
        same(LabelRois.draw(map, rois, LabelRois.By.NAME), array(boxes(6)), "drawn");
    }

    @ParameterizedTest
    @EnumSource(View.class)
    void scoresAndPictures(View view) {
        for (Space space : Space.values()) {
            Comparison found = compare(view.of(boxes(7)), view.of(boxes(8)), space);
            Comparison wanted = compare(array(boxes(7)), array(boxes(8)), space);
            assertThat(Scores.count(found))
                    .usingRecursiveComparison()
                    .ignoringFields("image")
                    .isEqualTo(Scores.count(wanted));
            assertThat(distances(found)).isEqualTo(distances(wanted)).isNotEmpty();
            List<ImageObjects> matched = ObjectMatching.match(found);
            assertThat(matched).isEqualTo(ObjectMatching.match(wanted));
            same(ErrorPicture.draw(found), ErrorPicture.draw(wanted), "errors");
            same(ObjectPicture.draw(found, matched), ObjectPicture.draw(wanted, matched), "objects");
            assertThat(outlines(found, matched))
                    .isEqualTo(outlines(wanted, matched))
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(View.class)
    void masksBecomeTheirObjects(View view) {
        Img<UnsignedByteType> mask = boxes(9);
        mask.forEach(pixel -> pixel.set(pixel.get() > 3 ? 255 : 0));
        for (Space space : Space.values()) {
            Comparison objects = ObjectMaps.find(compare(view.of(mask), view.of(boxes(8)), space));
            RefineRule rule = RefineRule.of(Foreground.of("1")).withSpace(space);
            same(objects.truth(), Refinement.refine(array(mask), rule).labels(), "truth");
            same(objects.prediction(), array(boxes(8)), "a label map stays");
        }
    }

    private static Comparison compare(AxisImage truth, AxisImage prediction, Space space) {
        return Comparison.of(truth, prediction).withSpace(space).withIgnored(LabelSet.of("5"));
    }

    private static List<Double> distances(Comparison maps) {
        List<Double> all = new ArrayList<>();
        for (var image : Surfaces.measure(maps)) {
            for (long label : image.classes().keySet().stream().sorted().toList()) {
                all.add(image.of(label).assd(EmptyClass.SKIP));
                all.add(image.of(label).hausdorff(EmptyClass.SKIP));
            }
        }
        return all;
    }

    private static List<String> outlines(Comparison maps, List<ImageObjects> matched) {
        return ErrorRois.trace(maps, matched).stream()
                .flatMap(roi ->
                        Stream.of(roi.getName(), roi.getBounds().toString(), Arrays.toString(roi.getContainedPoints())))
                .toList();
    }
}
