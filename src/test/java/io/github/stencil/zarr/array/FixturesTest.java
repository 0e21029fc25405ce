// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.array;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.stencil.zarr.array.Fixtures.Fixture;
import io.github.stencil.zarr.codec.Crc32cCodec;
import io.github.stencil.zarr.store.FolderStore;
import io.github.stencil.zarr.store.StoreWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What TensorStore 0.1.85 wrote is read as it reads it, and what we write in the same way are the same chunks. */
class FixturesTest {
    @TempDir
    private Path folder;

    @BeforeAll
    static void assumeThere() {
        Fixtures.assumeThere();
    }

    static List<Fixture> fixtures() {
        return Fixtures.all();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void isReadToTheValuesThatWereStored(Fixture fixture) {
        assertThat(Fixtures.read(fixture.open())).isEqualTo(fixture.expected());
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void writtenInTheSameWayHasTheSameValuesAndWhereTheSpecificationSaysSoTheSameBytes(Fixture fixture)
            throws IOException {
        ArrayMetadata metadata = fixture.open().metadata();
        int[] size =
                metadata.grid().shape().stream().mapToInt(Integer::intValue).toArray();
        Object values = Fixtures.values(fixture.expected(), metadata.type());
        ArrayWriter writer = new ArrayWriter(new StoreWriter(folder, folder.resolve("parts")), "", metadata);
        writer.write(
                new Box(new long[size.length], size),
                (from, into, at, length) -> System.arraycopy(values, from, into, at, length),
                ArrayWriter.steps(size));
        writer.flush();
        ZarrArray ours = new ZarrArray(new FolderStore(folder), "", metadata, "none", "");
        assertThat(Fixtures.read(ours)).isEqualTo(fixture.expected());
        boolean prescribed = metadata.codec().bytes().stream().allMatch(codec -> codec instanceof Crc32cCodec);
        for (Path chunk : chunks(fixture.folder())) {
            Path mine = folder.resolve(fixture.folder().relativize(chunk).toString());
            assertThat(mine).exists();
            if (metadata.sharding() != null) {
                assertThatIndicesAgree(Files.readAllBytes(mine), Files.readAllBytes(chunk), metadata);
            } else if (prescribed) {
                assertThat(mine).hasSameBinaryContentAs(chunk);
            }
        }
    }

    /** Compares what the specification prescribes: all of the index but the lengths, as those are the compressor's. */
    private static void assertThatIndicesAgree(byte[] mine, byte[] theirs, ArrayMetadata metadata) {
        Sharding sharding = Objects.requireNonNull(metadata.sharding());
        int chunks = metadata.chunksPerShard();
        assertThat(index(mine, sharding, chunks)).isEqualTo(sharding.index(lengths(mine, sharding, chunks)));
        assertThat(index(theirs, sharding, chunks)).isEqualTo(sharding.index(lengths(theirs, sharding, chunks)));
        for (byte[] shard : List.of(mine, theirs)) {
            int[] lengths = lengths(shard, sharding, chunks);
            assertThat(IntStream.of(lengths).sum() + sharding.indexBytes(chunks))
                    .isEqualTo(shard.length);
            CRC32C checksum = new CRC32C();
            byte[] index = index(shard, sharding, chunks);
            checksum.update(index, 0, index.length - Integer.BYTES);
            assertThat(ByteBuffer.wrap(index).order(ByteOrder.LITTLE_ENDIAN).getInt(index.length - Integer.BYTES))
                    .isEqualTo((int) checksum.getValue());
        }
        assertThat(absent(mine, sharding, chunks)).isEqualTo(absent(theirs, sharding, chunks));
    }

    private static byte[] index(byte[] shard, Sharding sharding, int chunks) {
        int length = chunks * 16 + 4;
        return sharding.indexAtEnd()
                ? Arrays.copyOfRange(shard, shard.length - length, shard.length)
                : Arrays.copyOf(shard, length);
    }

    /** Returns the lengths that an index tells, 0 for a chunk that is not there. */
    private static int[] lengths(byte[] shard, Sharding sharding, int chunks) {
        ByteBuffer index = ByteBuffer.wrap(index(shard, sharding, chunks)).order(ByteOrder.LITTLE_ENDIAN);
        return IntStream.range(0, chunks)
                .map(i -> (int) Math.max(0, index.getLong(16 * i + 8)))
                .toArray();
    }

    private static List<Integer> absent(byte[] shard, Sharding sharding, int chunks) {
        int[] lengths = lengths(shard, sharding, chunks);
        return IntStream.range(0, chunks).filter(i -> lengths[i] == 0).boxed().toList();
    }

    private static List<Path> chunks(Path array) throws IOException {
        try (Stream<Path> files = Files.walk(array)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().matches("\\.z.*|zarr\\.json"))
                    .toList();
        }
    }
}
