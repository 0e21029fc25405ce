// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that are deleted with all that is in them, and files that are there whole or not at all. */
class FolderTreeTest {
    @TempDir
    private Path folder;

    @Test
    void aFolderGoesWithAllThatIsInItButNotWhatItsLinksLeadTo() throws IOException {
        Path kept = Files.writeString(folder.resolve("kept"), "kept");
        Path tree = Files.createDirectories(folder.resolve("tree/deep/deeper")).getParent();
        Files.writeString(tree.resolve("file"), "gone");
        Files.createSymbolicLink(tree.resolve("link"), folder);
        Files.createSymbolicLink(tree.resolve("lost"), folder.resolve("nowhere"));
        FolderTree.delete(folder.resolve("tree"));
        assertThat(folder.resolve("tree")).doesNotExist();
        assertThat(kept).hasContent("kept");
        FolderTree.delete(folder.resolve("tree")); // nothing is there
    }

    @Test
    void aFolderIsMadeOnlyInOneThatIsThere() throws IOException {
        FolderTree.makeInner(folder.resolve("inner"));
        FolderTree.makeInner(folder.resolve("inner"));
        assertThat(folder.resolve("inner")).isEmptyDirectory();
        assertThatThrownBy(() -> FolderTree.makeInner(folder.resolve("not/there")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aFileThatCannotBeWrittenWholeLeavesWhatWasThere() throws IOException {
        Path file = folder.resolve("file");
        Path part = folder.resolve("part");
        WholeFile.write(file, part, made -> Files.writeString(made, "first"));
        assertThat(part).doesNotExist();
        assertThatThrownBy(() -> WholeFile.write(file, part, made -> {
                    Files.writeString(made, "sec");
                    throw new IOException("the disk is full");
                }))
                .hasMessage("the disk is full");
        assertThat(file).hasContent("first");
        assertThat(part).doesNotExist();
        WholeFile.write(file, part, made -> Files.writeString(made, "third"));
        assertThat(file).hasContent("third");
    }
}
