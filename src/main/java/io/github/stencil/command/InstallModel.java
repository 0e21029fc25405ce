// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import ij.measure.ResultsTable;
import io.github.stencil.Progress;
import io.github.stencil.command.table.Tables;
import io.github.stencil.model.ModelInstaller;
import java.io.File;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Installs a model, so that it is found by its name. */
@Plugin(
        type = Command.class,
        name = "install-model",
        menuPath = "Plugins>Stencil>Stencil Install Model...",
        description = "Tries a model on its own test image and installs it, so that it is found by its name.",
        headless = true,
        attrs = @Attr(name = "no-legacy"))
public class InstallModel extends StencilCommand {
    @Parameter(
            label = "File (zip or folder)",
            style = "both",
            persist = false,
            description = "A bioimage.io package or a TensorFlow SavedModel: a folder, or a zip of it")
    private File file;

    @Parameter(
            label = "Name (empty = its own)",
            persist = false,
            description = "What to call it in Predict Masks; empty for the model's own name")
    private String name = "";

    @Parameter(
            label = "Trust this model",
            persist = false,
            description =
                    "Installs a model even if its own test fails, or if it has operations that are not known to only compute",
            attrs = @Attr(name = "once", value = "true"))
    private Boolean trust = false;

    @Parameter(label = "Install", type = ItemIO.OUTPUT)
    ResultsTable installed;

    @Override
    protected void execute(Progress progress) {
        installed = Tables.properties(ModelInstaller.install(file.toPath(), name, trust, progress));
    }
}
