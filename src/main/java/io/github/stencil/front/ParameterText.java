// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front;

import ij.ImagePlus;
import io.github.stencil.DecimalText;
import io.github.stencil.StencilException;
import io.github.stencil.command.ImageSource;
import io.github.stencil.command.MaskSource;
import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.scijava.module.ModuleItem;
import org.scijava.util.Types;

/** Parameter values as text: what dialogs hold, macros record and the command line takes. */
public final class ParameterText {
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,99}");

    private ParameterText() {}

    /**
     * Reads a value strictly.
     *
     * @throws StencilException if the text is not a value of the parameter's type, or outside its limits or choices
     */
    public static Object read(ModuleItem<?> parameter, String text) {
        Object value = parse(parameter, text.strip());
        if (value instanceof Number number) {
            checkLimits(parameter, number.doubleValue());
        }
        return value;
    }

    /**
     * Checks a value that did not come as text.
     *
     * @return the value; a choice as it is spelled in the list of choices
     * @throws StencilException if it is outside the parameter's limits, none of its choices, or an image without pixels
     */
    public static Object check(ModuleItem<?> parameter, Object value) {
        if (value instanceof Number number) {
            if (Double.isInfinite(number.doubleValue())) { // 1e999, say
                throw wrong(parameter, value.toString(), wanted(parameter));
            }
            checkLimits(parameter, number.doubleValue());
        } else if (value instanceof String text && !choices(parameter).isEmpty()) {
            return choice(parameter, text);
        } else if (value instanceof ImagePlus image && image.getWidth() == 0) {
            throw wrong(parameter, image.getTitle(), wanted(parameter));
        }
        return value;
    }

    /** Says what a parameter takes. */
    public static String wanted(ModuleItem<?> parameter) {
        Class<?> type = Types.box(parameter.getType());
        List<String> choices = choices(parameter);
        if (!choices.isEmpty()) {
            return "one of: " + String.join(", ", choices);
        }
        return type == Boolean.class
                ? "true or false"
                : type == Integer.class || type == Long.class
                        ? "a whole number"
                        : Number.class.isAssignableFrom(type)
                                ? "a number"
                                : type == ImagePlus.class || type == MaskSource.class
                                        ? "an ImagePlus, a Dataset, an Img, a file or the title of an open image"
                                        : String.valueOf(parameter.getDescription());
    }

    /** Writes a value so that {@link #read} gives it back; null is the empty text. */
    public static String write(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Double number) {
            return DecimalText.write(number);
        }
        if (value instanceof File file) {
            return file.getPath().replace('\\', '/'); // macros take a backslash for an escape
        }
        return value instanceof ImagePlus image ? ImageSource.name(image) : value.toString();
    }

    /** Returns the texts a parameter is limited to, or an empty list if there are no such limits. */
    public static List<String> choices(ModuleItem<?> parameter) {
        if (parameter.getType().isEnum()) {
            return Arrays.stream(parameter.getType().getEnumConstants())
                    .map(Object::toString)
                    .toList();
        }
        List<?> choices = parameter.getChoices();
        return choices == null
                ? List.of()
                : choices.stream().map(Object::toString).toList();
    }

    private static Object parse(ModuleItem<?> parameter, String text) {
        Class<?> type = Types.box(parameter.getType());
        if (type == Boolean.class) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "true" -> true;
                case "false" -> false;
                default -> throw wrong(parameter, text, "true or false");
            };
        }
        if (Number.class.isAssignableFrom(type)) {
            return number(parameter, type, text);
        }
        if (!choices(parameter).isEmpty()) {
            return choice(parameter, text);
        }
        if (type == String.class) {
            return text;
        }
        if (text.isEmpty()) {
            throw wrong(parameter, text, "a value");
        }
        if (type == File.class) {
            return new File(text);
        }
        if (type == ImagePlus.class) {
            return ImageSource.find(text);
        }
        if (type == MaskSource.class) {
            return new MaskSource(text);
        }
        throw new IllegalStateException("No text form for parameters of " + type);
    }

    private static Object number(ModuleItem<?> parameter, Class<?> type, String text) {
        if (type == Double.class) {
            if ("NaN".equals(parameter.get("takes")) && text.equalsIgnoreCase("NaN")) {
                return Double.NaN;
            }
            return DecimalText.read(text)
                    .map(BigDecimal::doubleValue)
                    .orElseThrow(() -> wrong(parameter, text, "a number"));
        }
        if (!WHOLE.matcher(text).matches()) {
            throw wrong(parameter, text, "a whole number");
        }
        BigInteger whole = new BigInteger(text);
        boolean narrow = type == Integer.class;
        if (whole.bitLength() >= (narrow ? Integer.SIZE : Long.SIZE)) {
            long most = narrow ? Integer.MAX_VALUE : Long.MAX_VALUE;
            throw wrong(parameter, text, String.format(Locale.ROOT, "a whole number from %,d to %,d", -most - 1, most));
        }
        return narrow ? (Object) whole.intValueExact() : (Object) whole.longValueExact();
    }

    private static Object choice(ModuleItem<?> parameter, String text) {
        List<String> choices = choices(parameter);
        for (int i = 0; i < choices.size(); i++) {
            if (choices.get(i).equalsIgnoreCase(text)) {
                return parameter.getType().isEnum() ? parameter.getType().getEnumConstants()[i] : choices.get(i);
            }
        }
        throw wrong(parameter, text, "one of: " + String.join(", ", choices));
    }

    private static void checkLimits(ModuleItem<?> parameter, double value) {
        boolean tooLow = parameter.getMinimumValue() instanceof Number min && !(value >= min.doubleValue());
        boolean tooHigh = parameter.getMaximumValue() instanceof Number max && !(value <= max.doubleValue());
        if (tooLow || tooHigh) {
            throw wrong(parameter, write(value), limits(parameter));
        }
    }

    private static String limits(ModuleItem<?> parameter) {
        Object min = parameter.getMinimumValue();
        Object max = parameter.getMaximumValue();
        return max == null
                ? "at least " + write(min)
                : min == null ? "at most " + write(max) : "from " + write(min) + " to " + write(max);
    }

    private static StencilException wrong(ModuleItem<?> parameter, String found, String wanted) {
        return StencilException.of("%s is \"%s\" but must be %s.", parameter.getName(), found, wanted);
    }
}
