// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command.score;

import ij.measure.ResultsTable;
import io.github.stencil.metric.ClassReport;
import io.github.stencil.metric.EmptyClass;
import io.github.stencil.metric.ObjectReport;
import io.github.stencil.metric.PairedDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The tables of an evaluation, in the order in which they are shown. */
public record EvaluationTables(List<Titled> all) {

    /** A table and the title of its window. */
    public record Titled(String title, ResultsTable table) {}

    /**
     * Returns the tables of an evaluation.
     *
     * @param gathered what was counted
     * @param empty what a class that neither map contains is worth
     * @param scores the further scores that were named
     * @param tolerance up to which distance surfaces are taken for the same, in calibrated units
     */
    public static EvaluationTables of(
            Evaluation gathered, Set<FurtherScore> scores, EmptyClass empty, double tolerance) {
        List<Titled> tables = new ArrayList<>();
        if (!gathered.probabilities().isEmpty()) {
            tables.add(new Titled(
                    "Probability Scores", FurtherTables.probabilities(gathered.probabilities(), scores, empty)));
            return new EvaluationTables(tables);
        }
        if (!gathered.tracks().isEmpty()) {
            tables.add(new Titled("Track Scores", FurtherTables.tracks(gathered.tracks(), scores, empty)));
        }
        List<PairedDifference> differences;
        if (gathered.isOfObjects()) {
            ObjectReport report = gathered.objects();
            tables.add(new Titled("Object Scores", ObjectTables.scores(report, empty)));
            tables.add(new Titled("Object Matches", ObjectTables.matches(report)));
            tables.add(new Titled("Segmentation Summary", ObjectTables.summary(report, empty)));
            differences = differs(report.images(), gathered.secondObjects().images())
                    ? List.of()
                    : PairedDifference.of(report, gathered.secondObjects(), empty);
        } else {
            ClassReport report = gathered.classes();
            tables.add(
                    new Titled("Class Scores", ScoreTables.classScores(report, gathered.surfaces(), tolerance, empty)));
            tables.add(new Titled("Segmentation Summary", ScoreTables.summary(report, empty)));
            differences = differs(report.images(), gathered.secondClasses().images())
                    ? List.of()
                    : PairedDifference.of(report, gathered.secondClasses(), empty);
        }
        if (!differences.isEmpty()) {
            tables.add(new Titled("Paired Differences", ScoreTables.differences(differences)));
        }
        return new EvaluationTables(tables);
    }

    private static boolean differs(List<?> images, List<?> second) {
        return images.size() != second.size();
    }
}
