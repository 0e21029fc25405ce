// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process with little memory that runs a class of these tests, or the command line. */
public final class Child {
    private static final String PEAK = "VmHWM:";

    private final Process process;
    private final File log;
    private long peak;

    private Child(Process process, File log) {
        this.process = process;
        this.log = log;
    }

    public static Child start(String heap, Path log, Class<?> main, String... arguments) throws IOException {
        return start(List.of(), heap, log, main, arguments);
    }

    /** Starts a process that hears Ctrl-C even where this one has been told not to. */
    public static Child startInterruptible(String heap, Path log, Class<?> main, String... arguments)
            throws IOException {
        return start(List.of("env", "--default-signal=INT"), heap, log, main, arguments);
    }

    private static Child start(List<String> before, String heap, Path log, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new Child(process, log.toFile());
    }

    /** Waits until the process has ended by itself; returns false if it has not within some time. */
    public boolean await(long millis) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            measure();
            if (process.waitFor(Math.min(100, millis), TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return !process.isAlive();
    }

    /** Ends the process with no chance to tidy up. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    }

    /** Presses Ctrl-C. */
    public void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    public int status() {
        return process.exitValue();
    }

    /** Returns the most memory that the process has had, in MB; 0 where the system does not tell. */
    long peakMegabytes() {
        return peak >> 10;
    }

    public String said() throws IOException {
        return Files.readString(log.toPath());
    }

    private void measure() throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        if (Files.isReadable(status)) {
            for (String line : lines(status)) {
                if (line.startsWith(PEAK)) {
                    peak = Math.max(peak, Long.parseLong(line.replaceAll("\\D", "")));
                }
            }
        }
    }

    private static List<String> lines(Path status) {
        try {
            return Files.readAllLines(status);
        } catch (IOException e) {
            return List.of(); // it has ended meanwhile
        }
    }
}
