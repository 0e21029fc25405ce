// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.run;

import io.github.stencil.front.Commands;
import io.github.stencil.front.Inputs;
import java.io.File;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scijava.module.ModuleItem;

/**
 * What was given for one command on the command line.
 *
 * @param texts values by parameter name; more than one only for images
 * @param output where the image goes, or null
 * @param tables where the tables go, or null
 * @param overwrite whether files that exist may be replaced
 * @param device what computes, or null for what is best
 * @param debug whether stack traces are wanted
 */
public record Options(
        Map<String, List<String>> texts,
        @Nullable String output,
        @Nullable String tables,
        boolean overwrite,
        @Nullable String device,
        boolean debug)
        implements Serializable {
    /** Returns the text of each parameter, the first where it was given several times. */
    Map<String, String> firstTexts() {
        Map<String, String> first = new LinkedHashMap<>();
        texts.forEach((name, values) -> first.put(name, values.get(0)));
        return first;
    }

    /** Returns the same options but for some that have been decided, by parameter. */
    Options with(Map<String, String> decided) {
        Map<String, List<String>> all = new LinkedHashMap<>(texts);
        decided.forEach((name, text) -> all.put(name, List.of(text)));
        return new Options(all, output, tables, overwrite, device, debug);
    }

    /** Returns the same options, with paths that mean the same whatever the folder a process runs in. */
    Options absolute(Commands.Declaration command) {
        Map<String, List<String>> all = new LinkedHashMap<>(texts);
        for (ModuleItem<?> parameter : Inputs.of(command.createModule())) {
            List<String> values = texts.getOrDefault(parameter.getName(), List.of());
            if (parameter.getType() == File.class && values.stream().noneMatch(String::isEmpty)) {
                all.computeIfPresent(
                        parameter.getName(),
                        (name, given) -> given.stream()
                                .map(text -> isPath(parameter, text) ? FileItem.absolute(Path.of(text)) : text)
                                .toList());
            }
        }
        return new Options(all, absolute(output), absolute(tables), overwrite, device, debug);
    }

    /** An installed model's name is no path. */
    private static boolean isPath(ModuleItem<?> parameter, String text) {
        return Files.exists(Path.of(text)) || "save".equals(parameter.getWidgetStyle());
    }

    private static @Nullable String absolute(@Nullable String place) {
        return place == null ? null : FileItem.absolute(Path.of(place));
    }
}
