// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.trust;

import io.github.stencil.FileTrouble;
import io.github.stencil.UserFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this user's Stencil remembers of models, by their hash: a file each in {@code .stencil/known} of the user's home, or
 * where the system property {@code stencil.known} says. To forget one, delete its file. Thread-safe, also between processes.
 */
public final class KnownModels {
    private static final String SHIPPED = "shipped-models.txt";

    /** What is remembered. */
    public enum Fact {
        /** The user trusts the model, whatever operations it has. */
        TRUSTED,
        /** The model has run on this machine and left the process alive. */
        RAN
    }

    private KnownModels() {}

    /** Returns the folder of the files, which may not be there yet. */
    static Path folder() {
        return UserFolder.of("known");
    }

    /** Returns whether something is remembered of a model; of those that come with Stencil, that they run. */
    public static boolean has(String hash, Fact fact) {
        return Files.exists(file(hash, fact)) || (fact == Fact.RAN && shipped().contains(hash));
    }

    /**
     * Remembers something.
     *
     * @param model where the model lay, for people who look into the file
     * @return whether it could be written
     */
    public static boolean remember(String hash, Fact fact, Path model) {
        try {
            Files.createDirectories(folder());
            Files.writeString(file(hash, fact), model.toAbsolutePath() + "\n");
            return true;
        } catch (IOException e) {
            return false; // on a disk that is full or belongs to others it is asked, or tried, again
        }
    }

    private static Path file(String hash, Fact fact) {
        return folder().resolve(hash + "." + fact.name().toLowerCase(java.util.Locale.ROOT));
    }

    private static String shipped() {
        try (InputStream in = KnownModels.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new IllegalStateException(SHIPPED + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw FileTrouble.reading(SHIPPED, e);
        }
    }
}
