// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which axis of an input are the channels, where no card says. */
class InputAxesTest {

    @ParameterizedTest
    @CsvSource({
        "-1 -1 -1 -1, byxc",
        "-1 -1 -1 1, byxc",
        "-1 -1 -1 256, byxc",
        "-1 3 -1 -1, bcyx",
        "-1 16 -1 -1, bcyx",
        "-1 1 64 64, bcyx",
        "1 1 48 32, bcyx",
        "-1 3 256 256, bcyx",
        "-1 16 128 128, bcyx",
        "-1 64 64 1, byxc",
        "-1 64 64 3, byxc",
        "-1 64 64 -1, byxc",
        "-1 128 128 16, byxc",
        "-1 64 64 32, byxc",
        "-1 -1 256 256, bcyx",
        "-1 -1 64 64, bcyx",
        "-1 1 1 1, byxc",
        "-1 1 64 64 64, bczyx",
        "-1 1 16 64 64, bczyx",
        "-1 16 64 64 1, bzyxc",
        "-1 16 64 64 32, bzyxc",
        "-1 -1 -1 -1 2, bzyxc",
        "-1 2 -1 -1 -1, bczyx"
    })
    void channelsAreFewOrBesideASquare(String shape, String axes) {
        assertThat(InputAxes.of(sizes(shape))).isEqualTo(axes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1 32 32 32", "-1 20 50 30", "-1 128 128 128"})
    void whatFitsBothOrdersIsRefused(String shape) {
        assertThatThrownBy(() -> InputAxes.of(sizes(shape)))
                .hasMessageContaining("it cannot be told whether the first or the last of these are channels.")
                .hasMessageContaining("input: {axes: bcyx}");
    }

    private static int[] sizes(String shape) {
        return Arrays.stream(shape.split(" ")).mapToInt(Integer::parseInt).toArray();
    }
}
