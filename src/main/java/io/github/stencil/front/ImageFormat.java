// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front;

import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ImageProcessor;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.PixelType;
import io.github.stencil.image.file.TiffStore;
import io.github.stencil.zarr.OmeZarr;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The file formats that ImageJ writes, and which pixels each of them keeps. */
@SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable
public enum ImageFormat {
    /** Everything; ImageJ says itself if it could not write all. */
    TIFF(Set.of("tif", "tiff"), Set.of(8, 16, 24, 32), FileSaver::saveAsTiff, (end, length, image) -> true),
    PNG(Set.of("png"), Set.of(8, 16, 24), FileSaver::saveAsPng, endsWith('I', 'E', 'N', 'D', 0xae, 0x42, 0x60, 0x82)),
    JPEG(Set.of("jpg", "jpeg"), Set.of(8, 24), FileSaver::saveAsJpeg, endsWith(0xff, 0xd9)),
    GIF(Set.of("gif"), Set.of(8), FileSaver::saveAsGif, endsWith(0, 0x3b)),
    BMP(Set.of("bmp"), Set.of(8, 24), FileSaver::saveAsBmp, ImageFormat::isLongerThanPixels),
    PGM(Set.of("pgm"), Set.of(8), FileSaver::saveAsPgm, ImageFormat::isLongerThanPixels),
    /** Everything but tables of values, as OME-Zarr: a folder, or a zip file, of which ImageJ knows nothing. */
    ZARR(Set.of("zarr", "ozx"), Set.of(8, 16, 24, 32), (saver, path) -> false, (end, length, image) -> true);

    private static final int END = 8;

    private final Set<String> endings;
    private final Set<Integer> depths;
    private final BiPredicate<FileSaver, String> saver;
    private final Ending ending;

    /** Tells from a file's last bytes and its length whether it holds all of an image. */
    private interface Ending {
        boolean isThere(byte[] end, long length, ImagePlus image);
    }

    ImageFormat(Set<String> endings, Set<Integer> depths, BiPredicate<FileSaver, String> saver, Ending ending) {
        this.endings = endings;
        this.depths = depths;
        this.saver = saver;
        this.ending = ending;
    }

    /**
     * Returns a store that streams an image to a file of this format, block by block.
     *
     * @param part where the file grows
     * @param file what it will be called
     * @return null if images of this format are only written whole
     */
    @Nullable
    ImageStore stream(Path part, Path file) {
        return switch (this) {
            case TIFF -> new TiffStore(part, file);
            case ZARR -> OmeZarr.at(part, file);
            default -> null;
        };
    }

    /** Returns whether {@link #stream} gives a store. */
    public boolean isStreamed() {
        return this == TIFF || this == ZARR;
    }

    /** Returns whether a file's name ends as one of these formats does. */
    public static boolean isNamedBy(Path file) {
        return named(file).isPresent();
    }

    /**
     * Returns the format a file's name asks for; a name without an ending asks for TIFF.
     *
     * @throws StencilException if ImageJ cannot write such files
     */
    public static ImageFormat of(Path file) {
        return named(file).orElseGet(() -> {
            if (ending(file).isEmpty()) {
                return TIFF;
            }
            throw StencilException.of(
                    "Images cannot be written as .%s. Give a name that ends in %s.",
                    ending(file),
                    Arrays.stream(values())
                            .map(format -> "." + format.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", ")));
        });
    }

    /**
     * Writes an image.
     *
     * @param part where the file grows
     * @param file what it will be called
     * @throws StencilException if this format cannot hold its planes or values
     * @throws IOException if the file cannot be written
     */
    public void write(ImagePlus image, Path part, Path file) throws IOException {
        if (this == ZARR) {
            AxisImage.of(image).wide().copyTo(OmeZarr.at(part, file), Progress.NONE);
            return;
        }
        boolean signed = AxisImage.of(image).type() == PixelType.INT16;
        if (signed && this == TIFF) { // of which ImageJ writes other numbers, with a note of its own
            AxisImage.of(image).copyTo(new TiffStore(part, file), Progress.NONE);
            return;
        }
        if (signed) {
            throw StencilException.of(
                    "The result has signed numbers of 16 bits, which %s cannot hold. Give a name that ends in .tif.",
                    name());
        }
        if (this != TIFF && (image.getStackSize() > 1 || !depths.contains(image.getBitDepth()))) {
            throw StencilException.of(
                    "The result has %d planes of %d bits, which %s cannot hold. Give a name that ends in .tif.",
                    image.getStackSize(), image.getBitDepth(), name());
        }
        if (!saver.test(new FileSaver(this == TIFF ? image : plain(image)), part.toString())) {
            throw new IOException("ImageJ could not save the image");
        }
        if (!whole(part, image)) { // most of ImageJ's writers keep it to themselves that the disk is full
            Files.deleteIfExists(part.resolveSibling(part.getFileName() + ".temp")); // what one of them leaves
            throw new IOException("not all of it fits on the disk");
        }
    }

    private boolean whole(Path file, ImagePlus image) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            byte[] end = new byte[(int) Math.min(END, bytes.length())];
            bytes.seek(bytes.length() - end.length);
            bytes.readFully(end);
            return ending.isThere(end, bytes.length(), image);
        } catch (FileNotFoundException e) {
            return false; // nothing was written: said by who asked for it
        }
    }

    private static Ending endsWith(int... wanted) {
        return (end, length, image) -> {
            int from = end.length - wanted.length;
            return from >= 0 && IntStream.range(0, wanted.length).allMatch(i -> end[from + i] == (byte) wanted[i]);
        };
    }

    /** Returns whether there is a header before pixels that are not compressed. */
    private static boolean isLongerThanPixels(byte[] end, long length, ImagePlus image) {
        return length > (long) image.getWidth() * image.getHeight() * image.getBitDepth() / 8;
    }

    /** ImageJ writes grey values as they are displayed; what is wanted are the values. */
    private static ImagePlus plain(ImagePlus image) {
        ImageProcessor pixels = image.getProcessor();
        if (image.getBitDepth() != 8 || pixels.isColorLut()) {
            return image;
        }
        ImageProcessor copy = pixels.duplicate();
        copy.resetMinAndMax();
        return new ImagePlus(image.getTitle(), copy);
    }

    private static Optional<ImageFormat> named(Path file) {
        return Arrays.stream(values())
                .filter(format -> (format == ZARR && (OmeZarr.isNamed(file) || OmeZarr.isInside(file)))
                        || format.endings.contains(ending(file)))
                .findFirst();
    }

    private static String ending(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(name.lastIndexOf('.') + 1 == 0 ? name.length() : name.lastIndexOf('.') + 1)
                .toLowerCase(Locale.ROOT);
    }
}
