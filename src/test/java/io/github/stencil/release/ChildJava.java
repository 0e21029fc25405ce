// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A Java of its own for one program, which says what it sees in lines {@code SEEN what = value}. */
final class ChildJava {
    private static final Path BUILT = Path.of("target").toAbsolutePath();
    private static final int MINUTES = 5;

    private ChildJava() {}

    /** Returns the folder of the release that was built. */
    static Path release() {
        return BUILT.resolve("release");
    }

    /** Returns another version of something, or something else that lies on the same class path. */
    static Path neighbour(String jar) {
        Path place = BUILT.resolve("neighbours").resolve(jar);
        assertThat(place).isRegularFile();
        return place;
    }

    /** Returns the jars in a folder of the release. */
    static List<Path> jars(String folder) throws IOException {
        try (var files = Files.list(release().resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /** Returns the folder with this platform's native libraries in the release. */
    static Path natives() throws IOException {
        try (var files = Files.walk(release().resolve("jars"), 2)) {
            return files.filter(file -> file.toString().endsWith(".jar")
                            && System.getProperty("java.class.path")
                                    .contains(file.getFileName().toString())
                            && !file.getParent().endsWith("jars"))
                    .findFirst()
                    .orElseThrow()
                    .getParent();
        }
    }

    /** Runs a program; what it says by what it is about, and under "output" everything that it printed. */
    static Map<String, String> run(List<Path> classPath, Path folder, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx2g",
                "-cp",
                String.join(
                        System.getProperty("path.separator"),
                        classPath.stream().map(Path::toString).toList())));
        command.addAll(arguments);
        return run(command, folder);
    }

    /** Runs a program of any kind. */
    static Map<String, String> run(List<String> command, Path folder) throws IOException, InterruptedException {
        Path out = Files.createTempFile("program", ".txt");
        Process program = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        boolean ended = program.waitFor(MINUTES, TimeUnit.MINUTES);
        program.destroyForcibly().waitFor();
        String output = Files.readString(out);
        Files.delete(out);
        assertThat(ended).as(output).isTrue();
        Map<String, String> seen = new TreeMap<>();
        output.lines().filter(line -> line.startsWith("SEEN ")).forEach(line -> {
            String[] parts = line.substring("SEEN ".length()).split(" = ", 2);
            seen.put(parts[0], parts[1]);
        });
        seen.put("output", output);
        seen.put("status", String.valueOf(program.exitValue()));
        return seen;
    }
}
