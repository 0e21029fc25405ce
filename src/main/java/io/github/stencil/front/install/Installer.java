// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.install;

import io.github.stencil.Digest;
import io.github.stencil.FileTrouble;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.front.PartFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts a release into a Fiji or a plain ImageJ, and takes it out again. It touches only what it put there itself and
 * jars of another Stencil.
 */
public final class Installer {

    /**
     * What was done.
     *
     * @param put files that are there now
     * @param removed files that are no longer there
     * @param left sentences about files that had to be left
     */
    public record Report(List<String> put, List<String> removed, List<String> left) {}

    private final ImageJFolder target;
    private final List<String> removed = new ArrayList<>();
    private final List<String> left = new ArrayList<>();
    /** What is still to be remembered of an earlier installation. */
    private final Map<String, String> kept = new LinkedHashMap<>();

    private Installer(ImageJFolder target) {
        this.target = target;
    }

    /**
     * Installs a release, in place of any other Stencil. Nothing changes if that fails before all files are copied; if
     * it is ended while they get their names, {@link #remove} takes away what is there.
     *
     * @param folder of a Fiji or an ImageJ
     * @param platform Fiji's name for it
     * @param progress hears of slow steps
     * @throws StencilException if it is none, something there is too old or in the way, or it cannot be written
     */
    public static Report install(ReleaseFolder release, Path folder, String platform, Progress progress) {
        ImageJFolder target = ImageJFolder.of(folder);
        InstalledFiles before = InstalledFiles.read(target.root());
        InstallPlan plan = InstallPlan.of(release, target, platform, before);
        Installer installer = new Installer(target);
        installer.sweep();
        return installer.install(plan, before, progress);
    }

    /**
     * Takes out what {@link #install} put there, and what it left when it was killed; files that somebody has changed
     * since stay.
     *
     * @throws StencilException if nothing was installed there
     */
    public static Report remove(Path folder) {
        Path root = folder.toAbsolutePath().normalize();
        InstalledFiles before = InstalledFiles.read(root);
        Installer installer = new Installer(new ImageJFolder(root, false, List.of()));
        installer.sweep();
        if (before.files().isEmpty() && !installer.removed.isEmpty()) {
            return installer.report(List.of());
        }
        if (before.files().isEmpty()) {
            throw StencilException.of(
                    "There is no Stencil in %s that \"stencil install\" put there. Name the folder it was installed into.",
                    root);
        }
        try (PartFiles parts = new PartFiles()) {
            before.files().forEach(installer::delete);
            new InstalledFiles(installer.kept, before.folders()).write(root, parts);
            installer.deleteEmpty(before.folders());
        } catch (IOException e) {
            throw FileTrouble.writing(root.resolve(InstalledFiles.RECORD), e);
        }
        return installer.report(List.of());
    }

    private void sweep() {
        Leftovers.delete(target.root()).forEach(part -> removed.add(relative(part)));
    }

    private Report install(InstallPlan plan, InstalledFiles before, Progress progress) {
        Path root = target.root();
        Map<String, String> hashes = new LinkedHashMap<>();
        Map<Path, Path> copies = new LinkedHashMap<>();
        Set<String> folders = new LinkedHashSet<>(before.folders());
        for (String file : plan.files().keySet()) {
            folders.addAll(missingAbove(root.resolve(file)));
        }
        progress.say("Copying.");
        try (PartFiles parts = new PartFiles()) {
            for (Map.Entry<String, Path> file : plan.files().entrySet()) {
                Path place = root.resolve(file.getKey());
                Path part = parts.begin(place);
                copies.put(part, place);
                Digest digest = new Digest();
                try (OutputStream copy = Files.newOutputStream(part)) {
                    digest.copy(file.getValue(), copy);
                } catch (IOException e) {
                    throw FileTrouble.writing(place, e);
                }
                hashes.put(file.getKey(), digest.text());
            }
            InstalledFiles now = new InstalledFiles(hashes, folders);
            now.and(before).write(root, parts); // so that what is there can be taken out, whenever this ends
            copies.forEach(parts::finish);
            before.files().forEach((file, hash) -> {
                if (!hashes.containsKey(file)) {
                    delete(file, hash);
                }
            });
            for (Path jar : plan.replaced()) {
                if (!copies.containsValue(jar)) {
                    delete(jar);
                }
            }
            new InstalledFiles(kept, Set.of()).and(now).write(root, parts);
            deleteEmpty(before.folders());
        } catch (IOException e) {
            throw FileTrouble.writing(root.resolve(InstalledFiles.RECORD), e);
        }
        return report(List.copyOf(hashes.keySet()));
    }

    /** Deletes a file that was put here, unless it is no longer what was put here. */
    private void delete(String file, String hash) {
        Path place = target.root().resolve(file);
        try {
            if (Files.exists(place) && !Digest.of(place).equals(hash)) {
                left.add("%s was changed by somebody else and stays. Delete it by hand if you do not need it."
                        .formatted(place));
                return;
            }
        } catch (IOException e) {
            left.add("%s cannot be read (%s) and stays.".formatted(place, e));
            kept.put(file, hash);
            return;
        }
        if (!delete(place)) {
            kept.put(file, hash);
        }
    }

    private boolean delete(Path place) {
        try {
            if (Files.deleteIfExists(place)) {
                removed.add(relative(place));
            }
            return true;
        } catch (IOException e) {
            left.add("%s could not be deleted (%s). Close %s and repeat.".formatted(place, e, target.kind()));
            return false;
        }
    }

    /** Deletes folders made by an installation that are empty now, the innermost first. */
    private void deleteEmpty(Set<String> folders) throws IOException {
        List<String> innermostFirst =
                folders.stream().sorted(Comparator.reverseOrder()).toList();
        for (String folder : innermostFirst) {
            try {
                Files.deleteIfExists(target.root().resolve(folder));
            } catch (DirectoryNotEmptyException e) {
                // somebody uses it
            }
        }
    }

    private List<String> missingAbove(Path file) {
        List<String> missing = new ArrayList<>();
        for (Path folder = file.getParent(); folder != null && !Files.exists(folder); folder = folder.getParent()) {
            missing.add(relative(folder));
        }
        return missing;
    }

    private String relative(Path path) {
        return target.root().relativize(path).toString().replace('\\', '/');
    }

    private Report report(List<String> put) {
        return new Report(put, List.copyOf(removed), List.copyOf(left));
    }
}
