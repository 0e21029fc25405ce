// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeImages() {
        IJ.saveAsTiff(new ImagePlus("", new ByteProcessor(2, 1, new byte[] {10, 20})), file("image.tif"));
        IJ.saveAsTiff(new ImagePlus("", new ByteProcessor(2, 1, new byte[] {0, 3})), file("mask.tif"));
    }

    @Test
    void aCommandWritesItsImageUnderItsInputsName() throws IOException {
        Path results = Files.createDirectory(folder.resolve("results"));
        int status = stencil(
                "apply-mask",
                "--image",
                file("image.tif"),
                "--mask",
                file("mask.tif"),
                "--fill",
                "7",
                "--output",
                results.toString());
        assertThat(status).as(err.toString()).isZero();
        ImagePlus masked = IJ.openImage(results.resolve("image.tif").toString());
        assertThat((byte[]) masked.getProcessor().getPixels()).containsExactly(7, 20);
        assertThat(results).isDirectoryContaining("glob:**image.tif").isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void choicesAreGivenAsTheDialogShowsThem() {
        String result = file("out.tif");
        int status = stencil(
                "apply-mask",
                "--image",
                file("image.tif"),
                "--mask",
                file("mask.tif"),
                "--mode",
                "Keep outside",
                "--include=1-2",
                "--output",
                result);
        assertThat(status).as(err.toString()).isZero();
        assertThat((byte[]) IJ.openImage(result).getProcessor().getPixels()).containsExactly(10, 20);
    }

    @Test
    void aTableIsPrintedAndWrittenAsCsv() throws IOException {
        Path model = Path.of("sample-data", "models", "nuclei");
        assertThat(stencil("model-info", "--model", model.toString(), "--tables", folder.toString()))
                .isZero();
        assertThat(folder.resolve("model.csv"))
                .content()
                .isEqualTo(out.toString().replace(System.lineSeparator(), "\r\n"))
                .startsWith("Property,Value\r\n")
                .contains("\r\nSignature,network\r\n", "\r\nClasses,\"background, nucleus, border\"\r\n");
    }

    @Test
    void nothingIsOverwrittenUnasked() {
        String[] command = {
            "apply-mask", "--image", file("image.tif"), "--mask", file("mask.tif"), "--output", file("mask.tif")
        };
        assertThat(stencil(command)).isEqualTo(2);
        assertThat(err.toString()).contains("exists").contains("--overwrite");
        assertThat((byte[]) IJ.openImage(file("mask.tif")).getProcessor().getPixels())
                .containsExactly(0, 3);
    }

    @Test
    void wrongUsageIsOneSentenceAndStatusTwo() {
        assertThat(stencil("apply-mask", "--image", file("image.tif"), "--mask", file("mask.tif"), "--fill", "abc"))
                .isEqualTo(2);
        assertThat(err)
                .hasToString("stencil: fill is \"abc\" but must be a number.\n".replace("\n", System.lineSeparator()));
    }

    @Test
    void aNameThatNoFileCanHaveIsOneSentence() {
        assertThat(stencil(
                        "apply-mask", "--image", file("image.tif"), "--mask", file("mask.tif"), "--output", "a\0b.tif"))
                .isEqualTo(2);
        assertThat(err.toString())
                .startsWith("stencil: \"a\\x00b.tif\" cannot be the name of a file here (")
                .hasLineCount(1);
    }

    @Test
    void helpIsStatusZeroAndAnUnknownCommandStatusTwo() {
        assertThat(stencil("--help")).isZero();
        assertThat(out.toString()).contains("apply-mask").contains("model-info");
        assertThat(stencil("apply-mask", "--help")).isZero();
        assertThat(out.toString()).containsIgnoringWhitespaces("Keep inside | Keep outside | Weight (Keep inside)");
        assertThat(stencil("sharpen")).isEqualTo(2);
        assertThat(stencil()).isEqualTo(2);
    }

    private int stencil(String... args) {
        return Main.run(new PrintWriter(new BufferedWriter(out)), new PrintWriter(new BufferedWriter(err)), args);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}
