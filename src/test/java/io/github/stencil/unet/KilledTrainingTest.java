// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.stencil.Progress;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A training in a process that is killed, without a word, in the middle of an epoch. */
class KilledTrainingTest {
    @TempDir
    private Path folder;

    @Test
    @Timeout(180)
    void aKilledTrainingGoesOnFromItsLastFinishedEpochWithoutAGap() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx300m",
                        "-Djava.awt.headless=true",
                        "-Djava.io.tmpdir=" + folder, // a killed process cannot tidy up
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        try {
            File second = folder.resolve("epoch2").toFile();
            for (int i = 0; i < 2000 && !second.exists() && child.isAlive(); i++) {
                Thread.sleep(50);
            }
            assertThat(second).as(Files.readString(folder.resolve("log"))).exists();
        } finally {
            child.destroyForcibly(); // SIGKILL
            child.waitFor(30, TimeUnit.SECONDS);
        }
        Checkpoint left = Checkpoint.read(folder);
        int epochs = left.stopping().epoch() + 1;
        assertThat(left.history().epochs()).hasSize(left.stopping().epoch());
        List<Checkpoint> ends = new ArrayList<>();
        Training resumed = TrainingTest.training(folder, epochs, 0.01, false);
        resumed.run(resumed.resume(), ends::add, Progress.NONE);
        Training undisturbed = TrainingTest.training(folder.resolve("other"), epochs, 0.01, false);
        undisturbed.run(undisturbed.start(TrainingTest.weights(false)), ends::add, Progress.NONE);
        assertThat(ends.get(0).history().epochs().stream().map(TrainingEpoch::loss))
                .containsExactlyElementsOf(ends.get(1).history().epochs().stream()
                        .map(TrainingEpoch::loss)
                        .toList());
        assertThat(ends.get(0).state().weights().values())
                .isEqualTo(ends.get(1).state().weights().values());
    }

    /** The process that is killed. */
    static final class Child {
        public static void main(String[] args) {
            Path folder = Path.of(args[0]);
            Training training = TrainingTest.training(folder, 1000, 0.01, false, history -> {
                try {
                    Files.writeString(folder.resolve("epoch" + history.epochs().size()), "");
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            training.run(training.start(TrainingTest.weights(false)), end -> {}, Progress.NONE);
        }
    }
}
