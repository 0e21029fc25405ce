// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.file;

import io.github.stencil.FileTrouble;
import io.github.stencil.StencilException;
import io.github.stencil.UserFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The models that are installed: a folder each, in {@code .stencil/models} of the user's home or where the system property
 * {@code stencil.models} says.
 */
public final class ModelLibrary {
    private ModelLibrary() {}

    /** Returns the folder of the installed models, which may not be there yet. */
    public static Path folder() {
        return UserFolder.of("models");
    }

    /** Returns the names of the installed models, in order. */
    public static List<String> names() {
        if (!Files.isDirectory(folder())) {
            return List.of();
        }
        try (Stream<Path> models = Files.list(folder())) {
            return models.filter(Files::isDirectory)
                    .map(path -> String.valueOf(path.getFileName()))
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw FileTrouble.reading(folder(), e);
        }
    }

    /** Returns the names of the models that need no path: the installed ones in order, then those that come with Stencil. */
    public static List<String> known() {
        List<String> installed = names();
        return Stream.concat(
                        installed.stream(), BundledModels.names().stream().filter(name -> !installed.contains(name)))
                .toList();
    }

    /**
     * Returns a known model's folder where a path is no file or folder but such a model's name; else the path. One that
     * comes with Stencil is unpacked for that, unless another of its name was installed.
     */
    public static Path find(Path path) {
        String name = path.toString();
        if (path.getNameCount() != 1 || path.isAbsolute() || Files.exists(path)) {
            return path;
        }
        if (names().contains(name)) {
            return folder().resolve(name);
        }
        return BundledModels.names().contains(name) ? BundledModels.folder(name) : path;
    }

    /**
     * Checks a name for a new model.
     *
     * @throws StencilException if it is no name for a folder, or taken
     */
    public static void checkNew(String name) {
        if (!name.matches("[\\p{L}\\p{N}][\\p{L}\\p{N} ._()+-]{0,99}") || name.endsWith(".") || name.endsWith(" ")) {
            throw StencilException.of(
                    "The name is \"%s\" but must be up to 100 letters, digits, spaces and . _ - + ( ), with a letter or digit first. Give another name.",
                    name);
        }
        if (Files.exists(folder().resolve(name))) {
            throw StencilException.of(
                    "There is an installed model \"%s\" already. Give another name, or delete %s first.",
                    name, folder().resolve(name));
        }
    }
}
