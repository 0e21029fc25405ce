// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.picture;

import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/** Readers of picture formats that are Java's own, whatever other programs have registered. */
public final class JavasReaders {
    private static final String JAVAS_OWN = "com.sun.imageio.";

    private JavasReaders() {}

    /**
     * Returns a new reader.
     *
     * @throws IOException if this Java has none
     */
    public static ImageReader of(String format) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.getClass().getName().startsWith(JAVAS_OWN)) {
                return reader;
            }
        }
        throw new IOException("this Java has no " + format + " reader");
    }
}
