// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.file;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.image.TestImages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TIFF files with changed, cut and doubled bytes: read with all the pixels that they promise, or refused, and soon. */
class TiffMutationsTest {
    private static final int COUNT = Boolean.getBoolean("stencil.thorough") ? 2_000 : 500;
    private static final long[] NUMBERS = {
        0, 1, 2, 3, 5, 7, 8, 16, 255, 256, 259, 32_773, 65_535, 65_536, 1 << 24, Integer.MAX_VALUE, -1
    };

    @TempDir
    private Path folder;

    private List<byte[]> originals() throws IOException {
        long[] numbers = new Random(1).longs(3 * 30 * 20, 0, 200).toArray();
        List<long[]> grey =
                List.of(Arrays.copyOf(numbers, 600), Arrays.copyOf(numbers, 600), Arrays.copyOf(numbers, 600));
        List<long[]> colours = List.of(numbers, numbers);
        Tiffs plain = Tiffs.plain(8, 1);
        String ome =
                "<OME><Image><Pixels DimensionOrder=\"XYCZT\" SizeX=\"30\" SizeY=\"20\" SizeC=\"1\" SizeZ=\"3\" SizeT=\"1\"><TiffData/></Pixels></Image></OME>";
        List<byte[]> all = new ArrayList<>(List.of(
                plain.write(30, 20, grey, ""),
                plain.bigEndian().write(30, 20, grey, "ImageJ=1.54p\nimages=3\nframes=3\nunit=um\n"),
                plain.asBig().packed(8).write(30, 20, grey, ""),
                plain.packed(5).inTiles().write(30, 20, grey, ome),
                plain.packed(32773).write(30, 20, grey, ""),
                plain.packed(50000).write(30, 20, grey, ""),
                plain.coloured(2).write(30, 20, colours, ""),
                plain.coloured(2).apart().packed(8).inTiles().write(30, 20, colours, ""),
                Tiffs.plain(16, 2).write(30, 20, grey, ""),
                Tiffs.plain(12, 1).write(30, 20, grey, ""),
                Tiffs.plain(64, 1).write(30, 20, grey, ""),
                Tiffs.plain(32, 3).bigEndian().write(30, 20, grey, "")));
        for (int bits : new int[] {8, 16, 24, 32}) {
            ImagePlus image = TestImages.random(new Random(2), bits, 30, 20, bits == 24 ? 1 : 2, 2, 2);
            Path file = folder.resolve("original.tif");
            IJ.saveAsTiff(image, file.toString());
            all.add(Files.readAllBytes(file));
        }
        return all;
    }

    @Test
    void noneHangsAndNoneLosesPixels() throws Exception {
        List<byte[]> originals = originals();
        ExecutorService worker = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "mutation");
            thread.setDaemon(true);
            return thread;
        });
        List<String> bad = new ArrayList<>();
        int read = 0;
        for (int n = 0; n < COUNT; n++) {
            Random random = new Random(n * 0x9E3779B97F4A7C15L);
            byte[] original = originals.get(n % originals.size());
            Path file = Files.write(folder.resolve("mutated.tif"), mutated(original, random));
            Future<String> outcome = worker.submit(() -> outcome(file));
            try {
                String said = outcome.get(10, TimeUnit.SECONDS);
                read += said.equals("read") ? 1 : 0;
                if (said.startsWith("!")) {
                    bad.add("case " + n + ": " + said);
                }
            } catch (java.util.concurrent.TimeoutException e) {
                bad.add("case " + n + " hangs");
            }
        }
        worker.shutdownNow();
        System.out.printf("%,d mutated TIFFs: %,d read whole, the others refused%n", COUNT, read);
        assertThat(bad).isEmpty();
        assertThat(read).isBetween(COUNT / 20, COUNT * 19 / 20);
    }

    private static String outcome(Path file) {
        try {
            AxisImage image = AxisImage.of(ImageFiles.read(file));
            Extent extent = image.extent();
            for (int t = 0; t < extent.frames(); t++) {
                for (int z = 0; z < extent.slices(); z++) {
                    for (int c = 0; c < extent.channels(); c++) {
                        image.copy(extent.rows(0, extent.height() - 1, c, c, z, t));
                    }
                }
            }
            double promised = promised(Files.readAllBytes(file));
            double there = (double) extent.planePixels() * extent.planes();
            return there >= promised ? "read" : "! %.0f pixels of %.0f".formatted(there, promised);
        } catch (StencilException e) {
            return e.getMessage();
        } catch (OutOfMemoryError e) {
            return "memory ran out"; // which the command line says in a sentence
        } catch (IOException | RuntimeException e) {
            return "! " + e + " " + Arrays.toString(Arrays.copyOf(e.getStackTrace(), 6));
        }
    }

    /** Counts width x height x samples of all pages that are whole images, by a reading of its own. */
    private static double promised(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(file[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        boolean big = bytes.getShort(2) == 43;
        long at = big ? bytes.getLong(8) : bytes.getInt(4);
        double pixels = 0;
        while (at != 0) {
            int fields = (int) (big ? bytes.getLong((int) at) : bytes.getShort((int) at) & 0xffff);
            double page = 1;
            boolean whole = true;
            Set<Integer> seen = new HashSet<>(); // of a tag that is there twice the first counts
            int entry = (int) at + (big ? 8 : 2);
            for (int i = 0; i < fields; i++, entry += big ? 20 : 12) {
                int tag = bytes.getShort(entry) & 0xffff;
                int type = bytes.getShort(entry + 2);
                int place = entry + (big ? 12 : 8);
                long value = type == 3 ? bytes.getShort(place) & 0xffff : bytes.getInt(place) & 0xffff_ffffL;
                if (!seen.add(tag)) {
                    continue;
                }
                page *= (tag == 256 || tag == 257 || tag == 277 || tag == 32997) && (type == 3 || type == 4)
                        ? value
                        : 1;
                whole &= (tag != 254 || (value & 5) == 0) && (tag != 338 && (tag != 255 || value != 2));
            }
            pixels += whole ? page : 0;
            at = big ? bytes.getLong(entry) : bytes.getInt(entry) & 0xffff_ffffL;
        }
        return pixels;
    }

    private static byte[] mutated(byte[] original, Random random) {
        byte[] bytes = original.clone();
        ByteBuffer buffer =
                ByteBuffer.wrap(bytes).order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = bytes[2] + bytes[3] == 43 ? (int) buffer.getLong(8) : buffer.getInt(4);
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int at = random.nextInt(5) == 0
                    ? random.nextInt(bytes.length - 8)
                    : Math.min(bytes.length - 8, directory + random.nextInt(300));
            long number = NUMBERS[random.nextInt(NUMBERS.length)];
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> buffer.putShort(at, (short) number);
                case 2 -> buffer.putInt(at, (int) number);
                case 3 -> buffer.putInt(at, random.nextInt(bytes.length));
                default -> bytes[at] = (byte) random.nextInt();
            }
        }
        return random.nextInt(6) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }
}
