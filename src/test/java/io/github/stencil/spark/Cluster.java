// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A standalone master and workers of one core each, as processes of their own on this machine. */
final class Cluster implements AutoCloseable {
    private static final Pattern STARTED = Pattern.compile("Starting Spark master at (spark://\\S+)");
    private static final List<String> SMALL = List.of("-Xmx256m", Leash.BRIEF);
    private static final long PATIENCE_SECONDS = 120;

    private final Path folder;
    private final Process master;
    private final String address;
    private final List<Worker> workers = new ArrayList<>();

    /** Starts a master at a free port; logs and scratch go to the folder. */
    Cluster(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        Path log = folder.resolve("master.log");
        String main = "org.apache.spark.deploy.master.Master";
        master = Leash.start("", folder, log, SMALL, main, "--host", "127.0.0.1", "--port", "0", "--webui-port", "0");
        await(master, log, () -> STARTED.matcher(read(log)).find());
        Matcher started = STARTED.matcher(read(log));
        assertThat(started.find()).isTrue();
        address = started.group(1);
    }

    String address() {
        return address;
    }

    /** Starts workers, until so many are alive, and returns these. */
    List<Worker> workers(int count) throws IOException {
        workers.removeIf(worker -> !worker.process.isAlive());
        List<Worker> fresh = new ArrayList<>();
        while (workers.size() < count) {
            Worker worker = new Worker(Files.createTempDirectory(folder, "worker"));
            workers.add(worker);
            fresh.add(worker);
        }
        for (Worker worker : fresh) {
            await(worker.process, worker.log, () -> read(worker.log).contains("Successfully registered with master"));
        }
        return List.copyOf(workers);
    }

    @Override
    public void close() {
        workers.forEach(Worker::kill);
        kill(master);
    }

    /** A worker, with the executor that it starts for an application. */
    final class Worker {
        private final Path home;
        private final Path log;
        private final Process process;

        private Worker(Path home) throws IOException {
            this.home = home;
            log = home.resolve("log");
            process = Leash.start(
                    "",
                    folder,
                    log,
                    SMALL,
                    "org.apache.spark.deploy.worker.Worker",
                    "--cores",
                    "1",
                    "--memory",
                    "1g",
                    "--webui-port",
                    "0",
                    "--work-dir",
                    home.toString(),
                    address);
        }

        /** Returns how many tasks its executors were given. */
        int given() {
            return count("Got assigned task");
        }

        /** Returns how many tasks its executors have done. */
        int done() {
            return count("Finished task");
        }

        private int count(String words) {
            try (Stream<Path> files = Files.walk(home, 3)) {
                return files.filter(file -> file.endsWith("stderr"))
                        .mapToInt(file -> read(file).split(words, -1).length - 1)
                        .sum();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        /** Kills it and its executors once something is so, and they are at a task. */
        void killAtWork(BooleanSupplier so, Process driver, Path driverLog) {
            await(driver, driverLog, so);
            List<ProcessHandle> all = family(process); // looked for beforehand, as a task may end at any time
            await(driver, driverLog, () -> given() > done());
            Cluster.kill(all);
        }

        private void kill() {
            Cluster.kill(process);
        }
    }

    /** Kills a process and those that it has started. */
    static void kill(Process process) {
        kill(family(process));
    }

    private static void kill(List<ProcessHandle> all) {
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each ->
                each.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
    }

    private static List<ProcessHandle> family(Process process) {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    /** Waits until something is so, while a process is alive. */
    private static void await(Process process, Path log, BooleanSupplier so) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!so.getAsBoolean()) {
            assertThat(process.isAlive() && System.nanoTime() < end)
                    .as(read(log))
                    .isTrue();
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    static String read(Path log) {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
