// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** A store in a zip file: an entry per piece. The file is closed when nothing refers to this any more. */
public final class ZipStore implements Store {
    private static final Pattern METADATA = Pattern.compile("([^/]+/)(zarr\\.json|\\.zgroup|\\.zattrs|\\.zarray)");

    private final ZipFile zip;
    private final String prefix;
    private final String opened;
    private volatile Path path;

    private ZipStore(ZipFile zip, String prefix, Path path) {
        this.zip = zip;
        this.prefix = prefix;
        this.path = path;
        opened = state(path);
    }

    /**
     * Opens a file, with what lies at its top.
     *
     * @throws IOException if it cannot be read as a zip file
     */
    public static ZipStore open(Path path) throws IOException {
        return new ZipStore(new ZipFile(path.toFile()), "", path);
    }

    /**
     * Returns the store in the only folder at the file's top that has Zarr metadata, this one if there are none or several.
     * Other folders may lie beside it, as in zip files that are made on macOS.
     */
    public ZipStore inOnlyFolder() {
        List<String> tops = zip.stream()
                .map(entry -> METADATA.matcher(entry.getName()))
                .filter(Matcher::matches)
                .map(name -> name.group(1))
                .distinct()
                .limit(2)
                .toList();
        return tops.size() == 1 ? new ZipStore(zip, prefix + tops.get(0), path) : this;
    }

    @Override
    public @Nullable Piece open(String key) throws IOException {
        ZipEntry entry = zip.getEntry(prefix + key);
        if (entry != null && entry.isDirectory()) {
            throw new IOException(FolderStore.FOLDER);
        }
        return entry == null ? null : new EntryPiece(zip, entry);
    }

    @Override
    public String stamp(String key) {
        String now = state(path);
        return now.equals(opened) && zip.getEntry(prefix + key) != null ? now : "";
    }

    @Override
    public String name(String key) {
        return path + "/" + prefix + key;
    }

    @Override
    public void moved(Path target) {
        path = target;
    }

    private static String state(Path path) {
        try {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
            return file.lastModifiedTime() + " " + file.size();
        } catch (IOException e) {
            return ""; // gone: no state is like it
        }
    }

    private record EntryPiece(ZipFile zip, ZipEntry entry) implements Piece {
        @Override
        public long size() {
            return entry.getSize();
        }

        @Override
        public void read(long from, byte[] into, int length) throws IOException {
            try (InputStream in = zip.getInputStream(entry)) {
                in.skipNBytes(from);
                if (in.readNBytes(into, 0, length) < length) {
                    throw new EOFException("it ends early");
                }
            }
        }

        @Override
        public void close() {
            // the zip file stays open
        }
    }
}
