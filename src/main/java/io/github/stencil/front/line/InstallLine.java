// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import io.github.stencil.front.Failures;
import io.github.stencil.front.install.Installer;
import io.github.stencil.front.install.ReleaseFolder;
import io.github.stencil.front.terminal.ExitStatus;
import io.github.stencil.front.terminal.TerminalProgress;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The word {@code install} on the command line: {@code install FOLDER}, {@code install FOLDER --remove}. */
final class InstallLine {
    static final String NAME = "install";

    private static final String FOLDER = "FOLDER";
    private static final String REMOVE = "remove";

    private InstallLine() {}

    /** Describes it. */
    static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage().description("Installs Stencil into a Fiji or an ImageJ, or takes it out again.");
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel(FOLDER)
                .type(Path.class)
                .arity("1")
                .required(true)
                .description("The folder that Fiji or ImageJ starts from")
                .build());
        spec.addOption(
                OptionReader.flag(REMOVE, "Take out what was installed there").build());
        spec.addOption(OptionReader.traces());
        spec.addOption(OptionReader.help());
        return spec;
    }

    /**
     * Runs it.
     *
     * @param home the folder of an unpacked release, or of the sources a release was built from
     * @return the exit status
     */
    static int run(ParseResult given, PrintWriter out, PrintWriter err, Path home) {
        Path folder = given.matchedPositionals().get(0).getValue();
        try {
            Installer.Report report = given.hasMatchedOption("--" + REMOVE)
                    ? Installer.remove(folder)
                    : Installer.install(
                            ReleaseFolder.in(home),
                            folder,
                            ReleaseFolder.platform(System.getProperty("os.name"), System.getProperty("os.arch")),
                            new TerminalProgress(err, TerminalProgress.isTerminal(), System::nanoTime));
            report.removed().forEach(file -> out.println("removed " + file));
            report.put().forEach(file -> out.println("installed " + file));
            report.left().forEach(sentence -> err.println("stencil: " + sentence));
            return report.left().isEmpty() ? ExitStatus.DONE : ExitStatus.PART_FAILED;
        } catch (RuntimeException e) {
            err.println("stencil: " + Failures.described(e, given.hasMatchedOption("--debug")));
            return ExitStatus.NOTHING_DONE;
        }
    }
}
