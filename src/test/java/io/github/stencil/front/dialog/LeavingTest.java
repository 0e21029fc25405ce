// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.stencil.model.SavedModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a {@link Leaver} sees. Needs a display: skipped without one, but not where CI is true. */
class LeavingTest {
    @TempDir
    private Path home;

    @Test
    void whoClosesTheImageTheRoiManagerOrImageJWhileACommandRunsLosesNothingElse() throws Exception {
        boolean display = System.getenv("DISPLAY") != null
                || !System.getProperty("os.name").equals("Linux");
        assumeTrue(display || "true".equals(System.getenv("CI")), "no display");
        Path out = home.resolve("out.txt");
        Display.writeMenuJar(Files.createDirectories(home.resolve("plugins")).resolve("Stencil_.jar"));
        Process leaver = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dplugins.dir=" + home,
                        "-Duser.home=" + home,
                        "-Dstencil.trial=false",
                        "-Dorg.bytedeco.javacpp.cachedir="
                                + Path.of(System.getProperty("user.home"), ".javacpp", "cache"),
                        "-XX:ErrorFile=" + home.resolve("crash.log"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Leaver.class.getName(),
                        SavedModels.small(home.resolve("model")).toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        boolean ended = leaver.waitFor(90, TimeUnit.SECONDS);
        long now = System.currentTimeMillis();
        leaver.destroyForcibly();
        String seen = Files.readString(out);
        assertThat(ended).as(seen).isTrue();
        assertThat(seen).contains("SEEN same labels = true", "SEEN masked = true", "SEEN unlocked = true");
        assertThat(seen).doesNotContain("SEEN locked = false").doesNotContain("Exception");
        assertThat(seen).containsPattern("SEEN rois = [1-9]");
        List<String> lines =
                seen.lines().filter(line -> line.startsWith("SEEN quits at")).toList();
        assertThat(now - Long.parseLong(lines.get(0).replaceAll("\\D", ""))).isLessThan(15_000);
        assertThat(leaver.exitValue()).as(seen).isZero();
        assertThat(home.resolve("crash.log")).doesNotExist();
    }
}
