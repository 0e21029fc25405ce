// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.release;

import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.file.ImageFiles;
import io.github.stencil.model.Model;
import io.github.stencil.model.PredictionSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The job that the released jar does in every test: predict the nuclei of an image, and score them. */
final class SampleJob {
    static final Path DATA = Path.of("sample-data").toAbsolutePath();
    static final Path MODEL = DATA.resolve("models").resolve("nuclei");
    static final Path IMAGE = DATA.resolve("images").resolve("nuclei-8bit.tif");
    static final Path TRUTH = DATA.resolve("truth").resolve("nuclei-8bit.tif");

    private SampleJob() {}

    /** Returns the job as a macro, which returns the title of its result and the pixels in each class. */
    static String macro() {
        return """
                open("%s");
                image = getTitle();
                run("Predict Masks...", "image=[" + image + "] model=[%s] output=Labels");
                labels = getTitle();
                getHistogram(values, counts, 256);
                run("Evaluate Segmentation...", "truth=[%s] prediction=[" + labels + "] kind=Classes");
                answer = labels + " " + counts[0] + " " + counts[1] + " " + counts[2];
                if (isOpen("Class Scores")) {
                    answer = answer + " " + Table.getString("Class", 1, "Class Scores") + " " + Table.get("IoU", 1, "Class Scores");
                    close("Class Scores");
                    close("Segmentation Summary");
                }
                close("*");
                return answer;
                """.formatted(IMAGE, MODEL, TRUTH).replace('\\', '/');
    }

    /**
     * Returns a macro that trains a network for volumes, whose gradients Stencil gives to TensorFlow itself; it returns 1
     * where the model was written.
     */
    static String trainingOnVolumes(Path folder) {
        return """
                folder = "%s/";
                File.makeDirectory(folder + "images");
                File.makeDirectory(folder + "labels");
                for (i = 0; i < 3; i++) {
                    newImage("image", "8-bit ramp", 16, 16, 8);
                    saveAs("Tiff", folder + "images/" + i + ".tif");
                    newImage("labels", "8-bit black", 16, 16, 8);
                    makeRectangle(8, 0, 8, 16);
                    run("Add...", "value=1 stack");
                    saveAs("Tiff", folder + "labels/" + i + ".tif");
                }
                close("*");
                run("Train U-Net...", "images=[" + folder + "images] labels=[" + folder + "labels] model=[" + folder + "model]"
                    + " space=3D depth=1 filters=2 patch=8 batch=1 epochs=1");
                return "" + File.exists(folder + "model/saved_model.pb");
                """.formatted(folder).replace('\\', '/');
    }

    /** Returns how many pixels are in each class by the classes that are tested here, not by the released jar. */
    static String classPixels() {
        AxisImage labels = Model.open(MODEL)
                .predict(
                        AxisImage.of(ImageFiles.read(IMAGE)),
                        PredictionSettings.USUAL,
                        ImageStore.memory(),
                        Progress.NONE);
        int[] counts = labels.imagePlus().getProcessor().getHistogram();
        return Arrays.stream(counts).limit(3).mapToObj(String::valueOf).collect(Collectors.joining(" "));
    }
}
