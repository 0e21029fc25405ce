// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.script;

import io.github.stencil.StencilException;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.scijava.convert.AbstractConverter;

/**
 * Lets scripts give something else where a command has a parameter of a type of its own.
 *
 * @param <G> what is given
 * @param <W> what the command wants
 */
abstract class ScriptConverter<G, W> extends AbstractConverter<G, W> {
    private final Class<G> given;
    private final Class<W> wanted;

    ScriptConverter(Class<G> given, Class<W> wanted) {
        this.given = given;
        this.wanted = wanted;
    }

    /**
     * Returns what a given thing stands for.
     *
     * @param type the parameter's
     * @throws StencilException if it stands for nothing
     */
    abstract Object read(Object thing, Class<?> type);

    /** Returns what a given thing stands for, or null if that is nothing, which SciJava takes for "cannot be converted". */
    @Override
    public final <T> @Nullable T convert(Object thing, Class<T> type) {
        try {
            return Objects.requireNonNull(type.cast(read(thing, type)));
        } catch (StencilException e) {
            return null; // UnusableValues tells the command that it was given something else
        }
    }

    @Override
    public final Class<G> getInputType() {
        return given;
    }

    @Override
    public final Class<W> getOutputType() {
        return wanted;
    }

    /** Adds nothing: what a dialog offers is our own dialog's business. */
    @Override
    public final void populateInputCandidates(Collection<Object> objects) {
        // none
    }
}
