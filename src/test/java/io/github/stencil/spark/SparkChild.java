// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.stencil.StencilException;
import io.github.stencil.work.Crew;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** What tests run in a process that has Spark on its class path, all in one as its start takes seconds. */
public final class SparkChild {
    /** So many pieces that they share tasks. */
    static final int MANY = 50;

    private SparkChild() {}

    /** Runs commands in such a process; {@link #main} tells where their answers are. */
    static void run(Path folder, List<String[]> commands) throws IOException, InterruptedException {
        Files.write(
                folder.resolve("commands"),
                commands.stream().map(words -> String.join("\t", words)).toList());
        Path log = folder.resolve("log.txt");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-Dlog4j2.configurationFile=classpath:io/github/stencil/spark/log4j2.properties",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                                + File.pathSeparator
                                + Path.of("target", "spark", "jars")
                                        .toAbsolutePath()
                                        .resolve("*"),
                        SparkChild.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = child.waitFor(5, TimeUnit.MINUTES);
        child.destroyForcibly();
        assertThat(ended && child.exitValue() == 0).as(Files.readString(log)).isTrue();
    }

    /**
     * Runs each line of the file {@code commands} as a command, writes {@code N.txt} with its status and what it said, and
     * then has a crew do numbers.
     */
    public static void main(String[] args) throws IOException {
        System.setProperty("java.awt.headless", "true");
        Path folder = Path.of(args[0]);
        List<String> commands = Files.readAllLines(folder.resolve("commands"));
        for (int i = 0; i < commands.size(); i++) {
            StringWriter said = new StringWriter();
            PrintWriter to = new PrintWriter(said, true);
            int status = SparkMain.run(to, to, commands.get(i).split("\t"));
            Files.writeString(folder.resolve(i + ".txt"), status + "\n" + said);
        }
        numbers(folder, 5);
        numbers(folder, MANY);
        System.exit(0); // TensorFlow's threads would keep it
    }

    private static void numbers(Path folder, int count) throws IOException {
        Path tries = Files.createDirectory(folder.resolve("tries-" + count));
        StringBuilder heard = new StringBuilder();
        try (SparkCrew crew = new SparkCrew(Launch.of("--master", "local[2]").conf(), 20)) {
            String caller = Thread.currentThread().getName();
            crew.run(IntStream.range(0, count).boxed().toList(), new Squares(tries.toString()), new Crew.Arrivals<>() {
                @Override
                public void done(int index, Integer square) {
                    if (square != index * index
                            || !Thread.currentThread().getName().equals(caller)) {
                        heard.append("wrong\n");
                    }
                    heard.append("done ").append(index).append('\n');
                }

                @Override
                public void failed(int index, String why) {
                    heard.append("failed ")
                            .append(index)
                            .append(' ')
                            .append(why)
                            .append('\n');
                }
            });
        }
        Files.writeString(tries.resolve("heard"), heard);
    }

    /** Squares; 3 never succeeds, 4 does the second time. */
    private record Squares(String folder) implements Crew.Work<Integer, Integer> {
        @Override
        public Integer run(Integer number) {
            int before = number == 3 || number == 4 ? count(number) : 0;
            if (number == 3 || number == 4 && before == 0) {
                throw new StencilException("%d went wrong.".formatted(number));
            }
            return number * number;
        }

        private int count(int number) {
            Path file = Path.of(folder, String.valueOf(number));
            try {
                int before = Files.exists(file) ? (int) Files.size(file) : 0;
                Files.writeString(file, "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                return before;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
