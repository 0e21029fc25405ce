// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.mask.MaskRule;
import io.github.stencil.mask.Masks;
import io.github.stencil.tensor.chain.DeviceImage;
import io.github.stencil.tensor.chain.DeviceSession;
import io.github.stencil.unet.TrainingFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where Java writes numbers in other digits, or with other separators, what Stencil writes stays the same. */
class LocaleTest {
    private static final Locale EGYPT = new Locale("ar", "EG");

    @TempDir
    private Path folder;

    private final Locale before = Locale.getDefault();

    @BeforeEach
    void takeALocaleWithDigitsOfItsOwn() {
        Locale.setDefault(EGYPT);
        assertThat("%d".formatted(1)).as("what Java makes of 1 here").isNotEqualTo("1");
    }

    @AfterEach
    void takeTheLocaleThatThereWas() {
        Locale.setDefault(before);
    }

    @Test
    void sentencesHaveEnglishNumbers() {
        assertThat(StencilException.of("%,d and %.2f", 1_234_567, 0.5)).hasMessage("1,234,567 and 0.50");
    }

    @Test
    void aModelThatIsTrainedHereIsReadEverywhere() throws IOException {
        TrainingFiles.write(folder.resolve("train"), 1, 2, 4, 32, 32);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = ("train --images %1$s/train/images --labels %1$s/train/labels --model %1$s/model --space 3D"
                        + " --depth 2 --filters 4 --patch 32 --batch 2 --epochs 1 --tables %1$s/tables")
                .formatted(folder)
                .split(" ");
        assertThat(Main.run(new PrintWriter(out), new PrintWriter(err), words))
                .as(err.toString())
                .isZero();
        for (String file : List.of("rdf.yaml", "stencil.yaml", "README.md", "history.csv")) {
            assertThat(Files.readString(folder.resolve("model").resolve(file)))
                    .as(file)
                    .matches("\\p{ASCII}+");
        }
        assertThat(out.toString()).matches("\\p{ASCII}+");
    }

    @Test
    void imagesOnTheDeviceAreMasked() {
        AxisImage image = AxisImage.of(new ImagePlus("a", new ByteProcessor(2, 1, new byte[] {3, 4})));
        AxisImage mask = AxisImage.of(new ImagePlus("b", new ByteProcessor(2, 1, new byte[] {0, 1})));
        MaskRule rule = MaskRule.USUAL;
        try (DeviceSession session = DeviceSession.open(Progress.NONE);
                DeviceImage pixels = DeviceImage.push(image, session);
                DeviceImage inside = DeviceImage.push(mask, session);
                DeviceImage masked = Masks.apply(pixels, inside, rule)) {
            assertThat((byte[]) masked.pull().imagePlus().getProcessor().getPixels())
                    .containsExactly(0, 4);
        }
    }

    @Test
    void aScaledImageIsWrittenAndReadAgain() {
        ImagePlus image = new ImagePlus("a", new ByteProcessor(2, 1));
        image.getCalibration().setUnit("mm");
        image.getCalibration().pixelWidth = 0.125;
        image.getCalibration().xOrigin = 1.5;
        String in = folder.resolve("in.tif").toString();
        String out = folder.resolve("out.tif").toString();
        IJ.saveAsTiff(image, in);
        StringWriter err = new StringWriter();
        String[] words = {"apply-mask", "--image", in, "--mask", in, "--output", out};
        assertThat(Main.run(new PrintWriter(err), new PrintWriter(err), words))
                .as(err.toString())
                .isZero();
        assertThat(IJ.openImage(out).getCalibration().pixelWidth).isEqualTo(0.125);
        assertThat(IJ.openImage(out).getCalibration().xOrigin).isEqualTo(1.5);
    }
}
