// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.rois;

import ij.gui.Roi;
import ij.io.RoiEncoder;
import io.github.stencil.RegularFile;
import io.github.stencil.StencilException;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** ROIs in files as ImageJ's ROI Manager writes and reads them: a zip with a file per ROI, or one ROI in a file. */
public final class RoiSet {
    private static final String ENDING = ".roi";
    /** More than any outline takes; a damaged or malicious zip can unpack to far more. */
    private static final int MOST_BYTES = 64 << 20;

    private static final long MOST_BYTES_OF_ALL = 1L << 30;

    private RoiSet() {}

    /**
     * Writes a zip that the ROI Manager opens. Names that occur twice get a number, as they do there.
     *
     * @throws IOException if the file cannot be written
     */
    public static void write(List<Roi> rois, Path zip) throws IOException {
        Set<String> names = new HashSet<>();
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(zip));
                ZipOutputStream out = new ZipOutputStream(file)) {
            for (Roi roi : rois) {
                String stem = Objects.requireNonNullElse(roi.getName(), "roi").replace('/', '_');
                String name = stem;
                for (int n = 1; !names.add(name); n++) {
                    name = stem + "-" + n;
                }
                out.putNextEntry(new ZipEntry(name + ENDING));
                out.write(RoiEncoder.saveAsByteArray(roi));
                out.closeEntry();
            }
        }
    }

    /**
     * Reads a zip of ROIs, or a file with one ROI, or objects as GeoJSON or COCO.
     *
     * @return the ROIs in the file's order, named as their files in it are; the one of a file by itself as is stored with
     *     it, or else as the file; none of an empty zip, as {@link #write} makes of no ROIs
     * @throws StencilException if there is no such file, it holds no ROI, or it or one of its ROIs is damaged
     */
    public static List<Roi> read(Path file) {
        String name = String.valueOf(file.getFileName());
        List<Roi> rois;
        RegularFile.toRead(file);
        if (ObjectFile.isJson(file) && Files.isRegularFile(file)) {
            return ObjectFile.read(file);
        }
        try {
            rois = name.toLowerCase(Locale.ROOT).endsWith(ENDING)
                    ? List.of(RoiBytes.decode(bytes(file), stem(name)))
                    : unzip(file);
        } catch (IOException | IllegalArgumentException e) { // the latter for names that are no text
            throw StencilException.of(
                    e,
                    "%s cannot be read (%s). Give a zip that the ROI Manager has saved, or a .roi file.",
                    file,
                    e instanceof NoSuchFileException
                            ? "there is no such file"
                            : Files.isDirectory(file) ? "it is a folder" : String.valueOf(e.getMessage()));
        }
        return rois;
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return limited(in);
        }
    }

    private static byte[] limited(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new IOException("a ROI in it is larger than any outline");
        }
        return bytes;
    }

    /** Reads the files one after the other, as only then their checksums are looked at, and then what there should be. */
    private static List<Roi> unzip(Path zip) throws IOException {
        List<Roi> rois = new ArrayList<>();
        List<String> found = new ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            long left = MOST_BYTES_OF_ALL;
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                found.add(entry.getName());
                if (isRoi(entry.getName())) {
                    byte[] bytes = limited(in);
                    left -= bytes.length;
                    if (left < 0) {
                        throw new IOException("its ROIs are larger than any outlines");
                    }
                    String stem = stem(entry.getName());
                    Roi roi = RoiBytes.decode(bytes, stem);
                    roi.setName(stem);
                    rois.add(roi);
                }
            }
        } catch (ZipException | EOFException e) {
            throw new IOException("it is damaged", e);
        }
        try (ZipFile whole = new ZipFile(zip.toFile())) {
            if (!whole.stream()
                    .map(ZipEntry::getName)
                    .sorted()
                    .toList()
                    .equals(found.stream().sorted().toList())) {
                throw new IOException("it is damaged, as it does not hold the files that it lists");
            }
        } catch (ZipException e) {
            throw new IOException(found.isEmpty() ? "it is no zip" : "it is damaged", e);
        }
        if (rois.isEmpty() && !found.isEmpty()) {
            throw StencilException.of(
                    "%s holds no ROI. Give a zip that the ROI Manager has saved, or a .roi file.", zip);
        }
        return rois;
    }

    private static boolean isRoi(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(ENDING) && !name.startsWith("__MACOSX/");
    }

    private static String stem(String name) {
        return name.substring(name.lastIndexOf('/') + 1, name.length() - ENDING.length());
    }
}
