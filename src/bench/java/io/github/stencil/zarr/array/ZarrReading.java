// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.array;

import io.github.stencil.FolderTree;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.image.PixelType;
import io.github.stencil.zarr.OmeZarr;
import io.github.stencil.zarr.codec.BadChunkException;
import io.github.stencil.zarr.codec.ByteCodec;
import io.github.stencil.zarr.codec.ChunkCodec;
import io.github.stencil.zarr.codec.DataType;
import io.github.stencil.zarr.store.StoreWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reading 4096 x 4096 pixels of 8 or 16 bits from files that the system has in memory, against decoding the same chunks,
 * which lie in Java's memory already, and leaving the result where the codec puts it. Both use all processors.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 10, time = 2)
@Fork(1)
public abstract class ZarrReading {
    private static final int SIDE = 4096;
    private static final int CHUNK = 512;

    private Object pixels = new Object();
    private final Interval all = new FinalInterval(SIDE, SIDE, 1, 1, 1);
    private final List<byte[]> chunks = new ArrayList<>();
    private Path folder = Path.of("");
    private ArrayMetadata array = metadata();
    private AxisImage image;

    abstract ByteCodec codec();

    /** Returns whether pixels have 16 bits, not 8. */
    boolean wide() {
        return true;
    }

    /** Returns how many chunks a shard has along a side; 1 for none. */
    abstract int chunksPerShard();

    private ArrayMetadata metadata() {
        int shard = CHUNK * chunksPerShard();
        return new ArrayMetadata(
                new ChunkGrid(List.of(SIDE, SIDE), List.of(shard, shard), List.of(CHUNK, CHUNK)),
                wide() ? DataType.UINT16 : DataType.UINT8,
                0,
                new ChunkCodec(List.of(0, 1), ByteOrder.LITTLE_ENDIAN, List.of(codec())),
                shard == CHUNK ? null : new Sharding(true, ByteOrder.LITTLE_ENDIAN, true),
                new KeyStyle(true, "/"),
                List.of("y", "x"));
    }

    /** Writes an image like a microscope's: blurred structure under noise. */
    @Setup
    public void write() throws IOException {
        Random random = new Random(1);
        short[] shorts = new short[SIDE * SIDE];
        byte[] bytes = new byte[SIDE * SIDE];
        for (int i = 0; i < shorts.length; i++) {
            double structure = Math.sin(i % SIDE / 37.0) * Math.cos(i / SIDE / 23.0);
            double noise = random.nextGaussian();
            shorts[i] = (short) Math.max(0, 300 + 250 * structure + 12 * noise);
            bytes[i] = (byte) Math.max(0, 100 + 80 * structure + 4 * noise);
        }
        pixels = wide() ? shorts : bytes;
        folder = Files.createTempDirectory("zarr-bench");
        array = metadata();
        StoreWriter store = new StoreWriter(folder, folder.resolve("parts"));
        new ArrayWriter(store, "", array)
                .write(
                        new Box(new long[2], SIDE, SIDE),
                        (from, into, at, length) -> System.arraycopy(pixels, from, into, at, length),
                        SIDE,
                        1);
        store.write("zarr.json", MetadataV3.write(array));
        for (int y = 0; y < SIDE; y += CHUNK) {
            for (int x = 0; x < SIDE; x += CHUNK) {
                int size = array.type().bytes();
                byte[] plain = new byte[CHUNK * CHUNK * size];
                for (int i = 0; i < CHUNK * CHUNK; i++) {
                    int at = (y + i / CHUNK) * SIDE + x + i % CHUNK;
                    int value = wide() ? shorts[at] : bytes[at];
                    for (int k = 0; k < size; k++) {
                        plain[size * i + k] = (byte) (value >> 8 * k);
                    }
                }
                chunks.add(array.codec().encode(plain));
            }
        }
        image = OmeZarr.open(folder);
        if (!java.util.Objects.deepEquals(image.copy(all), pixels)
                || image.type() != (wide() ? PixelType.UINT16 : PixelType.UINT8)
                || !image.extent().equals(new Extent(SIDE, SIDE, 1, 1, 1))) {
            throw new IllegalStateException("read otherwise than written");
        }
    }

    /** Deletes the image. */
    @TearDown
    public void delete() throws IOException {
        FolderTree.delete(folder);
    }

    /** The measure: the codec alone. */
    @Benchmark
    public long baselineCodec() {
        return chunks.parallelStream().mapToLong(this::decode).sum();
    }

    private long decode(byte[] chunk) {
        try {
            return array.codec().decode(chunk, chunk.length, array.chunkBytes()).length;
        } catch (BadChunkException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads each chunk's file and decodes it, leaving the result where the codec puts it; where each chunk has a file. */
    long decodeFiles() {
        return IntStream.range(0, chunks.size())
                .parallel()
                .mapToLong(i -> {
                    try {
                        String key = array.keys().key(i / (SIDE / CHUNK), i % (SIDE / CHUNK));
                        return decode(Files.readAllBytes(folder.resolve(key)));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .sum();
    }

    /** Ours, from the files into one array. */
    @Benchmark
    public Object read() {
        image.copy(all, pixels);
        return pixels;
    }
}
