// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.picture;

import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;

/** JPEG files, which only reading shows to be whole. */
final class JpegFile {
    private JpegFile() {}

    static void check(Path path) throws IOException {
        File file = path.toFile();
        ImageReader reader = JavasReaders.of("jpeg");
        List<String> warnings = new ArrayList<>();
        try (FileImageInputStream stream = new FileImageInputStream(file)) {
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            reader.setInput(stream, true, true);
            reader.readRaster(0, null);
        } catch (javax.imageio.IIOException e) {
            if (e.getCause() instanceof EOFException) {
                throw (EOFException) new EOFException(e.getMessage()).initCause(e);
            }
            throw e;
        } finally {
            reader.dispose();
        }
        if (warnings.stream().anyMatch(warning -> warning.contains("Premature end"))) {
            throw new EOFException(warnings.get(0));
        }
        if (warnings.stream().anyMatch(warning -> warning.contains("Corrupt") || warning.contains("extraneous"))) {
            throw new IOException(warnings.get(0));
        }
    }
}
