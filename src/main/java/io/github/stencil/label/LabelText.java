// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label;

import io.github.stencil.StencilException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads lists of labels as users write them, for every parameter that is one. */
final class LabelText {
    private static final Pattern PART = Pattern.compile("(\\d+)(?:(?:-|\\s+-\\s+)(\\d+))?(?=[\\s,;]|$)");
    private static final Pattern SEPARATOR = Pattern.compile("\\s*[,;]\\s*|\\s+");
    private static final Pattern WRONG = Pattern.compile("[^\\s,;]*");
    private static final int MOST_DIGITS = 18;
    private static final int MOST_SHOWN = 60;

    private LabelText() {}

    /**
     * Returns the labels and ranges of a text in the order in which they are written.
     *
     * @throws StencilException if a part is neither, with its place
     */
    static List<LabelRange> ranges(String text) {
        List<LabelRange> ranges = new ArrayList<>();
        int end = text.stripTrailing().length();
        int at = text.length() - text.stripLeading().length();
        Matcher part = PART.matcher(text).region(Math.min(at, end), end);
        Matcher separator = SEPARATOR.matcher(text);
        while (at < end) {
            if (!part.region(at, end).lookingAt()) {
                throw wrong(text, at, end);
            }
            ranges.add(range(text, part));
            at = part.end();
            if (at < end && separator.region(at, end).lookingAt()) {
                at = separator.end();
                if (at == end) {
                    throw missing(text, at);
                }
            }
        }
        return ranges;
    }

    private static LabelRange range(String text, Matcher part) {
        long first = number(text, part.group(1), part.start(1));
        long last = part.group(2) == null ? first : number(text, part.group(2), part.start(2));
        if (last < first) {
            throw StencilException.of(
                    "\"%s\" at character %d of \"%s\" runs downwards. Write the smaller first: %d-%d.",
                    part.group(), part.start() + 1, shown(text), last, first);
        }
        return new LabelRange(first, last);
    }

    private static long number(String text, String digits, int at) {
        String significant = digits.replaceFirst("^0+(?=\\d)", "");
        long number = significant.length() > MOST_DIGITS ? Long.MAX_VALUE : Long.parseLong(significant);
        if (number > LabelRange.HIGHEST) {
            throw StencilException.of(
                    "\"%s\" at character %d of \"%s\" is too large. Labels are whole numbers from 0 to %,d.",
                    shown(digits), at + 1, shown(text), LabelRange.HIGHEST);
        }
        return number;
    }

    private static StencilException wrong(String text, int at, int end) {
        Matcher wrong = WRONG.matcher(text).region(at, end);
        return wrong.lookingAt() && wrong.end() > at
                ? StencilException.of(
                        "\"%s\" at character %d of \"%s\" is not a label. Give labels and ranges, such as 1,3-5.",
                        shown(wrong.group()), at + 1, shown(text))
                : missing(text, at);
    }

    private static StencilException missing(String text, int at) {
        return StencilException.of(
                "A label is missing at character %d of \"%s\". Give labels and ranges, such as 1,3-5.",
                at + 1, shown(text));
    }

    static String shown(String text) {
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...";
    }
}
