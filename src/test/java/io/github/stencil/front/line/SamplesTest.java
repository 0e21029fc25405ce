// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample images, by the menu's entry and on the command line. */
class SamplesTest {
    private static final Path DATA = Path.of("sample-data");

    @Test
    void theMenuEntryOpensThemUnderTheirNamesAndTheFirstIsActive() {
        String titles = IJ.runMacro("""
                setBatchMode(true);
                run("Stencil Samples");
                all = getTitle();
                list = getList("image.titles");
                for (i = 0; i < list.length; i++) all = all + "|" + list[i];
                return all;
                """);
        assertThat(titles.split("\\|", -1))
                .startsWith("nuclei-8bit.tif")
                .contains("nuclei-16bit.tif", "time-lapse.tif", "cells.tif", "nuclei-8bit-classes.tif")
                .contains("nuclei-8bit-objects.tif");
    }

    @Test
    void theBundledModelFindsWhatIsTrueOfASampleWithoutAnyFile() {
        String found = IJ.runMacro("""
                setBatchMode(true);
                run("Stencil Samples");
                run("Predict Masks...", "image=nuclei-8bit.tif model=nuclei");
                run("Evaluate Segmentation...", "truth=nuclei-8bit-classes.tif prediction=nuclei-8bit-labels kind=Classes");
                selectImage("nuclei-8bit-labels");
                getStatistics(area, mean, min, max);
                return "" + max;
                """);
        assertThat(found).isEqualTo("2");
    }

    @Test
    void onTheCommandLineTheyBecomeFiles(@TempDir Path folder) {
        StringWriter err = new StringWriter();
        String[] line = {"samples", "--output", folder + "/"};
        assertThat(Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), line))
                .as(err.toString())
                .isZero();
        ImagePlus written = IJ.openImage(folder.resolve("result-6.tif").toString());
        ImagePlus sample = IJ.openImage(DATA.resolve("images/nuclei-8bit.tif").toString());
        assertThat((byte[]) written.getProcessor().getPixels())
                .isEqualTo(sample.getProcessor().getPixels());
        assertThat(written.getCalibration().pixelWidth).isEqualTo(0.5);
    }
}
