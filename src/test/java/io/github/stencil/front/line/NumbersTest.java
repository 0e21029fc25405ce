// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that Java would read but nobody means, on the command line and in macros. */
class NumbersTest {
    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeImage() {
        IJ.saveAsTiff(new ImagePlus("", new ByteProcessor(3, 1, new byte[] {0, 1, 2})), file("image.tif"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1e999", "-1e999", "1e-999", "Infinity", "0x10", "0x1p3", "1_000", "1d", "1f", "1,5", "one", ""})
    void aNumberIsDecimalAndFinite(String number) {
        for (String line : new String[] {
            "apply-mask --image IMAGE --mask IMAGE --output OUT --type 32-bit --fill",
            "apply-mask --image IMAGE --mask IMAGE --output OUT --mode Weight --divisor",
            "refine --image IMAGE --output OUT --threshold",
            "refine --image IMAGE --output OUT --size",
            "refine --image IMAGE --output OUT --tolerance",
            "to-labels --image IMAGE --output OUT --minimum",
            "extract-pixels --image IMAGE --mask IMAGE --limit",
            "extract-pixels --image IMAGE --mask IMAGE --seed",
            "evaluate --truth IMAGE --prediction IMAGE --kind Objects --thresholds",
        }) {
            if (line.endsWith("thresholds") && number.equals("1,5")) {
                continue; // a list, of which 5 is too high
            }
            err.getBuffer().setLength(0);
            assertThat(run(line, number)).as(line + " " + number).isEqualTo(2);
            assertThat(err.toString()).as(line).contains("\"" + number + "\"").doesNotContain("Exception");
            assertThat(folder.resolve("out.tif")).doesNotExist();
        }
    }

    @ParameterizedTest
    @CsvSource({"--size", "--threshold", "--tolerance"})
    void notANumberIsRefusedWhereItMeansNothing(String option) {
        assertThat(run("refine --image IMAGE --output OUT " + option, "NaN")).isEqualTo(2);
        assertThat(err.toString()).contains("\"NaN\" but must be a number");
    }

    @ParameterizedTest
    @CsvSource({"1e-2, 0.01", "+2, 2", ".5, 0.5", "5., 5", "-3E1, -30", "NaN, NaN"})
    void whatIsOneIsTaken(String number, Float value) {
        assertThat(run("apply-mask --image IMAGE --mask IMAGE --output OUT --type 32-bit --fill", number))
                .as(err.toString())
                .isZero();
        assertThat(IJ.openImage(file("out.tif")).getProcessor().getf(0, 0)).isEqualTo(value);
    }

    @Test
    void aFillThat32BitsDoNotHoldIsRefused() {
        assertThat(run("apply-mask --image IMAGE --mask IMAGE --output OUT --type 32-bit --fill", "1e39"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("The fill value is 1.0E39 but 32-bit pixels hold numbers from");
        assertThat(run("apply-mask --image IMAGE --mask IMAGE --output OUT --mode Weight --divisor", "1e-60"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("The divisor is 1.0E-60");
    }

    @Test
    void aStepThatNoNumberIsSmallEnoughForEndsAtOnce() {
        assertThat(run(
                        "evaluate --truth IMAGE --prediction IMAGE --kind Objects --thresholds",
                        "0.5:0.95:1e-999999999"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("is no list of thresholds");
    }

    @Test
    void macrosRefuseTheSame() {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream console = System.out;
        System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            IJ.runMacro("setBatchMode(true); newImage('m', '8-bit black', 2, 1, 1);"
                    + "run('Refine Masks...', 'size=1e999');");
        } finally {
            System.setOut(console);
        }
        assertThat(log.toString(StandardCharsets.UTF_8)).contains("size is \"1e999\" but must be a number.");
    }

    private int run(String line, String last) {
        String[] args = (line + " x")
                .replace("IMAGE", file("image.tif"))
                .replace("OUT", file("out.tif"))
                .split(" ");
        args[args.length - 1] = last;
        return Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), args);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}
