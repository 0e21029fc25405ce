// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The object scores of a set of images, as tables show them. Immutable.
 *
 * @param images what became of each image's objects, in order; all with the same thresholds
 */
public record ObjectReport(List<ImageObjects> images) {

    /**
     * One line of a table.
     *
     * @param image an image's name, or one of {@link ClassReport}'s names for all images
     * @param threshold the least IoU of a pair; NaN in the summary
     * @param values what to show, in the order of the columns
     */
    public record Row(String image, double threshold, List<Double> values) {
        /** Copies the list. */
        public Row {
            values = List.copyOf(values);
        }

        static Row of(String image, double threshold, double... values) {
            List<Double> list = new ArrayList<>();
            for (double value : values) {
                list.add(value);
            }
            return new Row(image, threshold, list);
        }
    }

    /** Copies the list. */
    public ObjectReport {
        images = List.copyOf(images);
    }

    /** Returns a report over these images and then others. */
    public ObjectReport plus(List<ImageObjects> more) {
        List<ImageObjects> all = new ArrayList<>(images);
        all.addAll(more);
        return new ObjectReport(all);
    }

    /**
     * Returns a row per image and threshold, then a row per threshold with the counts of all images added, and the means
     * over images with the ends of their 95% bootstrap intervals: TP, FP, FN, Precision, Recall, F1, Accuracy,
     * MeanTrueScore, MeanMatchedScore, PanopticQuality.
     */
    public List<Row> scores(EmptyClass whenEmpty) {
        List<Row> rows = new ArrayList<>();
        if (images.isEmpty()) {
            return rows;
        }
        for (ImageObjects image : images) {
            for (ObjectScores scores : image.scores()) {
                rows.add(Row.of(image.image(), scores.threshold(), scores.values(whenEmpty)));
            }
        }
        List<ObjectScores> all = pooled();
        all.forEach(scores -> rows.add(Row.of(ClassReport.ALL, scores.threshold(), scores.values(whenEmpty))));
        List<Bootstrap> means = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            int threshold = i;
            means.add(means(image -> image.scores().get(threshold).values(whenEmpty)));
        }
        for (int i = 0; i < all.size(); i++) {
            rows.add(Row.of(
                    ClassReport.MEAN, all.get(i).threshold(), means.get(i).mean()));
        }
        for (int i = 0; i < all.size(); i++) {
            rows.add(
                    Row.of(ClassReport.LOW, all.get(i).threshold(), means.get(i).low()));
        }
        for (int i = 0; i < all.size(); i++) {
            rows.add(Row.of(
                    ClassReport.HIGH, all.get(i).threshold(), means.get(i).high()));
        }
        return rows;
    }

    /** Returns SEG and MeanIoUOfTruth: a row per image, over all objects, and the means with their intervals. */
    public List<Row> summary(EmptyClass whenEmpty) {
        List<Row> rows = new ArrayList<>();
        if (images.isEmpty()) {
            return rows;
        }
        TruthCoverage all = new TruthCoverage(0, 0, 0);
        for (ImageObjects image : images) {
            rows.add(Row.of(image.image(), Double.NaN, image.coverage().values(whenEmpty)));
            all = all.plus(image.coverage());
        }
        rows.add(Row.of(ClassReport.ALL, Double.NaN, all.values(whenEmpty)));
        Bootstrap means = means(image -> image.coverage().values(whenEmpty));
        rows.add(Row.of(ClassReport.MEAN, Double.NaN, means.mean()));
        rows.add(Row.of(ClassReport.LOW, Double.NaN, means.low()));
        rows.add(Row.of(ClassReport.HIGH, Double.NaN, means.high()));
        return rows;
    }

    /** Returns the scores per threshold of all images' objects together; at least one image. */
    public List<ObjectScores> pooled() {
        List<ObjectScores> all = new ArrayList<>(images.get(0).scores());
        for (ImageObjects image : images.subList(1, images.size())) {
            for (int i = 0; i < all.size(); i++) {
                all.set(i, all.get(i).plus(image.scores().get(i)));
            }
        }
        return all;
    }

    private Bootstrap means(Function<ImageObjects, double[]> scores) {
        return new Bootstrap(Columns.of(images.stream().map(scores).toList()));
    }
}
