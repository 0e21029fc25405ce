// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import io.github.stencil.front.dialog.Display;
import io.github.stencil.front.line.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that ImageJ leaves to another reader, as Fiji does to Bio-Formats, and folders where one image is wanted. */
class OtherReadersTest {
    /** What ImageJ calls for files that it does not know; in Fiji it asks Bio-Formats. */
    private static final String STAND_IN = """
            import ij.*;
            import ij.plugin.PlugIn;
            import ij.process.ByteProcessor;
            public class HandleExtraFileTypes extends ImagePlus implements PlugIn {
                public void run(String path) {
                    if (path.endsWith(".czi")) {
                        setProcessor("cells.czi", new ByteProcessor(3, 1, new byte[] {5, 6, 7}));
                    }
                }
            }
            """;

    private static final String CLASSES =
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

    @TempDir
    private Path folder;

    @Test
    void whatAnotherReaderOfThisImageJKnowsIsOpened() throws Exception {
        Path source = Files.writeString(folder.resolve("HandleExtraFileTypes.java"), STAND_IN);
        Path plugins = Files.createDirectories(folder.resolve("plugins"));
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", plugins.toString(), "-cp", CLASSES, source.toString());
        assertThat(failed).isZero();
        Files.writeString(folder.resolve("cells.czi"), "ZISRAWFILE");
        Files.writeString(folder.resolve("cells.lif"), "p");
        Map<String, String> seen = Display.run(
                folder, List.of(), OtherReaders.class, folder.toString().replace('\\', '/'));
        assertThat(seen).containsEntry("macro", "cells-masked 0 6 7");
        assertThat(seen).containsEntry("batch", "0 6 7");
        assertThat(seen.get("unknown")).contains("cells.lif as an image. Such files are read by Bio-Formats");
    }

    @Test
    void onTheCommandLineASentenceTellsWhoReadsThem() throws IOException {
        Path file = Files.writeString(folder.resolve("cells.nd2"), "x");
        StringWriter err = new StringWriter();
        String[] line = {
            "refine",
            "--image",
            file.toString(),
            "--output",
            folder.resolve("out.tif").toString()
        };
        assertThat(Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), line))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("cells.nd2 as an image.", "Bio-Formats, which Fiji has and the command line has not")
                .hasLineCount(1);
    }

    @Test
    void aFolderWhereAnImageIsWantedLeadsToStencilBatch() {
        String said = MacroLog.of(() -> IJ.runMacro(
                "run('Refine Masks...', 'image=[" + folder.toString().replace('\\', '/') + "]');"));
        assertThat(said).contains("is a folder, but one image is wanted", "use Stencil Batch");
    }

    @Test
    void aPathWithABlankAndNoBracketsIsToldInAMacro() {
        String said = MacroLog.of(() -> IJ.runMacro("run('Refine Masks...', 'image=/data/My Cells.tif size=3');"));
        assertThat(said).contains("put brackets round that: image=[/data/My Cells.tif]");
    }
}
