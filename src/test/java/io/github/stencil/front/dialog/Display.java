// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Runs programs that need a display, each in a JVM of its own, as ImageJ can be started once per JVM. */
public final class Display {
    private static final String PROBE =
            "Plugins>Stencil, \"Probe...\", io.github.stencil.front.menu.Bridge(\"io.github.stencil.command.Probe\")\n";

    private Display() {}

    /**
     * Runs a program in an ImageJ whose menu has our commands and the tests' probe.
     *
     * @param home a folder for ImageJ's preferences and plugins
     * @return what it said through {@link Screen#say}
     */
    static Map<String, String> run(Path home, Class<?> program) throws Exception {
        return run(home, List.of(), program);
    }

    /** Runs a program with further options for its JVM, and with arguments. */
    public static Map<String, String> run(Path home, List<String> options, Class<?> program, String... arguments)
            throws Exception {
        boolean display = System.getenv("DISPLAY") != null
                || !System.getProperty("os.name").equals("Linux");
        assumeTrue(display || "true".equals(System.getenv("CI")), "no display");
        writeMenuJar(Files.createDirectories(home.resolve("plugins")).resolve("Stencil_.jar"));
        List<String> all = new ArrayList<>(List.of("-Dplugins.dir=" + home, "-Duser.home=" + home));
        all.addAll(options);
        return start(home, all, program, arguments);
    }

    /** Runs a program without a display, in a JVM that can patch ImageJ for that. */
    public static Map<String, String> runHeadless(
            Path home, List<String> options, Class<?> program, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "-Djava.awt.headless=true",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Dij1.plugin.dirs=" + Path.of("target", "classes")));
        all.addAll(options);
        return start(home, all, program, arguments);
    }

    private static Map<String, String> start(Path home, List<String> options, Class<?> program, String... arguments)
            throws Exception {
        Path out = home.resolve(program.getSimpleName() + ".txt");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx1500m");
        command.addAll(options);
        // The cache of unpacked native libraries is the user's, whatever home ImageJ has.
        command.add("-Dorg.bytedeco.javacpp.cachedir=" + Path.of(System.getProperty("user.home"), ".javacpp", "cache"));
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                program.getName()));
        command.addAll(List.of(arguments));
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        boolean ended = started.waitFor(2, TimeUnit.MINUTES);
        if (!ended) { // Java prints what each thread waits for
            new ProcessBuilder("kill", "-QUIT", String.valueOf(started.pid()))
                    .start()
                    .waitFor();
            TimeUnit.SECONDS.sleep(1);
        }
        started.destroyForcibly();
        assertThat(ended && started.exitValue() == 0).as(Files.readString(out)).isTrue();
        return read(out);
    }

    private static Map<String, String> read(Path out) throws IOException {
        Map<String, String> lines = new TreeMap<>();
        for (String line : Files.readAllLines(out)) {
            String[] parts = line.replaceFirst("^SEEN ", "").split(" = ", 2);
            lines.put(parts[0], parts[parts.length - 1]);
        }
        return lines;
    }

    /** Writes a jar with the menu only: plain ImageJ looks for it in jars, and the classes are on the class path. */
    static void writeMenuJar(Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file);
                InputStream menu = Display.class.getResourceAsStream("/plugins.config")) {
            entries.putNextEntry(new JarEntry("plugins.config"));
            menu.transferTo(entries);
            entries.write(PROBE.getBytes(StandardCharsets.UTF_8));
        }
    }
}
