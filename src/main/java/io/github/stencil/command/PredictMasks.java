// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.command.table.ClassNames;
import io.github.stencil.command.table.MeasurementTables;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.label.measure.MeasureRule;
import io.github.stencil.label.measure.MeasuredObject;
import io.github.stencil.label.measure.Measurement;
import io.github.stencil.label.objects.RefineRule;
import io.github.stencil.label.objects.Refinement;
import io.github.stencil.model.Model;
import io.github.stencil.model.PredictionOutput;
import io.github.stencil.model.PredictionSettings;
import io.github.stencil.tensor.Precision;
import io.github.stencil.work.Part;
import io.github.stencil.work.Workplace;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Predicts labels, masks or probabilities of an image with a trained network. */
@Plugin(
        type = Command.class,
        name = "predict",
        menuPath = "Plugins>Stencil>Predict Masks...",
        description = "Predicts labels, masks or probabilities of an image with a trained network.",
        headless = true,
        attrs = @Attr(name = "no-legacy"))
@Trait.Of({Trait.WORKS_IN_BLOCKS, Trait.SPREADS})
public class PredictMasks extends StencilCommand {
    @Parameter(
            label = "Image",
            persist = false,
            autoFill = false,
            description = "The image to predict: each plane on its own, or each volume if the model takes such")
    private ImagePlus image;

    @Parameter(
            label = "Model",
            style = "model",
            persist = false,
            description = "A TensorFlow SavedModel or bioimage.io package: its folder, a zip, or an installed name")
    private File model;

    @Parameter(
            label = "Head (empty = the one for masks)",
            persist = false,
            description = "The name of the model's output to use, of models with several; Model Info lists them")
    private String head = "";

    @Parameter(
            label = "Channel (0 = all that the model takes)",
            persist = false,
            min = "0",
            description = "The one channel of the image that the model gets, from 1; 0 gives it all channels")
    private Integer channel = 0;

    @Parameter(
            label = "Selection only",
            persist = false,
            description =
                    "Predicts the rectangle around the image's selection alone, and outlines what is found there on the"
                            + " image: the quick way to try a model")
    private Boolean selection = false;

    @Parameter(
            label = "Output",
            persist = false,
            description =
                    "Labels (the likeliest class), a Mask of 0 and 255, Probabilities, Objects, or the network's Raw values",
            attrs = @Attr(name = "heading", value = "Result"))
    private PredictionOutput output = PredictionOutput.LABELS;

    @Parameter(
            label = "Threshold (models with one channel)",
            persist = false,
            description = "From which on a pixel is inside, for models with one channel")
    private Double threshold = 0.5;

    @Parameter(
            label = "ROIs of what is found",
            persist = false,
            description = "Also outline what is found: in the ROI Manager, or without a display as overlay or file")
    private Boolean rois = false;

    @Parameter(
            label = "Normalization",
            persist = false,
            description = "How pixels are scaled first: as the model's card says, or by whole-plane statistics",
            attrs = @Attr(name = "heading", value = "Network"))
    private NormalizationChoice normalization = NormalizationChoice.FROM_MODEL;

    @Parameter(
            label = "TTA (flips and quarter turns)",
            persist = false,
            description = "Averages over flips and quarter turns of the image: often better, eight times as long")
    private Boolean tta = false;

    @Parameter(
            label = "Trust this model",
            persist = false,
            description =
                    "Runs a model even if it has operations that are not known to only compute, now and from now on")
    private Boolean trust = false;

    @Parameter(
            label = "Tile (pixels, 0 = automatic)",
            persist = false,
            min = "0",
            description = "Side of the tiles that an image is cut into; 0 chooses it from the free memory",
            attrs = @Attr(name = "heading", value = "Computing"))
    private Integer tile = 0;

    @Parameter(
            label = "Overlap (pixels, -1 = automatic)",
            persist = false,
            min = "-1",
            description = "Pixels read round each tile; -1 takes what the network looks at, so that tiles never show")
    private Integer overlap = -1;

    @Parameter(
            label = "Precision",
            persist = false,
            description = "Full is 32-bit; Mixed lets TensorFlow use 16-bit where that is faster")
    private Precision precision = Precision.FULL;

    @Parameter(label = "Predicted", type = ItemIO.OUTPUT)
    ImagePlus predicted;

    @Parameter(label = MeasurementTables.OBJECTS, type = ItemIO.OUTPUT, required = false)
    @Nullable
    ResultsTable objects;

    @Parameter(label = MeasurementTables.COUNTS, type = ItemIO.OUTPUT, required = false)
    @Nullable
    ResultsTable counts;

    @Parameter(
            label = "Outlines",
            type = ItemIO.OUTPUT,
            required = false,
            attrs = @Attr(name = "with", value = "rois=true"))
    @Nullable
    RoiResult outlines;

    @Override
    protected void execute(Progress progress) {
        Model found = Model.open(model.toPath()).withHead(head);
        Model opened = trust ? found.trusted() : found;
        opened.refuseUnlessPure();
        if (rois && (output == PredictionOutput.PROBABILITIES || output == PredictionOutput.RAW)) {
            throw StencilException.of(
                    "ROIs outline labels, but the output is %s. Choose Objects, Labels or Mask, or switch rois off.",
                    output);
        }
        var settings = PredictionSettings.USUAL
                .withOutput(output)
                .withNormalization(normalization.normalization())
                .withThreshold(threshold)
                .withTile(tile, overlap)
                .withPrecision(precision)
                .withTta(tta);
        boolean objects = output == PredictionOutput.OBJECTS;
        Seen seen = Seen.of(image, channel, selection);
        AxisImage result = reading(image, () -> {
            ImageStore store = objects ? results().draft(Part.CLASSES) : results();
            AxisImage made = opened.predict(seen.byModel(), settings, store, progress);
            return objects ? objects(opened, made, seen.whole(), progress) : shown(made, made.imagePlus());
        });
        boolean outlined = output != PredictionOutput.PROBABILITIES && output != PredictionOutput.RAW;
        if (selection && outlined && !hasPlace()) {
            outlines = seen.over(image, result, progress);
        } else {
            outlines = rois ? RefineMasks.outlines(result, predicted, progress) : null;
        }
    }

    /** Finds the objects in what was predicted. */
    private AxisImage objects(Model opened, AxisImage seen, AxisImage from, Progress progress) {
        RefineRule rule = opened.hasProbabilities()
                ? ClassNames.seen(opened, seen.extent().channels(), threshold)
                : ClassNames.objects(opened.classes());
        Refinement.Objects found = Refinement.refine(seen, rule, results(), progress);
        if (results().work().sharing().isToTheEnd()) {
            measure(found, from, rule, opened.classes(), progress);
        }
        return shown(found.labels(), RefineMasks.image(found));
    }

    /** Measures the objects, of which each class has those that were found of it. */
    private void measure(
            Refinement.Objects found, AxisImage from, RefineRule rule, List<String> names, Progress progress) {
        Measurement measured = Measurement.of(
                found.labels(), List.of(from), MeasureRule.USUAL.withSpace(rule.space()), Workplace.memory(), progress);
        List<MeasuredObject> typed = new ArrayList<>(); // objects are in the same order
        for (int i = 0; i < measured.objects().size(); i++) {
            typed.add(measured.objects().get(i).withType(found.objects().get(i).type()));
        }
        String name = from.description().stem();
        objects = MeasurementTables.objects(name, measured.withObjects(typed), names);
        counts = MeasurementTables.counts(name, measured.withObjects(typed), names);
    }

    private AxisImage shown(AxisImage result, ImagePlus shown) {
        predicted = shown;
        return result;
    }
}
