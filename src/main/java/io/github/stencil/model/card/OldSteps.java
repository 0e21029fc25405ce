// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.card;

import io.github.stencil.StencilException;
import io.github.stencil.model.step.Step;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Steps that a package leaves to a program: in formats before 0.3 under {@code prediction}, later, for deepImageJ, under
 * {@code config.deepimagej.prediction}. Stencil runs none, but those of N2V 0.2 are known: it subtracts a mean and divides by
 * a deviation, and undoes that behind the network.
 */
final class OldSteps {
    private static final String BEFORE = "preprocess";
    private static final String AFTER = "postprocess";
    private static final String KNOWN = "N2VPrediction::";

    private final Fields all;
    private final Fields prediction;

    private OldSteps(Fields all, Fields prediction) {
        this.all = all;
        this.prediction = prediction;
    }

    /** Finds the steps of a description of a format before 0.3; empty if it leaves none to a program. */
    static Optional<OldSteps> find(Fields all) {
        return all.fields("prediction")
                .map(prediction -> new OldSteps(all, prediction))
                .filter(steps -> steps.programs().findAny().isPresent());
    }

    /** Finds the steps that a description of a later format leaves to deepImageJ; empty if there are none. */
    private static Optional<OldSteps> deepImageJ(Fields all) {
        return all.fields("config")
                .flatMap(config -> config.fields("deepimagej"))
                .flatMap(config -> config.fields("prediction"))
                .map(prediction -> new OldSteps(all, prediction));
    }

    /**
     * Refuses a description that leaves the image's preparation to a macro.
     *
     * @throws StencilException if it does, naming the macro
     */
    static void refuseMacros(Fields all) {
        Optional<OldSteps> steps = deepImageJ(all);
        Optional<Fields> first = steps.flatMap(found -> found.programs(BEFORE).findFirst());
        if (steps.isPresent() && first.isPresent()) {
            throw steps.get().refusal(first.get(), BEFORE);
        }
    }

    /** Returns the name of the macro that deepImageJ runs behind the network, which Stencil does not. */
    static Optional<String> macroBehind(Fields all) {
        return deepImageJ(all)
                .flatMap(found -> found.programs(AFTER).findFirst().map(OldSteps::name));
    }

    /**
     * Returns the steps before the network.
     *
     * @throws StencilException if they are not known
     */
    List<Step> before() {
        return programs(BEFORE)
                .map(step -> {
                    Fields options = options(step, BEFORE);
                    return (Step) new Step.Shifted(floats(options, "mean"), floats(options, "stdDev"));
                })
                .toList();
    }

    /**
     * Returns the steps behind the network.
     *
     * @throws StencilException if they are not known
     */
    List<Step> after() {
        return programs(AFTER)
                .map(step -> {
                    Fields options = options(step, AFTER);
                    return (Step) new Step.Linear(floats(options, "stdDev"), floats(options, "mean"));
                })
                .toList();
    }

    private Stream<Fields> programs() {
        return Stream.concat(programs(BEFORE), programs(AFTER));
    }

    private Stream<Fields> programs(String which) {
        Stream<Fields> steps = prediction.values().get(which) instanceof List<?>
                ? prediction.list(which).stream()
                : prediction.fields(which).stream();
        return steps.filter(step -> step.has("spec"));
    }

    private Fields options(Fields step, String which) {
        if (!step.text("spec").orElse("").endsWith(KNOWN + which)) {
            throw refusal(step, which);
        }
        Fields options = step.fields("kwargs").orElseThrow(() -> step.wrong("kwargs", null, "mean and stdDev"));
        options.only(Set.of("mean", "stdDev"), which);
        return options;
    }

    private static List<Float> floats(Fields options, String key) {
        List<Double> numbers = options.numbers(key);
        if (numbers.isEmpty() || (key.equals("stdDev") && numbers.contains(0.0))) {
            throw options.wrong(key, numbers, "a number, or one per channel, and not 0 for stdDev");
        }
        return numbers.stream().map(Double::floatValue).toList();
    }

    private StencilException refusal(Fields step, String which) {
        return StencilException.of(
                "%s has the image %s by %s, which Stencil does not run, and says it nowhere in steps that Stencil knows. %s",
                all.file(),
                which.equals(BEFORE) ? "prepared" : "finished",
                name(step),
                "Write a stencil.yaml beside saved_model.pb that says how pixels are scaled (normalization) and what the output means, or look for the model in a newer format.");
    }

    /** Returns what is run: a macro's file, else a method. */
    private static String name(Fields step) {
        boolean file = step.values().get("kwargs") instanceof String;
        return file
                ? "the macro \"" + step.text("kwargs").orElse("") + "\""
                : "the program \"" + step.text("spec").orElse("") + "\"";
    }
}
