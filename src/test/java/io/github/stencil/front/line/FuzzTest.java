// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files and options end in a sentence and a status: no stack trace, no hang, no dead process. The gate runs some,
 * {@code -Pthorough} all 2,000.
 */
class FuzzTest {
    private static final int ALL = 2_000;
    private static final int SOME = 140;

    @TempDir
    private Path folder;

    @Test
    void aDamagedInputEndsInASentence() throws Exception {
        int first = Integer.getInteger("stencil.fuzz.first", 0);
        int last =
                first + Integer.getInteger("stencil.fuzz.count", Boolean.getBoolean("stencil.thorough") ? ALL : SOME);
        List<String> bad = new ArrayList<>();
        int next = first;
        while (next < last) {
            Path place = Files.createDirectory(folder.resolve("from" + next));
            int status = run(place, next, last);
            List<String> notes = Files.readAllLines(place.resolve("notes"));
            notes.stream().filter(note -> note.startsWith(FuzzRun.BAD)).forEach(bad::add);
            String end = notes.get(notes.size() - 1);
            next = Integer.parseInt(end.split(" ")[1]) + 1;
            if (end.startsWith(FuzzRun.BEGUN)) {
                bad.add("The process died (status %d) of case %d".formatted(status, next - 1));
            }
            File kept = new File(System.getProperty("stencil.fuzz.notes", "target/fuzz-notes.txt"));
            Files.write(
                    kept.toPath(),
                    notes,
                    java.nio.file.StandardOpenOption.CREATE,
                    java.nio.file.StandardOpenOption.APPEND);
        }
        assertThat(bad).as("of cases %d to %d", first, last - 1).isEmpty();
    }

    private static int run(Path place, int first, int last) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx600m",
                        "-XX:ErrorFile=" + place.resolve("crash.log"),
                        "-Djava.io.tmpdir=" + place,
                        "-Dstencil.known=" + place.resolve("known"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FuzzRun.class.getName(),
                        place.toString(),
                        String.valueOf(first),
                        String.valueOf(last))
                .redirectErrorStream(true)
                .redirectOutput(place.resolve("console").toFile())
                .start();
        try {
            assertThat(process.waitFor(60 * 60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
