// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.codec;

import io.github.stencil.StencilException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Loads codecs that are not Java. Their libraries are unpacked into Java's folder for temporary files first. */
final class Natives {
    private Natives() {}

    /**
     * Calls a native library.
     *
     * @throws StencilException if there is none for this platform, or it cannot be unpacked
     */
    static <T> T load(String codec, Supplier<T> call) {
        try {
            return call.get();
        } catch (LinkageError e) {
            if (isUnpacking(e)) {
                throw StencilException.of(
                        e,
                        "The %s codec could not be unpacked into %s. Make room there, or give Java another folder with -Djava.io.tmpdir=FOLDER.",
                        codec,
                        System.getProperty("java.io.tmpdir"));
            }
            throw StencilException.of(
                    e,
                    "There is no %s codec for %s on %s here. Store the image with gzip, or use another machine.",
                    codec,
                    System.getProperty("os.name"),
                    System.getProperty("os.arch"));
        }
    }

    /** Returns whether a library was there but did not get onto the disk, as zstd-jni and blosc-java say it. */
    private static boolean isUnpacking(LinkageError e) {
        return Stream.iterate((Throwable) e, error -> error != null, Throwable::getCause)
                .map(String::valueOf)
                .anyMatch(words -> words.contains("Cannot unpack") || words.contains("Couldn't load"));
    }
}
