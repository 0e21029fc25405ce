// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder with two small images, for tests of what a command line does with odd places. */
public abstract class OddPlaces {
    @TempDir
    public Path folder;

    public final StringWriter out = new StringWriter();
    public final StringWriter err = new StringWriter();

    @BeforeEach
    public void writeImages() {
        save("image.tif");
        save("mask.tif");
    }

    public final void save(String name) {
        IJ.saveAsTiff(new ImagePlus("", new ByteProcessor(3, 1, new byte[] {0, 1, 2})), file(name));
    }

    public final String file(String name) {
        return folder.resolve(name).toString();
    }

    public final int stencil(String... line) {
        return Main.run(new PrintWriter(out), new PrintWriter(err), line);
    }

    public final int mask(String place) {
        return stencil(
                "apply-mask",
                "--image",
                file("image.tif"),
                "--mask",
                file("mask.tif"),
                "--output",
                place,
                "--overwrite");
    }

    public final Path pipe(String name) throws IOException, InterruptedException {
        Path pipe = folder.resolve(name);
        Files.createDirectories(pipe.getParent());
        boolean made = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
        assumeTrue(made, "this system makes pipes");
        return pipe;
    }
}
