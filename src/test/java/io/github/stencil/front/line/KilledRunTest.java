// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.stencil.batch.Contents;
import io.github.stencil.batch.LargeScene;
import io.github.stencil.model.BrightModel;
import io.github.stencil.zarr.OmeZarr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are killed at any moment go on and end as if nothing had been; {@code -Dstencil.kills=20} for more kills. */
@Timeout(1200)
class KilledRunTest {
    private static final int KILLS = Integer.getInteger("stencil.kills", 2);
    private static final int SIDE = 4200; // more than is refined in one piece

    @TempDir
    private Path folder;

    @BeforeEach
    void draw() {
        LargeScene.main(new String[] {folder.toString(), String.valueOf(SIDE)});
    }

    @Test
    void predictionAndRefinementAreTheSameHoweverOftenTheyAreKilled() throws Exception {
        Path model = BrightModel.write(folder.resolve("model"));
        undisturbedAndKilled(
                "labels",
                "predict",
                "--image",
                folder.resolve("image.ome.zarr").toString(),
                "--model",
                model.toString(),
                "--normalization",
                "Percentiles",
                "--tile",
                "512");
        undisturbedAndKilled(
                "objects",
                "refine",
                "--image",
                folder.resolve("labels.ome.zarr").toString(),
                "--include",
                "1",
                "--holes",
                "--split");
    }

    private void undisturbedAndKilled(String name, String... command) throws Exception {
        Path wanted = folder.resolve(name + ".ome.zarr");
        long start = System.nanoTime();
        Child undisturbed = run(command, wanted);
        assertThat(undisturbed.await(600_000)).isTrue();
        assertThat(undisturbed.status()).as(undisturbed.said()).isZero();
        long millis = (System.nanoTime() - start) / 1_000_000;
        Path killed = folder.resolve(name + "-killed.ome.zarr");
        Random random = new Random(7);
        int kills = 0;
        int goings = 0;
        while (true) {
            Child child = run(command, killed);
            boolean spare = kills >= KILLS;
            boolean ended = child.await(spare ? 600_000 : random.nextLong(millis));
            goings += child.said().contains("Going on with") ? 1 : 0;
            if (!ended) {
                child.kill();
                kills++;
                if (Files.exists(killed)) { // after the last step, and before the process had ended
                    assertThat(Contents.of(killed)).isEqualTo(Contents.of(wanted));
                    OmeZarr.delete(killed);
                    OmeZarr.delete(folder.resolve(name + "-killed.ome.zarr.journal"));
                }
                continue;
            }
            assertThat(child.status()).as(child.said()).isZero();
            assertThat(Contents.of(killed)).isEqualTo(Contents.of(wanted));
            assertThat(folder.resolve(name + "-killed.ome.zarr.part")).doesNotExist();
            assertThat(folder.resolve(name + "-killed.ome.zarr.journal")).doesNotExist();
            if (spare) {
                System.out.printf("%s: killed %d times, went on with blocks %d times%n", name, kills, goings);
                return;
            }
            OmeZarr.delete(killed);
        }
    }

    private Child run(String[] command, Path output) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--output", output.toString()));
        return Child.start("512m", folder.resolve("log"), Main.class, arguments.toArray(String[]::new));
    }
}
