package io.github.stencil.front;

import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs one command line in a process to which the system gives little room for files; writes down how it went. */
final class FullDiskRun {
    private FullDiskRun() {}

    /** The first argument is a file for the answer, the others are the command line. */
    public static void main(String[] args) throws Exception {
        System.setProperty("java.awt.headless", "true");
        StringWriter err = new StringWriter();
        String[] line = java.util.Arrays.copyOfRange(args, 1, args.length);
        int status = Main.run(new PrintWriter(new StringWriter()), new PrintWriter(new BufferedWriter(err)), line);
        Files.writeString(Path.of(args[0]), status + " " + err, StandardCharsets.UTF_8);
        System.exit(0);
    }
}
