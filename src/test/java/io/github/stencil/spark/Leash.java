// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.spark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A process with Spark on its class path that ends when the test's process does, however that ends. */
public final class Leash {
    /** Has Java compile quickly rather than well, for processes that live for seconds. */
    static final String BRIEF = "-XX:TieredStopAtLevel=1";

    private Leash() {}

    /** Runs the main method of a class. The standard input stays open for as long as the test's process lives. */
    public static void main(String[] args) throws ReflectiveOperationException {
        Thread watch = new Thread(Leash::endWithInput);
        watch.setDaemon(true);
        watch.start();
        Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                Arrays.copyOfRange(args, 1, args.length));
    }

    private static void endWithInput() {
        try {
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            // as good as its end
        }
        Runtime.getRuntime().halt(1);
    }

    /**
     * Starts a process.
     *
     * @param classes a class path beside Spark's; this class is found without it
     * @param scratch where Spark keeps what it needs for a while
     * @param log takes what the process says
     * @param options Java's
     * @param command a class and its arguments
     */
    static Process start(String classes, Path scratch, Path log, List<String> options, String... command)
            throws IOException {
        Path home = Path.of("target", "spark").toAbsolutePath();
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(options);
        String own =
                Leash.class.getProtectionDomain().getCodeSource().getLocation().getPath();
        line.addAll(List.of(
                "-cp",
                String.join(File.pathSeparator, classes, home.resolve("jars/*").toString(), own)));
        line.add(Leash.class.getName());
        line.addAll(List.of(command));
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "SPARK_HOME",
                        home.toString(),
                        "SPARK_SCALA_VERSION",
                        "2.13",
                        "SPARK_LOCAL_IP",
                        "127.0.0.1",
                        "SPARK_LOCAL_DIRS",
                        scratch.toString()));
        return builder.start();
    }

    /** Returns the class path of the tests, in which most of Spark's libraries are missing. */
    static String classes() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
