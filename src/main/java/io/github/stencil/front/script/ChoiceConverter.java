package io.github.stencil.front.script;

import io.github.stencil.StencilException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.scijava.convert.AbstractConverter;
import org.scijava.convert.Converter;
import org.scijava.plugin.Plugin;

/** Lets scripts name a choice as macros do, such as "Keep inside"; SciJava itself knows the names of constants only. */
@Plugin(type = Converter.class)
@SuppressWarnings("rawtypes") // the type of all enumerations
public final class ChoiceConverter extends AbstractConverter<String, Enum> {

    @Override
    public boolean canConvert(Class<?> given, Class<?> wanted) {
        return given == String.class
                && wanted.isEnum()
                && wanted.getName().startsWith(StencilException.class.getPackageName() + ".");
    }

    /** Returns the choice, or null if there is none of this name, which SciJava takes for "cannot be converted". */
    @Override
    public <T> @Nullable T convert(Object given, Class<T> wanted) {
        for (T choice : wanted.getEnumConstants()) {
            String name = given.toString();
            if (choice.toString().equalsIgnoreCase(name)
                    || ((Enum<?>) choice).name().equals(name)) {
                return choice;
            }
        }
        return null;
    }

    @Override
    public Class<Enum> getOutputType() {
        return Enum.class;
    }

    @Override
    public Class<String> getInputType() {
        return String.class;
    }

    /** Adds nothing: what a dialog offers is our own dialog's business. */
    @Override
    public void populateInputCandidates(Collection<Object> objects) {
        // none
    }
}
