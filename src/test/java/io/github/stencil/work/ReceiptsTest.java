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
        Path place = folder.resolve("journal/blocks");
        assertThat(Receipts.in(place).find("one")).isEmpty();
        assertThatThrownBy(() -> Receipts.in(place).put("late", new byte[1]))
                .isInstanceOf(StencilException.class); // whoever took the journal away wants no more
        assertThat(folder.resolve("journal")).doesNotExist();
        Files.createDirectory(folder.resolve("journal"));
        Receipts.in(place).put("one", new byte[] {1, 2});
        Receipts.in(place).put("one", new byte[] {3});
        Files.write(place.resolve("two123.part"), new byte[] {4}); // as a killed process leaves it
        assertThat(Receipts.in(place).find("one")).hasValue(new byte[] {3});
        assertThat(Receipts.in(place).contains("one")).isTrue();
        assertThat(Receipts.in(place).contains("two")).isFalse();
        Receipts.in(folder.resolve("journal")).clear();
        assertThat(folder.resolve("journal")).doesNotExist();
        Receipts.in(place).clear(); // nothing there, nothing wrong
    }

    @Test
    void receiptsInMemoryAreAlike() {
        Receipts memory = Receipts.memory();
        memory.put("one", new byte[] {1});
        assertThat(memory.find("one")).hasValue(new byte[] {1});
        memory.clear();
        assertThat(memory.contains("one")).isFalse();
    }
}
