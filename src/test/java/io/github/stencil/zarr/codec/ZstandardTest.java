// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Frames of Zstandard beside TensorFlow, whose libraries hold an older Zstandard and show its names to all. */
class ZstandardTest {

    @Test // zstd-jni from 1.5.7-18 on looks its functions up by name on JDK 22 and later, and finds TensorFlow's
    void framesAreTheSameWhoeverWasLoadedFirst() throws Exception {
        assertThat(frame("first")).isEqualTo(frame()).contains(" bytes, ");
    }

    private static String frame(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx200m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                NeighbourlyFrames.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return said.lines()
                .filter(line -> line.contains(" bytes, "))
                .findFirst()
                .orElse(said);
    }
}
