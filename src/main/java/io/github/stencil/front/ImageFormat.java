package io.github.stencil.front;

import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ImageProcessor;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.axes.AxisImage;
import io.github.stencil.axes.ImageStore;
import io.github.stencil.zarr.OmeZarr;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The file formats that ImageJ writes, and which pixels each of them keeps. */
@SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable
enum ImageFormat {
    /** Everything. */
    TIFF(Set.of("tif", "tiff"), Set.of(8, 16, 24, 32)) {
        @Override
        boolean save(FileSaver saver, String path) {
            return saver.saveAsTiff(path);
        }
    },
    PNG(Set.of("png"), Set.of(8, 16, 24)) {
        @Override
        boolean save(FileSaver saver, String path) {
            return saver.saveAsPng(path);
        }
    },
    JPEG(Set.of("jpg", "jpeg"), Set.of(8, 24)) {
        @Override
        boolean save(FileSaver saver, String path) {
            return saver.saveAsJpeg(path);
        }
    },
    GIF(Set.of("gif"), Set.of(8)) {
        @Override
        boolean save(FileSaver saver, String path) {
            return saver.saveAsGif(path);
        }
    },
    BMP(Set.of("bmp"), Set.of(8, 24)) {
        @Override
        boolean save(FileSaver saver, String path) {
            return saver.saveAsBmp(path);
        }
    },
    PGM(Set.of("pgm"), Set.of(8)) {
        @Override
        boolean save(FileSaver saver, String path) {
            return saver.saveAsPgm(path);
        }
    },
    /** Everything but tables of values, as OME-Zarr: a folder, or a zip file. */
    ZARR(Set.of("zarr", "ozx"), Set.of(8, 16, 24, 32)) {
        @Override
        boolean save(FileSaver saver, String path) {
            throw new IllegalStateException("ImageJ has no such format");
        }
    };

    private final Set<String> endings;
    private final Set<Integer> depths;

    ImageFormat(Set<String> endings, Set<Integer> depths) {
        this.endings = endings;
        this.depths = depths;
    }

    abstract boolean save(FileSaver saver, String path);

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
            case TIFF -> ImageStore.file(part);
            case ZARR -> OmeZarr.at(part, file);
            default -> null;
        };
    }

    /** Returns whether {@link #stream} gives a store. */
    boolean isStreamed() {
        return this == TIFF || this == ZARR;
    }

    /** Returns whether a file's name ends as one of these formats does. */
    static boolean isNamedBy(Path file) {
        return named(file).isPresent();
    }

    /**
     * Returns the format a file's name asks for; a name without an ending asks for TIFF.
     *
     * @throws StencilException if ImageJ cannot write such files
     */
    static ImageFormat of(Path file) {
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
    void write(ImagePlus image, Path part, Path file) throws IOException {
        if (this == ZARR) {
            AxisImage.of(image).wide().copyTo(OmeZarr.at(part, file), Progress.NONE);
            return;
        }
        if (this != TIFF && (image.getStackSize() > 1 || !depths.contains(image.getBitDepth()))) {
            throw StencilException.of(
                    "The result has %d planes of %d bits, which %s cannot hold. Give a name that ends in .tif.",
                    image.getStackSize(), image.getBitDepth(), name());
        }
        if (!save(new FileSaver(this == TIFF ? image : plain(image)), part.toString())) {
            throw new IOException("ImageJ could not save the image");
        }
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
