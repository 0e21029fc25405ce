// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor.chain;

import static org.assertj.core.api.Assertions.assertThat;

import groovy.lang.GroovyShell;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The example of docs/gpu.md, as it stands there. */
class DocumentedChainTest {
    private static final Pattern BLOCK = Pattern.compile("```groovy\n(.*?)```", Pattern.DOTALL);

    @Test
    void theExampleRunsAndCopiesWhatItSays() throws IOException {
        Matcher block = BLOCK.matcher(Files.readString(Path.of("docs", "gpu.md")));
        assertThat(block.find()).isTrue();
        PrintStream console = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        Object traffic;
        try {
            traffic = new GroovyShell().evaluate(block.group(1));
        } finally {
            System.setOut(console);
        }
        assertThat(traffic).isInstanceOfSatisfying(Traffic.class, counted -> {
            assertThat(counted.pushes()).isEqualTo(2);
            assertThat(counted.pulls()).isEqualTo(1);
        });
        Matcher iou = Pattern.compile("IoU of class 1: ([0-9.]+)").matcher(said.toString(StandardCharsets.UTF_8));
        assertThat(iou.find()).isTrue();
        assertThat(Double.parseDouble(iou.group(1))).isBetween(0.7, 1.0);
    }
}
