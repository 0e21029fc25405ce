// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor;

import org.bytedeco.javacpp.Loader;
import org.tensorflow.internal.c_api.global.tensorflow;

/**
 * The standard library of C++ on Linux. TensorFlow's libraries hold parts of it, and show them to every library that is
 * loaded later, TensorFlow 1 of another plugin among them, which crashes with parts of another age. A Java that uses the
 * system's own standard library is safe, as that then comes first; one that brings it inside, as Temurin does, is not.
 */
final class StandardLibrary {
    private static final String NAME = "libstdc++.so.6";

    private StandardLibrary() {}

    /** Puts the system's library before TensorFlow's, whose class must not have been touched yet. */
    static void goesFirst() {
        if (Loader.getPlatform().startsWith("linux")) {
            Loader.load(tensorflow.class); // before that JavaCPP has no native code of its own
            try {
                Loader.loadGlobal(NAME);
            } catch (UnsatisfiedLinkError e) {
                return; // a system with another one: there TensorFlow 1 stays at risk
            }
        }
    }
}
