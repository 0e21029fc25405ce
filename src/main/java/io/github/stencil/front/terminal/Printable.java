// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.terminal;

/**
 * Text that cannot steer a terminal: names of files, titles, labels and the words of other programs may hold anything.
 * Compiled for Java 8, as what ImageJ's menu calls is.
 */
public final class Printable {
    private Printable() {}

    /**
     * Returns text in which each control character but newlines and tabs stands as its code ({@code \x1B}), as do those
     * that turn the direction of what follows.
     */
    public static String of(String text) {
        int first = 0;
        while (first < text.length() && !steers(text, first)) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (!steers(text, i)) {
                plain.append(letter);
            } else {
                plain.append(String.format(letter < 0x100 ? "\\x%02X" : "\\u%04X", (int) letter));
            }
        }
        return plain.toString();
    }

    private static boolean steers(String text, int at) {
        char letter = text.charAt(at);
        if (letter >= ' ' && letter < 0x7f) {
            return false; // nearly all
        }
        if (letter == '\r') {
            return at + 1 == text.length() || text.charAt(at + 1) != '\n';
        }
        return Character.isISOControl(letter) ? letter != '\n' && letter != '\t' : turns(letter);
    }

    private static boolean turns(char letter) {
        return letter >= '\u2028' && letter <= '\u202e' || letter >= '\u2066' && letter <= '\u2069';
    }
}
