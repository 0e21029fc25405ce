// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.field;

import io.github.stencil.image.Description;
import io.github.stencil.image.PixelType;
import io.github.stencil.model.graph.SavedModelGraph;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a network scales its input by itself, before anything else: {@code (x - zero) / range}, per channel. Pixels that are
 * scaled before would be scaled twice.
 *
 * @param zero the pixel values that become 0, one for all channels or one for each; empty if they are among the weights
 * @param range how much becomes 1
 */
public record InputScaling(List<Double> zero, List<Double> range) {
    /** Pixels of 0 to 1 are not moved or divided by that much, and whole numbers by hardly less. */
    private static final double LEAST = 2;

    private static final int MOST_SHOWN = 4;
    private static final double BYTES = 256;
    private static final double SHORTS = 60_000;

    /** Copies the lists, so that nobody changes them later. */
    public InputScaling {
        zero = List.copyOf(zero);
        range = List.copyOf(range);
    }

    /** Reads a graph; empty where the network takes what it gets, or what it does to it is not made for raw pixels. */
    public static Optional<InputScaling> of(SavedModelGraph graph) {
        return InputReader.read(graph).filter(InputScaling::takesRawPixels);
    }

    private boolean takesRawPixels() {
        return !known()
                || zero.stream().anyMatch(value -> Math.abs(value) >= LEAST)
                || range.stream().anyMatch(value -> Math.abs(value) >= LEAST);
    }

    private boolean known() {
        return !range.isEmpty();
    }

    /** Returns what to tell who predicts an image without saying how its pixels are scaled. */
    public String note(Description image) {
        String takes = "The network %s itself, so it gets the pixels as they are".formatted(this);
        if (!known()) {
            return takes + ": choose a normalization if it was made for pixels that are scaled before.";
        }
        double full = zero.get(0) + range.get(0); // what becomes 1
        boolean plain = Math.abs(zero.get(0)) < LEAST || Math.abs(zero.get(0) - range.get(0)) < LEAST;
        boolean bytes = plain && full > BYTES / 2 && full <= BYTES && image.type() != PixelType.UINT8;
        boolean shorts = plain && full > SHORTS && image.type() == PixelType.UINT8;
        return bytes || shorts
                ? String.format(
                        Locale.ROOT,
                        "%s. It is made for values up to %s, but \"%s\" is %d-bit: convert the image, or choose a normalization.",
                        takes,
                        number(full),
                        image.title(),
                        image.type().bits())
                : takes + ".";
    }

    /** Returns what the network does, as in "divides its input by 255". */
    @Override
    public String toString() {
        if (!known()) {
            return "scales its input by a mean and a deviation";
        }
        boolean moved = zero.stream().anyMatch(value -> value != 0);
        boolean divided = range.stream().anyMatch(value -> value != 1);
        String minus = "subtracts " + numbers(zero);
        String by = "by " + numbers(range);
        return moved && divided
                ? minus + " and divides " + by
                : moved ? minus + " from its input" : "divides its input " + by;
    }

    private static String numbers(List<Double> numbers) {
        List<String> shown =
                numbers.stream().limit(MOST_SHOWN).map(InputScaling::number).toList();
        return String.join("/", shown) + (numbers.size() > MOST_SHOWN ? "/..." : "");
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.3f", value);
        return text.replaceFirst("\\.?0+$", "");
    }
}
