// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import io.github.stencil.Owned;
import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageStore;
import io.github.stencil.metric.ClassSummary;
import io.github.stencil.metric.ConfusionCounts;
import io.github.stencil.metric.EmptyClass;
import io.github.stencil.tile.Bands;
import io.github.stencil.unet.graph.NetworkFile;
import io.github.stencil.unet.graph.OptimizerSettings;
import io.github.stencil.unet.graph.UNetShape;
import io.github.stencil.unet.graph.ValidationLoss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.imglib2.Interval;

/**
 * Judges a network by the images that are held back: predicted whole, in tiles, as Predict Masks predicts them, then
 * compared with the truth. For one thread.
 */
final class Validation implements Owned {
    private static final long BAND_PIXELS = 1 << 20;

    /**
     * What a network is worth.
     *
     * @param loss mean over pixels; NaN without images
     * @param meanIou mean over the classes that occur; NaN without images
     * @param meanDice the same of Dice
     * @param iou per class, pixels of all images pooled
     * @param dice per class
     * @param objects what the objects are worth, where objects are learned
     */
    record Judgement(
            double loss,
            double meanIou,
            double meanDice,
            List<Double> iou,
            List<Double> dice,
            ObjectJudge.Score objects) {
        Judgement {
            iou = List.copyOf(iou);
            dice = List.copyOf(dice);
        }

        /** Returns what epochs are compared by: objects where they are learned, else the mean IoU. */
        double score() {
            return Double.isNaN(objects.mean()) ? meanIou : objects.mean();
        }
    }

    private final UNetShape shape;
    private final TrainingSet trainingSet;
    private final TrainingListener listener;
    private final ValidationLoss loss;
    private final WholeImages predictor = new WholeImages();

    Validation(
            UNetShape shape, OptimizerSettings optimizerSettings, TrainingSet trainingSet, TrainingListener listener) {
        this.shape = shape;
        this.listener = listener;
        this.trainingSet = trainingSet;
        loss = new ValidationLoss(shape, optimizerSettings);
    }

    /** Predicts and compares all images. */
    Judgement judge(NetworkFile network, Progress progress) {
        int classes = shape.classes();
        List<Double> iou = new ArrayList<>(Collections.nCopies(classes, Double.NaN));
        List<Double> dice = new ArrayList<>(iou);
        List<HeldBack> images = trainingSet.heldBack();
        if (images.isEmpty()) {
            return new Judgement(Double.NaN, Double.NaN, Double.NaN, iou, dice, ObjectJudge.Score.NONE);
        }
        long[][] pairs = new long[classes][classes];
        ObjectJudge judge = new ObjectJudge(
                trainingSet.decoding(),
                trainingSet.data().space(),
                trainingSet.data().ignore());
        loss.clear();
        try (WholeImages.Loaded loaded = predictor.load(network, shape)) {
            boolean first = true;
            for (HeldBack image : images) {
                AxisImage probabilities = loaded.probabilities(image.image(), ImageStore.memory(), progress);
                compare(image.classes().get(), probabilities, pairs, progress);
                if (image.objects().isPresent()) {
                    judge.add(probabilities, image.objects().get(), (done, total) -> progress.step(0, 0));
                }
                if (first) {
                    listener.validated(image.image(), probabilities);
                    first = false;
                }
            }
        }
        long[] all = new long[classes];
        Arrays.setAll(all, k -> k);
        ConfusionCounts counts = ConfusionCounts.of(pairs).withClasses(all);
        for (int k = 0; k < classes; k++) {
            iou.set(k, counts.iou(k, EmptyClass.SKIP));
            dice.set(k, counts.dice(k, EmptyClass.SKIP));
        }
        ClassSummary summary = ClassSummary.of(counts, EmptyClass.SKIP);
        return new Judgement(loss.mean(), summary.meanIou(), summary.meanDice(), iou, dice, judge.score());
    }

    private void compare(int[] truth, AxisImage probabilities, long[][] pairs, Progress progress) {
        Extent extent = probabilities.extent();
        int channels = extent.channels();
        int at = 0;
        for (int z = 0; z < extent.slices(); z++) {
            for (Interval band : Bands.of(extent.rows(0, extent.height() - 1, 0, 0, z, 0), BAND_PIXELS)) {
                progress.step(0, 0);
                float[] values = (float[])
                        probabilities.copy(extent.rows((int) band.min(1), (int) band.max(1), 0, channels - 1, z, 0));
                int pixels = values.length / channels;
                int[] here = Arrays.copyOfRange(truth, at, at + pixels);
                at += pixels;
                loss.add(values, here);
                for (int i = 0; i < pixels; i++) {
                    if (here[i] >= 0) {
                        pairs[here[i]][Likeliest.of(values, i, pixels, channels)]++;
                    }
                }
            }
        }
    }

    @Override
    public void close() {
        loss.close();
        predictor.close();
    }
}
