// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.batch;

import io.github.stencil.Digest;
import io.github.stencil.StencilException;
import io.github.stencil.zarr.OmeZarr;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What has been done in a folder of results, so that work that was cut short goes on where it ended. A file to which a
 * line is added when a job is done; a line that was cut short counts for nothing.
 */
public final class Journal {
    /** The journal's name in the folder of results. */
    public static final String NAME = ".stencil-journal";

    private static final String FORMAT = "2";

    private final Path file;
    private final Set<String> done = new HashSet<>();

    private Journal(Path file) {
        this.file = file;
    }

    /**
     * Reads the journal of a folder; there need not be one.
     *
     * @throws StencilException if it cannot be read
     */
    public static Journal of(Path folder) {
        Journal journal = new Journal(folder.resolve(NAME));
        if (!Files.isRegularFile(journal.file)) {
            return journal;
        }
        try {
            String text = Files.readString(journal.file);
            int end = text.lastIndexOf('\n') + 1;
            journal.done.addAll(text.substring(0, end).lines().toList());
        } catch (IOException e) {
            throw StencilException.of(
                    e,
                    "%s cannot be read (%s). Delete it to start anew.",
                    journal.file,
                    String.valueOf(e.getMessage()));
        }
        return journal;
    }

    /** Returns whether a job is done. */
    public boolean contains(String entry) {
        return done.contains(entry);
    }

    /**
     * Adds a job that is done.
     *
     * @throws StencilException if the journal cannot be written
     */
    public void add(String entry) {
        try {
            Files.writeString(
                    file,
                    (isCutShort() ? "\n" : "") + entry + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            done.add(entry);
        } catch (IOException e) {
            throw StencilException.of(
                    e, "%s cannot be written (%s). Choose another folder.", file, String.valueOf(e.getMessage()));
        }
    }

    /** Looks at the last byte alone, as a journal can have a million lines. */
    private boolean isCutShort() throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return false;
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            channel.position(channel.size() - 1).read(last);
            return last.get(0) != '\n';
        }
    }

    /** Forgets everything; the file goes. */
    public void clear() {
        done.clear();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw StencilException.of(
                    e, "%s cannot be deleted (%s). Choose another folder.", file, String.valueOf(e.getMessage()));
        }
    }

    private static String state(Path input) throws IOException {
        return OmeZarr.isOne(input)
                ? OmeZarr.state(input)
                : Files.size(input) + "\n" + Files.getLastModifiedTime(input).toMillis();
    }

    /**
     * Returns the entry of a job: its name, and a digest of what its result depends on.
     *
     * @param settings the command with its options, as text
     * @param inputs files and folders that are read; their sizes and times of change count
     */
    public static String entry(String stem, String settings, List<Path> inputs) {
        try {
            Digest digest = new Digest();
            digest.add(FORMAT + "\n" + settings + "\n");
            for (Path input : inputs) {
                digest.add(input.toAbsolutePath().normalize() + "\n" + state(input) + "\n");
            }
            return digest.text() + " " + stem.replaceAll("[\\r\\n]", " ");
        } catch (IOException e) {
            throw StencilException.of(
                    e, "A file cannot be read: %s. Check its folder.", String.valueOf(e.getMessage()));
        }
    }
}
