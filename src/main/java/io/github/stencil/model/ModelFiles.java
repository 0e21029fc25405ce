package io.github.stencil.model;

import io.github.stencil.FileTrouble;
import io.github.stencil.StencilException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A model's files: a folder, or a zip unpacked to a temporary folder for as long as the model is open.
 *
 * @param given what the user named
 * @param folder the folder that holds {@code saved_model.pb}; of a zip one that is deleted when the process ends
 */
record ModelFiles(Path given, Path folder) {
    static final String GRAPH = "saved_model.pb";
    static final String VARIABLES = "variables";
    private static final int MOST_FILES = 10_000;
    private static final long MOST_BYTES = 8L << 30;
    private static final long MOST_RATIO = 200;
    private static final Map<Unpacked, Path> UNPACKED = new ConcurrentHashMap<>();

    /**
     * Finds a model.
     *
     * @throws StencilException if there is none, or the zip cannot be trusted
     */
    static ModelFiles of(Path path) {
        return in(path, root(path));
    }

    /** Finds a model in a folder, or in its only subfolder that has one. */
    static ModelFiles in(Path given, Path root) {
        return new ModelFiles(given, graphFolder(root, given));
    }

    /** Returns a folder as it is, and the folder that a zip is unpacked to. */
    static Path root(Path path) {
        if (Files.isDirectory(path)) {
            return path;
        }
        if (!Files.isRegularFile(path)) {
            List<String> installed = ModelLibrary.names();
            throw StencilException.of(
                    "There is no model %s. Choose a folder that a model was saved to, a zip of one, or an installed model%s.",
                    path, installed.isEmpty() ? "" : ": " + String.join(", ", installed));
        }
        return unpack(path);
    }

    private static Path graphFolder(Path folder, Path given) {
        if (Files.isRegularFile(folder.resolve(GRAPH))) {
            return folder;
        }
        try (Stream<Path> inside = Files.list(folder)) {
            List<Path> folders = inside.filter(Files::isDirectory)
                    .filter(path -> Files.isRegularFile(path.resolve(GRAPH)))
                    .toList();
            if (folders.size() == 1) {
                return folders.get(0);
            }
        } catch (IOException e) {
            throw FileTrouble.reading(folder, e);
        }
        throw StencilException.of(
                "%s has no %s, so it is not a TensorFlow SavedModel. Choose the folder or zip that holds that file.",
                given, GRAPH);
    }

    /** Returns the number of files and of bytes, those in folders included. */
    long[] size() {
        try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            long[] size = {0, 0};
            all.filter(Files::isRegularFile).forEach(file -> {
                size[0]++;
                size[1] += file.toFile().length();
            });
            return size;
        } catch (IOException e) {
            throw FileTrouble.reading(given, e);
        }
    }

    /** A zip as it was when it was unpacked. */
    private record Unpacked(Path zip, long changed, long bytes) {}

    /** A macro that opens a zip a thousand times unpacks it once. */
    private static Path unpack(Path zip) {
        try {
            Unpacked key = new Unpacked(
                    zip.toAbsolutePath().normalize(),
                    Files.getLastModifiedTime(zip).toMillis(),
                    Files.size(zip));
            Path known = UNPACKED.get(key);
            if (known != null && Files.isDirectory(known)) {
                return known;
            }
            Path folder = Files.createTempDirectory("stencil-model");
            try {
                unpack(zip, folder);
            } catch (RuntimeException e) {
                delete(folder);
                throw e;
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            UNPACKED.put(key, folder);
            return folder;
        } catch (IOException e) {
            throw StencilException.of(
                    e,
                    "%s cannot be unpacked into the temporary folder (%s). Make room there, or give Java another folder with -Djava.io.tmpdir=FOLDER.",
                    zip,
                    FileTrouble.why(e));
        }
    }

    /**
     * Unpacks a zip into a folder, whose names and sizes are looked at first.
     *
     * @throws StencilException if it is no zip, or cannot be trusted
     */
    static void unpack(Path zip, Path folder) {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            check(file, zip);
            Enumeration<? extends ZipEntry> entries = file.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                Path target = folder.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                    continue;
                }
                Files.createDirectories(target.resolveSibling("."));
                try (InputStream in = file.getInputStream(entry)) {
                    Files.copy(new Bounded(in, Math.max(0, entry.getSize())), target);
                }
            }
        } catch (IOException e) {
            throw StencilException.of(
                    e,
                    "%s cannot be read as a zip of a model (%s). Choose a folder or a zip that holds %s.",
                    zip,
                    String.valueOf(e.getMessage()),
                    GRAPH);
        }
    }

    /** Looks at the names, kinds and sizes before anything is written. */
    private static void check(ZipFile file, Path zip) throws IOException {
        long bytes = 0;
        long packed = 0;
        if (file.size() > MOST_FILES) {
            throw StencilException.of("%s holds %d files, too many for a model. Choose another.", zip, file.size());
        }
        Optional<String> link = ZipLinks.first(zip);
        if (link.isPresent()) {
            throw StencilException.of(
                    "%s holds a link, \"%s\", but a model's files must all be in the zip. Zip it again so that links are followed (zip does so without --symlinks).",
                    zip, link.get());
        }
        Path root = Path.of("root").toAbsolutePath();
        Enumeration<? extends ZipEntry> entries = file.entries();
        while (entries.hasMoreElements()) {
            ZipEntry entry = entries.nextElement();
            String name = entry.getName();
            boolean inside = !name.startsWith("/")
                    && !name.contains("\\")
                    && !name.contains(":")
                    && name.indexOf('\0') < 0
                    && root.resolve(name).normalize().startsWith(root)
                    && !List.of(name.split("/", -1)).contains("..");
            if (!inside) {
                throw StencilException.of(
                        "%s holds a file named \"%s\", which would be written outside its folder. Do not use this zip.",
                        zip, name.replace('\0', '?'));
            }
            bytes += Math.max(0, entry.getSize());
            packed += Math.max(0, entry.getCompressedSize());
        }
        if (bytes < 0 || bytes > MOST_BYTES || bytes > MOST_RATIO * Math.max(packed, 1 << 20)) {
            throw StencilException.of(
                    "%s would unpack to %d MB, too much for a model of its size. Do not use this zip.",
                    zip, bytes >> 20);
        }
    }

    /** Fails where a zip entry turns out larger than it says. */
    private static final class Bounded extends java.io.FilterInputStream {
        private long left;

        Bounded(InputStream in, long most) {
            super(in);
            left = most;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? -1 : 1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return count(super.read(bytes, offset, length));
        }

        private int count(int read) throws IOException {
            left -= Math.max(0, read);
            if (left < 0) {
                throw new IOException("it unpacks to more than its sizes say");
            }
            return read;
        }
    }

    /** Deletes a folder with all that is in it, or leaves that to the end of the process. */
    static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(
                        Path visited, @org.jspecify.annotations.Nullable IOException e) throws IOException {
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            new File(folder.toString()).deleteOnExit(); // Windows keeps open files until then
        }
    }
}
