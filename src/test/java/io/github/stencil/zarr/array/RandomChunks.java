// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.array;

import com.scalableminds.bloscjava.Blosc;
import io.github.stencil.zarr.codec.BloscCodec;
import io.github.stencil.zarr.codec.ByteCodec;
import io.github.stencil.zarr.codec.ChunkCodec;
import io.github.stencil.zarr.codec.Crc32cCodec;
import io.github.stencil.zarr.codec.DataType;
import io.github.stencil.zarr.codec.Gzip;
import io.github.stencil.zarr.codec.Zstandard;
import io.github.stencil.zarr.store.StoreWriter;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The finest level of an image whose chunks are encoded in a random way. */
public final class RandomChunks {
    private RandomChunks() {}

    /** Writes a level of random 16-bit numbers, with its metadata, in place of the one that is there. */
    public static void write(Path store, Path parts, int version, List<Integer> shape, Random random) {
        int axes = shape.size();
        List<Integer> chunk = new ArrayList<>(Collections.nCopies(axes, 1));
        chunk.set(axes - 1, 8);
        chunk.set(axes - 2, 8);
        boolean sharded = version == 3 && random.nextBoolean();
        List<Integer> shard = new ArrayList<>(chunk);
        if (sharded) {
            shard.set(axes - 1, 16);
        }
        List<ByteCodec> codecs = new ArrayList<>(List.of(
                switch (random.nextInt(4)) {
                    case 0 -> new Zstandard(3, version == 3 && random.nextBoolean());
                    case 1 -> new Gzip(5, version == 2);
                    case 2 -> new Gzip(5, false);
                    default ->
                        new BloscCodec(
                                Blosc.Compressor.values()[random.nextInt(5)],
                                5,
                                Blosc.Shuffle.values()[random.nextInt(3)],
                                2,
                                0);
                }));
        if (version == 3 && random.nextInt(3) == 0) {
            codecs.add(new Crc32cCodec());
        }
        ArrayMetadata array = new ArrayMetadata(
                new ChunkGrid(shape, shard, chunk),
                DataType.UINT16,
                0,
                new ChunkCodec(IntStream.range(0, axes).boxed().toList(), ByteOrder.LITTLE_ENDIAN, codecs),
                sharded ? new Sharding(random.nextBoolean(), ByteOrder.LITTLE_ENDIAN, random.nextBoolean()) : null,
                new KeyStyle(version == 3, "/"),
                List.of());
        StoreWriter writer = new StoreWriter(store, parts);
        Node.write(writer, "0", array, version);
        short[] pixels = new short[shape.stream().reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (short) (i / 3 + random.nextInt(5));
        }
        int[] size = shape.stream().mapToInt(Integer::intValue).toArray();
        new ArrayWriter(writer, "0/", array)
                .write(
                        new Box(new long[axes], size),
                        (from, into, at, length) -> System.arraycopy(pixels, from, into, at, length),
                        ArrayWriter.steps(size));
    }
}
