// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import io.github.stencil.CancelledException;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelKind.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What label maps are told to be, by what users have: masks, classes, drawn and found objects, tracks. */
class LabelKindTest {
    private static final int SIDE = 160;

    /** Draws an oval; places lie on a grid so that none covers another. */
    private static void oval(ImageProcessor map, int place, int size, int label) {
        map.setColor(label);
        map.fillOval(4 + place % 6 * 26, 4 + place / 6 * 26, size, size);
    }

    /** Numbers objects as they are drawn, which is in no order. */
    private static ImagePlus drawn(int objects, Random random) {
        ByteProcessor map = new ByteProcessor(SIDE, SIDE);
        List<Integer> places = new ArrayList<>(IntStream.range(0, 36).boxed().toList());
        java.util.Collections.shuffle(places, random);
        for (int label = 1; label <= objects; label++) {
            oval(map, places.get(label - 1), 8 + random.nextInt(16), label);
        }
        return new ImagePlus("drawn", map);
    }

    @RepeatedTest(20)
    void fiveImagesOfSixToSixteenDrawnNucleiAreInstances(org.junit.jupiter.api.RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int[] counts = {16, 6, 9, 13, 11};
        LabelKind kind =
                kind(Arrays.stream(counts).mapToObj(n -> drawn(n, random)).toArray(ImagePlus[]::new));
        assertThat(kind.answer()).as(kind.reason()).isEqualTo(Answer.INSTANCES);
        assertThat(kind.reason()).isEqualTo("the 16 labels in 5 images are one component each, and a map has 6 to 16");
    }

