// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.stencil.StencilException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileSetTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writeFiles() throws IOException {
        Files.createDirectories(folder.resolve("deep/deeper"));
        Files.createDirectories(folder.resolve("like an image.tif"));
        Files.createDirectories(folder.resolve("empty"));
        for (String name : List.of(
                "b.tif",
                "a.PNG",
                "c.tif.part",
                ".d.tif",
                "e.csv",
                "stencil.yaml",
                "RoiSet.zip",
                "f",
                "deep/g.tif",
                "deep/deeper/h.tif",
                "deep/notes.txt")) {
            Files.createFile(folder.resolve(name));
        }
    }

    @Test
    void aFolderStandsForTheImagesInItByName() {
        FileSet set = FileSet.of(folder.toString());
        assertThat(names(set)).containsExactly("a.PNG", "b.tif");
        assertThat(set.several()).isTrue();
    }

    @Test
    void aListStandsForTheFilesItNames() throws IOException {
        Path list = folder.resolve("list.txt");
        Files.write(list, List.of(file("deep/g.tif"), "", file("f"), file("b.tif")));
        FileSet set = FileSet.of("@" + list);
        assertThat(names(set)).containsExactly("b.tif", "deep/g.tif", "f");
        assertThat(set.several()).isTrue();
        Files.write(list, List.of(file("f"), file("gone.tif"), file("gone too.tif")));
        assertThatThrownBy(() -> FileSet.of("@" + list))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("2 of the 3 files")
                .hasMessageContaining(file("gone.tif"));
        assertThatThrownBy(() -> FileSet.of("@" + folder.resolve("none.txt")))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("There is no list");
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void aFileStandsForItselfWhateverItsName() {
        FileSet set = FileSet.of(folder.resolve("f").toString());
        assertThat(names(set)).containsExactly("f");
        assertThat(set.several()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*.tif | b.tif",
                "*.{tif,PNG} | a.PNG b.tif",
                "[ab].* | a.PNG b.tif",
                "? | ",
                "* | a.PNG b.tif",
                "** | a.PNG b.tif deep/deeper/h.tif deep/g.tif",
                "**/*.tif | b.tif deep/deeper/h.tif deep/g.tif",
                "deep/**/*.tif | deep/deeper/h.tif deep/g.tif",
                "deep/* | deep/g.tif",
                "*/g.tif | deep/g.tif",
                "*.csv | e.csv",
            })
    void aPatternStandsForWhatItMatches(String pattern, String files) {
        String glob = folder + "/" + pattern;
        if (files == null) {
            assertThatThrownBy(() -> FileSet.of(glob)).hasMessageContaining("No image matches");
        } else {
            assertThat(names(FileSet.of(glob))).containsExactly(files.split(" "));
        }
    }

    @Test
    void severalPathsAreTakenTogetherAndEachOnce() {
        String b = folder.resolve("b.tif").toString();
        FileSet set = FileSet.of(List.of(b, folder + "/deep", b));
        assertThat(names(set)).containsExactly("b.tif", "deep/g.tif");
        assertThat(set.several()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere.tif", "nowhere/*.tif", "empty", "[a.tif"})
    void whatIsNotThereIsRefused(String name) {
        assertThatThrownBy(() -> FileSet.of(folder + "/" + name)).isInstanceOf(StencilException.class);
    }

    private List<String> names(FileSet set) {
        return set.files().stream()
                .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                .toList();
    }
}
