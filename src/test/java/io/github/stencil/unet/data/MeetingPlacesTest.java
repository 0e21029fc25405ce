// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stencil.label.LabelSet;
import java.util.HashSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeetingPlacesTest {
    @Test
    void inAPlaneTheWindowIsFiveByFiveWithoutItsCorners() {
        for (int y = 0; y < 9; y++) {
            for (int x = 0; x < 9; x++) {
                int[] labels = new int[81];
                labels[4 * 9 + 4] = 70_001;
                labels[y * 9 + x] = 7;
                int far = (x - 4) * (x - 4) + (y - 4) * (y - 4);
                int[] classes = Targets.of(Task.OBJECTS, LabelSet.of(""), ObjectTarget.TOUCHING)
                        .classes(labels, 9, 9, 1);
                int wanted = far > 0 && far <= 5 ? Targets.BORDER : Targets.INTERIOR;
                assertEquals(wanted, classes[y * 9 + x], x + ", " + y);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 13, 11, 1", "1, 9, 8, 6", "2, 9, 8, 6", "3, 9, 8, 6", "0.5, 9, 8, 6", "1, 2, 1, 1"})
    void itIsWhatASlowSearchFinds(double aspect, int width, int height, int depth) {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 30; round++) {
            int[] objects = new int[width * height * depth];
            for (int i = 0; i < objects.length; i++) {
                objects[i] = random.nextInt(8) == 0 ? 1 + random.nextInt(3) : 0;
            }
            boolean[] slow = new boolean[objects.length];
            for (int i = 0; i < objects.length; i++) {
                HashSet<Integer> seen = new HashSet<>();
                for (int j = 0; j < objects.length; j++) {
                    int x = i % width - j % width;
                    int y = i / width % height - j / width % height;
                    int z = Math.abs(i / (width * height) - j / (width * height));
                    boolean straight = x == 0 && y == 0 && z == 1; // at least one slice, however far
                    if (objects[j] != 0 && (straight || (z <= 2 && x * x + y * y + z * z * aspect * aspect <= 5))) {
                        seen.add(objects[j]);
                    }
                }
                slow[i] = seen.size() > 1;
            }
            assertArrayEquals(slow, new MeetingPlaces(aspect).of(objects, width, height, depth), "round " + round);
        }
    }

    @Test
    void whereObjectsMeetTheyAndTheGapCountFiveTimes() {
        int[] labels = {1, 1, 1, 0, 2, 2, 2, 0, 0, 0, 0, 3};
        Targets.Pixels pixels =
                Targets.of(Task.OBJECTS, LabelSet.of(""), ObjectTarget.TOUCHING).pixels(labels, 12, 1, 1);
        assertArrayEquals(new int[] {1, 1, 2, 0, 2, 1, 1, 0, 0, 0, 0, 1}, pixels.classes());
        assertArrayEquals(new float[] {1, 1, 5, 5, 5, 1, 1, 1, 1, 1, 1, 1}, pixels.weights());
    }

    @Test
    void anIgnoredLabelMeetsNobody() {
        int[] labels = {1, 1, 255, 2, 2};
        Targets.Pixels pixels = Targets.of(Task.OBJECTS, LabelSet.of("255"), ObjectTarget.TOUCHING)
                .pixels(labels, 5, 1, 1);
        assertArrayEquals(new int[] {1, 2, Targets.IGNORED, 2, 1}, pixels.classes());
        assertArrayEquals(new float[] {1, 5, 0, 5, 1}, pixels.weights());
    }
}
