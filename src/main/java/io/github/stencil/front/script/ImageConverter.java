package io.github.stencil.front.script;

import ij.ImagePlus;
import io.github.stencil.StencilException;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.scijava.Priority;
import org.scijava.convert.AbstractConverter;
import org.scijava.convert.Converter;
import org.scijava.plugin.Plugin;

/**
 * Lets scripts give an ImgLib2 image, a file or a title where a command has an ImageJ image. Any other converter goes
 * first, but for SciJava's own last resort, which makes an image without pixels of a text.
 */
@Plugin(type = Converter.class, priority = Priority.VERY_LOW)
public final class ImageConverter extends AbstractConverter<Object, ImagePlus> {

    @Override
    public boolean canConvert(Class<?> given, Class<?> wanted) {
        return wanted == ImagePlus.class && !ImagePlus.class.isAssignableFrom(given) && ScriptImages.isOne(given);
    }

    /** Returns the image, or null if there is none, which SciJava takes for "cannot be converted". */
    @Override
    public <T> @Nullable T convert(Object given, Class<T> wanted) {
        try {
            return Objects.requireNonNull(wanted.cast(ScriptImages.of(given)));
        } catch (StencilException e) {
            return null; // Given tells the command that it was given something else
        }
    }

    @Override
    public Class<ImagePlus> getOutputType() {
        return ImagePlus.class;
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
