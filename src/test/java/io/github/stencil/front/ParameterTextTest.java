// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.stencil.StencilException;
import io.github.stencil.command.MaskSource;
import io.github.stencil.mask.MaskMode;
import java.io.File;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.module.ModuleItem;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

class ParameterTextTest {

    /** One parameter of each kind. */
    public static class Sample implements Command {
        @Parameter(min = "1", max = "9")
        int count = 3;

        @Parameter(min = "0")
        double weight = 0.5;

        @Parameter(attrs = @Attr(name = "takes", value = "NaN"))
        double fill = 0;

        @Parameter
        long seed = 1;

        @Parameter
        boolean rois = false;

        @Parameter(choices = {"4/6", "8/26"})
        String connectivity = "4/6";

        @Parameter
        String list = "";

        @Parameter
        MaskMode mode = MaskMode.KEEP_INSIDE;

        @Parameter
        MaskSource mask = new MaskSource(MaskSource.SELECTION);

        @Parameter
        File model = new File("a folder");

        @Override
        public void run() {}
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("count", 9),
                Arguments.of("weight", 0.1),
                Arguments.of("weight", 7.0),
                Arguments.of("weight", 1e-300),
                Arguments.of("weight", Double.MAX_VALUE),
                Arguments.of("weight", Double.MIN_VALUE),
                Arguments.of("fill", Double.NaN),
                Arguments.of("fill", -1.5e-7),
                Arguments.of("count", 1),
                Arguments.of("seed", Long.MIN_VALUE),
                Arguments.of("rois", true),
                Arguments.of("connectivity", "8/26"),
                Arguments.of("list", ""),
                Arguments.of("mode", MaskMode.KEEP_OUTSIDE),
                Arguments.of("mask", new MaskSource("an image.tif")),
                Arguments.of("model", new File("/a folder/model")));
    }

    @ParameterizedTest
    @MethodSource("values")
    void readingWhatWasWrittenGivesItBack(String name, Object value) {
        assertThat(ParameterText.read(parameter(name), ParameterText.write(value)))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "count | 0 | from 1 to 9",
                "count | 2.5 | a whole number",
                "count | 1e1 | a whole number",
                "weight | -0.1 | at least 0",
                "weight | NaN | a number",
                "weight | Infinity | a number",
                "weight | 1e999 | a number",
                "weight | 1e-999 | a number",
                "weight | 1d | a number",
                "weight | 1f | a number",
                "weight | 0x10 | a number",
                "weight | 0x1p3 | a number",
                "weight | 1_000 | a number",
                "weight | ٣ | a number",
                "weight | . | a number",
                "weight | '' | a number",
                "fill | Infinity | a number",
                "fill | -NaN | a number",
                "count | 1_0 | a whole number",
                "count | 0x5 | a whole number",
                "count | 5L | a whole number",
                "count | ٣ | a whole number",
                "count | 2147483648 | a whole number from -2,147,483,648 to 2,147,483,647",
                "seed | 1e3 | a whole number",
                "seed | -9223372036854775809 | a whole number from -9,223,372,036,854,775,808 to 9,223,372,036,854,775,807",
                "weight | 0,5 | a number",
                "rois | yes | true or false",
                "connectivity | 8 | one of: 4/6, 8/26",
                "mode | KEEP_INSIDE | one of: Keep inside, Keep outside, Weight",
            })
    void whatIsNoValueIsRefusedWithWhatWasWanted(String name, String text, String wanted) {
        assertThatThrownBy(() -> ParameterText.read(parameter(name), text))
                .isInstanceOf(StencilException.class)
                .hasMessage("%s is \"%s\" but must be %s.", name, text, wanted);
    }

    @Test
    void wholeNumbersAreWrittenWithoutAFraction() {
        assertThat(ParameterText.write(0.0)).isEqualTo("0");
        assertThat(ParameterText.write(Double.NaN)).isEqualTo("NaN");
    }

    private static ModuleItem<?> parameter(String name) {
        return new CommandInfo(Sample.class).getInput(name);
    }
}
