// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.command.score.Evaluation;
import io.github.stencil.command.score.EvaluationTables;
import io.github.stencil.command.score.FurtherRule;
import io.github.stencil.command.score.FurtherScore;
import io.github.stencil.command.score.ReportFile;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelSet;
import io.github.stencil.metric.EmptyClass;
import io.github.stencil.metric.IouThresholds;
import java.io.File;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Scores a predicted label map against the true one. */
@Plugin(
        type = Command.class,
        name = "evaluate",
        menuPath = "Plugins>Stencil>Evaluate Segmentation...",
        description = "Scores a predicted label map against the true one: classes by IoU, Dice, surface distances and"
                + " others, objects by how many are found.",
        headless = true,
        attrs = @Attr(name = "no-legacy"))
@Trait.Of({Trait.GAINS_FROM_COMPANY, Trait.WORKS_IN_BLOCKS})
public class Evaluate extends StencilCommand {
    @Parameter(
            label = "Truth",
            persist = false,
            autoFill = false,
            description = "The true labels; 8-, 16- or 32-bit, one channel")
    private ImagePlus truth;

    @Parameter(
            label = "Prediction",
            persist = false,
            autoFill = false,
            description = "The labels to score, of the same size")
    private ImagePlus prediction;

    @Parameter(
            label = "Second prediction (optional)",
            persist = false,
            autoFill = false,
            required = false,
            description = "Other labels to score, for the difference between the two; empty for none")
    private @Nullable ImagePlus second;

    @Parameter(
            label = "Kind of labels",
            persist = false,
            description = "What a label means: a class of pixels, or one object; Automatic looks at them",
            attrs = @Attr(name = "heading", value = "Labels"))
    private EvaluationKind kind = EvaluationKind.AUTOMATIC;

    @Parameter(label = "Space", persist = false, description = "Score each plane, or each volume")
    private Space space = Space.PLANES;

    @Parameter(
            label = "Ignore labels (empty = none)",
            persist = false,
            description = "Labels of the truth whose pixels are left out, such as 255; empty for none")
    private String ignore = "";

    @Parameter(label = "Empty classes", persist = false, description = "What a class that neither image has counts as")
    private EmptyClass empty = EmptyClass.SKIP;

    @Parameter(
            label = "Boundary distances",
            persist = false,
            description = "Also measure how far the surfaces of classes are apart",
            attrs = @Attr(name = "heading", value = "Surfaces of classes"))
    private Boolean boundary = false;

    @Parameter(
            label = "Tolerance (calibrated units)",
            persist = false,
            min = "0",
            description = "How far apart surfaces may be and still agree (NSD), in calibrated units")
    private Double tolerance = 1.0;

    @Parameter(
            label = "Thresholds (IoU, first:last:step)",
            persist = false,
            description = "From which IoU on objects are pairs: first:last:step, or a list",
            attrs = @Attr(name = "heading", value = "Objects"))
    private String thresholds = "0.5:0.95:0.05";

    @Parameter(
            label = "ROIs of objects, by what became of them",
            persist = false,
            description =
                    "Also outline objects by what became of them, in the ROI Manager or, without a display, an overlay")
    private Boolean rois = false;

    @Parameter(
            label = "Tracks (two files, optional)",
            persist = false,
            required = false,
            description = "Track files of the truth and the prediction, with a comma between them; empty for none")
    private String tracks = "";

    @Parameter(
            label = "Scores (names, empty = the usual)",
            persist = false,
            required = false,
            description = "Further scores by name, separated by commas: of probabilities Brier, LogLoss, ECE, AUROC and"
                    + " AveragePrecision, of tracks SEG, DET and TRA; empty for the usual ones",
            attrs = @Attr(name = "heading", value = "Which scores"))
    private String scores = "";

    @Parameter(
            label = "Overlay of errors",
            persist = false,
            description = "Also draw where the prediction is right and how it is wrong",
            attrs = @Attr(name = "heading", value = "Also make"))
    private Boolean overlay = false;

    @Parameter(
            label = "Report (HTML file, optional)",
            persist = false,
            required = false,
            style = "save",
            description = "An HTML file for tables, plots and the worst images; empty for none")
    private @Nullable File report;

    @Parameter(
            label = "Overlay",
            type = ItemIO.OUTPUT,
            required = false,
            attrs = @Attr(name = "with", value = "overlay=true"))
    ImagePlus picture;

    @Parameter(
            label = "Outlines",
            type = ItemIO.OUTPUT,
            required = false,
            attrs = @Attr(name = "with", value = "rois=true"))
    RoiResult outlines;

    @Parameter(label = "Class Scores", type = ItemIO.OUTPUT)
    ResultsTable classScores;

    @Parameter(label = "Object Scores", type = ItemIO.OUTPUT)
    ResultsTable objectScores;

    @Parameter(label = "Object Matches", type = ItemIO.OUTPUT)
    ResultsTable objectMatches;

    @Parameter(label = "Segmentation Summary", type = ItemIO.OUTPUT)
    ResultsTable summary;

