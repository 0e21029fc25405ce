// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.metric.ClassReport;
import io.github.stencil.metric.Comparison;
import io.github.stencil.metric.ConfusionCounts;
import io.github.stencil.metric.EmptyClass;
import io.github.stencil.metric.ImageCounts;
import io.github.stencil.metric.Scores;
import io.github.stencil.model.Model;
import io.github.stencil.model.PredictionSettings;
import io.github.stencil.unet.TrainingFiles;
import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training by macro and by command line, without a display. */
class TrainTest {
    @TempDir
    private Path folder;

    @Test
    void aMacroTrainsATinyNetworkThatFindsTheDiscsOfOtherImages() {
        TrainingFiles.write(folder.resolve("train"), 1, 8, 1, 96, 96);
        TrainingFiles.write(folder.resolve("test"), 2, 8, 1, 96, 96);
        String options =
                "images=[%s] labels=[%s] model=[%s] depth=3 filters=6 patch=32 batch=4 epochs=6 rate=0.01 augment=flip";
        IJ.runMacro("run('Train U-Net...', '"
                + options.formatted(path("train/images"), path("train/labels"), path("model")) + "');");
        ConfusionCounts all = null;
        Model model = Model.open(folder.resolve("model"));
        assertThat(model.properties()).containsEntry("Tried", "yes");
        assertThat(model.properties().get("Operations")).endsWith("all pure tensor operations");
        for (int i = 0; i < 8; i++) {
            ImagePlus image = IJ.openImage(path("test/images/scene" + i + ".tif"));
            ImagePlus truth = IJ.openImage(path("test/labels/scene" + i + ".tif"));
            truth.getProcessor().multiply(1.0 / 255);
            AxisImage labels =
                    model.predict(AxisImage.of(image), PredictionSettings.USUAL, ImageStore.memory(), Progress.NONE);
            List<ImageCounts> counts = Scores.count(Comparison.of(AxisImage.of(truth), labels));
            ConfusionCounts one = new ClassReport(counts).rows().get(0).counts();
            all = all == null ? one : all.plus(one);
        }
        assertThat(all.iou(1, EmptyClass.SKIP)).as("seeds 1 and 2").isGreaterThan(0.95);
    }

    @Test
    void theCommandLinePrintsALinePerEpochAndTheTableAndResumes() {
        TrainingFiles.write(folder.resolve("train"), 1, 4, 1, 32, 32);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        assertThat(train(out, err, "--epochs", "1")).as(err.toString()).isZero();
        assertThat(err.toString()).contains("Epoch 1 of 1: loss ").contains("groups of channels");
        assertThat(out.toString())
                .startsWith("Epoch,Rate,Loss,ValidationLoss,MeanIoU,MeanDice,IoU background,IoU foreground,Seconds");
        assertThat(train(out, err, "--epochs", "2")).isEqualTo(2);
        assertThat(err.toString()).contains("already holds a model. Set resume");
        assertThat(train(out, err, "--epochs", "2", "--resume", "--seed", "2")).isEqualTo(2);
        assertThat(err.toString())
                .contains("is another (")
                .contains("seed 1")
                .contains("Give the settings that it began with");
        assertThat(train(out, err, "--epochs", "2", "--resume", "--tables", path("tables")))
                .as(err.toString())
                .isZero();
        assertThat(folder.resolve("tables/training-history.csv")).content().hasLineCount(3);
        assertThat(folder.resolve("preview.png")).doesNotExist();
    }

    private int train(StringWriter out, StringWriter err, String... more) {
        String[] command = {
            "train",
            "--images",
            path("train/images"),
            "--labels",
            path("train/labels"),
            "--model",
            path("model"),
            "--depth",
            "2",
            "--filters",
            "4",
            "--patch",
            "32",
            "--batch",
            "2"
        };
        String[] all = java.util.Arrays.copyOf(command, command.length + more.length);
        System.arraycopy(more, 0, all, command.length, more.length);
        return Main.run(new PrintWriter(new BufferedWriter(out)), new PrintWriter(new BufferedWriter(err)), all);
    }

    private String path(String name) {
        return folder.resolve(name).toString().replace('\\', '/');
    }
}
