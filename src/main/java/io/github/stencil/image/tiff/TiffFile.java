// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.tiff;

import io.github.stencil.StencilException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a TIFF file (Adobe, TIFF revision 6.0, 1992, or BigTIFF, whose offsets have 64 bits) says about itself. Its
 * directories have been read and checked, so that all bytes that they promise are in the file; no pixel has been read.
 *
 * @param path the file
 * @param order the order of bytes in numbers
 * @param big whether it is a BigTIFF
 * @param pages those that are images of full size, at least one
 * @param directories how many directories there are, smaller copies and masks included
 * @param notes fields of the first page that tell about more than its pixels: text, resolution, colours, ImageJ's own
 */
public record TiffFile(
        Path path, ByteOrder order, boolean big, List<TiffPage> pages, int directories, List<TiffField> notes) {
    private static final int[] NOTES = {270, 282, 283, 296, 320, 33629, 50838, 50839};
    private static final int DESCRIPTION = 270;

    /** Copies the lists. */
    public TiffFile {
        pages = List.copyOf(pages);
        notes = List.copyOf(notes);
    }

    /** Returns whether a file begins as TIFF files do. */
    public static boolean isOne(Path path) {
        try (TiffBytes file = TiffBytes.open(path)) {
            return file.size() >= 8 && start(file) != null;
        } catch (IOException e) {
            return false; // whoever reads it then says why
        }
    }

    /**
     * Reads the directories of a file.
     *
     * @throws StencilException if it is damaged, or of a kind that is not read
     */
    public static TiffFile read(Path path) {
        try (TiffBytes file = TiffBytes.open(path)) {
            Boolean big = start(file);
            if (big == null) {
                throw TiffFault.damaged(path, "it does not begin as TIFF files do");
            }
            return read(file, big);
        } catch (NoSuchFileException e) {
            throw StencilException.of(e, "There is no file %s. Choose another.", path);
        } catch (IOException e) {
            throw StencilException.of(
                    e, "%s cannot be read (%s). Check the disk.", path, String.valueOf(e.getMessage()));
        }
    }

    /** Returns whether it is a BigTIFF; null if it is no TIFF file. */
    private static @Nullable Boolean start(TiffBytes file) throws IOException {
        ByteBuffer head = file.read(0, Math.min(8, file.size()), "the first bytes");
        if (head.limit() < 8 || head.get(0) != head.get(1) || (head.get(0) != 'I' && head.get(0) != 'M')) {
            return null;
        }
        ByteOrder order = head.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        file.order(order);
        int version = head.order(order).getShort(2);
        return version == 42 ? Boolean.FALSE : (version == 43 && head.getShort(4) == 8) ? Boolean.TRUE : null;
    }

    private static TiffFile read(TiffBytes file, boolean big) throws IOException {
        ByteBuffer first = big ? file.read(8, 8, "the first directory") : file.read(4, 4, "the first directory");
        long at = big ? first.getLong() : Integer.toUnsignedLong(first.getInt());
        List<Directory> directories = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        while (at != 0) {
            String name = "page " + (directories.size() + 1);
            if (!seen.add(at)) {
                throw TiffFault.damaged(
                        file.path(),
                        "its directories lead in a circle, as after page %d comes an earlier one",
                        directories.size());
            }
            Directory directory = Directory.read(file, big, at, name);
            directories.add(directory);
            at = directory.next();
        }
        if (directories.isEmpty()) {
            throw TiffFault.damaged(file.path(), "it has no page");
        }
        List<TiffPage> pages = new ArrayList<>();
        List<TiffField> notes = List.of();
        for (int i = 0; i < directories.size(); i++) {
            if (isWhole(file, directories.get(i))) {
                notes = pages.isEmpty() ? notes(file, directories.get(i)) : notes;
                pages.add(PageReader.read(file, directories.get(i), i));
            }
        }
        if (pages.isEmpty()) {
            notes = notes(file, directories.get(0));
            pages.add(PageReader.read(file, directories.get(0), 0));
        }
        return new TiffFile(file.path(), file.order(), big, pages, directories.size(), notes);
    }

    /** Returns whether a directory is of an image itself, and not of a smaller copy or a mask of one. */
    private static boolean isWhole(TiffBytes file, Directory directory) throws IOException {
        return (directory.number(file, 254, 0) & 5) == 0 && directory.number(file, 255, 1) != 2;
    }

    private static List<TiffField> notes(TiffBytes file, Directory directory) throws IOException {
        List<TiffField> notes = new ArrayList<>();
        for (int tag : NOTES) {
            TiffField field = directory.field(file, tag);
            if (field != null) {
                notes.add(field);
            }
        }
        return notes;
    }

    /** Returns the text that the first page has; empty if it has none. */
    public String description() {
        return notes.stream()
                .filter(field -> field.tag() == DESCRIPTION)
                .findFirst()
                .map(field -> new String(field.bytes(), StandardCharsets.UTF_8))
                .map(text -> text.indexOf(0) < 0 ? text : text.substring(0, text.indexOf(0)))
                .orElse("");
    }

    /** Returns a field of the first page that tells about more than its pixels; null if there is none. */
    public @Nullable TiffField note(int tag) {
        return notes.stream().filter(field -> field.tag() == tag).findFirst().orElse(null);
    }

    /** Returns the first page. */
    public TiffPage first() {
        return pages.get(0);
    }

    /**
     * Refuses pages of several sizes or kinds.
     *
     * @throws StencilException if there are such
     */
    public void checkAlike() {
        for (TiffPage page : pages) {
            if (!page.layout().isLike(first().layout())) {
                throw StencilException.of(
                        "%s has pages of several kinds: page %d is %s, page %d is %s. Save pages of one kind as a file of their own.",
                        path, first().index() + 1, first().layout(), page.index() + 1, page.layout());
            }
        }
    }

    /** Returns this file with other pages, such as those that one directory stands for. */
    TiffFile withPages(List<TiffPage> others) {
        return new TiffFile(path, order, big, others, directories, notes);
    }
}
