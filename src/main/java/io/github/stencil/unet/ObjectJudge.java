// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelSet;
import io.github.stencil.label.objects.Refinement;
import io.github.stencil.metric.Comparison;
import io.github.stencil.metric.EmptyClass;
import io.github.stencil.metric.ImageObjects;
import io.github.stencil.metric.IouThresholds;
import io.github.stencil.metric.ObjectMatching;
import io.github.stencil.metric.ObjectReport;
import io.github.stencil.metric.ObjectScores;
import io.github.stencil.model.card.ObjectCard;
import io.github.stencil.unet.data.HeldCorner;
import java.util.ArrayList;
import java.util.List;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.view.Views;

/** Compares the objects that Predict Masks would find with the true ones, over several images. */
final class ObjectJudge {
    /** Each of these thresholds sees another fault of a network: missed objects the first, vague outlines the last. */
    private static final IouThresholds THRESHOLDS = IouThresholds.of("0.5:0.9:0.05");

    private static final List<Integer> INTERIOR = List.of(1);
    private static final List<Integer> BORDER = List.of(2);

    private final ObjectCard decoding;
    private final Space space;
    private final LabelSet ignored;
    private final List<ImageObjects> images = new ArrayList<>();

    ObjectJudge(ObjectCard decoding, Space space, LabelSet ignored) {
        this.decoding = decoding;
        this.space = space;
        this.ignored = ignored;
    }

    /**
     * What the objects of several images are worth; NaN where there are none.
     *
     * @param f1 at an IoU of 0.5, counts pooled
     * @param mean of F1 at IoU 0.5, 0.55 and so on to 0.9, which rises with every object and with every outline, where F1
     *     at one threshold stays the same from epoch to epoch
     */
    record Score(double f1, double mean) {
        static final Score NONE = new Score(Double.NaN, Double.NaN);
    }

    /**
     * Takes an image into account.
     *
     * @param probabilities a channel each of background, interior and border
     * @param image whose objects are known
     */
    void add(AxisImage probabilities, HeldBack image, Progress progress) {
        AxisImage found = Refinement.refine(
                        probabilities, decoding.rule(INTERIOR, BORDER, space), ImageStore.memory(), progress)
                .labels();
        images.addAll(ObjectMatching.match(
                Comparison.of(part(image.objects().orElseThrow(), image), part(found, image))
                        .withSpace(space)
                        .withIgnored(ignored),
                THRESHOLDS,
                progress));
    }

    /** Returns what is held back of a label map; objects that lie on its edge are cut alike in truth and prediction. */
    private static AxisImage part(AxisImage labels, HeldBack image) {
        if (image.corner().isEmpty()) {
            return labels;
        }
        HeldCorner corner = image.corner().get();
        Extent extent = labels.extent();
        Interval here = new FinalInterval(new long[] {corner.x(), corner.y(), 0, 0, 0}, new long[] {
            corner.x() + corner.width() - 1L,
            corner.y() + corner.height() - 1L,
            extent.channels() - 1L,
            extent.slices() - 1L,
            extent.frames() - 1L
        });
        return AxisImage.of(labels.description().title(), Views.interval(labels.pixels(), here), "XYCZT");
    }

    Score score() {
        if (images.isEmpty()) {
            return Score.NONE;
        }
        List<ObjectScores> pooled = new ObjectReport(images).pooled();
        double mean = pooled.stream()
                .mapToDouble(scores -> scores.f1(EmptyClass.SKIP))
                .average()
                .orElse(Double.NaN);
        return new Score(pooled.get(0).f1(EmptyClass.SKIP), mean);
    }
}
