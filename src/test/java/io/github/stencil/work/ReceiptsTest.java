// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.stencil.StencilException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptsTest {
    @TempDir
    private Path folder;

    @Test
    void receiptsAreThereForTheNextProcessAndWhatWasCutShortIsNot() throws IOException {
        Path place = folder.resolve("notes/blocks");
        assertThat(Receipts.in(place).find(Key.of(Part.LEVEL, 1))).isEmpty();
        assertThatThrownBy(() -> Receipts.in(place).put(Key.of(Part.LEVEL, 3), new byte[1]))
                .isInstanceOf(StencilException.class); // whoever took the notes away wants no more
        assertThat(folder.resolve("notes")).doesNotExist();
        Files.createDirectory(folder.resolve("notes"));
        Receipts.in(place).put(Key.of(Part.LEVEL, 1), new byte[] {1, 2});
        Receipts.in(place).put(Key.of(Part.LEVEL, 1), new byte[] {3});
        Files.write(place.resolve("level-2.123.part"), new byte[] {4}); // as a killed process leaves it
        assertThat(Receipts.in(place).find(Key.of(Part.LEVEL, 1))).hasValue(new byte[] {3});
        assertThat(Receipts.in(place).contains(Key.of(Part.LEVEL, 1))).isTrue();
        assertThat(Receipts.in(place).contains(Key.of(Part.LEVEL, 2))).isFalse();
        Receipts.in(folder.resolve("notes")).clear();
        assertThat(folder.resolve("notes")).doesNotExist();
        Receipts.in(place).clear(); // nothing there, nothing wrong
    }

    @Test
    void receiptsInMemoryAreAlike() {
        Receipts memory = Receipts.memory();
        memory.put(Key.of(Part.LEVEL, 1), new byte[] {1});
        assertThat(memory.find(Key.of(Part.LEVEL, 1))).hasValue(new byte[] {1});
        memory.clear();
        assertThat(memory.contains(Key.of(Part.LEVEL, 1))).isFalse();
    }
}
