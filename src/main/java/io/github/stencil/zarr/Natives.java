package io.github.stencil.zarr;

import io.github.stencil.StencilException;
import java.util.function.Supplier;

/** Loads codecs that are not Java. */
final class Natives {
    private Natives() {}

    /**
     * Calls a native library.
     *
     * @throws StencilException if there is none for this platform
     */
    static <T> T load(String codec, Supplier<T> call) {
        try {
            return call.get();
        } catch (LinkageError e) {
            throw StencilException.of(
                    "There is no %s codec for %s on %s here. Store the image with gzip, or use another machine.",
                    codec, System.getProperty("os.name"), System.getProperty("os.arch"));
        }
    }
}
