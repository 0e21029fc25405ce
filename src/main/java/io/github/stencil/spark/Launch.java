// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.spark;

import io.github.stencil.StencilException;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/**
 * A command line: what Spark is told, and what is left for the command.
 *
 * @param conf the master and other properties of Spark
 * @param command the command with its own options
 */
record Launch(SparkConf conf, List<String> command) {
    private static final String MASTER = "spark.master";
    private static final Pattern LOCAL = Pattern.compile("local(?:\\[(\\*|\\d+)])?");

    /** Matches a master that only workers on its own machine, which is this one, can register with. */
    private static final Pattern LOOPBACK = Pattern.compile("spark://(localhost|127(\\.\\d+){3}|\\[::1])(:\\d+)?");

    /** Names, in a system property, the jars that executors need and a cluster does not have. */
    private static final String JARS = "stencil.jars";

    /** Says whether the executors' machines see these jars under the same paths as this one. */
    private static final String SHARED = "spark.stencil.shared";

    private static final String TRIES = "spark.task.maxFailures";
    private static final int SPARKS_TRIES = 4;

    private static final String SENT = "spark.jars";
    private static final String SENT_FIRST = "spark.executor.userClassPathFirst";
    private static final String EXECUTOR_CLASSES = "spark.executor.extraClassPath";

    /**
     * Takes {@code --master MASTER} and any number of {@code --conf KEY=VALUE} out of the options. What {@code spark-submit}
     * was given counts where these are not.
     *
     * @throws StencilException if one of them lacks its value
     */
    static Launch of(String... args) {
        SparkConf conf = new SparkConf();
        List<String> command = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            String[] option = args[i].split("=", 2);
            if (!option[0].equals("--master") && !option[0].equals("--conf")) {
                command.add(args[i]);
                continue;
            }
            String value = option.length > 1 ? option[1] : i + 1 < args.length ? args[++i] : "";
            set(conf, option[0], value);
        }
        try {
            complete(conf, command);
        } catch (IllegalArgumentException e) { // a number of Spark's that is none
            throw misunderstood(conf, e);
        }
        return new Launch(conf, command);
    }

    /** Returns how often a task is tried. */
    static int tries(SparkConf conf) {
        return conf.getInt(TRIES, SPARKS_TRIES);
    }

    /** Returns what to say where Spark does not start. */
    static StencilException misunderstood(SparkConf conf, Exception e) {
        String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return StencilException.of(
                e,
                "Spark does not start with the master \"%s\" (%s). Give --master local[*] or spark://HOST:PORT, and check what --conf says.",
                conf.get(MASTER, ""),
                why.isEmpty() ? e.getClass().getSimpleName() : why);
    }

    private static void set(SparkConf conf, String option, String value) {
        if (option.equals("--master") && !value.isEmpty()) {
            conf.set(MASTER, value);
            return;
        }
        String[] pair = value.split("=", 2);
        if (pair.length < 2 || option.equals("--master")) {
            throw StencilException.of(
                    "%s \"%s\" is not understood. Give --master local[*] or spark://HOST:PORT, and --conf KEY=VALUE.",
                    option, value);
        }
        conf.set(pair[0], pair[1]);
    }

    private static void complete(SparkConf conf, List<String> command) {
        conf.setIfMissing(MASTER, "local[*]");
        conf.setIfMissing("spark.app.name", "Stencil " + (command.isEmpty() ? "" : command.get(0)));
        conf.setIfMissing("spark.driver.maxResultSize", "0"); // results are taken as they come and not kept together
        Matcher local = LOCAL.matcher(conf.get(MASTER));
        if (local.matches()) {
            String given = local.group(1);
            int cores = given == null
                    ? 1
                    : given.equals("*") ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(given);
            // by itself Spark tries nothing twice in a single process
            conf.set(MASTER, "local[%d,%d]".formatted(cores, tries(conf)));
            conf.setIfMissing("spark.executor.cores", String.valueOf(cores));
            conf.setIfMissing("spark.ui.enabled", "false");
            // this process has what spark-submit was given; loaded again, the same classes would be others
            conf.remove(SENT);
            conf.set(SENT_FIRST, "false");
            return;
        }
        if (System.getProperty(JARS) != null && !conf.contains(SENT)) {
            provide(conf, System.getProperty(JARS));
        }
        if (conf.contains(SENT)) {
            // a cluster brings its own protobuf, which TensorFlow does not run with
            conf.setIfMissing(SENT_FIRST, "true");
        }
    }

    /** Has the executors load the jars from where they are, or else sends them to each, 200 MB. */
    private static void provide(SparkConf conf, String jars) {
        if (conf.getBoolean(SHARED, LOOPBACK.matcher(conf.get(MASTER)).matches())) {
            String others = conf.get(EXECUTOR_CLASSES, "");
            conf.set(EXECUTOR_CLASSES, others.isEmpty() ? jars : jars + File.pathSeparator + others);
        } else {
            conf.set(SENT, jars.replace(File.pathSeparator, ","));
        }
    }
}
