// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.Progress;
import io.github.stencil.RegularFile;
import io.github.stencil.StencilException;
import io.github.stencil.TemporaryFolder;
import io.github.stencil.model.card.ModelPackage;
import io.github.stencil.model.file.ModelFiles;
import io.github.stencil.model.file.ModelLibrary;
import io.github.stencil.model.file.ModelZip;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Installs models: copies one, tries it on its own test input, and moves it into place. */
public final class ModelInstaller {
    private static final int MOST_FILES = 10_000;

    private ModelInstaller() {}

    /**
     * Installs a model that is not trusted.
     *
     * @see #install(Path, String, boolean, Progress)
     */
    public static Map<String, String> install(Path file, String name, Progress progress) {
        return install(file, name, false, progress);
    }

    /**
     * Installs a model. Nothing is left if that fails.
     *
     * @param given a folder or a zip that {@link Model#open} takes
     * @param name what to call it; empty for its own name
     * @param trust whether to install it though it does more than compute, or though its output for its own test input is
     *     another than its test output
     * @param progress hears how far it is
     * @return property and value: the name, the folder, and how far the output for the model's own test input lies from its
     *     test output (the largest difference of two values, and its share of the range of the test output)
     * @throws StencilException if there is no such model, the name is taken, or the model does not run; without trust also
     *     if it does more than compute, or if that share is above 0.001
     */
    public static Map<String, String> install(Path given, String name, boolean trust, Progress progress) {
        if (!Files.exists(given)) {
            throw StencilException.of("There is no %s. Choose a model's folder, or a zip of one.", given);
        }
        RegularFile.toRead(given);
        Path file = ModelFiles.place(given);
        if (!name.isBlank()) {
            ModelLibrary.checkNew(name.strip());
        }
        if (Files.isDirectory(file)) {
            Model before = Model.open(file); // so that a folder that is none is not copied
            if (!trust) {
                before.refuseUnlessPure();
            }
        }
        TemporaryFolder folder = null;
        try {
            Files.createDirectories(ModelLibrary.folder());
            folder = TemporaryFolder.createPart(ModelLibrary.folder());
            Path part = folder.path();
            progress.say("Copying the model");
            copy(file, part, progress);
            ModelPackage.checkFiles(part);
            Model model = trust ? Model.open(file, part).trusted() : Model.open(file, part);
            model.refuseUnlessPure();
            String chosen = name.isBlank() ? ownName(model, file) : name.strip();
            ModelLibrary.checkNew(chosen);
            Map<String, String> report = new LinkedHashMap<>();
            report.put("Name", chosen);
            report.put("Folder", ModelLibrary.folder().resolve(chosen).toString());
            progress.say("Trying the model");
            report.putAll(tested(SelfTest.of(model.read(), part, progress), file, trust));
            LoadedModels.forget(part);
            move(part, ModelLibrary.folder().resolve(chosen));
            return report;
        } catch (StencilException e) {
            throw folder == null ? e : told(e, folder.path(), file);
        } catch (IOException e) {
            throw StencilException.of(
                    e,
                    "The model cannot be written to %s (%s). Make room there, or name another folder by the system property stencil.models.",
                    ModelLibrary.folder(),
                    e);
        } finally {
            if (folder != null) {
                LoadedModels.forget(folder.path());
                folder.close();
            }
        }
    }

    /** Names files by the place that was given, not by that of the copy, which is gone when this is read. */
    private static StencilException told(StencilException e, Path part, Path given) {
        String sentence = String.valueOf(e.getMessage());
        String there = sentence.replace(part.toString(), given.toString());
        return there.equals(sentence) ? e : new StencilException(there, e);
    }

    private static Map<String, String> tested(SelfTest test, Path file, boolean trust) {
        if (!test.passed() && !trust) {
            throw test.refusal(file);
        }
        return test.report();
    }

    private static String ownName(Model model, Path file) {
        String own = Optional.ofNullable(model.read().card().name())
                .orElse(io.github.stencil.image.Description.stem(String.valueOf(file.getFileName())));
        String clean = own.replaceAll("[^\\p{L}\\p{N} ._()+-]", "-").strip().replaceAll("^[^\\p{L}\\p{N}]+|[. ]+$", "");
        return clean.substring(0, Math.min(clean.length(), 100)).strip();
    }

    /** Copies or unpacks; weights that are a zip themselves stay one. */
    private static void copy(Path from, Path into, Progress progress) throws IOException {
        if (!Files.isDirectory(from)) {
            ModelFiles.checkIsZip(from);
            ModelZip.unpack(from, into);
            return;
        }
        // behind links too: what is installed shall not need what they lead to
        Files.walkFileTree(from, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
            private int files;

            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(into.resolve(from.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (++files > MOST_FILES) {
                    throw StencilException.of(
                            "%s holds more than %d files, too many for a model. Choose the model's own folder.",
                            from, MOST_FILES);
                }
                progress.step(files, 0);
                RegularFile.toRead(file);
                Files.copy(file, into.resolve(from.relativize(file).toString()));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void move(Path part, Path place) throws IOException {
        try {
            Files.move(part, place, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, place); // this file system knows no better
        }
    }
}
