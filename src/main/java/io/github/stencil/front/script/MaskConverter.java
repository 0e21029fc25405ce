// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.script;

import ij.ImagePlus;
import io.github.stencil.command.MaskSource;
import net.imglib2.RandomAccessibleInterval;
import org.scijava.convert.Converter;
import org.scijava.plugin.Plugin;

/** Lets scripts give an image, a file or a text where a command wants a mask. */
@Plugin(type = Converter.class)
public final class MaskConverter extends ScriptConverter<Object, MaskSource> {
    /** Creates the converter. */
    public MaskConverter() {
        super(Object.class, MaskSource.class);
    }

    @Override
    public boolean canConvert(Class<?> given, Class<?> wanted) {
        return wanted == MaskSource.class && ScriptImages.isOne(given);
    }

    @Override
    Object read(Object thing, Class<?> type) {
        boolean pixels = thing instanceof ImagePlus || thing instanceof RandomAccessibleInterval<?>;
        return pixels ? MaskSource.of(ScriptImages.of(thing)) : new MaskSource(thing.toString());
    }
}
