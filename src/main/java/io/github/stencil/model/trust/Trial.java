// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.trust;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.TemporaryFolder;
import io.github.stencil.image.PixelType;
import io.github.stencil.tensor.FreeMemory;
import io.github.stencil.tensor.TensorRuntime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A model's first run, on one tile, in a Java process of its own: a model can make TensorFlow end its process, or take all
 * memory, or never come back, and that shall not be ImageJ's.
 *
 * @param program the class whose {@code main} runs there
 * @param limit how long that may take
 */
public record Trial(Class<?> program, Duration limit) {
    /** Set to {@code false} where no processes can be started, and models are then run without a trial. */
    private static final String PROPERTY = "stencil.trial";

    /** What the program answers when the model ran. */
    public static final String RAN = "ran";

    private static final String ANSWER = "answer";
    private static final String ERRORS = "errors";
    private static final Pattern LAST_WORDS = Pattern.compile("Check failed|terminate called|Exception|Error: ");
    private static final int MOST_WORDS = 200;
    private static final Duration USUAL = Duration.ofMinutes(3);
    private static final long POLL_MILLIS = 20;
    /** What Java and TensorFlow take for themselves. */
    private static final long OWN_BYTES = 2L << 30;

    /** Returns whether models are tried. */
    public static boolean wanted() {
        return !System.getProperty(PROPERTY, "").equals("false");
    }

    /** Returns the trial that models get, by a program that runs one and writes its answer. */
    public static Trial usual(Class<?> program) {
        return new Trial(program, USUAL);
    }

    /**
     * Tries a model.
     *
     * @param given what the user named, for messages
     * @param root the folder that it was found or unpacked in
     * @param head the name of the output that it is run for
     * @param type of the pixels that it will get
     * @param channels of the image
     * @throws StencilException if the model was refused there, or the process died or took too long
     */
    public void run(Path given, Path root, String head, PixelType type, int channels, Progress progress) {
        progress.say("Trying the model in a process of its own: this happens once for each model.");
        try (TemporaryFolder folder = TemporaryFolder.create("trial")) {
            Path scratch = folder.path();
            Path answer = scratch.resolve("answer");
            Process process = start(
                    scratch,
                    List.of(
                            answer.toString(),
                            given.toString(),
                            root.toString(),
                            type.name(),
                            String.valueOf(channels),
                            TensorRuntime.device().toString(),
                            head));
            await(process, given, progress);
            judge(process.exitValue(), scratch, given);
        } catch (IOException e) {
            throw StencilException.of(
                    e,
                    "The model %s cannot be tried in a process of its own (%s). Make room in the temporary folder, or start Java with -D%s=false if you trust the model.",
                    given,
                    String.valueOf(e.getMessage()),
                    PROPERTY);
        }
    }

    private Process start(Path scratch, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(limited());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx" + (Runtime.getRuntime().maxMemory() >> 20) + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + scratch.resolve("crash.log"),
                "-Djava.io.tmpdir=" + scratch, // goes with it, however the process ends
                "-Djava.awt.headless=true"));
        System.getProperties().forEach((key, value) -> {
            if (String.valueOf(key).startsWith("org.bytedeco.javacpp.")) {
                command.add("-D" + key + "=" + value); // where native libraries are unpacked to
            }
        });
        command.add(program.getName());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(scratch.resolve(ERRORS).toFile());
        builder.environment().put("CLASSPATH", ClassPath.of(program)); // may be longer than a command line
        return builder.start();
    }

    /** Returns what limits a process's own memory, outside Java's heap too; nothing where the system has no such thing. */
    private static List<String> limited() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return List.of();
        }
        long bytes = Runtime.getRuntime().maxMemory() + FreeMemory.bytes() / 2 + OWN_BYTES;
        return List.of("/bin/sh", "-c", "ulimit -d \"$0\" 2>/dev/null; exec \"$@\"", String.valueOf(bytes >> 10));
    }

    private void await(Process process, Path given, Progress progress) {
        long start = System.nanoTime();
        try {
            while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                progress.step(0, 0);
                if (System.nanoTime() - start > limit.toNanos()) {
                    throw StencilException.of(
                            "The model %s gave no result within %d seconds when it was tried on one tile, so it is not run. Choose another model.",
                            given, limit.toSeconds());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            process.destroyForcibly();
            process.onExit().join(); // its files can then be deleted
        }
    }

    private static void judge(int status, Path scratch, Path given) throws IOException {
        Path answer = scratch.resolve(ANSWER);
        String text = Files.exists(answer) ? Files.readString(answer) : "";
        if (text.isEmpty()) {
            throw StencilException.of(
                    "The model %s ended the process that it was tried in (%s), so it is not run. Export it again, or choose another model.",
                    given, cause(status, scratch.resolve(ERRORS)));
        }
        if (!text.equals(RAN)) {
            throw new StencilException(text);
        }
    }

    /** Returns what TensorFlow or Java said as they fell, else the status. */
    private static String cause(int status, Path errors) throws IOException {
        try (Stream<String> lines = Files.lines(errors, StandardCharsets.ISO_8859_1)) { // takes any byte
            return lines.filter(line -> LAST_WORDS.matcher(line).find())
                    .findFirst()
                    .map(line -> line.strip().substring(0, Math.min(line.strip().length(), MOST_WORDS)))
                    .orElse("status " + status);
        }
    }
}
