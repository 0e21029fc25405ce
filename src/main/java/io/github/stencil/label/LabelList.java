package io.github.stencil.label;

import io.github.stencil.StencilException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Labels in the order they were given, each once.
 *
 * @param labels from 0 to {@link #HIGHEST}
 */
public record LabelList(List<Integer> labels) {
    /** The highest label: beyond it 32-bit pixels do not hold every whole number. */
    public static final int HIGHEST = 1 << 24;

    private static final int MOST = 1 << 16;
    private static final Pattern PART = Pattern.compile("(\\d{1,8})(?:-(\\d{1,8}))?");

    /** Checks that no label is out of range or there twice. */
    public LabelList {
        labels = List.copyOf(labels);
        Set<Integer> seen = new LinkedHashSet<>();
        for (int label : labels) {
            if (label < 0 || label > HIGHEST) {
                throw StencilException.of(
                        "%,d cannot be a label. Labels are whole numbers from 0 to %,d.", label, HIGHEST);
            }
            if (!seen.add(label)) {
                throw StencilException.of("The label %d is listed twice. List it once.", label);
            }
        }
    }

    /**
     * Reads labels and ranges separated by commas, such as "0,32,64" or "250-255"; the empty text is no label.
     *
     * @throws StencilException if a part is neither, or a label is there twice
     */
    public static LabelList of(String text) {
        List<Integer> labels = new java.util.ArrayList<>();
        String list = text.replace(" ", "");
        for (String part : list.isEmpty() ? new String[0] : list.split(",", -1)) {
            Matcher range = PART.matcher(part);
            if (!range.matches()) {
                throw StencilException.of(
                        "\"%s\" in \"%s\" is not a label. Give labels and ranges, such as 0,32,64 or 1-5.", part, text);
            }
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            if (last < first || last - first >= MOST) {
                throw StencilException.of(
                        "\"%s\" in \"%s\" is not a range of labels. Write the smaller first, and at most %,d labels.",
                        part, text, MOST);
            }
            for (int label = first; label <= last; label++) {
                labels.add(label);
            }
        }
        return new LabelList(labels);
    }
}
