// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;
import ij.measure.ResultsTable;
import io.github.stencil.command.ImageSource;
import io.github.stencil.command.RoiResult;
import io.github.stencil.front.Commands;
import io.github.stencil.front.Csv;
import io.github.stencil.front.RoiDoor;
import io.github.stencil.front.menu.Bridge;
import io.github.stencil.front.terminal.Printable;
import java.awt.GraphicsEnvironment;
import java.awt.Window;
import org.jspecify.annotations.Nullable;
import org.scijava.Priority;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPostprocessorPlugin;
import org.scijava.module.process.PostprocessorPlugin;
import org.scijava.plugin.Plugin;

/**
 * Shows a command's images, tables and ROIs, each once.
 *
 * <p>{@link Bridge} calls {@link #show}. As a postprocessor it does the same where SciJava itself runs a command of
 * ours, before SciJava's own display code sees the outputs.
 */
@Plugin(type = PostprocessorPlugin.class, priority = Priority.HIGH)
public final class Outputs extends AbstractPostprocessorPlugin {
    private static final int COLUMN = 85; // pixels
    private static final double MOST_OF_SCREEN = 0.6;

    @Override
    public void process(Module module) {
        if (Commands.isOurs(module.getInfo())) {
            show(module);
        }
    }

    /**
     * Shows the outputs that are set, on the calling thread; a table's title is its parameter's label.
     *
     * <p>In a macro's batch mode an image joins the batch images and becomes current. Without a display and outside a
     * macro, an image is left in the module, and a table is printed.
     */
    static void show(Module module) {
        for (ModuleItem<?> output : module.getInfo().outputs()) {
            Object value = module.getOutput(output.getName());
            if (value instanceof ImagePlus image) {
                show(image);
                module.resolveOutput(output.getName());
            } else if (value instanceof ResultsTable table) {
                TableWindow.split(output.getLabel(), table).forEach((title, part) -> show(part, title));
                module.resolveOutput(output.getName());
            } else if (value instanceof RoiResult rois) {
                RoiDoor.show(rois);
                module.resolveOutput(output.getName());
            }
        }
    }

    private static void show(ImagePlus image) {
        image.setTitle(ImageSource.unique(image.getTitle()));
        if (!GraphicsEnvironment.isHeadless() || Interpreter.isBatchMode() || IJ.isMacro()) {
            image.show();
        }
    }

    private static void show(ResultsTable table, String title) {
        if (GraphicsEnvironment.isHeadless()) {
            IJ.log(Printable.of(title + "\n" + Csv.text(table)));
        } else {
            boolean open = WindowManager.getWindow(title) != null;
            TableWindow.merge(ResultsTable.getResultsTable(title), table).show(title);
            if (!open) {
                widen(WindowManager.getWindow(title), table);
            }
        }
    }

    /** Makes room for the columns, as far as the screen goes; ImageJ opens all tables in the same size. */
    private static void widen(@Nullable Window window, ResultsTable table) {
        if (window != null) {
            double wanted = COLUMN * table.getHeadings().length; // the text of tables does not follow ImageJ's scale
            double most = MOST_OF_SCREEN * IJ.getScreenSize().width;
            window.setSize((int) Math.max(window.getWidth(), Math.min(wanted, most)), window.getHeight());
        }
    }
}
