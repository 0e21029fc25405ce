// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.stencil.front.line.Main;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Commands by the class that {@code spark-submit} runs, in a process that has only Spark on its class path. */
class SubmitTest {
    private static final Path SAMPLES = Path.of("sample-data").toAbsolutePath();

    /** Not for Spark's process: what it has itself. */
    private static final Pattern SPARK = Pattern.compile(".*/(org/apache/spark|org/scala-lang)/.*");

    @TempDir
    private Path folder;

    @Test
    void submittingToOneProcessGivesTheBytesOfThePlainCommand() throws Exception {
        check("local[2]");
    }

    @Test
    @EnabledIfSystemProperty(named = "stencil.thorough", matches = "true")
    void submittingToAClusterGivesTheBytesOfThePlainCommand() throws Exception {
        try (Cluster cluster = new Cluster(folder.resolve("cluster"))) {
            cluster.workers(2);
            check(cluster.address());
        }
    }

    private void check(String master) throws Exception {
        List<String> line = new ArrayList<>(List.of("org.apache.spark.deploy.SparkSubmit", "--master", master));
        line.addAll(List.of("--conf", "spark.ui.enabled=false", "--conf", "spark.driver.userClassPathFirst=true"));
        line.addAll(List.of("--jars", libraries()));
        line.addAll(List.of("--class", SparkMain.class.getName(), jar()));
        line.addAll(List.of(command("submitted.tif")));
        Path log = folder.resolve("log");
        Process submit = Leash.start("", folder, log, List.of(Leash.BRIEF), line.toArray(new String[0]));
        try {
            assertThat(submit.waitFor(3, TimeUnit.MINUTES))
                    .as(Cluster.read(log))
                    .isTrue();
        } finally {
            Cluster.kill(submit);
        }
        assertThat(submit.exitValue()).as(Cluster.read(log)).isZero();
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        assertThat(Main.run(null, nowhere, nowhere, command("plain.tif"))).isZero();
        assertThat(folder.resolve("submitted.tif")).hasSameBinaryContentAs(folder.resolve("plain.tif"));
    }

    private String[] command(String result) {
        return new String[] {
            "predict",
            "--image",
            SAMPLES.resolve("images/nuclei-8bit.tif").toString(),
            "--model",
            SAMPLES.resolve("models/nuclei").toString(),
            "--output",
            folder.resolve(result).toString(),
            "--output",
            "Labels"
        };
    }

    private static String libraries() {
        return Pattern.compile(File.pathSeparator)
                .splitAsStream(Leash.classes())
                .filter(path -> path.endsWith(".jar") && !SPARK.matcher(path).matches())
                .collect(Collectors.joining(","));
    }

    /** Returns a jar of Stencil's classes; its own is made after the tests. */
    private String jar() {
        String jar = folder.resolve("stencil.jar").toString();
        String classes = Path.of("target", "classes").toString();
        ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
        assertThat(tool.run(System.out, System.err, "cf", jar, "-C", classes, "."))
                .isZero();
        return jar;
    }
}
