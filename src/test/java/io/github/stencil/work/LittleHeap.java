// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.work;

import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Space;
import io.github.stencil.metric.Comparison;
import io.github.stencil.metric.IouThresholds;
import io.github.stencil.metric.ObjectMatching;
import io.github.stencil.unet.data.Augmentation;
import io.github.stencil.unet.data.Batch;
import io.github.stencil.unet.data.BatchSource;
import io.github.stencil.unet.data.DataSettings;
import io.github.stencil.unet.data.PatchSettings;
import io.github.stencil.unet.data.Task;
import io.github.stencil.unet.data.TrainingData;
import io.github.stencil.zarr.OmeZarr;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import net.imglib2.FinalInterval;
import net.imglib2.RandomAccess;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;

/**
 * Reads three OME-Zarrs of 128 MB at random places, prepares patches and matches objects at the same time, and prints
 * what comes out of it.
 */
final class LittleHeap {
    private static final int SIDE = 8192;
    private static final int CHUNK = 2048;
    private static final int CASE_SIDE = 2048;
    private static final int MAP_SIDE = 512;
    private static final int READS = 30;

    private LittleHeap() {}

    public static void main(String[] folders) {
        List<AxisImage> images =
                Arrays.stream(folders).map(Path::of).map(OmeZarr::open).toList();
        TrainingData data = training();
        Random random = new Random(4);
        long sum = 0;
        PatchSettings patches = PatchSettings.plane(2, 64, 64)
                .withAugmentation(Augmentation.NONE)
                .withThreads(1);
        try (BatchSource batches = data.batches(patches)) {
            for (int i = 0; i < READS; i++) {
                for (AxisImage image : images) {
                    sum = 31 * sum + read(image, random);
                }
                Batch batch = batches.next();
                sum = 31 * sum + Arrays.hashCode(batch.images()) + Arrays.hashCode(batch.labels());
            }
        }
        System.out.println("read and prepared: " + sum);
        System.out.println("matched: "
                + ObjectMatching.match(Comparison.of(map(1), map(2)), IouThresholds.of("0.05"))
                        .get(0)
                        .scores());
    }

    /** Reads a block and a pixel: a chunk, and a cell. */
    private static long read(AxisImage image, Random random) {
        int x = random.nextInt(SIDE - 32);
        int y = random.nextInt(SIDE - 32);
        short[] block = (short[])
                image.copy(new FinalInterval(new long[] {x, y, 0, 0, 0}, new long[] {x + 31, y + 31, 0, 0, 0}));
        RandomAccess<? extends RealType<?>> pixel = image.pixels().randomAccess();
        pixel.setPosition(new int[] {random.nextInt(SIDE), random.nextInt(SIDE), 0, 0, 0});
        return 31 * Arrays.hashCode(block) + (long) pixel.get().getRealDouble();
    }

    private static TrainingData training() {
        List<AxisImage> images = new ArrayList<>();
        List<AxisImage> labels = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            byte[] pixels = new byte[CASE_SIDE * CASE_SIDE];
            new Random(i).nextBytes(pixels);
            byte[] classes = new byte[pixels.length];
            for (int k = 0; k < pixels.length; k++) {
                classes[k] = (byte) (pixels[k] & 1);
            }
            images.add(AxisImage.of("i.tif", ArrayImgs.unsignedBytes(pixels, CASE_SIDE, CASE_SIDE), "XY"));
            labels.add(AxisImage.of("l.tif", ArrayImgs.unsignedBytes(classes, CASE_SIDE, CASE_SIDE), "XY"));
        }
        return TrainingData.of(images, labels, DataSettings.of(Task.CLASSES, Space.PLANES), Progress.NONE);
    }

    private static AxisImage map(int seed) {
        Random random = new Random(seed);
        short[] labels = new short[MAP_SIDE * MAP_SIDE];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (short) random.nextInt(65_536);
        }
        return AxisImage.of("m.tif", ArrayImgs.unsignedShorts(labels, MAP_SIDE, MAP_SIDE), "XY");
    }

    /** Writes one of the OME-Zarrs, in chunks of 8 MB. */
    static void write(Path store, int seed) throws IOException {
        Files.createDirectories(store.resolve("0"));
        Files.writeString(store.resolve(".zgroup"), "{\"zarr_format\":2}");
        Files.writeString(store.resolve(".zattrs"), """
                {"multiscales":[{"version":"0.4","axes":[{"name":"y"},{"name":"x"}],"datasets":[{"path":"0"}]}]}
                """);
        Files.writeString(store.resolve("0/.zarray"), """
                {"zarr_format":2,"shape":[%1$d,%1$d],"chunks":[%2$d,%2$d],"dtype":"<u2","compressor":{"id":"zlib","level":1},
                "filters":null,"fill_value":0,"order":"C"}
                """.formatted(SIDE, CHUNK));
        for (int chunk = 0; chunk < SIDE / CHUNK * SIDE / CHUNK; chunk++) {
            ByteBuffer numbers =
                    ByteBuffer.allocate(CHUNK * CHUNK * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < CHUNK * CHUNK; i++) {
                numbers.putShort((short) (1000 * seed + 50 * chunk + i / CHUNK));
            }
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (DeflaterOutputStream out = new DeflaterOutputStream(packed, new Deflater(1))) {
                out.write(numbers.array());
            }
            String key = "0/%d.%d".formatted(chunk / (SIDE / CHUNK), chunk % (SIDE / CHUNK));
            Files.write(store.resolve(key), packed.toByteArray());
        }
    }
}
