// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.stencil.front.line.Child;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LittleHeapTest {
    private static final long PATIENCE_MILLIS = 300_000;

    @TempDir
    private Path folder;

    @Test
    void imagesATrainingAndATableOfPairsFitTogetherIntoALittleHeap() throws Exception {
        String[] stores = new String[3];
        for (int i = 0; i < stores.length; i++) {
            Path store = folder.resolve(i + ".ome.zarr");
            LittleHeap.write(store, i);
            stores[i] = store.toString();
        }
        String little = result("512m", stores);
        assertThat(little).contains("read and prepared: ", "matched: ").doesNotContain("OutOfMemoryError");
        assertThat(little).isEqualTo(result("2g", stores));
    }

    private String result(String heap, String... stores) throws Exception {
        Child child = Child.start(heap, folder.resolve(heap + ".log"), LittleHeap.class, stores);
        boolean ended = child.await(PATIENCE_MILLIS);
        child.kill();
        assertThat(ended && child.status() == 0).as(child.said()).isTrue();
        return child.said();
    }
}
