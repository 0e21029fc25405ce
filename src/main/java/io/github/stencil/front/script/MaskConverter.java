package io.github.stencil.front.script;

import ij.ImagePlus;
import io.github.stencil.StencilException;
import io.github.stencil.command.MaskSource;
import java.util.Collection;
import java.util.Objects;
import net.imglib2.RandomAccessibleInterval;
import org.jspecify.annotations.Nullable;
import org.scijava.convert.AbstractConverter;
import org.scijava.convert.Converter;
import org.scijava.plugin.Plugin;

/** Lets scripts give an image, a file or a text where a command wants a mask. */
@Plugin(type = Converter.class)
public final class MaskConverter extends AbstractConverter<Object, MaskSource> {

    @Override
    public boolean canConvert(Class<?> given, Class<?> wanted) {
        return wanted == MaskSource.class && ScriptImages.isOne(given);
    }

    /** Returns the mask, or null if there is none, which SciJava takes for "cannot be converted". */
    @Override
    public <T> @Nullable T convert(Object given, Class<T> wanted) {
        boolean pixels = given instanceof ImagePlus || given instanceof RandomAccessibleInterval<?>;
        try {
            MaskSource mask = pixels ? MaskSource.of(ScriptImages.of(given)) : new MaskSource(given.toString());
            return Objects.requireNonNull(wanted.cast(mask));
        } catch (StencilException e) {
            return null; // UnusableValues tells the command that it was given something else
        }
    }

    @Override
    public Class<MaskSource> getOutputType() {
        return MaskSource.class;
    }

    /** Adds nothing: what a dialog offers is our own dialog's business. */
    @Override
    public void populateInputCandidates(Collection<Object> objects) {
        // none
    }

    @Override
    public Class<Object> getInputType() {
        return Object.class;
    }
}
