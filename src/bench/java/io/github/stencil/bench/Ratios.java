// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.bench;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs benchmarks and prints, for each class, its methods over the one named {@code baseline}: the two were measured in
 * one run, on one machine.
 */
public final class Ratios {
    private static final String BASELINE = "baseline";

    private Ratios() {}

    /** Runs the benchmarks whose names match the regular expressions. */
    public static void main(String[] patterns) throws RunnerException {
        OptionsBuilder options = new OptionsBuilder();
        for (String pattern : patterns) {
            options.include(pattern);
        }
        options.jvmArgsAppend("-Djava.awt.headless=true", "-Xms3g", "-Xmx3g");
        Collection<RunResult> results = new Runner(options.build()).run();
        Map<String, List<RunResult>> byClass =
                results.stream().collect(Collectors.groupingBy(Ratios::owner, TreeMap::new, Collectors.toList()));
        System.out.println();
        byClass.forEach(Ratios::print);
    }

    private static void print(String owner, List<RunResult> results) {
        double baseline = results.stream()
                .filter(result -> method(result).startsWith(BASELINE))
                .mapToDouble(result -> result.getPrimaryResult().getScore())
                .findFirst()
                .orElse(Double.NaN);
        System.out.printf(Locale.ROOT, "%s (baseline %.2f %s)%n", owner, baseline, unit(results.get(0)));
        results.stream().sorted(Comparator.comparing(Ratios::method)).forEach(result -> {
            double score = result.getPrimaryResult().getScore();
            System.out.printf(
                    Locale.ROOT,
                    "  %-32s %8.2f %s  ratio %.2f%n",
                    method(result),
                    score,
                    unit(result),
                    score / baseline);
        });
    }

    private static String unit(RunResult result) {
        return result.getPrimaryResult().getScoreUnit();
    }

    private static String owner(RunResult result) {
        String name = result.getParams().getBenchmark();
        return name.substring(0, name.lastIndexOf('.'));
    }

    private static String method(RunResult result) {
        String name = result.getParams().getBenchmark();
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
