// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.install;

import io.github.stencil.StencilException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A library in an ImageJ folder, known by the name of its jar as Maven and Fiji write it.
 *
 * @param name such as imglib2
 * @param version such as 8.0.1 or 1.54p
 * @param jar where it lies
 */
record Library(String name, String version, Path jar) {
    private static final Pattern JAR =
            Pattern.compile("(?<name>.+?)-(?<version>\\d[\\w.+-]*?)(?:-(?:linux|windows|macosx)-.*)?\\.jar");
    private static final Pattern PART = Pattern.compile("\\d+|[a-z]+");
    private static final String IMAGEJ = "ij.jar";

    /** Orders versions: by each number or word in turn, numbers before words; 1.54 is before 1.54f, 7.1.4 before 7.1.10. */
    static final Comparator<String> BY_VERSION = Library::compareVersions;

    /** Returns the library in a jar; none if its name tells none. */
    static Optional<Library> of(Path jar) {
        String file = String.valueOf(jar.getFileName());
        if (file.equals(IMAGEJ)) {
            return Optional.of(new Library("ij", imageJVersion(jar), jar));
        }
        Matcher named = JAR.matcher(file);
        return named.matches()
                ? Optional.of(new Library(named.group("name"), named.group("version"), jar))
                : Optional.empty();
    }

    /** Returns whether this is older than a version. */
    boolean olderThan(String wanted) {
        return BY_VERSION.compare(version, wanted) < 0;
    }

    private static int compareVersions(String one, String other) {
        String[] ones = parts(one);
        String[] others = parts(other);
        for (int i = 0; i < Math.min(ones.length, others.length); i++) {
            boolean number = Character.isDigit(ones[i].charAt(0));
            boolean bothNumbers = number && Character.isDigit(others[i].charAt(0));
            int order = bothNumbers
                    ? Long.compare(Long.parseLong(ones[i]), Long.parseLong(others[i]))
                    : ones[i].compareTo(others[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(ones.length, others.length);
    }

    private static String[] parts(String version) {
        return PART.matcher(version).results().map(MatchResult::group).toArray(String[]::new);
    }

    /** Returns ImageJ's version: from the manifest where Maven built the jar, else as ImageJ itself tells it. */
    private static String imageJVersion(Path jar) {
        try (JarFile file = new JarFile(jar.toFile());
                URLClassLoader classes =
                        new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            Manifest manifest = file.getManifest();
            String built =
                    manifest == null ? null : manifest.getMainAttributes().getValue("Implementation-Version");
            return built != null
                    ? built
                    : String.valueOf(
                            classes.loadClass("ij.ImageJ").getField("VERSION").get(null));
        } catch (IOException | ReflectiveOperationException | LinkageError e) {
            throw StencilException.of(e, "%s is not the program ImageJ (%s). Download ImageJ anew.", jar, e);
        }
    }
}
