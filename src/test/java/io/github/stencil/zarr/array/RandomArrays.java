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
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Arrays of random types, sizes, chunks and codecs, with random numbers. */
final class RandomArrays {
    private RandomArrays() {}

    /** An array's metadata, the version that it is written in, and its numbers in C order. */
    record Sample(int version, ArrayMetadata metadata, Object values) {
        int[] size() {
            return metadata.grid().shape().stream().mapToInt(Integer::intValue).toArray();
        }

        Box box() {
            return new Box(new long[size().length], size());
        }

        /** Writes all numbers in one block, or in blocks of a random size, in random order. */
        void write(ArrayWriter writer, @Nullable Random cut) {
            int[] size = size();
            List<Box> blocks = cut == null ? List.of(box()) : blocks(size, cut);
            for (Box block : blocks) {
                Object part = part(block);
                writer.write(
                        block,
                        (from, into, at, length) -> System.arraycopy(part, from, into, at, length),
                        ArrayWriter.steps(block.size()));
            }
            writer.flush();
        }

        /** Returns the numbers of a box, in C order. */
        Object part(Box block) {
            int[] size = size();
            Object part = metadata.type().createArray((int) block.numbers());
            int[] steps = ArrayWriter.steps(size);
            Odometer.copy(
                    (from, step, into, at, toStep, count) -> {
                        for (int i = 0; i < count; i++) {
                            System.arraycopy(values, from + i * step, into, at + i * toStep, 1);
                        }
                    },
                    block.size(),
                    block.offsetIn(box(), steps),
                    steps,
                    part,
                    0,
                    ArrayWriter.steps(block.size()));
            return part;
        }
    }

    private static List<Box> blocks(int[] size, Random random) {
        long[] step = IntStream.of(size).mapToLong(s -> 1 + random.nextInt(s)).toArray();
        long[] last = IntStream.range(0, size.length)
                .mapToLong(d -> (size[d] - 1) / step[d])
                .toArray();
        List<Box> blocks = new ArrayList<>();
        Odometer.run(new long[size.length], last, place -> {
            long[] min = new long[size.length];
            int[] part = new int[size.length];
            for (int d = 0; d < size.length; d++) {
                min[d] = place[d] * step[d];
                part[d] = (int) Math.min(step[d], size[d] - min[d]);
            }
            blocks.add(new Box(min, part));
        });
        Collections.shuffle(blocks, random);
        return blocks;
    }

    /** Returns an array that a seed decides. */
    static Sample of(long seed) {
        Random random = new Random(seed);
        int axes = 1 + random.nextInt(5);
        int most = new int[] {200, 40, 14, 8, 6}[axes - 1];
        List<Integer> shape = new ArrayList<>();
        List<Integer> chunk = new ArrayList<>();
        List<Integer> shard = new ArrayList<>();
        boolean sharded = random.nextInt(3) == 0;
        for (int d = 0; d < axes; d++) {
            shape.add(1 + random.nextInt(most));
            chunk.add(1 + random.nextInt(most));
            shard.add(chunk.get(d) * (sharded ? 1 + random.nextInt(3) : 1));
        }
        int version = sharded || random.nextBoolean() ? 3 : 2;
        DataType type = DataType.values()[1 + random.nextInt(DataType.values().length - 1)];
        ArrayMetadata metadata = new ArrayMetadata(
                new ChunkGrid(shape, shard, chunk),
                type,
                0,
                new ChunkCodec(
                        order(axes, version, random),
                        random.nextBoolean() && type.bytes() > 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                        codecs(version, type, random)),
                sharded
                        ? new Sharding(
                                random.nextBoolean(),
                                random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                                random.nextBoolean())
                        : null,
                new KeyStyle(version == 3 && random.nextBoolean(), random.nextBoolean() ? "/" : "."),
                List.of());
        return new Sample(version, metadata, values(metadata, random));
    }

    private static List<Integer> order(int axes, int version, Random random) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, axes).boxed().toList());
        if (version == 3) {
            Collections.shuffle(order, random);
        } else if (random.nextBoolean()) {
            Collections.reverse(order);
        }
        return order;
    }

    private static List<ByteCodec> codecs(int version, DataType type, Random random) {
        List<ByteCodec> codecs = new ArrayList<>();
        switch (random.nextInt(4)) {
            case 0 -> codecs.add(new Zstandard(random.nextInt(8), version == 3 && random.nextBoolean()));
            case 1 -> codecs.add(new Gzip(random.nextInt(10), version == 2 && random.nextBoolean()));
            case 2 ->
                codecs.add(new BloscCodec(
                        Blosc.Compressor.values()[random.nextInt(5)],
                        random.nextInt(10),
                        Blosc.Shuffle.values()[random.nextInt(3)],
                        type.bytes(),
                        0));
            default -> {
                // as they are
            }
        }
        if (version == 3 && random.nextInt(3) == 0) {
            codecs.add(new Crc32cCodec());
        }
        return codecs;
    }

    /** Numbers of which stretches are 0, so that some chunks need not be stored. */
    private static Object values(ArrayMetadata metadata, Random random) {
        int length = (int)
                metadata.grid().shape().stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
        byte[] bytes = new byte[length * metadata.type().bytes()];
        random.nextBytes(bytes);
        int from = random.nextInt(bytes.length);
        java.util.Arrays.fill(bytes, from, Math.min(bytes.length, from + random.nextInt(bytes.length)), (byte) 0);
        return Fixtures.values(bytes, metadata.type());
    }
}
