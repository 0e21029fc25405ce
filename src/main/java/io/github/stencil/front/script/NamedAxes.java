// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.script;

import java.util.Locale;
import java.util.Map;
import net.imglib2.RandomAccessibleInterval;
import org.jspecify.annotations.Nullable;

/**
 * The axes that ImageJ2's images name, such as those of a Dataset or an ImgPlus. Their classes are not among the libraries
 * that Stencil needs, so they are asked by the names of their methods.
 */
final class NamedAxes {
    private static final Map<String, String> LETTERS =
            Map.of("X", "X", "Y", "Y", "CHANNEL", "C", "Z", "Z", "TIME", "T");

    private NamedAxes() {}

    /** Returns a letter out of X, Y, C, Z and T per dimension; the empty text if the image does not name them all so. */
    static String of(RandomAccessibleInterval<?> pixels) {
        StringBuilder axes = new StringBuilder();
        for (int d = 0; d < pixels.numDimensions(); d++) {
            try {
                Object axis = call(pixels, "axis", d);
                Object label = call(call(axis, "type"), "getLabel");
                String letter = LETTERS.get(label.toString().toUpperCase(Locale.ROOT));
                if (letter == null || axes.indexOf(letter) >= 0) {
                    return "";
                }
                axes.append(letter);
            } catch (ReflectiveOperationException e) {
                return ""; // an image of ImgLib2, whose dimensions have numbers
            }
        }
        return axes.toString();
    }

    /** Returns the image's name, or one for an image without any. */
    static String title(RandomAccessibleInterval<?> pixels) {
        try {
            return call(pixels, "getName").toString();
        } catch (ReflectiveOperationException e) {
            return "image"; // which has none
        }
    }

    private static Object call(Object on, String method, int argument) throws ReflectiveOperationException {
        return answer(on.getClass().getMethod(method, int.class).invoke(on, argument));
    }

    private static Object call(Object on, String method) throws ReflectiveOperationException {
        return answer(on.getClass().getMethod(method).invoke(on));
    }

    private static Object answer(@Nullable Object value) throws NoSuchFieldException {
        if (value == null) {
            throw new NoSuchFieldException("it has none");
        }
        return value;
    }
}
