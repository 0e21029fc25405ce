// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Names as the format of bioimage.io allows them: a model's of 5 to 128 letters, digits, spaces and {@code _+-()}, a channel's a
 * Python identifier.
 */
final class BioimageNames {
    private static final int SHORTEST = 5;
    private static final int LONGEST = 64;
    private static final int LONGEST_DESCRIPTION = 512;
    private static final Set<String> KEYWORDS = Set.of(
            "False",
            "None",
            "True",
            "and",
            "as",
            "assert",
            "async",
            "await",
            "break",
            "class",
            "continue",
            "def",
            "del",
            "elif",
            "else",
            "except",
            "finally",
            "for",
            "from",
            "global",
            "if",
            "import",
            "in",
            "is",
            "lambda",
            "nonlocal",
            "not",
            "or",
            "pass",
            "raise",
            "return",
            "try",
            "while",
            "with",
            "yield");
    /** What YAML 1.1 reads as something else than a text. */
    private static final String VALUES = "(?i)y|n|yes|no|on|off|true|false|null";

    private BioimageNames() {}

    /** Returns a model's name. */
    static String name(String name) {
        String plain = plain(name).replaceAll("[^A-Za-z0-9_+\\-() ]+", "_").strip();
        String cut = plain.substring(0, Math.min(plain.length(), LONGEST)).strip();
        return cut.length() >= SHORTEST ? cut : (cut + " U-Net").strip();
    }

    /** Returns a description that is not too long. */
    static String description(String text) {
        return text.length() <= LONGEST_DESCRIPTION ? text : text.substring(0, LONGEST_DESCRIPTION - 3) + "...";
    }

    /** Returns channels' names, each another. */
    static List<String> channels(List<String> names) {
        List<String> channels = new ArrayList<>();
        for (String name : names) {
            String plain = plain(name).replaceAll("[^A-Za-z0-9_]+", "_");
            boolean named = plain.matches("[A-Za-z].*") || plain.matches("_+[A-Za-z0-9].*");
            String channel = named ? plain : "class_" + plain.replaceAll("^_+", "");
            if (KEYWORDS.contains(channel) || channel.matches(VALUES)) {
                channel += "_";
            }
            String another = channel;
            for (int number = 2; channels.contains(another); number++) {
                another = channel + "_" + number;
            }
            channels.add(another);
        }
        return channels;
    }

    /** Returns a text without accents. */
    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD).replaceAll("\\p{M}+", "");
    }
}
