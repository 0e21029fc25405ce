// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

import static org.assertj.core.api.Assertions.assertThat;

import ij.plugin.PlugIn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the bridge does in the class loader that ImageJ makes when its menus are refreshed. */
class BridgeTest {

    @Test
    void anotherVersionThanTheOneInUseAsksForARestart() throws Exception {
        new Bridge().run("none"); // now this one is in use, and there is no such command
        String log = logged(() -> bridgeOf("9.9").run("none"));
        assertThat(log)
                .contains("Stencil 9.9 is installed, but this ImageJ has already used Stencil dev. Restart ImageJ.");
    }

    @Test
    void theSameVersionUsesTheClassesThatAreInUse() throws Exception {
        new Bridge().run("none");
        String log = logged(() -> bridgeOf("dev").run("none")); // that class loader could not load a command
        assertThat(log).contains("ClassNotFoundException: none").doesNotContain("Restart");
    }

    private interface Act {
        void run() throws Exception;
    }

    /** Returns what ImageJ logs, which goes to standard output without a display. */
    private static String logged(Act act) throws Exception {
        PrintStream out = System.out;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            act.run();
        } finally {
            System.setOut(out);
        }
        return log.toString(StandardCharsets.UTF_8);
    }

    private static PlugIn bridgeOf(String version) throws Exception {
        return (PlugIn) new Copy(version)
                .loadClass("io.github.stencil.front.menu.Bridge")
                .getDeclaredConstructor()
                .newInstance();
    }

    /** Makes copies of the few classes that the menu calls, as from a jar of some version, and of no others. */
    private static final class Copy extends ClassLoader {
        private final String version;

        Copy(String version) {
            super(BridgeTest.class.getClassLoader());
            this.version = version;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("io.github.stencil")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : copy(name);
        }

        private Class<?> copy(String name) throws ClassNotFoundException {
            if (!name.matches(".*\\.(Bridge|LoadedStencil|LoadedStencilMBean|Notice|Printable|Requirements)")) {
                throw new ClassNotFoundException(name);
            }
            String room = name.substring(0, name.lastIndexOf('.'));
            if (getDefinedPackage(room) == null) {
                definePackage(room, null, null, null, null, version, null, null);
            }
            try (InputStream in = BridgeTest.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
