// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import io.github.stencil.CancelledException;
import io.github.stencil.TemporaryFolder;
import io.github.stencil.front.Commands;
import io.github.stencil.front.Failures;
import io.github.stencil.front.run.CommandRun;
import io.github.stencil.front.run.Options;
import io.github.stencil.front.terminal.Console;
import io.github.stencil.front.terminal.ExitStatus;
import io.github.stencil.work.Crew;
import java.io.FileDescriptor;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToIntBiFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The command line: a sub-command per command, with options made from the command's parameters. */
public final class Main {
    private Main() {}

    /** Runs a command and ends the process: 0 done, 1 a part failed, 2 wrong usage or nothing done, 130 cancelled. */
    public static void main(String[] args) {
        main((out, err) -> run(out, err, args));
    }

    /** Does work whose results are named on the standard output, and ends the process with the status it returns. */
    public static void main(ToIntBiFunction<PrintWriter, PrintWriter> work) {
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT); // what is written is for programs too
        System.setProperty("java.awt.headless", "true");
        Console out = Console.of(FileDescriptor.out);
        Console err = Console.of(FileDescriptor.err);
        System.setErr(Chatter.to(err));
        System.setOut(System.err); // what libraries print is no result
        TemporaryFolder.sweep();
        System.exit(work.applyAsInt(out, err));
    }

    /** Runs a command; results are named on {@code out}, complaints go to {@code err}. Returns the exit status. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return run(null, out, err, args);
    }

    /**
     * Runs a command whose files, or the blocks of whose image, a crew works on. Returns the exit status.
     *
     * @param crew who works, or null for this process
     * @param out takes the names of results
     * @param err takes complaints
     */
    public static int run(@Nullable Crew crew, PrintWriter out, PrintWriter err, String... args) {
        Console results = Console.of(out);
        Console complaints = Console.of(err);
        Optional<Commands.Declaration> command = args.length == 0 ? Optional.empty() : Commands.named(args[0]);
        int status = command.map(
                        named -> run(named, crew, results, complaints, Arrays.copyOfRange(args, 1, args.length)))
                .orElseGet(() -> runNone(results, complaints, args));
        int printed = printed(results, complaints);
        complaints.flush();
        return status == ExitStatus.DONE ? printed : status;
    }

    /** Returns whether all was printed, as a status. */
    private static int printed(Console out, Console err) {
        Optional<Console.Trouble> trouble = out.trouble();
        trouble.filter(one -> !one.isEnoughRead())
                .ifPresent(one -> complain(
                        err,
                        "What is printed could not be written to the standard output (%s). Make room there, or give --tables FOLDER for tables."
                                .formatted(one.why())));
        return trouble.isEmpty() ? ExitStatus.DONE : ExitStatus.PART_FAILED;
    }

    /** Only the options of this command are built, as that takes time. */
    private static int run(
            Commands.Declaration command, @Nullable Crew crew, PrintWriter out, PrintWriter err, String... args) {
        return execute(OptionReader.spec(command), out, err, args, given -> {
            Options options = OptionReader.read(given, command);
            try {
                return new CommandRun(command, options, out, err, null, crew).run();
            } catch (CancelledException e) {
                complain(err, Failures.described(e, options.debug()));
                return ExitStatus.CANCELLED;
            } catch (RuntimeException | LinkageError | VirtualMachineError e) {
                return refuse(err, e, options.debug());
            }
        });
    }

    /** Lists the commands, or says that there is none of that name. */
    private static int runNone(PrintWriter out, PrintWriter err, String... args) {
        CommandSpec root = CommandSpec.create().name("stencil");
        root.addOption(OptionReader.help());
        root.addOption(OptionReader.flag("version", "Show which version this is")
                .versionHelp(true)
                .build());
        root.version(
                "Stencil " + Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "dev"));
        root.usageMessage().description("Masks, label maps and segmentation networks.");
        root.usageMessage().footer("", "'stencil COMMAND --help' lists what a command takes.");
        Commands.all().forEach(command -> root.addSubcommand(command.name(), OptionReader.spec(command)));
        CommandSpec demo = CommandSpec.create();
        demo.usageMessage().description("Predicts and scores the sample data, for a first look.");
        demo.addOption(OptionReader.help());
        root.addSubcommand("demo", demo);
        root.addSubcommand(InstallLine.NAME, InstallLine.spec());
        Path home = Path.of(System.getProperty("stencil.home", ""));
        return execute(root, out, err, args, given -> {
            if (given.hasSubcommand()) {
                ParseResult named = given.subcommand();
                return named.commandSpec().name().equals(InstallLine.NAME)
                        ? InstallLine.run(named, out, err, home)
                        : Demo.run(out, err, home);
            }
            root.commandLine().usage(err);
            return ExitStatus.NOTHING_DONE;
        });
    }

    private static int execute(
            CommandSpec spec, PrintWriter out, PrintWriter err, String[] args, ToIntFunction<ParseResult> work) {
        CommandLine line = new CommandLine(spec).setOut(out).setErr(err).setExpandAtFiles(false);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF)); // the console lets none by
        line.setParameterExceptionHandler((e, given) -> complain(err, Usage.sentence(e)));
        line.setExecutionStrategy(given -> {
            Integer help = CommandLine.executeHelpRequest(given);
            return help != null ? help : work.applyAsInt(given);
        });
        return line.execute(args);
    }

    /**
     * Says why nothing was done.
     *
     * @param debug whether the user asked for all causes
     * @return the exit status
     */
    public static int refuse(PrintWriter err, Throwable why, boolean debug) {
        int status = complain(Console.of(err), Failures.described(why, debug));
        err.flush();
        return status;
    }

    private static int complain(PrintWriter err, String sentence) {
        err.println("stencil: " + sentence);
        return ExitStatus.NOTHING_DONE;
    }
}
