package io.github.stencil.zarr.array;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The index of a shard, byte for byte as TensorStore 0.1.85 writes it for chunks of the same lengths. */
class ShardIndexTest {
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
}
