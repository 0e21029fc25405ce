// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import ij.IJ;
import ij.Macro;
import ij.plugin.PlugIn;
import io.github.stencil.CancelledException;
import io.github.stencil.front.Commands;
import io.github.stencil.front.Failures;
import io.github.stencil.front.menu.Bridge;
import io.github.stencil.front.menu.Notice;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;

/**
 * Runs the SciJava command named in its argument, for the {@link Bridge}, which finds it by name.
 *
 * <p>Everything happens on the calling thread, as ImageJ expects of a plugin. Only there do the macro's options, its
 * batch-mode images and its abort work, and only from there does a shown image become the macro's current one. The one
 * exception is the event thread, on which nothing may compute: it gets a thread of its own.
 */
public final class MenuCommand implements PlugIn {
    private static final String THREAD = "Run$_Stencil"; // so ImageJ knows the threads whose macro options count

    /** Runs a command: asks for its parameters, or reads the macro's; runs it; shows what it made. */
    @Override
    public void run(String commandClass) {
        if (GraphicsEnvironment.isHeadless() || !EventQueue.isDispatchThread()) {
            runHere(commandClass);
            return;
        }
        Thread worker = new Thread(
                () -> {
                    runHere(commandClass);
                    Macro.setOptions(null);
                },
                THREAD);
        Macro.setOptions(worker, Macro.getOptions());
        worker.start();
    }

    private static void runHere(String commandClass) {
        try {
            Answers.converse(Commands.load(commandClass), module -> {
                Commands.run(module);
                Outputs.show(module);
            });
        } catch (DialogCancelled e) {
            Notice.endMacro("cancelled"); // the user knows
        } catch (CancelledException e) {
            IJ.showStatus(e.getMessage());
            Notice.endMacro(e.getMessage());
        } catch (RuntimeException | LinkageError | VirtualMachineError e) {
            boolean missing = e instanceof NoClassDefFoundError && e.getCause() instanceof ClassNotFoundException;
            Notice.report(missing ? Bridge.incomplete(e) : Failures.sentence(e));
        } finally {
            IJ.showProgress(1); // takes the bar away
        }
    }
}
