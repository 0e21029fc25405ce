// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.batch;

import io.github.stencil.FileTrouble;
import io.github.stencil.RegularFile;
import io.github.stencil.StencilException;
import io.github.stencil.zarr.OmeZarr;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files that the text for an image stands for.
 *
 * @param files at least one, sorted, each once
 * @param several whether the text could have meant any number of files; a file's own path means that one
 */
public record FileSet(List<Path> files, boolean several) {
    /** Endings of the images that ImageJ opens, in Fiji with Bio-Formats; a zip can hold an image but mostly holds ROIs or a model. */
    private static final Set<String> ENDINGS = Set.of(
            "tif", "tiff", "png", "jpg", "jpeg", "gif", "bmp", "pgm", "ppm", "pbm", "dcm", "dicom", "fits", "fit",
            "fts", "lsm", "stk", "avi", "czi", "lif", "nd2", "oib", "oif", "vsi", "ims", "dv", "zvi", "ics", "mrc",
            "nrrd");

    private static final long LONGEST_LIST = 64L << 20;
    private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");
    private static final Pattern OWN_ENDING = Pattern.compile(".*\\.[A-Za-z0-9]+");

    /** Sorts the files and leaves repetitions out. */
    public FileSet {
        files = files.stream().distinct().sorted().toList();
    }

    /**
     * Finds the files.
     *
     * <p>A folder stands for the images in it, by their names' endings, hidden files and folders inside it excepted. A glob
     * ({@code *}, {@code ?}, {@code [a-c]}, {@code {a,b}}, and {@code **} for any folders, none included) stands for the
     * files it matches; unless it spells an ending out, for those that are images by their names. {@code @list.txt} stands
     * for the files whose paths the lines of a text file name.
     *
     * @param text a path, or a glob or a list where there is no such path
     * @throws StencilException if there is no such file, or no image in the folder, or none that matches
     */
    public static FileSet of(String text) {
        if (!exists(text)) {
            return new FileSet(text.startsWith("@") ? listed(text) : matching(text), true);
        }
        Path path = Path.of(text);
        RegularFile.toRead(path);
        if (!Files.isDirectory(path) || OmeZarr.isOne(path)) {
            return new FileSet(List.of(path), false);
        }
        try (Stream<Path> entries = Files.list(path)) {
            List<Path> images = entries.filter(FileSet::isImage).toList();
            if (images.isEmpty()) {
                throw StencilException.of(
                        "The folder %s has no images (names that end in .tif, .png, .zarr and so on). Choose another folder, or name a file.",
                        text);
            }
            return new FileSet(images, true);
        } catch (IOException e) {
            throw StencilException.of(
                    e, "The folder %s cannot be read (%s). Choose another.", text, String.valueOf(e.getMessage()));
        }
    }

    /** Joins the sets that several texts for one parameter stand for. */
    public static FileSet of(List<String> texts) {
        List<FileSet> sets = texts.stream().map(FileSet::of).toList();
        return sets.size() == 1
                ? sets.get(0)
                : new FileSet(sets.stream().flatMap(set -> set.files().stream()).toList(), true);
    }

    private static List<Path> listed(String text) {
        Path list = Path.of(text.substring(1));
        List<String> lines =
                lines(list).stream().filter(line -> !line.isBlank()).toList();
        List<String> missing = lines.stream().filter(line -> !exists(line)).toList();
        if (lines.isEmpty() || !missing.isEmpty()) {
            throw lines.isEmpty()
                    ? StencilException.of("The list %s names no file. Give one with a path on each line.", list)
                    : StencilException.of(
                            "%d of the %d files that %s names are not there, the first %s. Correct the list.",
                            missing.size(), lines.size(), list, missing.get(0));
        }
        List<Path> files = lines.stream().map(Path::of).toList();
        files.forEach(RegularFile::toRead);
        return files;
    }