    @Test
    void oneImageOfManyObjectsIsEnough() {
        assertThat(kind(drawn(12, new Random(1))).answer()).isEqualTo(Answer.INSTANCES);
        assertThat(kind(drawn(5, new Random(1))).answer()).isEqualTo(Answer.INSTANCES);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255, 7})
    void aMaskIsOfClassesWhateverItsComponents(int label) {
        ByteProcessor one = new ByteProcessor(SIDE, SIDE);
        oval(one, 7, 20, label);
        ByteProcessor many = new ByteProcessor(SIDE, SIDE);
        IntStream.range(0, 20).forEach(place -> oval(many, place, 12, label));
        for (LabelKind kind : List.of(
                kind(new ImagePlus("one", one)),
                kind(new ImagePlus("many", many)),
                kind(new ImagePlus("one", one), new ImagePlus("many", many)))) {
            assertThat(kind.answer()).as(kind.reason()).isEqualTo(Answer.CLASSES);
            assertThat(kind.masks()).isEqualTo(label == 255);
        }
        assertThat(kind(new ImagePlus("many", many)).reason())
                .isEqualTo("the only label is " + label + ", in 20 components of 1 image");
    }

    /** Targets as for a network that tells touching nuclei apart: the rings are one component, the insides many. */
    @Test
    void ringTargetsAreClasses() {
        ByteProcessor map = new ByteProcessor(SIDE, SIDE);
        map.setColor(1);
        map.fillRect(2, 2, 150, 150);
        IntStream.range(0, 20).forEach(place -> oval(map, place, 12, 2));
        LabelKind kind = kind(new ImagePlus("rings", map));
        assertThat(kind.answer()).isEqualTo(Answer.CLASSES);
        assertThat(kind.reason()).isEqualTo("2 labels have 21 components in 1 image");
    }

    @Test
    void severalClassesWithSeveralComponentsAreClasses() {
        ByteProcessor map = new ByteProcessor(SIDE, SIDE);
        IntStream.range(0, 24).forEach(place -> oval(map, place, 12, new int[] {50, 100, 150, 200}[place % 4]));
        assertThat(kind(new ImagePlus("classes", map)).answer()).isEqualTo(Answer.CLASSES);
    }

    private static ImagePlus organs(int[] sizes, Random random) {
        ByteProcessor map = new ByteProcessor(SIDE, SIDE);
        for (int label = 1; label <= sizes.length; label++) {
            oval(map, (label * 7 + random.nextInt(2)) % 36, sizes[label - 1] + random.nextInt(2), label);
        }
        return new ImagePlus("organs", map);
    }

    @Test
    void theSameFourClassesOfOneComponentInAllImagesAreClasses() {
        Random random = new Random(2);
        ImagePlus[] maps = IntStream.range(0, 3)
                .mapToObj(i -> organs(new int[] {20, 6, 12, 9}, random))
                .toArray(ImagePlus[]::new);
        LabelKind kind = kind(maps);
        assertThat(kind.answer()).isEqualTo(Answer.CLASSES);
        assertThat(kind.reason()).isEqualTo("the same 4 labels are in all 3 maps");
    }

    @Test
    void fewLabelsOfOneComponentInOneImageCannotBeTold() {
        LabelKind kind = kind(organs(new int[] {20, 6, 12}, new Random(3)));
        assertThat(kind.answer()).isEqualTo(Answer.UNKNOWN);
        assertThat(kind.reason())
                .isEqualTo(
                        "the 3 labels in 1 image are one component each, which few objects are as well as few classes");
    }

    @Test
    void theSameEightLabelsOfOneComponentInAllImagesCannotBeTold() {
        Random random = new Random(4);
        int[] sizes = {20, 6, 12, 9, 15, 7, 18, 5};
        LabelKind organs = kind(organs(sizes, random), organs(sizes, random), organs(sizes, random));
        assertThat(organs.answer()).as(organs.reason()).isEqualTo(Answer.UNKNOWN);
        LabelKind cells = kind(drawn(8, random), drawn(8, random), drawn(8, random));
        assertThat(cells.answer()).as(cells.reason()).isEqualTo(Answer.UNKNOWN);
    }

    @Test
    void aRareClassDoesNotMakeObjectsOfClasses() {
        Random random = new Random(5);
        int[] all = {20, 6, 12, 9, 15, 7};
        ImagePlus[] maps = IntStream.range(0, 8)
                .mapToObj(i -> organs(i == 3 ? Arrays.copyOf(all, 5) : all, random))
                .toArray(ImagePlus[]::new);
        assertThat(kind(maps).answer()).isNotEqualTo(Answer.INSTANCES);
        ImagePlus[] nested = IntStream.range(0, 8)
                .mapToObj(i -> organs(i % 3 == 0 ? new int[] {22} : new int[] {22, 6}, random))
                .toArray(ImagePlus[]::new);
        assertThat(kind(nested).answer()).isEqualTo(Answer.CLASSES);
    }

    @Test
    void labelsThatNoOtherImageHasAreInstances() {
        ImagePlus first = new ImagePlus("a", new ByteProcessor(SIDE, SIDE));
        ImagePlus second = new ImagePlus("b", new ByteProcessor(SIDE, SIDE));
        for (int i = 0; i < 4; i++) {
            oval(first.getProcessor(), 9 - i, 10, 10 + i);
            oval(second.getProcessor(), 9 - i, 10, 20 + i);
        }
        assertThat(kind(first, second).answer()).isEqualTo(Answer.INSTANCES);
    }

    @Test
    void objectsNumberedInTheOrderInWhichTheyLieAreInstances() {
        ImagePlus[] maps = new ImagePlus[3];
        for (int i = 0; i < maps.length; i++) {
            maps[i] = new ImagePlus("found", new ByteProcessor(SIDE, SIDE));
            for (int label = 1; label <= 7; label++) {
                oval(maps[i].getProcessor(), 3 * label + i, 10, label);
            }
        }
        assertThat(kind(maps).reason())
                .isEqualTo("the 7 labels in 3 images are one component each, numbered in the order in which they lie");
    }

    @Test
    void aFewObjectsInTwoPartsAreStillInstances() {
        ImagePlus map = drawn(12, new Random(6));
        for (int label : new int[] {3, 8}) {
            map.getProcessor().set(label, SIDE - 1, label);
        }
        LabelKind kind = kind(map);
        assertThat(kind.answer()).isEqualTo(Answer.INSTANCES);
        assertThat(kind.reason())
                .isEqualTo("the 12 labels in 1 image are mostly one component each (14 components in all)");
    }

    @Test
    void moreThanSixtyFourLabelsAreInstancesEvenWhereManyAreCut() {
        int[] plane = new int[SIDE * SIDE];
        for (int label = 1; label <= 100; label++) {
            int at = (label - 1) / 10 * 16 * SIDE + (label - 1) % 10 * 16;
            plane[at] = label;
            if (label % 3 == 0) {
                plane[at + 5] = label;
            }
        }
        LabelKind kind = kind(Blobs.image("cut", SIDE, SIDE, 1, 1, plane));
        assertThat(kind.answer()).isEqualTo(Answer.INSTANCES);
        assertThat(kind.reason()).isEqualTo("100 labels have 133 components in 1 image, mostly one each");
    }

    @Test
    void intensitiesCannotBeTold() {
        byte[] noise = new byte[SIDE * SIDE];
        new Random(7).nextBytes(noise);
        LabelKind kind = kind(new ImagePlus("grey", new ByteProcessor(SIDE, SIDE, noise)));
        assertThat(kind.answer()).isEqualTo(Answer.UNKNOWN);
        assertThat(kind.reason()).contains("as if they were intensities");
    }

    @Test
    void aTrackedTimeLapseIsOfInstances() {
        int[][] frames = new int[6][SIDE * SIDE];
        int[] tracks = {5, 9, 300, 1000, 1001, 4};
        for (int t = 0; t < frames.length; t++) {
            for (int i = 0; i < tracks.length - t % 2; i++) {
                frames[t][(10 + 20 * i) * SIDE + 30 + t] = tracks[i];
            }
        }
        LabelKind kind = kind(Blobs.image("tracks", SIDE, SIDE, 1, 6, frames));
        assertThat(kind.answer()).isEqualTo(Answer.INSTANCES);
        assertThat(kind.reason()).startsWith("the 6 labels in 6 images are one component each");
    }

    @Test
    void emptyMapsCannotBeToldAndDoNotCount() {
        ImagePlus empty = new ImagePlus("empty", new ByteProcessor(SIDE, SIDE));
        LabelKind kind = kind(empty, empty);
        assertThat(kind.answer()).isEqualTo(Answer.UNKNOWN);
        assertThat(kind.reason()).isEqualTo("there is no label but 0 in 2 maps");
        assertThat(kind(empty, drawn(9, new Random(8)), empty).answer()).isEqualTo(Answer.INSTANCES);
    }

    @Test
    void ignoredLabelsDoNotCount() {
        ImagePlus map = drawn(9, new Random(9));
        for (int i = 0; i < SIDE; i += 2) {
            map.getProcessor().set(i, SIDE - 1, 255);
            map.getProcessor().set(SIDE - 1, i, 254);
        }
        assertThat(LabelKinds.look(AxisImage.of(map), Space.PLANES, label -> label > 253, Progress.NONE)
                        .answer())
                .isEqualTo(Answer.INSTANCES);
    }

    /** An arch is one component in the volume, and two in its lower plane. */
    @Test
    void componentsReachThroughVolumesWhereTheseAreAskedFor() {
        int[][] planes = new int[2][SIDE * SIDE];
        for (int label = 1; label <= 6; label++) {
            int at = label * 20 * SIDE + 10;
            planes[0][at] = label;
            planes[0][at + 2] = label;
            planes[1][at + 1] = label; // touches both at edges
        }
        AxisImage arches = AxisImage.of(Blobs.image("arches", SIDE, SIDE, 2, 1, planes));
        assertThat(LabelKinds.look(arches, Space.VOLUMES, label -> false, Progress.NONE)
                        .reason())
                .startsWith("the 6 labels in 1 image are one component each");
        assertThat(LabelKinds.look(arches, Space.PLANES, label -> false, Progress.NONE)
                        .answer())
                .isEqualTo(Answer.CLASSES);
    }

    @Test
    void whatIsNoLabelMapIsLeftOutWhereOthersAreThere() {
        float[] half = new float[SIDE * SIDE];
        half[SIDE + 3] = 0.5f;
        ImagePlus probabilities = new ImagePlus("p", new FloatProcessor(SIDE, SIDE, half));
        ImagePlus colours = new ImagePlus("rgb", new ColorProcessor(SIDE, SIDE));
        assertThat(kind(probabilities, drawn(9, new Random(10)), colours).answer())
                .isEqualTo(Answer.INSTANCES);
        assertThatThrownBy(() -> kind(probabilities, colours))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("x=3, y=1");
        assertThatThrownBy(() -> LabelKinds.look(List.of(), Space.PLANES, label -> false, Progress.NONE))
                .hasMessageContaining("no label map");
    }

    @Test
    void ofManyMapsSomeAreOpened() {
        List<Integer> opened = new ArrayList<>();
        List<Supplier<AxisImage>> maps = IntStream.range(0, 1000)
                .mapToObj(i -> (Supplier<AxisImage>) () -> {
                    opened.add(i);
                    return AxisImage.of(drawn(1 + i % 20, new Random(i)));
                })
                .toList();
        assertThat(LabelKinds.look(maps, Space.PLANES, label -> false, Progress.NONE)
                        .answer())
                .isEqualTo(Answer.INSTANCES);
        assertThat(opened).hasSize(LabelKinds.MOST_MAPS).startsWith(0, 20, 41).isSorted();
    }

    @Test
    void lookingCanBeStopped() {
        AxisImage map = AxisImage.of(drawn(9, new Random(11)));
        Progress stop = (done, total) -> {
            throw new CancelledException("Stopped.");
        };
        assertThatThrownBy(() -> LabelKinds.look(map, Space.PLANES, label -> false, stop))
                .isInstanceOf(CancelledException.class);
    }

    private static LabelKind kind(ImagePlus... maps) {
        List<Supplier<AxisImage>> views = Arrays.stream(maps)
                .map(map -> (Supplier<AxisImage>) () -> AxisImage.of(map))
                .toList();
        return LabelKinds.look(views, Space.PLANES, label -> false, Progress.NONE);
    }
}
