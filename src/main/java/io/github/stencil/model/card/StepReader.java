// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.card;

import io.github.stencil.StencilException;
import io.github.stencil.model.step.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the processing steps of a model description, by the bioimage.io specification of formats 0.3 to 0.5.
 *
 * <p>Numbers are measured over the axes that a step names: over a plane or volume, or, with the samples among them (from
 * 0.5 on also where no axes are named), over the whole image.
 */
final class StepReader {
    private static final double TINY = 1e-6;
    private static final float FULL = Float.MAX_VALUE;

    private final String axes;
    private final boolean input;
    private final boolean named;
    private final String tensor;

    /**
     * Reads steps of one tensor.
     *
     * @param axes the tensor's
     * @param input whether it is the model's input
     * @param named whether axes have names, as from format 0.5 on, rather than letters
     * @param tensor the tensor's name
     */
    StepReader(String axes, boolean input, boolean named, String tensor) {
        this.axes = axes;
        this.input = input;
        this.named = named;
        this.tensor = tensor;
    }

    /**
     * Reads a list of steps.
     *
     * @throws StencilException if one is not known, or asks for what cannot be had
     */
    List<Step> read(List<Fields> items) {
        List<Step> steps = new ArrayList<>();
        for (Fields item : items) {
            String name =
                    item.text(named ? "id" : "name").or(() -> item.text("name")).orElse("");
            Fields options =
                    item.fields("kwargs").orElseGet(() -> new Fields(item.file(), item.where(), java.util.Map.of()));
            read(name, options).ifPresent(steps::add);
        }
        return steps;
    }

    private Optional<Step> read(String name, Fields options) {
        return switch (name) {
            case "ensure_dtype" -> type(options);
            case "scale_linear" -> Optional.of(linear(options));
            case "clip" -> {
                options.only(Set.of("min", "max"), name);
                yield Optional.of(
                        new Step.Clipped((float) options.number("min", -FULL), (float) options.number("max", FULL)));
            }
            case "binarize" -> {
                options.only(Set.of("threshold", "axis"), name);
                if (!options.has("threshold")) {
                    throw options.wrong("threshold", null, "a number");
                }
                yield Optional.of(new Step.Binarized(perChannel(options, "threshold", 0)));
            }
            case "sigmoid" -> Optional.of(new Step.Sigmoid());
            case "softmax" -> Optional.of(softmax(options));
            case "fixed_zero_mean_unit_variance" -> {
                options.only(Set.of("mean", "std", "axis"), name);
                yield Optional.of(fixed(options));
            }
            case "zero_mean_unit_variance" -> {
                options.only(Set.of("mode", "axes", "mean", "std", "eps"), name);
                boolean fixed =
                        options.has("mean") || options.text("mode").orElse("").equals("fixed");
                yield Optional.of(
                        fixed ? fixed(options) : measured(name, options, Step.Statistic.MOMENTS, "per_sample"));
            }
            case "scale_range" -> {
                options.only(
                        Set.of("mode", "axes", "min_percentile", "max_percentile", "eps", "reference_tensor"), name);
                yield Optional.of(measured(name, options, Step.Statistic.PERCENTILES, "per_sample"));
            }
            default ->
                throw StencilException.of(
                        "%s has the %s step \"%s\", which Stencil does not know. Choose a model without it, or do that step by hand and remove it from the file.",
                        options.file(), input ? "preprocessing" : "postprocessing", name);
        };
    }

    private static Optional<Step> type(Fields options) {
        options.only(Set.of("dtype"), "ensure_dtype");
        String type = options.text("dtype").orElse("");
        return switch (type) {
            case "float16", "float32", "float64" -> Optional.empty(); // computed in 32-bit throughout
            case "bool" -> Optional.of(new Step.Truth());
            case "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64" ->
                Optional.of(new Step.Whole(Integer.parseInt(type.replaceAll("\\D", "")), type.startsWith("i")));
            default -> throw options.wrong("dtype", type, "a type of numbers such as float32");
        };
    }

