package io.github.stencil.front;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** The main job on the sample data, for a first look. */
final class Demo {
    private Demo() {}

    /**
     * Runs it.
     *
     * @param home the project's folder, in which the sample data lie
     * @return the exit status
     */
    static int run(PrintWriter out, PrintWriter err, Path home) {
        Path samples = home.resolve("sample-data");
        if (!Files.isDirectory(samples)) {
            err.println("stencil: There is no folder " + samples + ". Run the demo from the project's folder.");
            return Main.NOTHING_DONE;
        }
        out.println("The sample data are in " + samples + ".");
        return Main.DONE;
    }
}
