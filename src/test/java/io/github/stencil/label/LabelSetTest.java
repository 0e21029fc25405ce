// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.stencil.StencilException;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of labels: one grammar for every parameter. */
class LabelSetTest {

    static IntStream seeds() {
        return IntStream.range(0, 50);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aListHoldsTheLabelsThatItNamesHoweverTheyAreWritten(int seed) {
        Random random = new Random(seed);
        String[] separators = {",", ";", " ", ", ", " ; ", "\t", "\n", "  "};
        Set<Integer> named = new TreeSet<>();
        StringBuilder text = new StringBuilder(random.nextBoolean() ? " " : "");
        for (int part = 1 + random.nextInt(12); part > 0; part--) {
            int first = random.nextInt(60);
            int last = random.nextBoolean() ? first : first + random.nextInt(20);
            IntStream.rangeClosed(first, last).forEach(named::add);
            text.append(first).append(last > first || random.nextInt(9) == 0 ? "-" + last : "");
            text.append(part > 1 || random.nextInt(9) == 0 && last < 0 ? separators[random.nextInt(8)] : "");
        }
        LabelSet set = LabelSet.of(text.toString());
        assertThat(IntStream.range(0, 90).filter(set::contains).boxed().collect(Collectors.toSet()))
                .as("%s", text)
                .isEqualTo(named);
        assertThat(LabelSet.of(set.toString())).isEqualTo(set);
        assertThat(LabelList.of(text.toString()).labels())
                .extracting(Long::intValue)
                .containsExactlyInAnyOrderElementsOf(named);
    }

    @Test
    void spacesSeparateAndNeverJoin() {
        assertThat(LabelSet.of("1 2").contains(12)).isFalse();
        assertThat(LabelSet.of("1 2").contains(1)).isTrue();
        assertThat(LabelSet.of("1 2").contains(2)).isTrue();
    }

    @Test
    void aRangeOfAllLabelsIsOneRange() {
        LabelSet all = LabelSet.of("1-4294967295; 5-7 5 4294967295");
        assertThat(all.ranges()).containsExactly(new LabelRange(1, LabelSet.HIGHEST));
        assertThat(all.contains(0)).isFalse();
        assertThat(all.contains(LabelSet.HIGHEST)).isTrue();
        assertThat(all.predicate().test(-1)).as("32 bits without a sign").isTrue();
    }

    @Test
    void aRangeInsideAnotherAddsNothing() {
        LabelSet nested = LabelSet.of("1-10,3-5");
        assertThat(nested).isEqualTo(LabelSet.of("3-5,1-10")).isEqualTo(LabelSet.of("1-10"));
        assertThat(nested).hasToString("1-10");
        assertThat(IntStream.rangeClosed(0, 12).filter(nested::contains))
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(LabelSet.of("1-10,3-5,4,11-12,20-30,20-21,30")).hasToString("1-12,20-30");
    }

    @Test
    void theEmptyListHasNoLabelAndTakesEveryValueButZero() {
        assertThat(LabelSet.of(" ").isEmpty()).isTrue();
        assertThat(LabelSet.of("").contains(7)).isFalse();
        assertThat(LabelSet.of("").takes(0.5)).isTrue();
        assertThat(LabelSet.of("").takes(0)).isFalse();
        assertThat(LabelSet.of("").takes(Double.NaN)).isFalse();
        assertThat(LabelSet.of("0-9").takes(0.5)).isFalse();
        assertThat(LabelSet.of("0").takes(-0.0)).isTrue();
    }

    @Test
    void inAnOrderedListRangesCountUpwardsAndTheFirstPlaceCounts() {
        assertThat(LabelList.of("64, 3-5 4;0 0 3-6").labels()).containsExactly(64L, 3L, 4L, 5L, 0L, 6L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "1,a | \"a\" at character 3 of \"1,a\" is not a label. Give labels and ranges, such as 1,3-5.",
                "a | \"a\" at character 1 of",
                "#  1a 2# | \"1a\" at character 3 of",
                "1.5 | \"1.5\" at character 1 of",
                "-1 | \"-1\" at character 1 of",
                "3 -7 | \"-7\" at character 3 of",
                "1- | \"1-\" at character 1 of",
                "1-2-3 | \"1-2-3\" at character 1 of",
                "1e3 | \"1e3\" at character 1 of",
                "0x10 | \"0x10\" at character 1 of",
                "+1 | \"+1\" at character 1 of",
                "1:3 | \"1:3\" at character 1 of",
                "[1] | \"[1]\" at character 1 of",
                "1,\u0663 | \"\u0663\" at character 3 of",
                "1,,2 | A label is missing at character 3 of \"1,,2\".",
                ",1 | A label is missing at character 1 of",
                "1; | A label is missing at character 3 of",
                "9 7-3 | \"7-3\" at character 3 of \"9 7-3\" runs downwards. Write the smaller first: 3-7.",
                "4294967296 | \"4294967296\" at character 1 of \"4294967296\" is too large.",
                "1-99999999999999999999999 | \"99999999999999999999999\" at character 3 of",
            })
    void anythingElseIsRefusedWithItsPlace(String text, String sentence) {
        assertThatThrownBy(() -> LabelSet.of(text))
                .isInstanceOf(StencilException.class)
                .hasMessageStartingWith(sentence)
                .hasMessageEndingWith(".");
        assertThatThrownBy(() -> LabelList.of(text)).isInstanceOf(StencilException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1-4294967295", "0-65536", "0-32768 40000-90000"})
    void anOrderedListOfTooManyIsRefusedBeforeItIsMade(String text) {
        assertThatThrownBy(() -> LabelList.of(text))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("at most");
    }

    @Test
    void aLongTextIsNotRepeatedWhole() {
        String text = "1,".repeat(5000) + "x";
        assertThatThrownBy(() -> LabelSet.of(text))
                .satisfies(e -> assertThat(e.getMessage())
                        .contains("\"x\" at character 10001")
                        .hasSizeLessThan(250));
    }
}
