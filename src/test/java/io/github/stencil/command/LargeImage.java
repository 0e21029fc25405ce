// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageSink;
import io.github.stencil.image.PixelType;
import io.github.stencil.image.file.TiffImage;
import io.github.stencil.image.file.TiffStore;
import io.github.stencil.label.LabelSet;
import io.github.stencil.label.onehot.DecodeRule;
import io.github.stencil.label.onehot.EncodeRule;
import io.github.stencil.label.onehot.OneHot;
import io.github.stencil.mask.ClassPixels;
import io.github.stencil.mask.MaskRule;
import io.github.stencil.mask.Masks;
import io.github.stencil.tile.Bands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;

/** A program that makes a label image 16,384 wide in a file, takes it through the commands' domain calls and checks it. */
public final class LargeImage {
    private static final int WIDTH = 16_384;
    private static final int BAND = 1 << 20;

    private LargeImage() {}

    /** Runs in a folder, with an image of a height. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        Path file = folder.resolve("labels.tif");
        write(file, new Extent(WIDTH, Integer.parseInt(args[1]), 1, 1, 1));
        AxisImage labels = open(file);

        Path masked = folder.resolve("masked.tif");
        MaskRule rule = MaskRule.USUAL.withInclude(LabelSet.of("2")).withFill(9);
        timed("masked", () -> Masks.apply(labels, labels, rule, new TiffStore(masked), Progress.NONE));
        check(labels, open(masked), label -> label == 2 ? 2 : 9);
        Files.delete(masked);

        Path stack = folder.resolve("categorical.tif");
        timed(
                "categorical",
                () -> OneHot.encode(labels, EncodeRule.USUAL, new TiffStore(stack), Progress.NONE)
                        .image());
        Path decoded = folder.resolve("decoded.tif");
        timed("labels", () -> OneHot.decode(open(stack), DecodeRule.USUAL, new TiffStore(decoded), Progress.NONE));
        Files.delete(stack);
        check(labels, open(decoded), label -> label);
        Files.delete(decoded);

        Path vectors = folder.resolve("vectors.tif");
        AxisImage pixels = timed(
                "pixels",
                () -> ClassPixels.of(labels, labels, LabelSet.of("1-2"))
                        .vectors(new TiffStore(vectors), Progress.NONE));
        timed("statistics", () -> {
            long count = ClassPixels.of(labels, labels, LabelSet.of("1-2")).statistics(true, Progress.NONE).stream()
                    .mapToLong(row -> row.pixels())
                    .sum();
            if (count != pixels.extent().width()) {
                throw new IllegalStateException(count + " pixels");
            }
            return labels;
        });
        Files.delete(vectors);
    }

    private static AxisImage timed(String what, Supplier<AxisImage> work) {
        long start = System.nanoTime();
        AxisImage image = work.get();
        System.out.printf("%s: %d ms%n", what, (System.nanoTime() - start) / 1_000_000);
        return image;
    }

    private static void write(Path file, Extent extent) {
        try (ImageSink sink = new TiffStore(file).create(Description.of("labels", PixelType.UINT8, extent))) {
            for (Interval band : Bands.of(extent.interval(), BAND)) {
                byte[] pixels = new byte[(int) Intervals.numElements(band)];
                for (int i = 0; i < pixels.length; i++) {
                    pixels[i] = (byte) ((i / 37 + i / WIDTH / 50 + band.min(1)) % 3);
                }
                sink.write(band, pixels);
            }
            sink.finish();
        }
    }

    private static AxisImage open(Path file) {
        return AxisImage.of(Objects.requireNonNull(TiffImage.open(file)));
    }

    private interface Expected {
        int of(int label);
    }

    private static void check(AxisImage labels, AxisImage result, Expected expected) {
        for (Interval band : Bands.of(labels.extent().interval(), BAND)) {
            byte[] wanted = (byte[]) labels.copy(band);
            for (int i = 0; i < wanted.length; i++) {
                wanted[i] = (byte) expected.of(wanted[i]);
            }
            if (!Arrays.equals(wanted, (byte[]) result.copy(band))) {
                throw new IllegalStateException("wrong from row " + band.min(1) + " on");
            }
        }
    }
}
