// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import java.util.List;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in one sentence. */
final class Usage {
    private static final String OPTION = "--";

    private Usage() {}

    /** Refuses values that look like options: a list of files would else swallow an option that is not there. */
    static void checkValues(ParseResult given, List<String> values) {
        for (String value : values) {
            if (value.startsWith(OPTION)) {
                throw new ParameterException(given.commandSpec().commandLine(), noOption(value));
            }
        }
    }

    /** Returns what picocli found wrong in words of ours, or in its own where they will do. */
    static String sentence(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            String own = String.valueOf(e.getMessage());
            return own.endsWith(".") ? own : own + ". Try --help.";
        }
        List<String> words = unmatched.getUnmatched();
        String first = words.get(0);
        if (!e.getCommandLine().getSubcommands().isEmpty() && !first.startsWith("-")) {
            return "There is no command \"%s\". Try --help, which lists the commands.".formatted(first);
        }
        return words.stream()
                .filter(word -> word.startsWith("-"))
                .findFirst()
                .map(Usage::noOption)
                .orElse("\"%s\" belongs to no option. Put quotation marks round a value with spaces, or try --help."
                        .formatted(first));
    }

    private static String noOption(String word) {
        return "There is no option %s. Try --help, which lists the options.".formatted(word.replaceFirst("=.*", ""));
    }
}
