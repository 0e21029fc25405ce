// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import io.github.stencil.batch.LargeScene;
import io.github.stencil.model.Model;
import io.github.stencil.unet.TrainingFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C, pressed while commands run in a process of their own. */
@EnabledOnOs(LINUX)
@Timeout(240)
class CtrlCTest {
    @TempDir
    private Path folder;

    private Child train(String... more) throws IOException {
        if (!Files.exists(folder.resolve("train"))) {
            TrainingFiles.write(folder.resolve("train"), 1, 4, 1, 64, 64);
        }
        Stream<String> line = Stream.of(
                "train",
                "--images",
                file("train/images"),
                "--labels",
                file("train/labels"),
                "--model",
                file("model"),
                "--depth",
                "2",
                "--filters",
                "4",
                "--patch",
                "32",
                "--batch",
                "2",
                "--patience",
                "1000");
        return Child.startInterruptible(
                "512m",
                folder.resolve("log"),
                Main.class,
                Stream.concat(line, Stream.of(more)).toArray(String[]::new));
    }

    private static void await(Child child, Path file) throws IOException, InterruptedException {
        while (!Files.exists(file)) {
            assertThat(child.await(50)).as(child.said()).isFalse();
        }
    }

    @Test
    void aTrainingThatIsStoppedWritesItsBestNetworkAndGoesOn() throws Exception {
        Child child = train("--epochs", "1000");
        await(child, folder.resolve("model/training.checkpoint"));
        child.interrupt();
        assertThat(child.await(60_000)).as(child.said()).isTrue();
        assertThat(child.status()).as(child.said()).isEqualTo(130);
        assertThat(child.said())
                .contains("stencil: Stopping.")
                .containsPattern(
                        "stencil: Stopped in epoch \\d+\\. The model is that of epoch \\d+\\. Training the same with"
                                + " resume \\(--resume\\) goes on from epoch \\d+\\.");
        assertThat(Model.open(folder.resolve("model")).properties()).containsEntry("Signature", "network");
        assertThat(parts()).isEmpty();
        int epochs = epochs();
        Child next = train("--epochs", String.valueOf(epochs + 1), "--resume");
        assertThat(next.await(120_000)).as(next.said()).isTrue();
        assertThat(next.status()).as(next.said()).isZero();
        assertThat(epochs()).isEqualTo(epochs + 1);
    }

    private int epochs() throws IOException {
        return Files.readAllLines(folder.resolve("model/history.csv")).size() - 1;
    }

    @Test
    void theSecondOneEndsATrainingAtOnce() throws Exception {
        Child child = train("--epochs", "1000");
        await(child, folder.resolve("model/training.checkpoint"));
        child.interrupt();
        while (!child.said().contains("Stopping.")) {
            child.await(1);
        }
        child.interrupt();
        assertThat(child.await(10_000)).as(child.said()).isTrue();
        assertThat(child.status()).as(child.said()).isEqualTo(130);
    }

    @Test
    void anotherCommandLeavesNothingBehind() throws Exception {
        LargeScene.main(new String[] {folder.toString(), "4200"});
        for (String name : List.of("objects.tif", "new/objects.tif")) {
            Child child = Child.startInterruptible(
                    "512m",
                    folder.resolve("log"),
                    Main.class,
                    "refine",
                    "--image",
                    file("image.ome.zarr"),
                    "--threshold",
                    "Otsu",
                    "--split",
                    "--output",
                    file(name));
            Path part = folder.resolve(name + ".part");
            while (!Files.exists(part)) {
                assertThat(child.await(5)).as(child.said()).isFalse();
            }
            child.interrupt();
            assertThat(child.await(30_000)).as(child.said()).isTrue();
            assertThat(child.status()).as(child.said()).isEqualTo(130);
            assertThat(child.said()).doesNotContain("Exception");
            assertThat(folder.resolve(name)).doesNotExist();
            assertThat(parts()).isEmpty();
        }
        assertThat(folder.resolve("new")).doesNotExist();
    }

    private List<Path> parts() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".part")).toList();
        }
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}
