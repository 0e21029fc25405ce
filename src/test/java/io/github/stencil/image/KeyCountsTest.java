// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyCountsTest {
    @Test
    void keysRiseUnsignedWithTheirFloatsAndGiveThemBack() {
        Random random = new Random(3);
        float[] values = new float[2000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (random.nextFloat() - 0.5f) * (float) Math.pow(10, random.nextInt(60) - 30);
        }
        values[0] = Float.NEGATIVE_INFINITY;
        values[1] = -0f;
        values[2] = 0f;
        Arrays.sort(values);
        for (int i = 0; i < values.length; i++) {
            assertThat(KeyCounts.value(KeyCounts.key(values[i]))).isEqualTo(values[i]);
            assertThat(Integer.compareUnsigned(KeyCounts.key(values[Math.max(0, i - 1)]), KeyCounts.key(values[i])))
                    .isLessThanOrEqualTo(0);
        }
    }

    @Test
    void theNumberAtAPlaceIsThatOfTheSortedNumbers() {
        Random random = new Random(4);
        int[] numbers = random.ints(3000, 0, 1 << 16).toArray();
        long[] flat = new long[1 << 16];
        KeyCounts added = new KeyCounts(() -> new long[KeyCounts.PAGE]);
        for (int number : numbers) {
            added.add(number);
            flat[number]++;
        }
        Arrays.sort(numbers);
        for (KeyCounts counts : new KeyCounts[] {added, KeyCounts.of(flat)}) {
            for (int place = 0; place < numbers.length; place += 7) {
                assertThat(counts.find(place)).isEqualTo(numbers[place]);
                assertThat(counts.below(numbers[place])).isLessThanOrEqualTo(place);
                assertThat(counts.below(numbers[place] + 1)).isGreaterThan(place);
            }
            assertThat(counts.below(1 << 16)).isEqualTo(numbers.length);
            assertThatThrownBy(() -> counts.find(numbers.length)).hasMessage("place 3000 of 3000");
        }
    }

    @Test
    void aRunEndsWhereAnotherNumberBegins() {
        Random random = new Random(5);
        byte[] bytes = new byte[3000];
        for (int i = 1; i < bytes.length; i++) {
            bytes[i] = random.nextInt(i < 1000 ? 2 : 40) == 0 ? (byte) random.nextInt() : bytes[i - 1];
        }
        short[] shorts = new short[bytes.length];
        int[] ints = new int[bytes.length];
        float[] floats = new float[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            shorts[i] = bytes[i];
            ints[i] = bytes[i];
            floats[i] = bytes[i];
        }
        for (int from = 0; from < bytes.length; from++) {
            int limit = from + 1 + random.nextInt(bytes.length - from);
            int end = from + 1;
            while (end < limit && bytes[end] == bytes[from]) {
                end++;
            }
            assertThat(Runs.end(bytes, from, limit)).isEqualTo(end);
            assertThat(Runs.end(shorts, from, limit)).isEqualTo(end);
            assertThat(Runs.end(ints, from, limit)).isEqualTo(end);
            assertThat(Runs.end(floats, from, limit)).isEqualTo(end);
        }
    }
}
