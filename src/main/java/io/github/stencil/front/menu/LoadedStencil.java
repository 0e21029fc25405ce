// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;

/**
 * The Stencil that this Java runs: the one that was used first.
 *
 * <p>ImageJ makes a new class loader, and with it another copy of every class of a plugin, when its menus are refreshed
 * or a plugin is compiled. TensorFlow's native library belongs to the one that loaded it, and another copy of our classes
 * would load it once more into the same process; so the first is entered in Java's own directory of such things, and
 * kept. Compiled for Java 8, as the {@link Bridge} is.
 */
public final class LoadedStencil implements LoadedStencilMBean {
    private static final String DOMAIN = "io.github.stencil";

    private final String version;
    private final ClassLoader loader;

    private LoadedStencil(String version, ClassLoader loader) {
        this.version = version;
        this.loader = loader;
    }

    /**
     * Returns the Stencil that was used first in this Java, which from now on is this one if there was none.
     *
     * @param version this one's version
     * @param ifFirst run if this one is the first
     */
    static LoadedStencil first(String version, Runnable ifFirst) {
        synchronized (MBeanServerFactory.class) { // the same for all class loaders
            try {
                MBeanServer directory = directory();
                ObjectName name = new ObjectName(DOMAIN, "type", "LoadedStencil");
                if (!directory.isRegistered(name)) {
                    LoadedStencil ours = new LoadedStencil(version, LoadedStencil.class.getClassLoader());
                    directory.registerMBean(ours, name);
                    ifFirst.run();
                    return ours;
                }
                return new LoadedStencil(
                        String.valueOf(directory.getAttribute(name, "Version")), directory.getClassLoaderFor(name));
            } catch (JMException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public String getVersion() {
        return version;
    }

    /** Returns the class loader of its classes. */
    ClassLoader loader() {
        return loader;
    }

    /** Returns a directory of our own: the one that Java fills with news of itself takes a fifth of a second. */
    private static MBeanServer directory() {
        List<MBeanServer> servers = MBeanServerFactory.findMBeanServer(null);
        for (MBeanServer server : servers) {
            if (server.getDefaultDomain().equals(DOMAIN)) {
                return server;
            }
        }
        return MBeanServerFactory.createMBeanServer(DOMAIN);
    }
}
