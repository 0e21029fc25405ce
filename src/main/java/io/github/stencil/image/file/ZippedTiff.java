// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.file;

import ij.ImagePlus;
import io.github.stencil.StencilException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A TIFF file in a zip file, as ImageJ saves one. */
final class ZippedTiff {
    private static final long MOST_BYTES = Integer.MAX_VALUE;

    private ZippedTiff() {}

    /** Returns whether a file is a zip file with a TIFF file in it. */
    static boolean holds(Path file) {
        return holds(file, ".tif", ".tiff");
    }

    /** Returns whether a file is a zip file with a file in it whose name has one of some endings. */
    static boolean holds(Path file, String... endings) {
        try (InputStream in = Files.newInputStream(file)) {
            if (in.read() != 'P' || in.read() != 'K') {
                return false;
            }
        } catch (IOException e) {
            return false; // whoever reads it says why
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return entry(zip, endings).isPresent();
        } catch (IOException e) {
            return false; // and ImageJ says what it is
        }
    }

    private static Optional<? extends ZipEntry> entry(ZipFile zip, String... endings) {
        return zip.stream()
                .filter(entry -> Arrays.stream(endings)
                        .anyMatch(ending ->
                                entry.getName().toLowerCase(Locale.ROOT).endsWith(ending)))
                .findFirst();
    }

    /**
     * Reads the first TIFF file in a zip file, from a copy in the temporary folder that goes when Java ends.
     *
     * @throws StencilException if it cannot be read
     */
    static ImagePlus read(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = entry(zip, ".tif", ".tiff").orElseThrow();
            Path copy = Files.createTempFile("stencil-", ".tif");
            copy.toFile().deleteOnExit();
            try (InputStream in = zip.getInputStream(entry);
                    OutputStream out = Files.newOutputStream(copy)) {
                byte[] buffer = new byte[1 << 16];
                long copied = 0;
                for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                    copied += count;
                    if (copied > MOST_BYTES) {
                        throw StencilException.of(
                                "%s unpacks to more than 2 GB. Unpack it first, and give the TIFF file.", file);
                    }
                    out.write(buffer, 0, count);
                }
            }
            ImagePlus image = unpacked(copy, file);
            image.setTitle(entry.getName().substring(entry.getName().lastIndexOf('/') + 1));
            return image;
        } catch (IOException e) {
            throw StencilException.of(
                    e, "%s cannot be unpacked (%s). Copy or export it again.", file, String.valueOf(e.getMessage()));
        }
    }

    private static ImagePlus unpacked(Path copy, Path zip) {
        try {
            return ImageFiles.read(copy);
        } catch (StencilException e) { // of a file that the user has never seen
            throw new StencilException(String.valueOf(e.getMessage()).replace(copy.toString(), zip.toString()), e);
        }
    }
}
