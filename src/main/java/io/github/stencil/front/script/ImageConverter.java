// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.script;

import ij.ImagePlus;
import org.scijava.Priority;
import org.scijava.convert.Converter;
import org.scijava.plugin.Plugin;

/**
 * Lets scripts give an ImgLib2 image, a file or a title where a command has an ImageJ image. Any other converter goes
 * first, but for SciJava's own last resort, which makes an image without pixels of a text.
 */
@Plugin(type = Converter.class, priority = Priority.VERY_LOW)
public final class ImageConverter extends ScriptConverter<Object, ImagePlus> {
    /** Creates the converter. */
    public ImageConverter() {
        super(Object.class, ImagePlus.class);
    }

    @Override
    public boolean canConvert(Class<?> given, Class<?> wanted) {
        return wanted == ImagePlus.class && !ImagePlus.class.isAssignableFrom(given) && ScriptImages.isOne(given);
    }

    @Override
    Object read(Object thing, Class<?> type) {
        return ScriptImages.of(thing);
    }
}
