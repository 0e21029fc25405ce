// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.batch;

import io.github.stencil.StencilException;
import io.github.stencil.image.Description;
import io.github.stencil.zarr.OmeZarr;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which files are worked on together: those of the same stem, which is the file name without its ending.
 *
 * <p>The first parameter leads. Where it stands for several files, there is a job for each of them; another parameter
 * that names one file gives that file to all jobs, and one that stands for several gives each job the file of its stem.
 * Where the first names one file, there is one job, and what else lies in the others' folders is nobody's business.
 *
 * @param jobs what can be done, sorted by the first parameter's files
 * @param alone files that have no partner in one of the other parameters, sorted
 */
public record Pairing(List<Job> jobs, List<Path> alone) {
    /** Copies the lists. */
    public Pairing {
        jobs = List.copyOf(jobs);
        alone = List.copyOf(alone);
    }

    /**
     * Pairs files.
     *
     * @param parameters the files by parameter, the one after which results are named first
     * @throws StencilException if two files of one parameter have the same stem, so that partners and results would be
     *     confused
     */
    public static Pairing of(Map<String, FileSet> parameters) {
        if (parameters.isEmpty()) {
            return new Pairing(List.of(new Job("", Map.of())), List.of());
        }
        String first = parameters.keySet().iterator().next();
        FileSet leader = parameters.values().iterator().next();
        Map<String, Map<String, Path>> byStem = new LinkedHashMap<>();
        parameters.forEach((name, set) -> byStem.put(name, byStem(set, stems(leader))));
        List<Job> jobs = new ArrayList<>();
        Set<Path> used = new HashSet<>();
        for (Path file : leader.files()) {
            Map<String, Path> files = new LinkedHashMap<>();
            parameters.forEach((name, set) -> {
                Path partner = set.several() || name.equals(first)
                        ? byStem.getOrDefault(name, Map.of()).get(key(file))
                        : set.files().get(0);
                if (partner != null) {
                    files.put(name, partner);
                }
            });
            if (files.size() == parameters.size()) {
                jobs.add(new Job(stem(file), files));
                used.addAll(files.values());
            }
        }
        Stream<Path> concerned = leader.several()
                ? parameters.values().stream().filter(FileSet::several).flatMap(set -> set.files().stream())
                : leader.files().stream();
        return new Pairing(
                jobs,
                concerned
                        .filter(file -> !used.contains(file))
                        .distinct()
                        .sorted()
                        .toList());
    }

    private static Set<String> stems(FileSet set) {
        return set.files().stream().map(Pairing::key).collect(Collectors.toSet());
    }

    /** Returns the files whose stems are among those wanted. */
    private static Map<String, Path> byStem(FileSet set, Set<String> wanted) {
        Map<String, Path> files = new HashMap<>();
        for (Path file : set.files()) {
            String key = RoiFiles.isOne(file) ? RoiFiles.imageStem(key(file), wanted::contains) : key(file);
            Path other = wanted.contains(key) ? files.put(key, file) : null;
            if (other != null) {
                throw StencilException.of(
                        "%s and %s have the same name but for the ending or folder, so their partners and results would be confused. Rename one, or give only one of them.",
                        other, file);
            }
        }
        return files;
    }

    private static String stem(Path file) {
        return OmeZarr.isOne(file) ? OmeZarr.stem(file) : Description.stem(String.valueOf(file.getFileName()));
    }

    /** Returns a file's stem with accents written in one way; a Mac has two characters where others have one. */
    private static String key(Path file) {
        return Normalizer.normalize(stem(file), Normalizer.Form.NFC);
    }
}
