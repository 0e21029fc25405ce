// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.file;

import ij.ImagePlus;
import ij.Macro;
import ij.io.Opener;
import io.github.stencil.StencilException;
import io.github.stencil.image.picture.IndexedPng;
import io.github.stencil.image.picture.PictureFiles;
import io.github.stencil.image.tiff.TiffFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.Set;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/** Reads the image files that ImageJ reads. */
public final class ImageFiles {
    /** Bytes of pixels from which on an image is read in parts. */
    private static final long LARGE = 64 << 20;

    /** Of a file whose pixels are counted. */
    private static final int MOST_IMAGES = 10_000;

    /** Kinds of file that ImageJ opens otherwise than as an image, or as an image of the numbers in a text. */
    private static final Set<Integer> NO_IMAGES =
            Set.of(Opener.TEXT, Opener.JAVA_OR_TEXT, Opener.TABLE, Opener.ROI, Opener.OJJ);

    private static final Pattern TIFF_NAME = Pattern.compile("(?i)\\.tiff?$");

    /** What microscopes write, which ImageJ leaves to a reader that it calls by the name HandleExtraFileTypes. */
    private static final Pattern MICROSCOPE_NAME =
            Pattern.compile("(?i)\\.(czi|lif|nd2|oib|oif|vsi|ims|dv|zvi|ics|mrc|nrrd)$");

    private ImageFiles() {}

    /**
     * Reads a file; a large one without its pixels, where its format allows that.
     *
     * @throws StencilException if it is damaged, or no image that can be read
     */
    public static ImagePlus read(Path path) {
        return read(path, LARGE);
    }

    /**
     * Opens a file without its pixels where its format allows that, whatever its size; else reads it whole.
     *
     * @throws StencilException if it is damaged, or no image that can be read
     */
    public static ImagePlus open(Path path) {
        return read(path, 0);
    }

    private static ImagePlus read(Path path, long large) {
        File file = path.toFile().getAbsoluteFile();
        if (TiffFile.isOne(file.toPath())) {
            return TiffReader.read(
                    file.toPath(), large, () -> decode(file, "Save it anew in the program it came from."));
        }
        PictureFiles.check(file.toPath());
        if (IndexedPng.isOne(file.toPath())) {
            return new ImagePlus(file.getName(), IndexedPng.read(file.toPath()));
        }
        if (PictureFiles.isBitmap(file.toPath())) {
            return new ImagePlus(file.getName(), PictureFiles.readBitmap(file.toPath()));
        }
        return ZippedTiff.holds(file.toPath()) ? ZippedTiff.read(file.toPath()) : decode(file, advice(file.getName()));
    }

    private static boolean isOfMicroscope(String name) {
        return MICROSCOPE_NAME.matcher(name).find();
    }

    private static String advice(String name) {
        if (TIFF_NAME.matcher(name).find()) {
            return "It is called a TIFF, but is none: choose another file.";
        }
        return isOfMicroscope(name)
                ? "Such files are read by Bio-Formats, which Fiji has and the command line has not: open it in Fiji, also by Stencil Batch, or save it as OME-TIFF."
                : "Save it as TIFF, or choose another file.";
    }

    /**
     * Returns how many pixels, in all planes, a file can have, from its header alone.
     *
     * @return -1 if that cannot be told
     */
    public static long mostPixels(Path path) {
        if (TiffFile.isOne(path)) {
            try {
                return TiffReader.pixels(path);
            } catch (StencilException | ArithmeticException e) {
                return -1; // whoever reads it says why
            }
        }
        try (ImageInputStream stream = ImageIO.createImageInputStream(path.toFile())) {
            Iterator<ImageReader> readers =
                    stream == null ? Collections.emptyIterator() : ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                return -1;
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream, false, true);
                return pixels(reader);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) { // readers throw all sorts at what they cannot read
            return -1;
        }
    }

    /** Adds up the images of a file; not by their number, as counting never ends where their headers lead in a circle. */
    private static long pixels(ImageReader reader) throws IOException {
        long pixels = 0;
        for (int i = 0; i < MOST_IMAGES; i++) {
            try {
                pixels += (long) reader.getWidth(i) * reader.getHeight(i);
            } catch (IndexOutOfBoundsException e) {
                return pixels; // this is how a reader says that there are no more
            }
        }
        throw new IOException("more than " + MOST_IMAGES + " images");
    }

    private static ImagePlus decode(File file, String advice) {
        ImagePlus read;
        @Nullable RuntimeException failure = null;
        try {
            read = opened(file);
        } catch (RuntimeException e) {
            if (Macro.MACRO_CANCELED.equals(e.getMessage())) {
                throw e; // so ImageJ ends a macro
            }
            failure = e;
            read = null; // its decoders trust the sizes and texts that they read
        }
        long pixels = read == null ? 0 : (long) read.getWidth() * read.getHeight();
        if (read == null || pixels == 0 || pixels > Integer.MAX_VALUE) {
            throw StencilException.of(failure, "ImageJ cannot read %s as an image. %s", file, advice);
        }
        return read;
    }

    private static @Nullable ImagePlus opened(File file) {
        Opener opener = new Opener();
        opener.setSilentMode(true);
        int type = opener.getFileType(file.getPath());
        boolean others = type == Opener.UNKNOWN || isOfMicroscope(file.getName()); // of which some begin with text
        if ((NO_IMAGES.contains(type) && !others) || (type == Opener.ZIP && !ZippedTiff.holds(file.toPath(), ".dcm"))) {
            return null;
        }
        return others
                // openImage would show an error, which ends a macro, where no other reader knows the file
                ? opener.openWithHandleExtraFileTypes(file.getPath(), new int[1])
                : opener.openImage(file.getPath());
    }
}
