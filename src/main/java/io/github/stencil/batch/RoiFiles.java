// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.batch;

import io.github.stencil.StencilException;
import io.github.stencil.image.Description;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files of ROIs, and which image each belongs to: {@code cells.zip}, {@code cells-rois.zip} or {@code cells.roi} to cells, and
 * what was outlined in a result of ours, such as {@code cells-labels-rois.zip}, too.
 */
public final class RoiFiles {
    /** What our own commands add to the name of an image, the last first. */
    private static final List<String> SUFFIXES = List.of("-rois", "-objects", "-labels", "-mask");

    private static final List<String> ENDINGS = List.of(".zip", ".roi", ".geojson", ".json");

    private RoiFiles() {}

    /**
     * Finds the files that a text stands for.
     *
     * @param text a zip or .roi file, which stands for itself; a folder, which stands for those in it; or a pattern
     * @throws StencilException if there is no such file, or none in the folder, or none that matches
     */
    public static FileSet of(String text) {
        Path path = path(text);
        if (path != null && Files.isDirectory(path)) {
            List<Path> files = list(path, path.getFileSystem().getPathMatcher("glob:**"));
            if (files.isEmpty()) {
                throw StencilException.of(
                        "The folder %s has no ROIs (names that end in .zip, .roi, .geojson or .json). Choose another folder, or name a file.",
                        text);
            }
            return new FileSet(files, true);
        }
        if (path != null && Files.exists(path)) {
            return new FileSet(List.of(path), false);
        }
        int slash = text.replace('\\', '/').lastIndexOf('/');
        Path folder = Path.of(slash < 0 ? "" : text.substring(0, slash + 1));
        String pattern = text.substring(slash + 1);
        if (!pattern.matches(".*[*?\\[{].*") || !Files.isDirectory(folder)) {
            throw StencilException.of(
                    "There is no file or folder %s. Give a zip of ROIs, a .roi file, a folder of them, or a pattern such as \"*.zip\".",
                    text);
        }
        List<Path> files = list(folder, matcher(pattern));
        if (files.isEmpty()) {
            throw StencilException.of("No file of ROIs matches %s. Check the folder and the pattern.", text);
        }
        return new FileSet(files, true);
    }

    /**
     * Returns the file of one image.
     *
     * @param stem of the image
     * @throws StencilException if there is none or more than one, or see {@link #of(String)}
     */
    public static Path of(String text, String stem) {
        FileSet files = of(text);
        List<Path> own = files.several()
                ? files.files().stream().filter(file -> belongs(file, stem)).toList()
                : files.files();
        if (own.size() != 1) {
            throw own.isEmpty()
                    ? StencilException.of(
                            "%s has no ROIs of the image \"%s\". Name a file %s.zip, or give one file.",
                            text, stem, stem)
                    : StencilException.of(
                            "%s and %s are both of the image \"%s\". Rename one, or give one file.",
                            own.get(0), own.get(1), stem);
        }
        return own.get(0);
    }

    /** Returns whether a file is one of ROIs by its name. */
    static boolean isOne(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && ENDINGS.stream().anyMatch(name::endsWith);
    }

    /** Returns the stem of the image that a file of ROIs belongs to, if one of some images has it. */
    static String imageStem(String stem, Predicate<String> isImage) {
        String rest = stem;
        for (String suffix : SUFFIXES) {
            if (!isImage.test(rest) && rest.endsWith(suffix)) {
                rest = rest.substring(0, rest.length() - suffix.length());
            }
        }
        return isImage.test(rest) ? rest : stem;
    }

    private static boolean belongs(Path file, String stem) {
        String name = normal(Description.stem(String.valueOf(file.getFileName())));
        return imageStem(name, normal(stem)::equals).equals(normal(stem));
    }

    private static String normal(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    private static PathMatcher matcher(String pattern) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        } catch (IllegalArgumentException e) {
            throw StencilException.of(
                    e,
                    "\"%s\" is not a pattern (%s). Give one such as \"*.zip\".",
                    pattern,
                    String.valueOf(e.getMessage()));
        }
    }

    private static List<Path> list(Path folder, PathMatcher matcher) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(RoiFiles::isOne)
                    .filter(Files::isRegularFile)
                    .filter(file -> matcher.matches(file.getFileName()))
                    .toList();
        } catch (IOException e) {
            throw StencilException.of(
                    e, "The folder %s cannot be read (%s). Choose another.", folder, String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            return null; // Windows has no * in names
        }
    }
}
