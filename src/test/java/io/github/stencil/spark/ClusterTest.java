// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.spark;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import io.github.stencil.batch.Contents;
import io.github.stencil.front.line.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed worker does to a job, on a real cluster of two. */
class ClusterTest {
    private static final Path SAMPLES = Path.of("sample-data").toAbsolutePath();
    private static final int FILES = 10;
    private static final int BLOCK = 2048;

    @TempDir
    private static Path folder;

    private static Cluster cluster;

    @BeforeAll
    static void start() throws IOException {
        cluster = new Cluster(folder.resolve("cluster"));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void theFilesOfAKilledWorkerAreDoneByTheOther() throws Exception {
        List<String> files = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            files.add(image("file-%d.tif".formatted(i), 640 + i, 640));
        }
        Files.write(folder.resolve("list.txt"), files);
        killOne("@" + folder.resolve("list.txt"), "labels", FILES);
    }

    @Test
    void theBlocksOfAKilledWorkerAreDoneByTheOther() throws Exception {
        killOne(image("long.tif", FILES * BLOCK, 200), "long.ome.zarr", FILES);
    }

    /** Runs with two workers, kills one when the first pieces are done, and compares with a run without Spark. */
    private static void killOne(String images, String results, int pieces) throws Exception {
        List<Cluster.Worker> workers = cluster.workers(2);
        Cluster.Worker other = workers.get(0);
        Cluster.Worker victim = workers.get(1);
        int before = other.done();
        String[] command = predict(images, "spark-" + results);
        Path log = folder.resolve(results + ".log");
        Process driver = Leash.start(Leash.classes(), folder, log, options(), onCluster(command));
        try {
            victim.killAtWork(() -> victim.done() + other.done() > before, driver, log);
            assertThat(victim.given()).as("the task that died").isGreaterThan(victim.done());
            assertThat(driver.waitFor(3, TimeUnit.MINUTES))
                    .as(Cluster.read(log))
                    .isTrue();
        } finally {
            Cluster.kill(driver);
        }
        assertThat(driver.exitValue()).as(Cluster.read(log)).isZero();
        assertThat(other.done() - before).isGreaterThanOrEqualTo(pieces - victim.done());
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        assertThat(Main.run(null, nowhere, nowhere, predict(images, "plain-" + results)))
                .isZero();
        assertThat(Contents.of(folder.resolve("spark-" + results)))
                .hasSizeGreaterThan(3)
                .isEqualTo(Contents.of(folder.resolve("plain-" + results)));
    }

    private static String[] predict(String images, String results) {
        String model = SAMPLES.resolve("models/nuclei").toString();
        String output = folder.resolve(results).toString();
        return new String[] {
            "predict", "--image", images, "--model", model, "--tile", "512", "--output", output, "--output", "Labels"
        };
    }

    private static String[] onCluster(String... command) {
        List<String> line = new ArrayList<>(List.of(SparkMain.class.getName()));
        line.addAll(List.of(command));
        line.addAll(List.of("--master", cluster.address(), "--conf", "spark.executor.memory=1g"));
        // no task before both are there, so that both have some
        line.addAll(List.of("--conf", "spark.scheduler.minRegisteredResourcesRatio=1"));
        line.addAll(List.of("--conf", "spark.scheduler.maxRegisteredResourcesWaitingTime=120s"));
        line.addAll(List.of("--conf", "spark.ui.enabled=false"));
        line.addAll(List.of("--conf", "spark.executor.extraJavaOptions=" + Leash.BRIEF));
        return line.toArray(new String[0]);
    }

    private static List<String> options() {
        return List.of(
                "-Xmx512m",
                Leash.BRIEF,
                "-Dstencil.jars=" + Leash.classes(),
                "-Dlog4j2.configurationFile=classpath:io/github/stencil/spark/log4j2.properties");
    }

    /** Makes an image of nuclei, and returns its path. */
    private static String image(String name, int width, int height) {
        String path = folder.resolve(name).toString();
        ImagePlus image = IJ.openImage(SAMPLES.resolve("images/nuclei-8bit.tif").toString());
        IJ.saveAsTiff(image.resize(width, height, "bilinear"), path);
        return path;
    }
}
