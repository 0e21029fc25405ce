package io.github.stencil.label;

import ij.gui.Roi;
import ij.io.RoiDecoder;
import ij.io.RoiEncoder;
import io.github.stencil.RegularFile;
import io.github.stencil.StencilException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** ROIs in files as ImageJ's ROI Manager writes and reads them: a zip with a file per ROI, or one ROI in a file. */
public final class RoiSet {
    private static final String ENDING = ".roi";
    /** More than any outline takes; a damaged or malicious zip can unpack to far more. */
    private static final int MOST_BYTES = 64 << 20;

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
     * Reads a zip of ROIs, or a file with one ROI.
     *
     * @return the ROIs in the file's order, named as their files in it are
     * @throws StencilException if there is no such file, or it holds no ROI
     */
    public static List<Roi> read(Path file) {
        List<Roi> rois = new ArrayList<>();
        RegularFile.toRead(file);
        try {
            if (String.valueOf(file.getFileName()).endsWith(ENDING)) {
                add(rois, Files.readAllBytes(file), null);
            } else {
                try (ZipInputStream in = new ZipInputStream(Files.newInputStream(file))) {
                    for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                        String name = entry.getName();
                        if (name.endsWith(ENDING)) {
                            String stem = name.substring(name.lastIndexOf('/') + 1, name.length() - ENDING.length());
                            add(rois, in.readNBytes(MOST_BYTES), stem);
                        }
                    }
                }
            }
        } catch (IOException | IllegalArgumentException e) { // the latter for names that are no text
            throw StencilException.of(
                    e,
                    "%s cannot be read (%s). Give a zip that the ROI Manager has saved, or a .roi file.",
                    file,
                    e instanceof NoSuchFileException ? "there is no such file" : String.valueOf(e.getMessage()));
        }
        if (rois.isEmpty()) {
            throw StencilException.of(
                    "%s holds no ROI. Give a zip that the ROI Manager has saved, or a .roi file.", file);
        }
        return rois;
    }

    private static void add(List<Roi> rois, byte[] bytes, @Nullable String name) throws IOException {
        Roi roi;
        try {
            roi = RoiDecoder.openFromByteArray(bytes);
        } catch (RuntimeException e) {
            throw new IOException("a ROI in it is damaged", e); // the decoder trusts the sizes that it reads
        }
        if (roi != null) {
            if (name != null) {
                roi.setName(name);
            }
            rois.add(roi);
        }
    }
}
