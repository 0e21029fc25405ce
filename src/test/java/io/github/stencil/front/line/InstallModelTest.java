// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that are installed and used by name, by macro and by command line. */
class InstallModelTest {
    private static final String PROPERTY = "stencil.models";

    @TempDir
    private Path folder;

    private String before = "";
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream console = System.out;

    @BeforeEach
    void useALibraryOfOurOwn() {
        before = System.getProperty(PROPERTY, "");
        System.setProperty(PROPERTY, folder.resolve("library").toString());
        System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void leaveIt() {
        System.setOut(console);
        if (before.isEmpty()) {
            System.clearProperty(PROPERTY);
        } else {
            System.setProperty(PROPERTY, before);
        }
    }

    @Test
    void byCommandLine() {
        String model = Path.of("sample-data", "models", "nuclei").toString();
        assertThat(stencil("install-model", "--file", model, "--name", "my nuclei"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("Name,my nuclei");
        String image = folder.resolve("image.tif").toString();
        IJ.saveAsTiff(new ImagePlus("", new ByteProcessor(16, 16)), image);
        String result = folder.resolve("result.tif").toString();
        assertThat(stencil("predict", "--image", image, "--model", "my nuclei", "--output", result))
                .as(err.toString())
                .isZero();
        assertThat(IJ.openImage(result).getWidth()).isEqualTo(16);
        assertThat(stencil("model-info", "--model", "my nuclei")).isZero();
        assertThat(stencil("install-model", "--file", model, "--name", "my nuclei"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("There is an installed model \"my nuclei\" already.");
    }

    @Test
    void byMacro() {
        String model = Path.of("sample-data", "models", "nuclei").toString().replace('\\', '/');
        IJ.runMacro("""
                setBatchMode(true);
                run("Stencil Install Model...", "file=[%s] name=nuclei");
                newImage("dark.tif", "8-bit black", 16, 16, 1);
                run("Predict Masks...", "model=nuclei");
                saveAs("Tiff", "%s");
                """.formatted(model, folder.resolve("seen.tif").toString().replace('\\', '/')));
        assertThat(log.toString(StandardCharsets.UTF_8)).contains("Name,nuclei");
        assertThat(Files.isDirectory(folder.resolve("library").resolve("nuclei")))
                .isTrue();
        assertThat(IJ.openImage(folder.resolve("seen.tif").toString()).getHeight())
                .isEqualTo(16);
    }

    private int stencil(String... arguments) {
        return Main.run(new PrintWriter(new BufferedWriter(out)), new PrintWriter(new BufferedWriter(err)), arguments);
    }
}