    @Parameter(label = "Track Scores", type = ItemIO.OUTPUT)
    ResultsTable trackScores;

    @Parameter(label = "Probability Scores", type = ItemIO.OUTPUT)
    ResultsTable probabilityScores;

    @Parameter(label = "Paired Differences", type = ItemIO.OUTPUT)
    ResultsTable differences;

    private Evaluation gathered = new Evaluation();

    @Override
    protected void execute(Progress progress) {
        Evaluation.Rule rule = rule();
        refuseItself(prediction);
        ImagePlus other = second;
        if (other != null) {
            refuseItself(other);
        }
        reading(
                truth,
                prediction,
                () -> other == null ? score(rule, progress) : reading(other, () -> score(rule, progress)));
    }

    /** Returns how to score, once all that needs no image has been checked. */
    private Evaluation.Rule rule() {
        Evaluation.Rule rule = new Evaluation.Rule(
                space,
                LabelSet.of(ignore),
                boundary,
                IouThresholds.of(thresholds),
                report != null,
                results().work());
        kind().check(boundary, rois);
        boolean beside = second != null || boundary || rois || overlay || kind == EvaluationKind.OBJECTS;
        FurtherRule.of(scores, tracks).check(kind == EvaluationKind.CLASSES, beside);
        if (report != null) {
            ReportFile.check(report);
        }
        return rule;
    }

    @Override
    public Map<String, String> decide(List<Map<String, Path>> runs, Progress progress) {
        rule();
        FurtherRule further = FurtherRule.of(scores, tracks);
        further.checkCount(runs.size());
        Optional<EvaluationKind.Decision> decision = kind() == EvaluationKind.AUTOMATIC && !further.isOfProbabilities()
                ? look().atFiles(runs, progress)
                : Optional.empty();
        decision.ifPresent(taken -> {
            taken.kind().check(boundary, rois);
            progress.say(taken.sentence());
        });
        return decision.map(taken -> Map.of("kind", taken.kind().toString())).orElse(Map.of());
    }

    private EvaluationKind.Look look() {
        return new EvaluationKind.Look(space, LabelSet.of(ignore).predicate(), boundary, rois);
    }

    /** Returns what labels mean, as far as it has been said: those with tracks number objects. */
    private EvaluationKind kind() {
        return kind == EvaluationKind.AUTOMATIC && !tracks.isBlank() ? EvaluationKind.OBJECTS : kind;
    }

    private Evaluation score(Evaluation.Rule rule, Progress progress) {
        FurtherRule further = FurtherRule.of(scores, tracks);
        if (further.isOfProbabilities()) {
            gathered.addProbabilities(truth, prediction, rule, progress);
            return gathered;
        }
        Evaluation.check(truth, prediction, second);
        Optional<EvaluationKind.Decision> decision =
                kind() == EvaluationKind.AUTOMATIC ? look().at(truth, prediction, second, progress) : Optional.empty();
        EvaluationKind meaning = decision.map(EvaluationKind.Decision::kind).orElse(kind());
        meaning.check(boundary, rois);
        if (meaning == EvaluationKind.OBJECTS) {
            gathered.addTracks(truth, prediction, further.tracks(), rule, progress);
            gathered.addObjects(truth, prediction, second, rule, progress);
        } else {
            gathered.addClasses(truth, prediction, second, rule, progress); // which says what is wrong with a map
        }
        decision.ifPresent(taken -> progress.say(taken.sentence()));
        if (overlay) {
            picture = gathered.picture(truth, prediction, rule, results(), progress);
        }
        if (rois) {
            outlines = new RoiResult(gathered.rois(progress), prediction, RoiPlace.AUTOMATIC, false);
        }
        gathered.forgetImages();
        return gathered;
    }

    private void refuseItself(ImagePlus image) {
        if (truth == image) {
            throw StencilException.of(
                    "\"%s\" is both the truth and the prediction. Open a second image, and name both.",
                    truth.getTitle());
        }
    }

    @Override
    public void conclude() {
        EvaluationTables tables = EvaluationTables.of(gathered, FurtherScore.of(scores), empty, tolerance);
        for (EvaluationTables.Titled table : tables.all()) {
            switch (table.title()) {
                case "Class Scores" -> classScores = table.table();
                case "Object Scores" -> objectScores = table.table();
                case "Object Matches" -> objectMatches = table.table();
                case "Track Scores" -> trackScores = table.table();
                case "Probability Scores" -> probabilityScores = table.table();
                case "Segmentation Summary" -> summary = table.table();
                default -> differences = table.table();
            }
        }
        if (report != null) {
            ReportFile.write(report, gathered, tables.all(), empty);
        }
    }

    @Override
    public boolean continueAfter(StencilCommand earlier) {
        if (earlier instanceof Evaluate before) {
            gathered = before.gathered.append(gathered);
            return true;
        }
        return false;
    }

    @Override
    public Serializable gathered() {
        return gathered;
    }

    @Override
    public void takeGathered(Serializable elsewhere) {
        gathered = (Evaluation) elsewhere;
    }
}
