// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import io.github.stencil.front.Commands;
import io.github.stencil.front.Inputs;
import io.github.stencil.front.ParameterText;
import io.github.stencil.front.run.Options;
import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.util.Types;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Options of the command line, made from a command's parameters, and those that every command has.
 *
 * <p>Where a command has a parameter {@code output} of its own, a choice of what to make, {@code --output} can be given
 * twice: a value that is one of the choices is the choice, any other is the place.
 */
public final class OptionReader {
    private static final String OUTPUT = "output";
    private static final String DEVICE = "device";

    private OptionReader() {}

    /** Describes the options of a command. */
    public static CommandSpec spec(Commands.Declaration command) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command);
        spec.usageMessage().description(escape(command.info().getDescription())).sortOptions(false);
        Module module = command.createModule();
        List<String> names = new ArrayList<>();
        StringBuilder synopsis = new StringBuilder("stencil ").append(command.name());
        for (ModuleItem<?> parameter : Inputs.of(module)) {
            String name = parameter.getName();
            names.add(name);
            Object byDefault = module.getInput(name);
            OptionSpec option = option(parameter, ParameterText.write(byDefault));
            spec.addOption(option);
            if (parameter.isRequired() && byDefault == null) {
                synopsis.append(" --").append(name).append(' ').append(option.paramLabel());
            }
        }
        spec.usageMessage().customSynopsis(synopsis.append(" [OPTIONS]").toString());
        if (!names.contains(OUTPUT)) {
            spec.addOption(text(OUTPUT, "PATH", "File or folder for the image").build());
        }
        spec.addOption(text("tables", "FOLDER", "Folder for the tables, as CSV").build());
        spec.addOption(flag("overwrite", "Replace files that exist").build());
        if (!names.contains(DEVICE)) {
            spec.addOption(text(DEVICE, "DEVICE", "What computes: Automatic | CPU | GPU 0 and so on (Automatic)")
                    .build());
        }
        spec.addOption(traces());
        spec.addOption(help());
        return spec;
    }

    /** Returns the option that shows where an error comes from. */
    static OptionSpec traces() {
        return flag("debug", "Print a stack trace when something fails").build();
    }

    /** Reads the options of a command. */
    public static Options read(ParseResult given, Commands.Declaration command) {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        List<String> places = new ArrayList<>();
        for (ModuleItem<?> parameter : Inputs.of(command.createModule())) {
            List<String> values = values(given, parameter.getName());
            Usage.checkValues(given, values);
            if (parameter.getName().equals(OUTPUT)) {
                List<String> choices = ParameterText.choices(parameter);
                for (String value : values) {
                    if (choices.stream().anyMatch(value::equalsIgnoreCase)) {
                        texts.put(OUTPUT, List.of(value));
                    } else {
                        places.add(value);
                    }
                }
            } else if (!values.isEmpty()) {
                texts.put(parameter.getName(), values);
            }
        }
        if (places.isEmpty() && !texts.containsKey(OUTPUT)) {
            places.addAll(values(given, OUTPUT));
        }
        return new Options(
                texts,
                last(places),
                last(values(given, "tables")),
                isOn(given, "overwrite"),
                texts.containsKey(DEVICE) ? null : last(values(given, DEVICE)),
                isOn(given, "debug"));
    }

    private static boolean isOn(ParseResult given, String flag) {
        return given.matchedOptionValue(flag, false); // --overwrite=false is off
    }

    /** Returns a flag, which is true where it is given. */
    static OptionSpec.Builder flag(String name, String description) {
        return OptionSpec.builder("--" + name).type(boolean.class).description(escape(description));
    }

    /** Returns the option that shows how to use a command. */
    static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .type(boolean.class)
                .usageHelp(true)
                .description("Show this message")
                .build();
    }

    private static OptionSpec option(ModuleItem<?> parameter, String byDefault) {
        String choices = String.join(" | ", ParameterText.choices(parameter));
        String description = Objects.requireNonNullElse(parameter.getDescription(), parameter.getLabel())
                + (choices.isEmpty() ? "" : ": " + choices)
                + (byDefault.isEmpty() ? "" : " (" + byDefault + ")");
        Class<?> type = Types.box(parameter.getType());
        String name = parameter.getName();
        if (Inputs.isImage(parameter)) {
            return texts(name, "IMAGE", description, "1..*");
        }
        if (name.equals(OUTPUT)) {
            return texts(name, "VALUE", description + "; and, given once more, the file or folder for the image", "1");
        }
        if (type == Boolean.class) {
            return text(name, "true|false", description)
                    .arity("0..1")
                    .fallbackValue("true")
                    .build();
        }
        String kind = Number.class.isAssignableFrom(type) ? "NUMBER" : type == File.class ? "PATH" : "VALUE";
        return text(name, kind, description).build();
    }

    private static OptionSpec texts(String name, String kind, String description, String arity) {
        return text(name, kind, description)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity(arity)
                .build();
    }

    private static OptionSpec.Builder text(String name, String kind, String description) {
        return OptionSpec.builder("--" + name)
                .type(String.class)
                .paramLabel(kind)
                .description(escape(description));
    }

    private static List<String> values(ParseResult given, String name) {
        Object value = given.matchedOptionValue("--" + name, null);
        return value == null
                ? List.of()
                : value instanceof List<?> list
                        ? list.stream().map(String::valueOf).toList()
                        : List.of(value.toString());
    }

    private static @Nullable String last(List<String> values) {
        return values.isEmpty() ? null : values.get(values.size() - 1);
    }

    private static String escape(String description) {
        return description.replace("%", "%%");
    }
}
