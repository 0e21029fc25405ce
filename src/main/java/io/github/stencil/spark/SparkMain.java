// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.spark;

import io.github.stencil.StencilException;
import io.github.stencil.front.line.Main;
import java.io.PrintWriter;
import java.util.List;

/**
 * The command line on Spark: {@code predict --master local[*] --image ...}, by {@code bin/stencil spark} or
 * {@code spark-submit}.
 */
public final class SparkMain {
    private SparkMain() {}

    /** Runs a command and ends the process, with the status that the command line gives without Spark. */
    public static void main(String[] args) {
        Main.main((out, err) -> run(out, err, args));
    }

    /** Runs a command; results are named on {@code out}, complaints go to {@code err}. Returns the exit status. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        Launch launch;
        try {
            launch = Launch.of(args);
        } catch (StencilException e) {
            return Main.refuse(err, e, List.of(args).contains("--debug"));
        }
        if (launch.conf().get("spark.master").startsWith("local")) {
            ExecutorShare.takeLocally(launch.conf());
        }
        try (SparkCrew crew = new SparkCrew(launch.conf())) {
            return Main.run(crew, out, err, launch.command().toArray(new String[0]));
        }
    }
}
