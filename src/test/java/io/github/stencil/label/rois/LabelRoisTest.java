// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.rois;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import ij.gui.Line;
import ij.gui.PointRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.gui.TextRoi;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.label.Blobs;
import io.github.stencil.label.LabelReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelRoisTest {
    @TempDir
    private Path folder;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void labelsToRoisToLabelsIsExactThroughAFile(long seed) throws IOException {
        Random random = new Random(seed);
        int most = seed % 2 == 0 ? 40 : LabelReader.HIGHEST_FLOAT;
        int width = 1 + random.nextInt(40);
        int height = 1 + random.nextInt(40);
        int[][] planes = new int[6][];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = Blobs.labels(random, width, height, most);
        }
        planes[4] = new int[width * height];
        for (int[] shape : new int[][] {{1, 1}, {6, 1}, {1, 6}, {3, 2}}) {
            int[][] some = java.util.Arrays.copyOf(planes, shape[0] * shape[1]);
            ImagePlus labels = Blobs.image("labels.tif", width, height, shape[0], shape[1], some);
            List<Roi> rois = rois(labels);
            Path zip = folder.resolve("set.zip");
            RoiSet.write(rois, zip);
            for (List<Roi> each : List.of(rois, rois.isEmpty() ? rois : RoiSet.read(zip))) {
                ImagePlus drawn = draw(labels, each, LabelRois.By.NAME);
                assertThat(drawn.getTitle()).isEqualTo("labels-labels");
                for (int plane = 1; plane <= some.length; plane++) {
                    for (int i = 0; i < width * height; i++) {
                        assertThat((int) drawn.getStack().getProcessor(plane).getf(i))
                                .as("seed %d, plane %d, pixel %d", seed, plane, i)
                                .isEqualTo(some[plane - 1][i]);
                    }
                }
            }
        }
    }

    @Test
    void anObjectWithAHoleOrPartsIsCompositeAndOneWithTouchingCornersIsNot() {
        int[] plane = {
            1, 1, 1, 0, 2, 0, 3,
            1, 0, 1, 0, 0, 2, 0,
            1, 1, 1, 0, 0, 0, 3
        };
        List<Roi> rois = rois(Blobs.image("labels", 7, 3, 1, 1, plane));
        assertThat(rois).extracting(Roi::getName).containsExactly("1", "2", "3");
        assertThat(rois.get(0)).isInstanceOf(ShapeRoi.class);
        assertThat(rois.get(1).getType()).isEqualTo(Roi.TRACED_ROI);
        assertThat(rois.get(2)).isInstanceOf(ShapeRoi.class);
    }

    @Test
    void roisAreNamedByLabelAndPlaneAndLieThere() {
        int[] empty = new int[4];
        int[] one = {7, 7, 0, 0};
        List<Roi> rois = rois(Blobs.image("labels", 2, 2, 2, 2, empty, one, one, empty));
        assertThat(rois).extracting(Roi::getName).containsExactly("7 z2 t1", "7 z1 t2");
        assertThat(rois.get(0).getZPosition()).isEqualTo(2);
        assertThat(rois.get(0).getTPosition()).isEqualTo(1);
        assertThat(rois(Blobs.image("labels", 2, 2, 1, 2, empty, one)))
                .extracting(Roi::getPosition)
                .containsExactly(2);
        assertThat(rois(Blobs.image("labels", 2, 2, 1, 1, one)))
                .extracting(Roi::getPosition)
                .containsExactly(0);
    }

    @Test
    void theLaterRoiIsOnTopAndLabelsAreNamesOrPlacesOrGroups() {
        Roi first = new Roi(0, 0, 2, 1);
        first.setName("300-1");
        first.setGroup(9);
        Roi second = new Roi(1, 0, 5, 1);
        second.setName("70000 missed");
        second.setGroup(8);
        ImagePlus image = Blobs.image("image", 3, 1, 1, 1, new int[3]);
        assertThat(pixels(draw(image, List.of(first, second), LabelRois.By.NAME)))
                .containsExactly(300, 70_000, 70_000);
        assertThat(pixels(draw(image, List.of(first, second), LabelRois.By.ORDER)))
                .containsExactly(1, 2, 2);
        assertThat(pixels(draw(image, List.of(first, second), LabelRois.By.GROUP)))
                .containsExactly(9, 8, 8);
    }

    @Test
    void namesAreLabelsOnlyWhereAllAre() {
        ImagePlus image = Blobs.image("image", 3, 1, 1, 1, new int[3]);
        Roi first = new Roi(0, 0, 1, 1);
        Roi second = new Roi(2, 0, 1, 1);
        first.setName("70001");
        second.setName("3");
        assertThat(pixels(draw(image, List.of(first, second), LabelRois.By.AUTOMATIC)))
                .containsExactly(70_001, 0, 3);
        for (String none : new String[] {"nucleus 3", "0", "0003-0035", "17.5", "-3"}) {
            second.setName(none);
            assertThat(pixels(draw(image, List.of(first, second), LabelRois.By.AUTOMATIC)))
                    .as(none)
                    .containsExactly(1, 0, 2);
        }
    }

    /** The same label in several planes is one object, wherever it lies there. */
    @Test
    void aLabelInSeveralPlanesIsOneObject() {
        int[] first = {5, 0, 0, 6};
        int[] second = {0, 0, 5, 6};
        ImagePlus stack = Blobs.image("stack", 4, 1, 2, 1, first, second);
        ImagePlus drawn = draw(stack, rois(stack), LabelRois.By.AUTOMATIC);
        assertThat((short[]) drawn.getStack().getPixels(1)).containsExactly(new short[] {5, 0, 0, 6});
        assertThat((short[]) drawn.getStack().getPixels(2)).containsExactly(new short[] {0, 0, 5, 6});
    }

    @Test
    void whatLiesOutsideTheImageIsRefused() {
        ImagePlus image = Blobs.image("image", 3, 1, 1, 1, new int[3]);
        Roi beyond = new Roi(3, 0, 5, 5);
        beyond.setName("7");
        refused(
                image,
                beyond,
                LabelRois.By.AUTOMATIC,
                "The ROI \"7\" (x 3, y 0, 5 x 5 pixels) has no pixel in the image");
        Roi late = new Roi(0, 0, 1, 1);
        late.setName("8");
        late.setPosition(3);
        refused(
                Blobs.image("stack", 3, 1, 2, 1, new int[3], new int[3]),
                late,
                LabelRois.By.ORDER,
                "slice 3) has no pixel");
        assertThat(pixels(draw(image, List.of(late), LabelRois.By.ORDER))).containsExactly(1, 0, 0);
        Roi across = new Roi(-2, -2, 4, 9);
        assertThat(pixels(draw(image, List.of(across), LabelRois.By.ORDER))).containsExactly(1, 1, 0);
    }

    @Test
    void whatIsNoLabelledAreaIsRefused() {
        ImagePlus image = Blobs.image("image", 3, 1, 1, 1, new int[3]);
        Roi roi = new Roi(0, 0, 1, 1);
        roi.setName("0012-0034");
        refused(image, roi, LabelRois.By.NAME, "\"0012-0034\" is not named by a label");
        refused(image, roi, LabelRois.By.GROUP, "is in no group");
        refused(image, new Line(0, 0, 2, 2), LabelRois.By.ORDER, "is a straight line, which has no inside");
        refused(image, new PointRoi(1, 0), LabelRois.By.AUTOMATIC, "is a point, which has no inside");
        refused(image, new TextRoi(0, 0, "nucleus"), LabelRois.By.AUTOMATIC, "is a text, which has no inside");
        assertThatThrownBy(() -> RoiSet.read(folder.resolve("none.zip")))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("there is no such file");
    }

    private static void refused(ImagePlus image, Roi roi, LabelRois.By by, String why) {
        assertThatThrownBy(() -> draw(image, List.of(roi), by))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining(why);
    }

    private static float[] pixels(ImagePlus image) {
        return (float[]) image.getProcessor().convertToFloatProcessor().getPixels();
    }

    private static List<Roi> rois(ImagePlus labels) {
        return LabelRois.trace(AxisImage.of(labels), Progress.NONE).stream()
                .map(LabelRois.LabelRoi::roi)
                .toList();
    }

    private static ImagePlus draw(ImagePlus image, List<Roi> rois, LabelRois.By by) {
        return LabelRois.draw(AxisImage.of(image), rois, by, ImageStore.memory(), Progress.NONE)
                .imagePlus();
    }
}
