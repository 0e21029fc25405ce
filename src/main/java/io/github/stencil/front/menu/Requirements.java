// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Stencil wants of the Java and the machine it runs on. Compiled for Java 8, as the {@link Bridge} is. */
final class Requirements {
    private static final int JAVA = 17;
    private static final Pattern RELEASE = Pattern.compile("(?:1\\.)?(\\d{1,6})");

    private Requirements() {}

    /**
     * Returns why Stencil cannot run on a Java, in one sentence; empty if it can.
     *
     * @param javaVersion as Java tells it, such as 1.8.0_322, 17.0.15 or 25-ea
     */
    static String refusal(String javaVersion) {
        return release(javaVersion) >= JAVA
                ? ""
                : "Stencil needs Java " + JAVA + " or newer, but this ImageJ runs on Java " + javaVersion
                        + ". Use an ImageJ or a Fiji that brings a newer Java.";
    }

    /**
     * Returns what does not run on a machine, in one sentence; empty if everything does.
     *
     * @param osName as Java tells it, such as Mac OS X
     * @param osArch as Java tells it, such as x86_64
     */
    static String warning(String osName, String osArch) {
        return osName.startsWith("Mac") && !osArch.equals("aarch64")
                ? "TensorFlow has no library for Intel Macs (this Java says " + osArch
                        + "): commands that need it will not run; on Apple silicon, use an ImageJ with a Java for it."
                : "";
    }

    /** Returns the release of a version: 8 of 1.8.0_322, 17 of 17.0.15; 0 if it cannot be told. */
    private static int release(String version) {
        Matcher number = RELEASE.matcher(version);
        return number.lookingAt() ? Integer.parseInt(number.group(1)) : 0;
    }
}
