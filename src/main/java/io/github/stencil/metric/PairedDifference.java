// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * How much better a second prediction of the same images is than a first one. Pairing takes out what makes an image hard
 * for both.
 *
 * @param score the score's name
 * @param first mean over the images for which both predictions have the score
 * @param second the same of the second prediction
 * @param difference mean of second - first, image by image
 * @param low lower end of the difference's 95% bootstrap interval over images, NaN for fewer than two images
 * @param high upper end
 * @param images how many images have both
 */
public record PairedDifference(
        String score, double first, double second, double difference, double low, double high, long images) {

    /** Returns the differences between class scores; both over the same images, in the same order. */
    public static List<PairedDifference> of(ClassReport first, ClassReport second, EmptyClass whenEmpty) {
        return of(ClassSummary.NAMES, values(first, whenEmpty), values(second, whenEmpty));
    }

    /** Returns the differences between object scores, those of the first threshold and those without one. */
    public static List<PairedDifference> of(ObjectReport first, ObjectReport second, EmptyClass whenEmpty) {
        List<PairedDifference> all = new ArrayList<>();
        all.addAll(of(TruthCoverage.NAMES, coverage(first, whenEmpty), coverage(second, whenEmpty)));
        all.addAll(of(ObjectScores.NAMES, atFirst(first, whenEmpty), atFirst(second, whenEmpty)));
        return all;
    }

    private static List<double[]> values(ClassReport report, EmptyClass whenEmpty) {
        return report.summary(whenEmpty).subList(0, report.images().size()).stream()
                .map(row -> row.scores().values())
                .toList();
    }

    private static List<double[]> coverage(ObjectReport report, EmptyClass whenEmpty) {
        return report.images().stream()
                .map(image -> image.coverage().values(whenEmpty))
                .toList();
    }

    private static List<double[]> atFirst(ObjectReport report, EmptyClass whenEmpty) {
        return report.images().stream()
                .map(image -> image.scores().get(0).values(whenEmpty))
                .toList();
    }

    /** Names may be fewer than scores. */
    private static List<PairedDifference> of(List<String> names, List<double[]> first, List<double[]> second) {
        List<PairedDifference> rows = new ArrayList<>();
        if (first.isEmpty()) {
            return rows;
        }
        double[][] a = Columns.of(first);
        double[][] b = Columns.of(second);
        double[][] differences = new double[a.length][first.size()];
        for (int score = 0; score < a.length; score++) {
            for (int image = 0; image < first.size(); image++) {
                differences[score][image] = b[score][image] - a[score][image];
                if (Double.isNaN(differences[score][image])) {
                    a[score][image] = Double.NaN;
                    b[score][image] = Double.NaN;
                }
            }
        }
        Bootstrap means = new Bootstrap(differences);
        double[] firstMeans = new Bootstrap(a).mean();
        double[] secondMeans = new Bootstrap(b).mean();
        for (int score = 0; score < names.size(); score++) {
            long images = java.util.Arrays.stream(differences[score])
                    .filter(difference -> !Double.isNaN(difference))
                    .count();
            rows.add(new PairedDifference(
                    names.get(score),
                    firstMeans[score],
                    secondMeans[score],
                    means.mean()[score],
                    means.low()[score],
                    means.high()[score],
                    images));
        }
        return rows;
    }
}
