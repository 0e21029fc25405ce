// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.stencil.model.SavedModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A command that a macro calls 1,000 times holds on to nothing. The gate does it with Predict Masks, {@code -Pthorough} with
 * the other commands that take open images too.
 */
class LoopTest {
    private static final int CALLS = 1_000;
    private static final long MORE_KILOBYTES = 50 << 10;
    private static final String IMAGES = """
            newImage("image", "8-bit ramp", 64, 48, 1);
            newImage("labels", "8-bit black", 64, 48, 1);
            makeRectangle(5, 6, 20, 20); setColor(1 + i %% 3); fill(); run("Select None");
            run("Duplicate...", "title=truth"); selectWindow("labels");
            """.replace("%%", "%");

    @TempDir
    private Path folder;

    static Stream<String> commands() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("predict", "selectWindow('image'); run('Predict Masks...', 'model=[MODEL] output=Objects');");
        if (Boolean.getBoolean("stencil.thorough")) {
            lines.put("apply", "run('Apply Mask...', 'image=image mask=labels');");
            lines.put(
                    "extract", "run('Extract Class Pixels...', 'image=image mask=labels'); close('Class Statistics');");
            lines.put("categorical", "run('Labels to Categorical...'); run('Categorical to Labels...');");
            lines.put("refine", "run('Refine Masks...', 'image=labels split');");
            lines.put("rois", "run('Labels to ROIs...'); run('ROIs to Labels...', 'image=labels');");
            lines.put("evaluate", "run('Evaluate Segmentation...', 'truth=truth prediction=labels boundary');");
            lines.put("info", "run('Stencil Model Info...', 'model=[MODEL]');");
        }
        return lines.values().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void memoryAfterAThousandCallsIsThatAfterAHundred(String line) throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "resident memory is read from /proc");
        Path model = SavedModels.small(folder.resolve("model"));
        Path notes = folder.resolve("notes");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC", // the others' heaps grow and shrink by more than what is allowed
                        "-XX:MinHeapFreeRatio=10",
                        "-XX:MaxHeapFreeRatio=20",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "-Djava.awt.headless=true",
                        "-Dstencil.known=" + folder.resolve("known"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoopRun.class.getName(),
                        notes.toString(),
                        IMAGES + line.replace("MODEL", model.toString()),
                        String.valueOf(CALLS))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("console").toFile())
                .start();
        try {
            assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(folder.resolve("console")).content().doesNotContain("Stencil:");
        List<long[]> seen = Files.readAllLines(notes).stream()
                .map(note ->
                        Stream.of(note.split(" ")).mapToLong(Long::parseLong).toArray())
                .toList();
        if (Boolean.getBoolean("stencil.thorough")) {
            System.out.println(line + "\n" + Files.readString(notes));
        }
        long afterHundred = seen.get(1)[1];
        long[] last = seen.get(seen.size() - 1);
        assertThat(last[0]).isEqualTo(CALLS);
        assertThat(last[1]).as("kilobytes after call 1,000 of %s", line).isLessThan(afterHundred + MORE_KILOBYTES);
    }
}
