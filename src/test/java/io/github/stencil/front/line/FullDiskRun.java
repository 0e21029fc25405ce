// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs one command line in a process to which the system gives little room for files, or few rights. */
public final class FullDiskRun {
    private FullDiskRun() {}

    /**
     * Runs a command line, and returns its status and what it said.
     *
     * @param bounds words before the name of Java's program, which set the process's limits; none for none
     * @param options for Java
     */
    public static String run(Path folder, List<String> bounds, List<String> options, String... line) throws Exception {
        Path answer = folder.resolve("answer");
        Files.deleteIfExists(answer);
        List<String> command = new ArrayList<>(bounds);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx300m",
                "-XX:TieredStopAtLevel=1",
                "-Dstencil.trial=false"));
        command.addAll(options);
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), FullDiskRun.class.getName(), answer.toString()));
        command.addAll(List.of(line));
        Path console = folder.resolve("console");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(console.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(answer).as(Files.readString(console)).exists();
        return Files.readString(answer).strip();
    }

    /** The first argument is a file for the answer, the others are the command line. */
    public static void main(String[] args) throws Exception {
        System.setProperty("java.awt.headless", "true");
        StringWriter err = new StringWriter();
        String[] line = java.util.Arrays.copyOfRange(args, 1, args.length);
        int status = Main.run(new PrintWriter(new StringWriter()), new PrintWriter(new BufferedWriter(err)), line);
        Files.writeString(Path.of(args[0]), status + " " + err, StandardCharsets.UTF_8);
        System.exit(0);
    }
}
