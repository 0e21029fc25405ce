// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Temporary folders, and what is left of processes that were killed. */
@Timeout(60)
class TemporaryFolderTest {
    private static final String PROPERTY = "java.io.tmpdir";

    @TempDir
    private Path place;

    private String before = "";

    @BeforeEach
    void useAPlaceOfOurOwn() {
        before = System.getProperty(PROPERTY, "");
        System.setProperty(PROPERTY, place.toString());
    }

    @AfterEach
    void leaveIt() {
        System.setProperty(PROPERTY, before);
    }

    @Test
    void whatAKilledProcessHasLeftGoesWithTheNextAndNothingOfALivingOne() throws Exception {
        try (Holder killed = new Holder(place);
                Holder living = new Holder(place)) {
            killed.process.destroyForcibly().waitFor(); // SIGKILL
            assertThat(killed.folder).isDirectory();
            try (TemporaryFolder mine = TemporaryFolder.create("test")) {
                Files.writeString(mine.path().resolve("file"), "mine");
                assertThat(killed.folder).doesNotExist();
                assertThat(living.folder.resolve("deep").resolve("file")).hasContent("held");
                TemporaryFolder.sweep();
                assertThat(mine.path().resolve("file")).hasContent("mine");
            }
            assertThat(content()).containsExactly(living.folder);
            living.process.destroy(); // SIGTERM, after which it tidies up itself
            assertThat(living.process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(content()).isEmpty();
        }
    }

    @Test
    void aFolderWhoseProcessNumberIsAnothersNowIsLeft() throws IOException {
        Owner self = Owner.self();
        Owner earlier = new Owner(self.machine(), self.process(), self.started() - 1);
        assertThat(self.started()).isPositive();
        assertThat(self.isGone()).isFalse();
        assertThat(earlier.isGone()).isTrue();
        Path left = Files.createDirectory(place.resolve("stencil-model-" + earlier.text() + "-1"));
        TemporaryFolder.sweep();
        assertThat(left).doesNotExist();
    }

    @Test
    void anotherMachinesProcessesCannotBeSeenSoTheirFoldersStay() {
        Owner self = Owner.self();
        assertThat(new Owner("00000000", self.process(), self.started() - 1).isGone())
                .isFalse();
        assertThat(new Owner(self.machine(), self.process(), 0).isGone())
                .as("when it started is not told")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stencil-model123", "stencil-model-1-2-3", "others", "stencil-model-zzzzzzzz-1-2-3"})
    void whatDoesNotTellItsProcessStays(String name) throws IOException {
        Path other = Files.createDirectory(place.resolve(name));
        TemporaryFolder.sweep();
        assertThat(other).isDirectory();
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        Owner self = Owner.self();
        Owner gone = new Owner(self.machine(), self.process(), self.started() - 1);
        Path elsewhere = Files.createDirectory(place.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("file"), "kept");
        Files.createSymbolicLink(place.resolve("stencil-model-" + gone.text() + "-1"), elsewhere);
        Path left = Files.createDirectory(place.resolve("stencil-model-" + gone.text() + "-2"));
        Files.createSymbolicLink(left.resolve("link"), elsewhere);
        TemporaryFolder.sweep();
        assertThat(left).doesNotExist();
        assertThat(elsewhere.resolve("file")).hasContent("kept");
    }

    private List<Path> content() throws IOException {
        try (Stream<Path> all = Files.list(place)) {
            return all.filter(path -> !String.valueOf(path.getFileName()).startsWith("log"))
                    .toList();
        }
    }

    /** A process that holds a temporary folder until it ends. */
    static final class Holder implements AutoCloseable {
        private final Process process;
        private final Path folder;

        Holder(Path place) throws Exception {
            Path log = Files.createTempFile(place, "log", "");
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-D" + PROPERTY + "=" + place,
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            Holder.class.getName())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            while (process.isAlive() && !Files.readString(log).endsWith("\n")) {
                Thread.sleep(20);
            }
            folder = Path.of(Files.readString(log).strip());
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }

        public static void main(String[] args) throws Exception {
            TemporaryFolder folder = TemporaryFolder.create("test");
            Path deep = Files.createDirectory(folder.path().resolve("deep"));
            Files.writeString(deep.resolve("file"), "held");
            System.out.println(folder.path());
            Thread.sleep(120_000);
        }
    }
}