    private Step linear(Fields options) {
        options.only(Set.of("gain", "offset", "axes", "axis"), "scale_linear");
        return new Step.Linear(perChannel(options, "gain", 1), perChannel(options, "offset", 0));
    }

    private Step softmax(Fields options) {
        options.only(Set.of("axis"), "softmax");
        if (input) {
            throw StencilException.of(
                    "%s has the preprocessing step \"softmax\", which is for outputs. Correct the file, or choose another model.",
                    options.file());
        }
        channelAxis(options);
        return new Step.Softmax();
    }

    private Step fixed(Fields options) {
        if (!options.has("mean") || !options.has("std")) {
            throw options.wrong(options.has("mean") ? "std" : "mean", null, "numbers, as the mode is fixed");
        }
        double eps = options.number("eps", TINY);
        List<Float> deviations = perChannel(options, "std", 1).stream()
                .map(value -> (float) (value + eps))
                .toList();
        return new Step.Shifted(perChannel(options, "mean", 0), deviations);
    }

    private Step measured(String name, Fields options, Step.Statistic statistic, String usualMode) {
        if (!input) {
            throw StencilException.of(
                    "%s has the postprocessing step \"%s\", which needs numbers of the whole output. Stencil does not know that; choose another model, or remove the step and scale the result by hand.",
                    options.file(), name);
        }
        if (!options.text("reference_tensor").orElse(tensor).equals(tensor)) {
            throw StencilException.of(
                    "%s gives the step \"%s\" the option reference_tensor, which Stencil does not know. Choose a model that is scaled by its own image.",
                    options.file(), name);
        }
        String mode = options.text("mode").orElse(usualMode);
        if (!mode.equals("per_sample") && !mode.equals("per_dataset")) {
            throw options.wrong("mode", mode, "per_sample or per_dataset");
        }
        boolean all = !options.has("axes");
        String joint = all ? axes : letters(options);
        for (int i = 0; i < axes.length(); i++) {
            char axis = axes.charAt(i);
            if ((axis == 'z' || axis == 'y' || axis == 'x') && joint.indexOf(axis) < 0) {
                throw options.wrong(
                        "axes",
                        joint,
                        "axes with all of z, y and x that the model has, as planes are scaled as wholes");
            }
        }
        boolean whole = mode.equals("per_dataset") || (named && joint.indexOf('b') >= 0);
        boolean perChannel = axes.indexOf('c') >= 0 && joint.indexOf('c') < 0;
        double low = options.number("min_percentile", 0);
        double high = options.number("max_percentile", 100);
        if (!(low >= 0 && low < high && high <= 100)) {
            throw options.wrong("max_percentile", high, "above min_percentile, both from 0 to 100");
        }
        return new Step.Measured(statistic, perChannel, whole, low, high, options.number("eps", TINY));
    }

    private List<Float> perChannel(Fields options, String key, double otherwise) {
        List<Double> numbers = options.has(key) ? options.numbers(key) : List.of(otherwise);
        if (numbers.size() != 1) {
            channelAxis(options);
        }
        if (numbers.isEmpty() || (numbers.size() > 1 && axes.indexOf('c') < 0)) {
            throw options.wrong(key, numbers, "a number, or one per channel");
        }
        return numbers.stream().map(Double::floatValue).toList();
    }

    private static void channelAxis(Fields options) {
        String axis = options.text("axis").orElse("channel");
        if (!axis.equals("channel") && !axis.equals("c")) {
            throw options.wrong("axis", axis, "channel");
        }
    }

    private static String letters(Fields options) {
        List<String> list = options.texts("axes");
        if (list.isEmpty()) {
            return options.text("axes").orElse("");
        }
        StringBuilder letters = new StringBuilder();
        for (String name : list) {
            letters.append(
                    switch (name) {
                        case "batch" -> "b";
                        case "channel" -> "c";
                        default -> name;
                    });
        }
        return letters.toString();
    }
}
