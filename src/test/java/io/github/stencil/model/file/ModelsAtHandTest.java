// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.stencil.Digest;
import io.github.stencil.model.card.ModelNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The models that come with Stencil, that were installed, and that were just trained. */
class ModelsAtHandTest {
    private static final Path SAMPLES = Path.of("sample-data", "models");
    private static final List<String> PLACES = List.of("stencil.models", "stencil.bundled", "stencil.trained");

    @TempDir
    private Path home;

    private final Map<String, String> before = new TreeMap<>();

    @BeforeEach
    void useAHomeOfItsOwn() {
        for (String place : PLACES) {
            before.put(place, System.getProperty(place, ""));
            System.setProperty(place, home.resolve(place).toString());
        }
    }

    @AfterEach
    void giveBack() {
        before.forEach(System::setProperty);
    }

    @Test
    void theIndexListsEveryFileOfEveryModelAndTellsVersionsApart() throws IOException {
        Map<String, BundledModels.Entry> index = BundledModels.index();
        assertThat(index.keySet()).containsExactlyElementsOf(names(SAMPLES));
        for (String name : index.keySet()) {
            Path folder = SAMPLES.resolve(name);
            assertThat(index.get(name).files()).containsExactlyElementsOf(names(folder));
            Digest digest = new Digest();
            for (String file : names(folder)) {
                digest.add(folder.resolve(file));
            }
            assertThat(digest.text())
                    .as("the version of %s", name)
                    .startsWith(index.get(name).version());
        }
    }

    @Test
    void aModelThatComesWithStencilIsFoundByItsNameAndUnpackedOnce() throws IOException {
        Path found = ModelLibrary.find(Path.of("nuclei"));
        assertThat(found).startsWith(home.resolve("stencil.bundled"));
        for (String file : names(SAMPLES.resolve("nuclei"))) {
            assertThat(found.resolve(file))
                    .hasSameBinaryContentAs(SAMPLES.resolve("nuclei").resolve(file));
        }
        FileTime first = Files.getLastModifiedTime(found);
        assertThat(ModelLibrary.find(Path.of("nuclei"))).isEqualTo(found);
        assertThat(Files.getLastModifiedTime(found)).isEqualTo(first);
        assertThat(names(home.resolve("stencil.bundled")))
                .as("nothing else is left there")
                .hasSize(1);
        assertThat(ModelLibrary.names()).as("installed").isEmpty();
        assertThat(ModelLibrary.known()).containsExactly("nuclei");
    }

    @Test
    void anInstalledModelOfTheSameNameComesFirst() throws IOException {
        Path installed = Files.createDirectories(ModelLibrary.folder().resolve("nuclei"));
        Files.createDirectories(ModelLibrary.folder().resolve("my cells"));
        assertThat(ModelLibrary.find(Path.of("nuclei"))).isEqualTo(installed);
        assertThat(ModelLibrary.known()).containsExactly("my cells", "nuclei");
    }

    @Test
    void theModelTrainedLastIsFirstAndWhatIsGoneIsLeftOut() throws IOException {
        assertThat(TrainedModels.folders()).isEmpty();
        Path one = model("one");
        Path other = model("other");
        Path gone = model("gone");
        TrainedModels.add(one);
        TrainedModels.add(gone);
        TrainedModels.add(other);
        Files.delete(gone.resolve(ModelNames.GRAPH));
        assertThat(TrainedModels.folders()).containsExactly(other, one);
        TrainedModels.add(one);
        assertThat(TrainedModels.folders()).containsExactly(one, other);
        assertThat(Files.readAllLines(home.resolve("stencil.trained"))).hasSize(3);
        Files.writeString(home.resolve("stencil.trained"), "\0\n" + one + "\n");
        assertThat(TrainedModels.folders()).containsExactly(one);
    }

    @Test
    void theListOfTrainedModelsDoesNotGrowForEver() throws IOException {
        for (int i = 0; i < 30; i++) {
            TrainedModels.add(home.resolve("model " + i));
        }
        assertThat(Files.readAllLines(home.resolve("stencil.trained")))
                .hasSize(20)
                .first()
                .asString()
                .endsWith("model 29");
    }

    @Test
    void aModelTellsItsNamePurposeDayAndCover() throws IOException {
        ModelNote note = ModelNote.of(ModelLibrary.find(Path.of("nuclei")));
        assertThat(note.name()).isEqualTo("Nuclei");
        assertThat(note.purpose()).isEqualTo("Nuclei in fluorescence images, 2D, one channel");
        assertThat(note.made()).contains(LocalDate.of(2026, 11, 20));
        assertThat(note.cover()).hasValueSatisfying(cover -> assertThat(cover).hasFileName("cover.png"));
    }

    @Test
    void aDescriptionsOwnDayCountsAndOneThatCannotBeReadSaysNothing() throws IOException {
        Path model = model("dated");
        Files.setLastModifiedTime(
                model.resolve(ModelNames.GRAPH), FileTime.from(Instant.parse("2020-06-15T12:00:00Z")));
        assertThat(ModelNote.of(model))
                .isEqualTo(new ModelNote("", "", Optional.of(LocalDate.of(2020, 6, 15)), Optional.empty()));
        Files.writeString(
                model.resolve("rdf.yaml"), "name: Rods\ntimestamp: '2024-02-03T04:05:06'\ncovers: [../x.png]\n");
        Files.writeString(home.resolve("x.png"), "");
        assertThat(ModelNote.of(model))
                .isEqualTo(new ModelNote("Rods", "", Optional.of(LocalDate.of(2024, 2, 3)), Optional.empty()));
        Files.writeString(model.resolve("rdf.yaml"), "{");
        assertThat(ModelNote.of(model).name()).isEmpty();
    }

    private Path model(String name) throws IOException {
        Path folder = Files.createDirectories(home.resolve(name));
        Files.writeString(folder.resolve(ModelNames.GRAPH), "");
        return folder;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
