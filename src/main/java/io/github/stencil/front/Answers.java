package io.github.stencil.front;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.macro.Interpreter;
import io.github.stencil.StencilException;
import io.github.stencil.command.ImageSource;
import java.awt.GraphicsEnvironment;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.scijava.ItemVisibility;
import org.scijava.Priority;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Plugin;

/** What a user wants of a command: the macro's options, else a dialog's if a person is there, else nothing. */
final class Answers {
    private Answers() {}

    /**
     * Gets the texts of parameters: the macro's options, else a dialog's if a person is there, else none.
     *
     * @throws DialogCancelled if the person cancels
     */
    static Map<String, String> of(Module module) {
        return of(module, true);
    }

    /** Gets the texts as {@link #of} does, of what is not set yet, and lets no recorder write them down. */
    static Map<String, String> unrecorded(Module module) {
        return of(module, false);
    }

    private static Map<String, String> of(Module module, boolean record) {
        String options = Macro.getOptions();
        if (options != null) {
            return MacroOptions.parse(options);
        }
        List<ModuleItem<?>> open = Inputs.of(module).stream()
                .filter(item -> !module.isInputResolved(item.getName()))
                .toList();
        boolean attended = !GraphicsEnvironment.isHeadless() && IJ.getInstance() != null && !Interpreter.isBatchMode();
        boolean asks = !open.isEmpty() || !Inputs.messages(module).isEmpty();
        return attended && asks ? new ParameterDialog(module, open).ask(record) : Map.of();
    }
}
