// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.array;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.stencil.zarr.array.RandomArrays.Sample;
import io.github.stencil.zarr.codec.DataType;
import io.github.stencil.zarr.store.FolderStore;
import io.github.stencil.zarr.store.StoreWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is read: every type, size, chunk, shard, order and codec. */
class RoundTripTest {
    private static final int SEEDS = 120;

    @TempDir
    private Path folder;

    static LongStream seeds() {
        return LongStream.range(0, SEEDS);
    }

    /** Writes a sample with its metadata, and opens it as a stranger would. */
    private ZarrArray written(Sample sample, Random cut) {
        StoreWriter store = new StoreWriter(folder, folder.resolve("parts"));
        sample.write(new ArrayWriter(store, "a/b/", sample.metadata()), cut);
        JsonObject json =
                sample.version() == 2 ? MetadataV2.write(sample.metadata()) : MetadataV3.write(sample.metadata());
        store.write(sample.version() == 2 ? "a/b/.zarray" : "a/b/zarr.json", json);
        return Objects.requireNonNull(Objects.requireNonNull(Node.read(new FolderStore(folder), "a/b"))
                .array());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anArrayHasTheSameMetadataAndNumbersWhenItIsReadAgain(long seed) {
        Sample sample = RandomArrays.of(seed);
        ZarrArray read = written(sample, new Random(seed));
        assertThat(read.metadata()).isEqualTo(sample.metadata());
        assertThat(Fixtures.read(read))
                .isEqualTo(Fixtures.bytes(sample.values(), sample.metadata().type()));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shardsThatAreWrittenBeforeTheyAreWholeLoseNothing(long seed) {
        Sample sample = RandomArrays.of(seed);
        StoreWriter store = new StoreWriter(folder, folder.resolve("parts"));
        sample.write(new ArrayWriter(store, "", sample.metadata(), 0), new Random(seed));
        ZarrArray read = new ZarrArray(new FolderStore(folder), "", sample.metadata(), "none", "");
        assertThat(Fixtures.read(read))
                .isEqualTo(Fixtures.bytes(sample.values(), sample.metadata().type()));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anyBoxIsReadAsItWasWritten(long seed) {
        Sample sample = RandomArrays.of(seed);
        DataType type = sample.metadata().type();
        ZarrArray read = written(sample, new Random(seed));
        Random random = new Random(seed);
        for (int i = 0; i < 5; i++) {
            long[] min = new long[sample.size().length];
            int[] size = new int[min.length];
            for (int d = 0; d < size.length; d++) {
                min[d] = random.nextInt(sample.size()[d]);
                size[d] = 1 + random.nextInt(sample.size()[d] - (int) min[d]);
            }
            Box box = new Box(min, size);
            Object values = type.createArray((int) box.numbers());
            read.copy(box, values, ArrayWriter.steps(size), bytes -> ChunkValues.of(bytes, type));
            assertThat(Fixtures.bytes(values, type)).isEqualTo(Fixtures.bytes(sample.part(box), type));
        }
    }
}
