// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.model.card.ObjectCard;
import io.github.stencil.tensor.Precision;
import io.github.stencil.tensor.Processor;
import io.github.stencil.unet.graph.NetworkFile;
import io.github.stencil.unet.graph.UNetShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Chooses, on the held-back images, how a trained network's probabilities become objects: the threshold, the tolerance and
 * the shape; and whether the network may compute in mixed precision. What is usual stays where another choice is hardly
 * better, as the images are few.
 */
final class ObjectTuning {
    /** So much better must another choice be, and so much worse may mixed precision be, in mean F1. */
    private static final double CLEAR = 0.002;

    private static final long MOST_PIXELS = 1 << 22;
    private static final List<Double> THRESHOLDS = List.of(0.3, 0.4, 0.6, 0.7);
    private static final List<Double> TOLERANCES = List.of(0.5, 0.75, 1.0, 1.5, 2.0);

    private final TrainingSet trainingSet;
    private final List<HeldBack> images = new ArrayList<>();

    private ObjectTuning(TrainingSet trainingSet) {
        this.trainingSet = trainingSet;
        long pixels = 0;
        for (HeldBack image : trainingSet.heldBack()) {
            pixels += image.image().extent().planePixels()
                    * image.image().extent().slices();
            if (images.isEmpty() || pixels <= MOST_PIXELS) {
                images.add(image);
            }
        }
    }

    /**
     * How objects are made of a network's probabilities.
     *
     * @param card what the model's card is to say
     * @param score what that is worth on the held-back images
     * @param precision how exactly the network need compute; {@link Precision#AUTOMATIC} where it was not tried
     */
    record Choice(ObjectCard card, ObjectJudge.Score score, Precision precision) {
        /** Returns the choice in one sentence. */
        String words() {
            return String.format(
                    Locale.ROOT,
                    "Objects on what is held back: threshold %s, tolerance %s, %s; F1 %.3f at an IoU of 0.5.",
                    card.threshold(),
                    card.tolerance(),
                    card.bent() ? "of any shape" : "round",
                    score.f1());
        }
    }

    /** Chooses; the usual where nothing is held back. */
    static Choice choose(NetworkFile network, UNetShape shape, TrainingSet trainingSet, Progress progress) {
        ObjectCard usual = trainingSet.decoding();
        if (trainingSet.heldBack().isEmpty()) {
            return new Choice(usual, ObjectJudge.Score.NONE, Precision.AUTOMATIC);
        }
        ObjectTuning tuning = new ObjectTuning(trainingSet);
        try (WholeImages predictor = new WholeImages();
                WholeImages.Loaded loaded = predictor.load(network, shape)) {
            List<AxisImage> full = tuning.predict(loaded, Precision.FULL, progress);
            Choice choice = tuning.best(full, usual, progress);
            if (!Processor.gainsByMixed()) {
                return choice;
            }
            double mixed = tuning.score(tuning.predict(loaded, Precision.MIXED, progress), choice.card(), progress)
                    .mean();
            return new Choice(
                    choice.card(),
                    choice.score(),
                    choice.score().mean() - mixed < CLEAR ? Precision.MIXED : Precision.FULL);
        }
    }

    private List<AxisImage> predict(WholeImages.Loaded loaded, Precision precision, Progress progress) {
        return images.stream()
                .map(image -> loaded.probabilities(image.image(), precision, ImageStore.memory(), progress))
                .toList();
    }

    private Choice best(List<AxisImage> probabilities, ObjectCard usual, Progress progress) {
        List<ObjectCard> thresholds =
                THRESHOLDS.stream().map(usual::withThreshold).toList();
        Choice first = new Choice(usual, score(probabilities, usual, progress), Precision.AUTOMATIC);
        Choice second = better(first, thresholds, probabilities, progress);
        List<ObjectCard> shapes = TOLERANCES.stream()
                .flatMap(tolerance -> java.util.stream.Stream.of(false, true)
                        .map(bent -> second.card().withTolerance(tolerance).withBent(bent)))
                .filter(card -> !card.equals(second.card()))
                .toList();
        return better(second, shapes, probabilities, progress);
    }

    private Choice better(Choice now, List<ObjectCard> others, List<AxisImage> probabilities, Progress progress) {
        Choice best = now;
        double wanted = now.score().mean() + CLEAR;
        for (ObjectCard other : others) {
            ObjectJudge.Score score = score(probabilities, other, progress);
            if (score.mean() > wanted) {
                best = new Choice(other, score, Precision.AUTOMATIC);
                wanted = score.mean();
            }
        }
        return best;
    }

    private ObjectJudge.Score score(List<AxisImage> probabilities, ObjectCard card, Progress progress) {
        ObjectJudge judge = new ObjectJudge(
                card, trainingSet.data().space(), trainingSet.data().ignore());
        Progress ticks = (done, total) -> progress.step(0, 0);
        for (int i = 0; i < images.size(); i++) {
            judge.add(probabilities.get(i), images.get(i), ticks);
        }
        return judge.score();
    }
}
