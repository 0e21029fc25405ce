package io.github.stencil.axes;

import ij.ImagePlus;
import ij.io.Opener;
import io.github.stencil.StencilException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reads the image files that ImageJ reads. */
public final class ImageFiles {
    /** Bytes of pixels from which on an image is read in parts. */
    private static final long LARGE = 64 << 20;

    /** Kinds of file that ImageJ opens otherwise than as an image, or as an image of the numbers in a text. */
    private static final Set<Integer> NO_IMAGES =
            Set.of(Opener.TEXT, Opener.JAVA_OR_TEXT, Opener.TABLE, Opener.ROI, Opener.OJJ);

    private ImageFiles() {}

    /**
     * Reads a file; a large one without its pixels, where its format allows that.
     *
     * @throws StencilException if ImageJ cannot read it as an image
     */
    public static ImagePlus read(Path path) {
        File file = path.toFile().getAbsoluteFile();
        if (file.length() >= LARGE) {
            TiffImage lazy = TiffImage.open(file.toPath());
            if (lazy != null && lazy.pixelBytes() >= LARGE) {
                return lazy;
            }
        }
        return decode(file);
    }

    /**
     * Opens a file without its pixels where its format allows that, whatever its size; else reads it whole.
     *
     * @throws StencilException if ImageJ cannot read it as an image
     */
    public static ImagePlus open(Path path) {
        File file = path.toFile().getAbsoluteFile();
        TiffImage lazy = TiffImage.open(file.toPath());
        return lazy != null ? lazy : decode(file);
    }

    /**
     * Returns how many pixels, in all planes, a file can have, from its header alone.
     *
     * @return -1 if that cannot be told
     */
    public static long mostPixels(Path path) {
        try (ImageInputStream stream = ImageIO.createImageInputStream(path.toFile())) {
            Iterator<ImageReader> readers =
                    stream == null ? Collections.emptyIterator() : ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                return -1;
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream, false, true);
                long pixels = 0;
                int planes = reader.getNumImages(true);
                for (int i = 0; i < planes; i++) {
                    pixels += (long) reader.getWidth(i) * reader.getHeight(i);
                }
                // ImageJ's own large stacks have one header for all planes, which lie uncompressed behind it
                return Math.max(pixels, Files.size(path));
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) { // readers throw all sorts at what they cannot read
            return -1;
        }
    }

    private static ImagePlus decode(File file) {
        Opener opener = new Opener();
        opener.setSilentMode(true);
        int type = opener.getFileType(file.getPath());
        ImagePlus read = NO_IMAGES.contains(type)
                ? null
                : type == Opener.UNKNOWN
                        // openImage would show an error, which ends a macro, where no other reader knows the file
                        ? opener.openWithHandleExtraFileTypes(file.getPath(), new int[1])
                        : opener.openImage(file.getPath());
        if (read == null || read.getWidth() == 0 || read.getHeight() == 0) {
            throw StencilException.of(
                    "ImageJ cannot read %s as an image. Save it as TIFF, or choose another file.", file);
        }
        return read;
    }
}
