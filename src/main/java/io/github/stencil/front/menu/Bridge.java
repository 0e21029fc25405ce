// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

import ij.IJ;
import ij.plugin.PlugIn;

/**
 * What the classes that {@code plugins.config} names have in common. It hands a command to the Stencil that this Java runs,
 * or says in one sentence why it cannot.
 *
 * <p>This class and those it uses by name are compiled for Java 8, so that an ImageJ whose Java is too old for Stencil
 * can still be told. The rest is found by name, in the class loader of the Stencil that was used first: ImageJ makes a
 * new class loader whenever its menus are refreshed, but a native library belongs to the one that loaded it.
 */
public class Bridge implements PlugIn {
    private static final String MENU_COMMAND = "io.github.stencil.front.dialog.MenuCommand";

    private final String commandClass;

    /** Creates a bridge to the SciJava command that its argument names. */
    public Bridge() {
        this("");
    }

    /** Creates a bridge to the SciJava command of this class. */
    protected Bridge(String commandClass) {
        this.commandClass = commandClass;
    }

    /** Runs the command, or says why that cannot be. */
    @Override
    public final void run(String argument) {
        String refusal = Requirements.refusal(System.getProperty("java.version"));
        if (!refusal.isEmpty()) {
            Notice.report(refusal);
            return;
        }
        LoadedStencil used = LoadedStencil.first(version(), Bridge::greet);
        if (!used.getVersion().equals(version())) {
            Notice.report("Stencil " + version() + " is installed, but this ImageJ has already used Stencil "
                    + used.getVersion() + ". Restart ImageJ.");
            return;
        }
        try {
            Class<?> menuCommand = Class.forName(MENU_COMMAND, true, used.loader());
            ((PlugIn) menuCommand.getDeclaredConstructor().newInstance())
                    .run(commandClass.isEmpty() ? argument : commandClass);
        } catch (ReflectiveOperationException | NoClassDefFoundError e) {
            Notice.report(incomplete(e));
        }
    }

    /** Returns a sentence for a class that is not there, as where somebody copied the jar alone. */
    public static String incomplete(Throwable missing) {
        return "Stencil is not complete here (" + missing
                + "). Install it with \"bin/stencil install\" and restart ImageJ.";
    }

    /** Says what is to be known about this machine, the first time that Stencil is used. */
    private static void greet() {
        String warning = Requirements.warning(System.getProperty("os.name"), System.getProperty("os.arch"));
        if (!warning.isEmpty()) {
            IJ.log("Stencil: " + warning);
        }
    }

    private static String version() {
        String version = Bridge.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
