// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.run;

import ij.measure.ResultsTable;
import io.github.stencil.command.StencilCommand;
import io.github.stencil.front.Commands;
import io.github.stencil.front.Inputs;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

/**
 * What a run over one file made, on its way from another process.
 *
 * @param saved the files with images and ROIs
 * @param tables the tables
 * @param gathered what the command has gathered to sum up later, or null
 * @param said what the run had to say
 * @param seconds how long it took
 */
record Carried(
        ArrayList<String> saved,
        ArrayList<CarriedTable> tables,
        @Nullable Serializable gathered,
        ArrayList<String> said,
        double seconds)
        implements Serializable {

    static Carried of(FileRun.Made made, List<String> said, double seconds) {
        ArrayList<String> saved = new ArrayList<>();
        made.saved().forEach(file -> saved.add(file.toString()));
        ArrayList<CarriedTable> tables = new ArrayList<>();
        Module module = made.module();
        for (ModuleItem<?> output : OutputFiles.outputs(module.getInfo(), ResultsTable.class)) {
            if (module.getOutput(output.getName()) instanceof ResultsTable table) {
                tables.add(CarriedTable.of(output.getName(), table));
            }
        }
        return new Carried(saved, tables, Commands.delegate(module).gathered(), new ArrayList<>(said), seconds);
    }

    /**
     * Returns what was made, as if it had been made here.
     *
     * @param texts the command's options; those for images are not read
     */
    FileRun.Made unpack(Commands.Declaration command, Map<String, String> texts) {
        Module module = command.createModule();
        Inputs.fillPlain(module, texts);
        tables.forEach(table -> module.setOutput(table.output(), table.table()));
        StencilCommand run = Commands.delegate(module);
        if (gathered != null) {
            run.takeGathered(gathered);
        }
        return new FileRun.Made(module, saved.stream().map(Path::of).toList());
    }
}