    /** Returns the lines of a list, without the mark that Windows' editors put before the first. */
    private static List<String> lines(Path list) {
        if (!Files.isRegularFile(list)) {
            RegularFile.toRead(list);
            throw StencilException.of(
                    Files.isDirectory(list)
                            ? "\"%s\" is a folder, not a list. Give the folder without the @, or a text file with a path on each line."
                            : "There is no list \"%s\". Give a text file with a path on each line.",
                    list);
        }
        try {
            if (Files.size(list) > LONGEST_LIST) {
                throw StencilException.of(
                        "%s is larger than 64 MB, so it is no list of files. Give a text file with a path on each line.",
                        list);
            }
            return Files.readString(list).replaceFirst("^\uFEFF", "").lines().toList();
        } catch (CharacterCodingException e) {
            throw StencilException.of(
                    e, "%s is no text in UTF-8. Give a text file with a path on each line, saved as UTF-8.", list);
        } catch (IOException e) {
            throw FileTrouble.reading(list, e);
        }
    }

    private static boolean exists(String text) {
        try {
            return Files.exists(Path.of(text)) || Files.isRegularFile(OmeZarr.store(Path.of(text)));
        } catch (InvalidPathException e) {
            return false; // Windows has no * in names
        }
    }

    private static boolean isImage(Path file) {
        if (OmeZarr.isNamed(file)) {
            return true;
        }
        String name = String.valueOf(file.getFileName());
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && ENDINGS.contains(ending) && Files.isRegularFile(file);
    }

    private static List<Path> matching(String glob) {
        String pattern = glob.replace('\\', '/');
        int wildcard = WILDCARD.matcher(pattern)
                .results()
                .findFirst()
                .map(r -> r.start())
                .orElse(-1);
        int slash = pattern.lastIndexOf('/', wildcard);
        Path folder = Path.of(slash < 0 ? "" : pattern.substring(0, Math.max(1, slash)));
        String rest = pattern.substring(slash + 1);
        if (wildcard < 0 || !Files.isDirectory(folder)) {
            throw StencilException.of(
                    "There is no file or folder %s. Give the path of an image, a folder, or a pattern such as \"*.tif\".",
                    glob);
        }
        int depth = rest.contains("**") ? Integer.MAX_VALUE : rest.split("/", -1).length;
        List<PathMatcher> matchers = matchers(rest);
        boolean named = OWN_ENDING.matcher(rest).matches();
        try {
            List<Path> files = below(folder, depth, rest.contains(".zarr/")).stream()
                    .filter(file -> !isHidden(folder.relativize(file)))
                    .filter(file -> matchers.stream().anyMatch(matcher -> matcher.matches(folder.relativize(file))))
                    .filter(file -> (named && Files.isRegularFile(file)) || isImage(file) || isInStore(file))
                    .toList();
            if (files.isEmpty()) {
                throw StencilException.of("No image matches %s. Check the folder and the pattern.", glob);
            }
            return files;
        } catch (IOException e) {
            throw StencilException.of(
                    e, "The folder %s cannot be read (%s). Choose another.", folder, String.valueOf(e.getMessage()));
        }
    }

    /** Lists what is in a folder; what is in stores, which is a lot, only if a pattern asks for it. */
    private static List<Path> below(Path folder, int depth, boolean inStores) throws IOException {
        List<Path> all = new ArrayList<>();
        Files.walkFileTree(folder, Set.of(), depth, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
                all.add(each);
                return OmeZarr.isNamed(each) && !inStores ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                all.add(file);
                return FileVisitResult.CONTINUE;
            }
        });
        return all;
    }

    /** Java's own glob asks for at least one folder where users write two stars and a slash. */
    private static List<PathMatcher> matchers(String glob) {
        List<String> globs = new ArrayList<>(List.of(glob));
        if (glob.contains("**/")) {
            globs.add(glob.replace("**/", ""));
        }
        try {
            return globs.stream()
                    .map(each -> FileSystems.getDefault().getPathMatcher("glob:" + each))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw StencilException.of(
                    e,
                    "There is no file or folder %s, and it is no pattern, as a bracket is not closed. Give the path of an image, a folder, or a pattern such as \"*.tif\".",
                    glob);
        }
    }

    private static boolean isInStore(Path file) {
        return Files.isDirectory(file) && OmeZarr.isOne(file);
    }

    private static boolean isHidden(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return relative.toString().endsWith(".part");
    }
}
