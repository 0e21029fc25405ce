// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import io.github.stencil.front.Commands;
import io.github.stencil.front.Inputs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Stencil Install GPU Support by name, through the macro and the command line, without downloading anything. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class InstallGpuTest {
    private static final String HOME = "stencil.gpu";
    private static final String REGISTRY = "stencil.registry";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream console = System.out;

    @BeforeEach
    void useAFolderOfOurOwn() {
        System.setProperty(HOME, folder.toString());
        System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void leaveIt() {
        System.setOut(console);
        System.clearProperty(HOME);
        System.clearProperty(REGISTRY);
    }

    @Test
    void whatIsInstalledIsNotInstalledAgain() throws IOException {
        Path place = Files.createDirectory(folder.resolve("tensorflow-2.18-cuda-12.6-cudnn-9.5"));
        for (String name : List.of("libtensorflow_framework.so.2", "libtensorflow_cc.so.2", "libjnitensorflow.so")) {
            Files.createFile(place.resolve(name));
        }
        assertThat(stencil("install-gpu")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("GPU support,was there already").contains("Folder," + place);
        IJ.runMacro("run('Stencil Install GPU Support...');");
        assertThat(log.toString(StandardCharsets.UTF_8)).contains("GPU support,was there already");
    }

    @Test
    void aRegistryThatIsNoneIsRefusedInOneSentence() {
        System.setProperty(REGISTRY, "nonsense");
        assertThat(stencil("install-gpu")).isEqualTo(2);
        assertThat(err.toString())
                .contains("The registry's address is \"nonsense\" but must begin with https:// or http://.");
        assertThat(stencil("install-gpu", "--version", "12")).isEqualTo(2);
    }

    @Test
    void theDialogSaysHowLargeItIs() {
        List<String> said =
                Inputs.messages(Commands.named("install-gpu").orElseThrow().createModule());
        assertThat(said).singleElement().asString().contains("Download: 2.5 GB", "3.9 GB");
        assertThat(Inputs.messages(Commands.named("device").orElseThrow().createModule()))
                .isEmpty();
    }

    private int stencil(String... arguments) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
