// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A process that gives damaged inputs to the command line's entry, one after the other, and notes in a file what came of
 * each: a line when it begins and one when it ends, so that a process that dies tells of what.
 *
 * <p>Arguments: a folder to work in, the first case, the case behind the last. A case is known by its number alone.
 */
public final class FuzzRun {
    public static final String BEGUN = "begun";
    static final String ENDED = "ended";
    public static final String BAD = "bad";
    private static final int LIMIT_SECONDS = 240; // a trial of a model may take 180
    private static final int MOST_LETTERS = 2_000; // beside what was given
    private static final Pattern STACK = Pattern.compile("\\s+at [a-z][\\w.$]+\\(");
    private static final Pattern TRACE = Pattern.compile(
            "\\n?\\s+at [a-z][\\w.$]+\\(|Something unforeseen|\\w+\\.\\w+(Exception|Error)\\b|unknown error");

    private final Path folder;
    private final Path notes;
    private final FuzzInputs inputs;
    private final ExecutorService worker = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fuzz");
        thread.setDaemon(true);
        return thread;
    });

    private FuzzRun(Path folder) throws IOException {
        this.folder = folder;
        notes = folder.resolve("notes");
        inputs = new FuzzInputs(folder);
    }

    public static void main(String[] args) throws Exception {
        System.setProperty("java.awt.headless", "true");
        FuzzRun run = new FuzzRun(Path.of(args[0]));
        for (int n = Integer.parseInt(args[1]); n < Integer.parseInt(args[2]); n++) {
            run.note(BEGUN, n, "");
            run.one(n);
        }
        Runtime.getRuntime().halt(0);
    }

    private void note(String what, int n, String words) throws IOException {
        Files.writeString(
                notes, "%s %d %s%n".formatted(what, n, words), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void one(int n) throws Exception {
        Path place = Files.createDirectory(folder.resolve("case" + n));
        FuzzInputs.Kind[] kinds = FuzzInputs.Kind.values();
        FuzzInputs.Kind kind = kinds[n % kinds.length];
        List<String> line = inputs.write(kind, place, new Random(n * 0x9E3779B97F4A7C15L));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        PrintStream before = System.out;
        PrintStream beforeErr = System.err;
        PrintStream heard = new PrintStream(console, true, StandardCharsets.UTF_8);
        System.setOut(heard);
        System.setErr(heard);
        long start = System.nanoTime();
        String outcome;
        Future<Integer> future = worker.submit(() -> Main.run(
                new PrintWriter(new BufferedWriter(out)),
                new PrintWriter(new BufferedWriter(err)),
                line.toArray(String[]::new)));
        try {
            int status = future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            outcome = judge(
                    status,
                    out.toString(),
                    err.toString(),
                    console.toString(StandardCharsets.UTF_8),
                    place,
                    line.stream().mapToInt(String::length).sum());
        } catch (TimeoutException e) {
            outcome = "hangs";
        } catch (java.util.concurrent.ExecutionException e) {
            outcome = "throws " + e.getCause();
        } finally {
            System.setOut(before);
            System.setErr(beforeErr);
        }
        String seconds = " in %.1f s: ".formatted((System.nanoTime() - start) / 1e9);
        String words = err.toString().strip().replace("\n", " | ");
        note(
                outcome.isEmpty() ? ENDED : BAD,
                n,
                kind + seconds + outcome + " " + words.substring(0, Math.min(600, words.length()))
                        + (outcome.isEmpty() ? "" : " <- " + shortened(line)));
        if (outcome.isEmpty()) {
            delete(place);
        }
    }

    private static String shortened(List<String> line) {
        String text = String.join(" ", line);
        return text.substring(0, Math.min(600, text.length()));
    }

    /** Returns what is wrong with how a case ended, empty if nothing is. */
    private static String judge(int status, String out, String err, String console, Path place, int given)
            throws IOException {
        if (status < 0 || status > 2) {
            return "status " + status;
        }
        if (status != 0 && err.lines().noneMatch(line -> line.startsWith("stencil: "))) {
            return "no sentence, status " + status;
        }
        for (String text : List.of(out, err, console)) {
            if ((text.equals(console) ? STACK : TRACE).matcher(text).find()) { // ImageJ itself names exceptions there
                return "a trace: "
                        + text.strip()
                                .replace("\n", " | ")
                                .substring(0, Math.min(400, text.strip().length()));
            }
        }
        if (err.length() > MOST_LETTERS + 2 * given) {
            return "a sentence of %d letters".formatted(err.length());
        }
        try (Stream<Path> left = Files.walk(place)) {
            return left.filter(path -> path.toString().endsWith(".part"))
                    .findFirst()
                    .map(path -> "left " + path)
                    .orElse("");
        }
    }

    private static void delete(Path place) throws IOException {
        try (Stream<Path> all = Files.walk(place)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
