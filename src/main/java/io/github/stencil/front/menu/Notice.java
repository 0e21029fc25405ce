// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

import ij.IJ;
import ij.macro.Interpreter;
import io.github.stencil.front.terminal.Printable;

/** Tells a person one sentence, or a log where nobody sits, and ends the macro. Compiled for Java 8, for the {@link Bridge}. */
public final class Notice {
    private Notice() {}

    /**
     * Shows one sentence: a dialog in front of a person, the log in batch mode. A macro ends here.
     *
     * <p>{@code IJ.error} would open a modal dialog in {@code -batch} mode on a machine with a display, and wait there
     * for ever.
     */
    public static void report(String sentence) {
        if (IJ.getInstance() != null && !Interpreter.isBatchMode()) {
            IJ.error("Stencil", sentence);
            return;
        }
        IJ.log("Stencil: " + Printable.of(sentence));
        endMacro(sentence);
    }

    /**
     * Ends the macro that runs this command, if there is one, without a dialog.
     *
     * <p>{@code Interpreter.abort()} would wait two seconds for this very thread to end.
     */
    public static void endMacro(String reason) {
        Interpreter macro = Interpreter.getInstance();
        boolean ours = Thread.currentThread().getName().startsWith("Run$_"); // so IJ.run marks a macro's thread
        if (macro != null && ours) {
            macro.setIgnoreErrors(true);
            macro.abort(Printable.of(reason));
        }
    }
}
