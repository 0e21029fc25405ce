// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.file;

import io.github.stencil.FileTrouble;
import io.github.stencil.StencilException;
import io.github.stencil.TemporaryFolder;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Unpacks zips that nobody vouches for: what they may become is measured by the bytes of the file that was given. */
public final class ModelZip {
    private static final int MOST_FILES = 10_000;
    private static final long MOST_BYTES = 8L << 30;
    private static final long MOST_RATIO = 200;
    private static final int DEFLATED = 8;
    /** What is unpacked in this process: a macro that opens a zip a thousand times unpacks it once. */
    private static final Map<Unpacked, TemporaryFolder> UNPACKED = new ConcurrentHashMap<>();
    /** How large the zips were from which folders come, so that a zip in a zip is measured by the outer one. */
    private static final Map<Path, Long> GIVEN = new ConcurrentHashMap<>();

    /** A zip as it was when it was unpacked. */
    private record Unpacked(Path zip, long changed, long bytes) {}

    private final Path zip;
    private final long given;
    private final long most;
    private long left;

    private ModelZip(Path zip) throws IOException {
        this.zip = zip;
        Path place = zip.toAbsolutePath().normalize();
        given = GIVEN.entrySet().stream()
                .filter(outer -> place.startsWith(outer.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Files.size(zip));
        most = Math.min(MOST_BYTES, MOST_RATIO * Math.max(given, 1 << 20));
        left = most;
    }

    /**
     * Returns the folder that a zip is unpacked to for as long as the process runs.
     *
     * @throws StencilException if it is no zip, or cannot be trusted
     */
    static Path folder(Path zip) {
        try {
            Unpacked key = new Unpacked(
                    zip.toAbsolutePath().normalize(),
                    Files.getLastModifiedTime(zip).toMillis(),
                    Files.size(zip));
            TemporaryFolder known = UNPACKED.get(key);
            if (known != null && Files.isDirectory(known.path())) {
                return known.path();
            }
            TemporaryFolder folder = TemporaryFolder.create("model");
            try {
                unpack(zip, folder.path());
            } catch (RuntimeException e) {
                folder.close();
                throw e;
            }
            UNPACKED.put(key, folder);
            return folder.path();
        } catch (IOException e) {
            throw StencilException.of(
                    e,
                    "%s cannot be unpacked into the temporary folder (%s). Make room there, or give Java another folder with -Djava.io.tmpdir=FOLDER.",
                    zip,
                    FileTrouble.why(e));
        }
    }

    /**
     * Unpacks a zip into a folder; what its directory says is looked at before anything is written.
     *
     * @throws StencilException if it is no zip, or cannot be trusted
     */
    public static void unpack(Path zip, Path folder) {
        try (ZipFile file = opened(zip)) {
            ModelZip unpacking = checked(zip, file);
            GIVEN.put(folder.toAbsolutePath().normalize(), unpacking.given);
            for (ZipEntry entry : Collections.list(file.entries())) {
                unpacking.unpack(file, entry, folder);
            }
        } catch (ZipException | EOFException e) {
            throw unreadable(zip, e);
        } catch (IOException e) {
            throw StencilException.of(
                    e,
                    "%s cannot be unpacked into %s (%s). Make room there, or unpack it yourself elsewhere and choose the folder.",
                    zip,
                    folder,
                    FileTrouble.why(e));
        }
    }

    private static ModelZip checked(Path zip, ZipFile file) {
        try {
            ModelZip unpacking = new ModelZip(zip);
            unpacking.check(file);
            return unpacking;
        } catch (IOException e) {
            throw unreadable(zip, e);
        }
    }

    private static StencilException unreadable(Path zip, IOException e) {
        return StencilException.of(
                e,
                "%s cannot be read as a zip of a model (%s). Choose a folder or a zip that holds %s.",
                zip,
                FileTrouble.why(e),
                ModelNames.GRAPH);
    }

    private static ZipFile opened(Path zip) throws IOException {
        byte[] start = new byte[2];
        try (InputStream in = Files.newInputStream(zip)) {
            boolean named = in.readNBytes(start, 0, 2) == 2 && start[0] == 'P' && start[1] == 'K';
            try {
                return new ZipFile(zip.toFile());
            } catch (ZipException e) {
                checkKindsOfUnreadable(zip, e);
                String why = String.valueOf(e.getMessage());
                throw named
                        ? StencilException.of(
                                e,
                                "%s cannot be read as a zip of a model: it is damaged, or only a part of one (%s). Copy or download it again.",
                                zip,
                                why)
                        : StencilException.of(
                                e,
                                "%s cannot be read as a zip of a model (%s), nor is it a model of another format that Stencil knows. Choose a folder or a zip that holds saved_model.pb.",
                                zip,
                                why);
            }
        }
    }

    /** Says what keeps Java from reading a zip, if its directory tells. */
    private static void checkKindsOfUnreadable(Path zip, ZipException cause) {
        try {
            checkKinds(zip, ZipDirectory.entries(zip));
        } catch (IOException e) {
            cause.addSuppressed(e); // it has no directory either
        }
    }

    private void unpack(ZipFile file, ZipEntry entry, Path folder) throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.resolveSibling("."));
        CRC32 sum = new CRC32();
        long written;
        try (InputStream in = file.getInputStream(entry)) {
            written = Files.copy(new CheckedInputStream(new Bounded(in, entry), sum), target);
        } catch (FileAlreadyExistsException e) {
            throw StencilException.of(
                    e, "%s holds two files named \"%s\". Zip the model's folder again.", zip, entry.getName());
        }
        if (written != entry.getSize() || sum.getValue() != entry.getCrc()) {
            throw StencilException.of(
                    "%s is damaged: its file \"%s\" is not what was packed. Copy or download the zip again.",
                    zip, entry.getName());
        }
    }

    /** Looks at the names, kinds, sizes and places before anything is written. */
    private void check(ZipFile file) throws IOException {
        if (file.size() > MOST_FILES) {
            throw StencilException.of("%s holds %d files, too many for a model. Choose another.", zip, file.size());
        }
        List<ZipDirectory.Entry> entries = ZipDirectory.entries(zip);
        checkKinds(zip, entries);
        long bytes = 0;
        for (ZipEntry entry : Collections.list(file.entries())) {
            checkName(entry.getName());
            bytes += Math.max(0, entry.getSize());
        }
        Optional<List<String>> shared = ZipDirectory.shared(zip, entries);
        if (shared.isPresent()) {
            throw StencilException.of(
                    "%s holds files that lie over each other (\"%s\" and \"%s\"), so that it unpacks to far more than it is. Do not use this zip.",
                    zip, shared.get().get(0), shared.get().get(1));
        }
        if (bytes < 0 || bytes > most) {
            throw tooMuch(bytes);
        }
    }

    private static void checkKinds(Path zip, List<ZipDirectory.Entry> entries) {
        for (ZipDirectory.Entry entry : entries) {
            if (entry.link()) {
                throw StencilException.of(
                        "%s holds a link, \"%s\", but a model's files must all be in the zip. Zip it again so that links are followed (zip does so without --symlinks).",
                        zip, entry.name());
            }
            if (entry.locked()) {
                throw StencilException.of(
                        "%s is locked with a password. Unpack it with a program that asks for it, and choose the folder.",
                        zip);
            }
            if (entry.method() != 0 && entry.method() != DEFLATED) {
                throw StencilException.of(
                        "%s holds \"%s\" packed by method %d but Stencil reads Deflate. Unpack it with the program that made it, and choose the folder.",
                        zip, entry.name(), entry.method());
            }
        }
    }

    private void checkName(String name) {
        Path root = Path.of("root").toAbsolutePath();
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
    }

    private StencilException tooMuch(long bytes) {
        return StencilException.of(
                "%s would unpack to %d MB, too much for a model of its size. Do not use this zip.", zip, bytes >> 20);
    }

    /** Fails where a file turns out larger than its zip says, or all of them larger than the zip allows. */
    private final class Bounded extends FilterInputStream {
        private final String name;
        private long told;

        Bounded(InputStream in, ZipEntry entry) {
            super(in);
            name = entry.getName();
            told = Math.max(0, entry.getSize());
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) {
            told -= read;
            left -= read;
            if (told < 0) {
                throw StencilException.of(
                        "%s holds a file \"%s\" that unpacks to more than the zip says. Do not use this zip.",
                        zip, name);
            }
            if (left < 0) {
                throw tooMuch(most - left);
            }
        }
    }
}
