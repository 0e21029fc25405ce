// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * The scores of a set of images, as tables show them. Every image is scored over the classes of the whole set, so that a
 * class that an image lacks is an empty class there. Immutable.
 *
 * @param images the images' counts, in order
 */
public record ClassReport(List<ImageCounts> images) {
    /** The name of the row over all images, counts added. */
    public static final String ALL = "(all)";
    /** The name of the row with means over images. */
    public static final String MEAN = "(mean)";
    /** The name of the row with the lower ends of the means' 95% intervals. */
    public static final String LOW = MEAN + " Low";
    /** The name of the row with the upper ends of the means' 95% intervals. */
    public static final String HIGH = MEAN + " High";

    /**
     * One line of the summary.
     *
     * @param image an image's name, or {@link #ALL}, {@link #MEAN}, {@link #LOW} or {@link #HIGH}
     * @param scores what to show
     */
    public record SummaryRow(String image, ClassSummary scores) {}

    /** Copies the list and gives all images the same classes. */
    public ClassReport {
        images = List.copyOf(images);
        if (!images.isEmpty()) {
            long[] classes = pooled(images).labels();
            List<ImageCounts> aligned = new ArrayList<>();
            for (ImageCounts image : images) {
                aligned.add(new ImageCounts(image.image(), image.counts().withClasses(classes)));
            }
            images = List.copyOf(aligned);
        }
    }

    /** Returns a report over these images and then others. */
    public ClassReport plus(List<ImageCounts> more) {
        List<ImageCounts> all = new ArrayList<>(images);
        all.addAll(more);
        return new ClassReport(all);
    }

    /** Returns the counts to show class by class: each image's, and last those of all images added. */
    public List<ImageCounts> rows() {
        List<ImageCounts> rows = new ArrayList<>(images);
        if (!images.isEmpty()) {
            rows.add(new ImageCounts(ALL, pooled(images)));
        }
        return rows;
    }

    /**
     * Returns the summary: a row per image, the pooled counts' ({@link #ALL}), and the mean over images with the 95%
     * bootstrap interval of each mean, which is NaN where fewer than two images have the score.
     */
    public List<SummaryRow> summary(EmptyClass whenEmpty) {
        List<SummaryRow> rows = new ArrayList<>();
        for (ImageCounts row : rows()) {
            rows.add(new SummaryRow(row.image(), ClassSummary.of(row.counts(), whenEmpty)));
        }
        if (!images.isEmpty()) {
            Bootstrap means = new Bootstrap(Columns.of(rows.subList(0, images.size()).stream()
                    .map(row -> row.scores().values())
                    .toList()));
            rows.add(new SummaryRow(MEAN, ClassSummary.ofValues(means.mean())));
            rows.add(new SummaryRow(LOW, ClassSummary.ofValues(means.low())));
            rows.add(new SummaryRow(HIGH, ClassSummary.ofValues(means.high())));
        }
        return rows;
    }

    private static ConfusionCounts pooled(List<ImageCounts> images) {
        ConfusionCounts sum = images.get(0).counts();
        for (ImageCounts image : images.subList(1, images.size())) {
            sum = sum.plus(image.counts());
        }
        return sum;
    }
}
