// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command.score;

import io.github.stencil.RegularFile;
import io.github.stencil.StencilException;
import io.github.stencil.WholeFile;
import io.github.stencil.metric.EmptyClass;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The file of a report, which is there whole or not at all. */
public final class ReportFile {
    private ReportFile() {}

    /**
     * Checks that a report can go to a place.
     *
     * @throws StencilException if it is a folder, or its folder cannot be written
     */
    public static void check(File file) {
        Path place = file.toPath().toAbsolutePath();
        Path folder = place.getParent();
        if (Files.isDirectory(place) || folder == null) {
            throw StencilException.of("The report %s is a folder. Give a file, such as report.html.", file);
        }
        RegularFile.toReplace(place);
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw StencilException.of(
                    "The report cannot go to the folder %s, which is not there or cannot be written. Choose another place.",
                    folder);
        }
    }

    /**
     * Writes the report.
     *
     * @throws StencilException if that fails; what was there is then still there
     */
    public static void write(File file, Evaluation gathered, List<EvaluationTables.Titled> tables, EmptyClass empty) {
        Path place = file.toPath().toAbsolutePath();
        Path part = place.resolveSibling(place.getFileName() + ".part");
        try {
            WholeFile.write(place, part, made -> Files.writeString(made, ReportPage.of(gathered, tables, empty)));
        } catch (IOException e) {
            throw StencilException.of(
                    e,
                    "The report %s cannot be written (%s). Choose another place.",
                    file,
                    String.valueOf(e.getMessage()));
        }
    }
}
