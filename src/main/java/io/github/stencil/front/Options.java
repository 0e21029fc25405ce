package io.github.stencil.front;

import ij.ImagePlus;
import io.github.stencil.command.MaskSource;
import java.io.File;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * What was given for one command on the command line.
 *
 * <p>Options are made from the command's parameters, and those that every command has are added. Where a command has a
 * parameter {@code output} of its own, a choice of what to make, {@code --output} can be given twice: a value that is one
 * of the choices is the choice, any other is the place.
 *
 * @param texts values by parameter name; more than one only for images
 * @param output where the image goes, or null
 * @param tables where the tables go, or null
 * @param overwrite whether files that exist may be replaced
 * @param device what computes, or null for what is best
 * @param debug whether stack traces are wanted
 */
record Options(
        Map<String, List<String>> texts,
        @Nullable String output,
        @Nullable String tables,
        boolean overwrite,
        @Nullable String device,
        boolean debug)
        implements Serializable {
    private static final String OUTPUT = "output";
    private static final String DEVICE = "device";

    /** Describes the options of a command. */
    static CommandSpec spec(Commands.Declaration command) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command);
        spec.usageMessage().description(escape(command.info().getDescription())).sortOptions(false);
        Module module = command.createModule();
        List<String> names = new ArrayList<>();
        StringBuilder synopsis = new StringBuilder("stencil ").append(command.name());
        for (ModuleItem<?> parameter : Inputs.of(module)) {
            String name = parameter.getName();
            names.add(name);
            Object byDefault = module.getInput(name);
            OptionSpec option = option(parameter, Values.write(byDefault));
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
    static Options of(ParseResult given, Commands.Declaration command) {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        List<String> places = new ArrayList<>();
        for (ModuleItem<?> parameter : Inputs.of(command.createModule())) {
            List<String> values = values(given, parameter.getName());
            Usage.checkValues(given, values);
            if (parameter.getName().equals(OUTPUT)) {
                List<String> choices = Values.choices(parameter);
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

    /** Returns the text of each parameter, the first where it was given several times. */
    Map<String, String> firstTexts() {
        Map<String, String> first = new LinkedHashMap<>();
        texts.forEach((name, values) -> first.put(name, values.get(0)));
        return first;
    }

    /** Returns the same options but for some that have been decided, by parameter. */
    Options with(Map<String, String> decided) {
        Map<String, List<String>> all = new LinkedHashMap<>(texts);
        decided.forEach((name, text) -> all.put(name, List.of(text)));
        return new Options(all, output, tables, overwrite, device, debug);
    }

    /** Returns the same options, with paths that mean the same whatever the folder a process runs in. */
    Options absolute(Commands.Declaration command) {
        Map<String, List<String>> all = new LinkedHashMap<>(texts);
        for (ModuleItem<?> parameter : Inputs.of(command.createModule())) {
            List<String> values = texts.getOrDefault(parameter.getName(), List.of());
            if (parameter.getType() == File.class && values.stream().noneMatch(String::isEmpty)) {
                all.computeIfPresent(
                        parameter.getName(),
                        (name, given) -> given.stream()
                                .map(text -> isPath(parameter, text) ? FileItem.absolute(Path.of(text)) : text)
                                .toList());
            }
        }
        return new Options(all, absolute(output), absolute(tables), overwrite, device, debug);
    }

    /** An installed model's name is no path. */
    private static boolean isPath(ModuleItem<?> parameter, String text) {
        return Files.exists(Path.of(text)) || "save".equals(parameter.getWidgetStyle());
    }

    private static @Nullable String absolute(@Nullable String place) {
        return place == null ? null : FileItem.absolute(Path.of(place));
    }

    /** Returns whether a parameter stands for images, and so for files, folders and patterns. */
    static boolean isImage(ModuleItem<?> parameter) {
        return parameter.getType() == ImagePlus.class || parameter.getType() == MaskSource.class;
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
        String choices = String.join(" | ", Values.choices(parameter));
        String description = Objects.requireNonNullElse(parameter.getDescription(), parameter.getLabel())
                + (choices.isEmpty() ? "" : ": " + choices)
                + (byDefault.isEmpty() ? "" : " (" + byDefault + ")");
        Class<?> type = Types.box(parameter.getType());
        String name = parameter.getName();
        if (isImage(parameter)) {
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
