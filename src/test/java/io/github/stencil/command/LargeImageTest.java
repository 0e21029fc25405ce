// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Streams a large image through masks, class pixels and categorical stacks in a JVM with little memory.
 *
 * <p>An eighth of 16,384 x 16,384 under an eighth of 1,500 MB; with {@code -Dstencil.large=true} all of it.
 */
class LargeImageTest {
    private static final boolean FULL = Boolean.getBoolean("stencil.large");

    @Test
    void anImageLargerThanTheHeapGoesThroughEveryCommand(@TempDir Path folder) throws Exception {
        Path out = folder.resolve("out.txt");
        Process large = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        FULL ? "-Xmx1500m" : "-Xmx187m",
                        "-Djava.awt.headless=true",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        LargeImage.class.getName(),
                        folder.toString(),
                        FULL ? "16384" : "2048")
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        boolean ended = large.waitFor(20, TimeUnit.MINUTES);
        large.destroyForcibly();
        String said = Files.readString(out);
        assertThat(ended && large.exitValue() == 0).as(said).isTrue();
        assertThat(said).contains("masked:", "categorical:", "labels:", "pixels:");
        if (FULL) {
            System.out.println(said);
        }
    }
}
