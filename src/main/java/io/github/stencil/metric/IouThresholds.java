// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import io.github.stencil.DecimalText;
import io.github.stencil.StencilException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * How large the IoU of a true and a predicted object must be for the two to be a pair.
 *
 * @param values ascending, each above 0 and at most 1; at least one
 */
public record IouThresholds(List<Double> values) {
    /** From 0.5 to 0.95 in steps of 0.05, as in the COCO challenge (Lin et al., ECCV 2014). */
    public static final IouThresholds USUAL = of("0.5:0.95:0.05");

    private static final int MOST = 1000;

    /** Checks the values. */
    public IouThresholds {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new StencilException("There are no thresholds. Give some, such as 0.5:0.95:0.05.");
        }
        double before = 0;
        for (double value : values) {
            if (!(value > 0 && value <= 1)) {
                throw StencilException.of(
                        "A threshold is %s but an IoU is above 0 and at most 1. Give thresholds such as 0.5:0.95:0.05.",
                        plain(value));
            }
            if (value <= before) {
                throw StencilException.of(
                        "The thresholds are out of order: %s follows %s. Give them in ascending order, each once.",
                        plain(value), plain(before));
            }
            before = value;
        }
    }

    /**
     * Reads thresholds: "0.5:0.95:0.05" is from 0.5 to 0.95 in steps of 0.05, both ends included; "0.5,0.75" is a list.
     * Decimal numbers are taken exactly, so that an IoU of 3/5 reaches the threshold 0.6 of any such range.
     *
     * @throws StencilException if the text is neither, or values are out of order or not above 0 and at most 1
     */
    public static IouThresholds of(String text) {
        List<Double> values = new ArrayList<>();
        try {
            if (text.contains(":")) {
                String[] parts = text.strip().split("\\s*:\\s*", -1);
                BigDecimal last = number(parts[1]);
                BigDecimal step = number(parts.length == 3 ? parts[2] : "");
                BigDecimal value = number(parts[0]);
                if (step.signum() <= 0 || value.compareTo(last) > 0) {
                    throw StencilException.of(
                            "The thresholds \"%s\" do not ascend. Give first:last:step, such as 0.5:0.95:0.05.", text);
                }
                for (; value.compareTo(last) <= 0; value = value.add(step)) {
                    if (values.size() == MOST) {
                        throw StencilException.of(
                                "\"%s\" is more than %,d thresholds. Give a larger step.", text, MOST);
                    }
                    values.add(value.doubleValue());
                }
            } else {
                for (String value : text.strip().split("[\\s,;]+", -1)) {
                    values.add(number(value).doubleValue());
                }
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw StencilException.of(
                    e,
                    "\"%s\" is no list of thresholds. Give first:last:step, such as 0.5:0.95:0.05, or numbers such as 0.5,0.75.",
                    text);
        }
        return new IouThresholds(values);
    }

    private static BigDecimal number(String text) {
        return DecimalText.read(text).orElseThrow(NumberFormatException::new);
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
