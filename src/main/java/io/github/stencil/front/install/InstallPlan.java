// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.install;

import io.github.stencil.StencilException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an installation will put where, worked out before anything is touched.
 *
 * @param files the jar to copy by its place in the ImageJ folder, relative and with slashes
 * @param replaced jars of another Stencil there, to be deleted
 */
record InstallPlan(Map<String, Path> files, Set<Path> replaced) {
    /** The name of Stencil's own jar, without its version. */
    private static final String STENCIL = "Stencil_";

    private static final String JAVACPP = "javacpp";

    /** Libraries that are shared with the rest of ImageJ, and the oldest version with which Stencil was run. */
    private static final List<Need> NEEDS = List.of(
            new Need("ij", "1.53t"),
            new Need("imglib2", "7.1.4"),
            new Need("scijava-common", "2.94.2"),
            new Need("parsington", "3.0.0"),
            new Need(JAVACPP, "1.5.9"));

    private record Need(String name, String oldest) {}

    /**
     * Works it out.
     *
     * @param platform Fiji's name for it
     * @param ours what Stencil put there before, which does not count as being there
     * @throws StencilException if something there is too old or in the way, or something is missing
     */
    static InstallPlan of(ReleaseFolder release, ImageJFolder target, String platform, InstalledFiles ours) {
        Set<Path> before = ours.files().keySet().stream()
                .map(file -> target.root().resolve(file))
                .collect(Collectors.toSet());
        Map<String, Path> files = new LinkedHashMap<>();
        put(files, Path.of("plugins"), release.stencil());
        Set<String> brought = NEEDS.stream()
                .filter(need -> isMissing(need, target, before))
                .map(Need::name)
                .collect(Collectors.toSet());
        release.shared().stream()
                .filter(library -> brought.contains(library.name()))
                .forEach(library -> put(files, target.shared(), library.jar()));
        for (Library library : release.forPlatform(platform)) {
            boolean wanted =
                    library.name().equals(JAVACPP) ? brought.contains(JAVACPP) : isMissing(library, target, before);
            if (wanted) {
                put(files, target.forPlatform(platform), library.jar());
            }
        }
        Set<Path> replaced = target.named(STENCIL)
                .map(Library::jar)
                .filter(jar -> !before.contains(jar))
                .collect(Collectors.toSet());
        return new InstallPlan(files, replaced);
    }

    /** Returns whether a shared library has to be brought; a Fiji has all but JavaCPP. */
    private static boolean isMissing(Need need, ImageJFolder target, Set<Path> before) {
        List<Library> there = target.named(need.name())
                .filter(library -> !before.contains(library.jar()))
                .toList();
        for (Library library : there) {
            if (library.olderThan(need.oldest())) {
                throw StencilException.of(
                        "This %s has %s %s (%s), but Stencil needs %s or newer. Update %s, or take that jar away if you put it there.",
                        target.kind(),
                        need.name(),
                        library.version(),
                        target.root().relativize(library.jar()),
                        need.oldest(),
                        target.kind());
            }
        }
        if (there.isEmpty() && target.fiji() && !need.name().equals(JAVACPP)) {
            throw StencilException.of(
                    "This Fiji has no %s among its jars, which Stencil needs in version %s or newer. Update Fiji.",
                    need.name(), need.oldest());
        }
        return there.isEmpty();
    }

    /** Returns whether a native library has to be brought; it goes with exactly one version of the classes. */
    private static boolean isMissing(Library wanted, ImageJFolder target, Set<Path> before) {
        List<Library> there = target.named(wanted.name())
                .filter(library -> !before.contains(library.jar()))
                .toList();
        for (Library library : there) {
            if (!library.version().equals(wanted.version())) {
                throw StencilException.of(
                        "This %s has %s %s (%s), but Stencil needs version %s, and only one of them can be there. Take away what brought it.",
                        target.kind(),
                        wanted.name(),
                        library.version(),
                        target.root().relativize(library.jar()),
                        wanted.version());
            }
        }
        return there.stream()
                .noneMatch(library -> library.jar().endsWith(wanted.jar().getFileName()));
    }

    private static void put(Map<String, Path> files, Path folder, Path jar) {
        files.put(folder.resolve(jar.getFileName()).toString().replace('\\', '/'), jar);
    }
}
