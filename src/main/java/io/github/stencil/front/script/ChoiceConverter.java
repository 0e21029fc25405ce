// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.script;

import io.github.stencil.StencilException;
import java.util.Arrays;
import org.scijava.convert.Converter;
import org.scijava.plugin.Plugin;

/** Lets scripts name a choice as macros do, such as "Keep inside"; SciJava itself knows the names of constants only. */
@Plugin(type = Converter.class)
@SuppressWarnings("rawtypes") // the type of all enumerations
public final class ChoiceConverter extends ScriptConverter<String, Enum> {
    /** Creates the converter. */
    public ChoiceConverter() {
        super(String.class, Enum.class);
    }

    @Override
    public boolean canConvert(Class<?> given, Class<?> wanted) {
        return given == String.class
                && wanted.isEnum()
                && wanted.getName().startsWith(StencilException.class.getPackageName() + ".");
    }

    @Override
    Object read(Object thing, Class<?> type) {
        String name = thing.toString();
        return Arrays.stream(type.getEnumConstants())
                .filter(choice -> choice.toString().equalsIgnoreCase(name)
                        || ((Enum<?>) choice).name().equals(name))
                .findFirst()
                .orElseThrow(() -> StencilException.of("\"%s\" is no choice. Name one.", name));
    }
}
