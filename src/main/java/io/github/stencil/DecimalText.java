// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Decimal numbers as people write them: 12, -0.5, .5 or 1e-3, and nothing else that Java would take for one. */
public final class DecimalText {
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?");

    private DecimalText() {}

    /** Returns a number with all its digits, a whole one without a point: 0, not 0.0. */
    public static String write(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /**
     * Returns a number exactly as it is written.
     *
     * @return nothing if the text is no decimal number, or one that 64 bits do not hold: beyond 1.8e308, or not 0 but so
     *     small that it would become 0
     */
    public static Optional<BigDecimal> read(String text) {
        String number = text.strip();
        if (!NUMBER.matcher(number).matches()) {
            return Optional.empty();
        }
        BigDecimal exact = new BigDecimal(number);
        double value = exact.doubleValue();
        return Double.isInfinite(value) || (value == 0) != (exact.signum() == 0)
                ? Optional.empty()
                : Optional.of(exact);
    }
}
