package io.github.stencil.zarr;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.stencil.zarr.Fixtures.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
            if (prescribed) {
                assertThat(mine).hasSameBinaryContentAs(chunk);
            }
        }
    }

    private static List<Path> chunks(Path array) throws IOException {
        try (Stream<Path> files = Files.walk(array)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().matches("\\.z.*|zarr\\.json"))
                    .toList();
        }
    }
}
