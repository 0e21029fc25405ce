// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil;

import java.nio.file.Path;

/** Where Stencil keeps things of its user. */
public final class UserFolder {
    private UserFolder() {}

    /**
     * Returns the folder {@code .stencil/NAME} of the user's home, or the one that the system property {@code stencil.NAME}
     * names instead; it may not be there yet.
     */
    public static Path of(String name) {
        String given = System.getProperty("stencil." + name, "");
        return given.isEmpty() ? Path.of(System.getProperty("user.home", "."), ".stencil", name) : Path.of(given);
    }
}
