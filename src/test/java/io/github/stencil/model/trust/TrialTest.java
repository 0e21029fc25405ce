// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.stencil.CancelledException;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.PixelType;
import io.github.stencil.model.Graphs;
import io.github.stencil.model.Images;
import io.github.stencil.model.Model;
import io.github.stencil.model.Packages;
import io.github.stencil.model.PredictionOutput;
import io.github.stencil.model.PredictionSettings;
import io.github.stencil.model.SavedModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A model's first run happens in a process of its own, whatever becomes of that. */
@Timeout(120)
class TrialTest {
    private static final String TRIAL = "stencil.trial";
    private static final String KNOWN = "stencil.known";
    private static final String SAID = "Trying the model in a process of its own: this happens once for each model.";

    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();
    private String before = "";

    @BeforeEach
    void tryModels() {
        before = System.getProperty(KNOWN, "");
        System.setProperty(KNOWN, folder.resolve("known").toString());
        System.clearProperty(TRIAL);
    }

    @AfterEach
    void tryNone() {
        System.setProperty(KNOWN, before);
        System.setProperty(TRIAL, "false");
    }

    @Test
    void aModelIsTriedOnceWhereverItLies() throws IOException {
        Path first = model("first model");
        predict(first);
        assertThat(said).containsOnlyOnce(SAID);
        predict(first);
        Path copy = Files.createDirectory(folder.resolve("copy"));
        Files.copy(first.resolve("saved_model.pb"), copy.resolve("saved_model.pb"));
        predict(copy);
        predict(Packages.zip(first, folder.resolve("model.zip")));
        assertThat(said).containsOnlyOnce(SAID);
        assertThat(Model.open(copy).properties()).containsEntry("Tried", "yes");
    }

    @Test
    void aModelThatIsRefusedThereIsRefusedWithTheSameSentence() {
        Path model = SavedModels.write(folder.resolve("shrinks"), 1, 1, (net, image) -> net.pool(image));
        refuses(() -> predict(model), "Pick a model whose output has the size of its input");
        assertThat(said).contains(SAID);
        assertThat(Model.open(model).properties().get("Tried")).startsWith("when it first runs");
    }

    /** A function that calls itself is made of pure operations, and TensorFlow does not survive it. */
    @Test
    void aModelThatEndsTheProcessEndsOnlyItsOwn() throws IOException {
        Path model = Graphs.save(Graphs.endless(), folder.resolve("endless"));
        refuses(() -> predict(model), "ended the process that it was tried in");
        assertThat(said).contains(SAID);
        refuses(() -> predict(model), "ended the process that it was tried in");
    }

    /** TensorFlow waits ten seconds before it gives up. */
    @Test
    @EnabledIfSystemProperty(named = "stencil.thorough", matches = "true")
    void aModelThatTakesAllMemoryIsRefused() {
        Path model = SavedModels.write(
                folder.resolve("hungry"),
                1,
                1,
                (net, image) -> net.tf.math.add(
                        image,
                        net.tf.reduceSum(
                                net.tf.math.sqrt(net.tf.fill(
                                        net.tf.constant(new long[] {1L << 40}),
                                        net.tf.reduceSum(image, net.tf.constant(new int[] {0, 1, 2, 3})))),
                                net.tf.constant(0))));
        refuses(() -> predict(model), "The network takes more memory than is free, even for one small tile.");
    }

    @Test
    void aProcessThatDiesIsToldByItsStatus() {
        refuses(() -> run(Dies.class, Progress.NONE), "ended the process that it was tried in (status 77)");
    }

    @Test
    void aProcessThatHangsIsEnded() {
        refuses(() -> run(Hangs.class, Progress.NONE), "gave no result within 2 seconds");
        assertThat(hanging()).isZero();
    }

    @Test
    void aUserWhoStopsDoesNotWaitForIt() {
        long start = System.nanoTime();
        assertThatThrownBy(() -> run(Hangs.class, (done, total) -> {
                    throw new CancelledException("Stopped.");
                }))
                .isInstanceOf(CancelledException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        assertThat(hanging()).isZero();
    }

    private long hanging() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains(Hangs.class.getName()))
                .count();
    }

    private void run(Class<?> program, Progress progress) {
        new Trial(program, Duration.ofSeconds(2)).run(folder, folder, "", PixelType.FLOAT32, 1, progress);
    }

    private Path model(String name) {
        return SavedModels.write(
                folder.resolve(name), 1, 1, (net, image) -> net.tf.math.sigmoid(net.conv(image, 3, 1, 1, 1, 1)));
    }

    private void predict(Path model) {
        Progress listener = new Progress() {
            @Override
            public void step(long done, long total) {}

            @Override
            public void say(String message) {
                said.add(message);
            }
        };
        AxisImage image = AxisImage.of(Images.noise(1, 16, 20, 10, 1, 1, 1));
        Model.open(model)
                .predict(
                        image,
                        PredictionSettings.USUAL.withOutput(PredictionOutput.RAW),
                        ImageStore.memory(),
                        listener);
    }

    private static void refuses(ThrowingCallable work, String sentence) {
        assertThatThrownBy(work).isInstanceOf(StencilException.class).hasMessageContaining(sentence);
    }

    /** Ends at once. */
    static final class Dies {
        public static void main(String[] args) {
            Runtime.getRuntime().halt(77);
        }
    }

    /** Never ends. */
    static final class Hangs {
        public static void main(String[] args) throws InterruptedException {
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
