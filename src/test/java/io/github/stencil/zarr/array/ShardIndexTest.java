// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.stencil.zarr.codec.ChunkCodec;
import io.github.stencil.zarr.codec.DataType;
import io.github.stencil.zarr.store.FolderStore;
import io.github.stencil.zarr.store.StoreWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index of a shard, byte for byte as TensorStore 0.1.85 writes it for chunks of the same lengths. */
class ShardIndexTest {
    @TempDir
    private Path folder;

    private static final String ABSENT = "f".repeat(2 * Sharding.ENTRY_BYTES);

    private static String index(boolean atEnd, int... lengths) {
        return HexFormat.of().formatHex(new Sharding(atEnd, ByteOrder.LITTLE_ENDIAN, true).index(lengths));
    }

    @Test // 16 chunks of 4 x 8 behind which the index lies; blosc, fill value 9
    void behindTheChunksIsTensorStores() {
        assertThat(index(true, 80, 80, 0, 0, 80, 80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
                .isEqualTo("00000000000000005000000000000000"
                        + "50000000000000005000000000000000"
                        + ABSENT.repeat(2)
                        + "a0000000000000005000000000000000"
                        + "f0000000000000005000000000000000"
                        + ABSENT.repeat(10)
                        + "8a5e564b");
    }

    @Test // 16 chunks of 4 x 8, of which the array's edge leaves two; zstd
    void beforeTheChunksIsTensorStores() {
        assertThat(index(false, 73, 0, 0, 0, 68, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
                .isEqualTo("04010000000000004900000000000000"
                        + ABSENT.repeat(3)
                        + "4d010000000000004400000000000000"
                        + ABSENT.repeat(11)
                        + "612cb640");
    }

    @Test
    void withoutAChecksumItIsTheEntriesAlone() {
        Sharding plain = new Sharding(true, ByteOrder.BIG_ENDIAN, false);
        assertThat(HexFormat.of().formatHex(plain.index(0, 258)))
                .isEqualTo(ABSENT + "0000000000000000" + "0000000000000102");
        assertThat(plain.indexBytes(2)).isEqualTo(32);
    }

    @Test
    void anIndexThatPointsOutsideItsShardIsNoticed() throws IOException {
        ArrayMetadata array = new ArrayMetadata(
                new ChunkGrid(List.of(4), List.of(4), List.of(2)),
                DataType.UINT8,
                0,
                new ChunkCodec(List.of(0), ByteOrder.LITTLE_ENDIAN, List.of()),
                new Sharding(true, ByteOrder.LITTLE_ENDIAN, false),
                new KeyStyle(true, "/"),
                List.of());
        StoreWriter store = new StoreWriter(folder, folder);
        byte[] shard = new byte[2 * 2 + 2 * Sharding.ENTRY_BYTES];
        for (long offset : new long[] {-2, 35, Long.MAX_VALUE - 1}) {
            ByteBuffer.wrap(shard)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(4, offset)
                    .putLong(12, 2)
                    .putLong(20, 2)
                    .putLong(28, 2);
            store.write("c/0", List.of(shard));
            assertThatThrownBy(() -> Fixtures.read(new ZarrArray(new FolderStore(folder), "", array, "none", "")))
                    .hasMessageContaining("The chunk 0 in the shard c/0")
                    .hasMessageContaining("its shard's index points outside the file");
        }
    }
}
