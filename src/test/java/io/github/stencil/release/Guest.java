// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.release;

import ij.IJ;
import ij.ImageJ;
import ij.Menus;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A guest at an ImageJ into which a release was installed. It uses the menu and runs macros, and says what it sees.
 *
 * <p>A program of its own, with that ImageJ and no class of Stencil on its class path.
 */
public final class Guest {
    private static final PrintStream OUT = System.out;

    private Guest() {}

    /** Takes {@code display} or {@code headless}, how often the menus are refreshed, and macro files to run. */
    public static void main(String[] args) throws Exception {
        if (args[0].equals("headless")) { // before any class of ImageJ is there
            System.setProperty("java.awt.headless", "true");
            Class.forName("net.imagej.patcher.LegacyInjector")
                    .getMethod("preinit")
                    .invoke(null);
        }
        Visit.run(
                args[0].equals("display"),
                Integer.parseInt(args[1]),
                List.of(args).subList(2, args.length));
        Runtime.getRuntime().halt(0);
    }

    /** What needs ImageJ's classes. */
    private static final class Visit {

        static void run(boolean display, int refreshments, List<String> macros) throws Exception {
            if (display) {
                new ImageJ(ImageJ.STANDALONE);
                while (!IJ.getInstance().isShowing()) {
                    Thread.sleep(100);
                }
            }
            say("version", IJ.getVersion());
            runAll("", macros);
            say(
                    "menu",
                    String.valueOf(
                            Menus.getCommands().get("Predict Masks..."))); // without a display made when first needed
            Set<ClassLoader> loaders = Collections.newSetFromMap(new IdentityHashMap<>());
            loaders.add(IJ.getClassLoader());
            for (int i = 1; i <= refreshments; i++) {
                Menus.updateImageJMenus(); // what Help > Refresh Menus does
                loaders.add(IJ.getClassLoader());
                runAll("refreshed " + i + " ", macros);
            }
            say("class loaders", String.valueOf(loaders.size()));
            say("with JavaCPP", String.valueOf(having("org.bytedeco.javacpp.Loader", loaders)));
            say("log", String.valueOf(IJ.getLog()));
        }

        /** Returns how many class loaders have loaded a class; JavaCPP's would load the native libraries once more. */
        private static long having(String className, Set<ClassLoader> loaders) throws ReflectiveOperationException {
            Method find = ClassLoader.class.getDeclaredMethod("findLoadedClass", String.class);
            find.setAccessible(true);
            long having = 0;
            for (ClassLoader loader : loaders) {
                having += find.invoke(loader, className) == null ? 0 : 1;
            }
            return having;
        }

        private static void runAll(String when, List<String> macros) throws Exception {
            for (String macro : macros) {
                Path file = Path.of(macro);
                String answer = IJ.runMacro(Files.readString(file), System.getProperty("macro.argument", ""));
                say(when + file.getFileName(), String.valueOf(answer));
            }
        }

        private static void say(String what, String seen) {
            OUT.println(String.format(Locale.ROOT, "SEEN %s = %s", what, seen.replace("\n", " / ")));
        }
    }
}
