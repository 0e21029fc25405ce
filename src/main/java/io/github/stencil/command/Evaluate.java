package io.github.stencil.command;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.axes.AxisImage;
import io.github.stencil.mask.LabelSet;
import io.github.stencil.metric.ClassReport;
import io.github.stencil.metric.EmptyClass;
import io.github.stencil.metric.ErrorPicture;
import io.github.stencil.metric.ImageCounts;
import io.github.stencil.metric.Scores;
import io.github.stencil.metric.Space;
import java.util.List;
import java.util.function.IntPredicate;
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
        description = "Scores a predicted label map against the true one: IoU, Dice and others, class by class.",
        headless = true,
        attrs = @Attr(name = "no-legacy"))
public class Evaluate extends StencilCommand {
    /** What a label means. */
    enum Kind {
        CLASSES("Classes");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    @Parameter(label = "Truth", persist = false, description = "The true labels; 8-, 16- or 32-bit, one channel")
    private ImagePlus truth;

    @Parameter(label = "Prediction", persist = false, description = "The labels to score, of the same size")
    private ImagePlus prediction;

    @Parameter(label = "Kind", persist = false, required = false, description = "What a label means: a class of pixels")
    private Kind kind = Kind.CLASSES;

    @Parameter(label = "Space", persist = false, required = false, description = "Score each plane, or each volume")
    private Space space = Space.PLANES;

    @Parameter(
            label = "Ignore labels",
            persist = false,
            required = false,
            description = "Labels of the truth whose pixels are left out, such as 255; empty for none")
    private String ignore = "";

    @Parameter(
            label = "Empty classes",
            persist = false,
            required = false,
            description = "What a class that neither image has counts as")
    private EmptyClass empty = EmptyClass.SKIP;

    @Parameter(
            label = "Overlay of errors",
            persist = false,
            required = false,
            description = "Also draw where the prediction is right and how it is wrong")
    private boolean overlay;

    @Parameter(label = "Overlay", type = ItemIO.OUTPUT, required = false)
    ImagePlus picture;

    @Parameter(label = "Class Scores", type = ItemIO.OUTPUT)
    ResultsTable classScores;

    @Parameter(label = "Segmentation Summary", type = ItemIO.OUTPUT)
    ResultsTable summary;

    private ClassReport report = new ClassReport(List.of());

    @Override
    protected void execute(Progress progress) {
        switch (kind) {
            case CLASSES -> scoreClasses(progress);
        }
    }

    private void scoreClasses(Progress progress) {
        IntPredicate ignored = ignored();
        if (truth == prediction) {
            throw StencilException.of(
                    "\"%s\" is both the truth and the prediction. Open a second image, and name both.",
                    truth.getTitle());
        }
        AxisImage trueMap = AxisImage.of(truth);
        AxisImage predictedMap = AxisImage.of(prediction);
        reading(
                truth,
                () -> reading(prediction, () -> {
                    List<ImageCounts> counts = Scores.of(trueMap, predictedMap, space, ignored, progress);
                    if (overlay) {
                        picture = ErrorPicture.of(trueMap, predictedMap, ignored, results(), progress)
                                .imagePlus();
                    }
                    report = report.plus(counts);
                    return report;
                }));
        classScores = ScoreTables.classScores(report, empty);
        summary = ScoreTables.summary(report, empty);
    }

    @Override
    public boolean continueAfter(StencilCommand earlier) {
        if (earlier instanceof Evaluate before) {
            report = before.report;
            return true;
        }
        return false;
    }

    private IntPredicate ignored() {
        if (ignore.isBlank()) {
            return Scores.NOTHING; // an empty list of labels means any but 0 elsewhere
        }
        LabelSet labels = LabelSet.of(ignore);
        return labels::contains;
    }
}
