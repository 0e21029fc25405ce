// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import ij.ImagePlus;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.command.table.ClassNames;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.label.objects.RefineRule;
import io.github.stencil.label.objects.Refinement;
import io.github.stencil.model.Model;
import io.github.stencil.model.PredictionOutput;
import io.github.stencil.model.PredictionSettings;
import io.github.stencil.tensor.Precision;
import io.github.stencil.work.Part;
import java.io.File;
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
            description = "The name of the model's output to use, of models with several; Model Info lists them",
            attrs = @Attr(name = "more", value = "true"))
    private String head = "";

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
            description = "From which on a pixel is inside, for models with one channel",
            attrs = @Attr(name = "when", value = "output=Labels|Mask|Objects"))
    private Double threshold = 0.5;

    @Parameter(
            label = "ROIs of what is found",
            persist = false,
            description = "Also outline what is found: in the ROI Manager, or without a display as overlay or file",
            attrs = @Attr(name = "when", value = "output=Labels|Mask|Objects"))
    private Boolean rois = false;

    @Parameter(
            label = "Normalization",
            persist = false,
            description = "How pixels are scaled first: as the model's card says, or by whole-plane statistics",
            attrs = {@Attr(name = "heading", value = "Network"), @Attr(name = "more", value = "true")})
    private NormalizationChoice normalization = NormalizationChoice.FROM_MODEL;

    @Parameter(
            label = "TTA (flips and quarter turns)",
            persist = false,
            description = "Averages over flips and quarter turns of the image: often better, eight times as long",
            attrs = @Attr(name = "more", value = "true"))
    private Boolean tta = false;

    @Parameter(
            label = "Trust this model",
            persist = false,
            description =
                    "Runs a model even if it has operations that are not known to only compute, now and from now on",
            attrs = {@Attr(name = "more", value = "true"), @Attr(name = "once", value = "true")})
    private Boolean trust = false;

    @Parameter(
            label = "Tile (pixels, 0 = automatic)",
            persist = false,
            min = "0",
            description = "Side of the tiles that an image is cut into; 0 chooses it from the free memory",
            attrs = {@Attr(name = "heading", value = "Computing"), @Attr(name = "more", value = "true")})
    private Integer tile = 0;

    @Parameter(
            label = "Overlap (pixels, -1 = automatic)",
            persist = false,
            min = "-1",
            description = "Pixels read round each tile; -1 takes what the network looks at, so that tiles never show",
            attrs = @Attr(name = "more", value = "true"))
    private Integer overlap = -1;

    @Parameter(
            label = "Precision",
            persist = false,
            description = "Full is 32-bit; Mixed lets TensorFlow use 16-bit where that is faster",
            attrs = @Attr(name = "more", value = "true"))
    private Precision precision = Precision.FULL;

    @Parameter(label = "Predicted", type = ItemIO.OUTPUT)
    ImagePlus predicted;

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
        AxisImage result = reading(image, () -> {
            ImageStore store = objects ? results().draft(Part.CLASSES) : results();
            AxisImage made = opened.predict(AxisImage.of(image), settings, store, progress);
            return objects ? objects(opened, made, progress) : shown(made, made.imagePlus());
        });
        outlines = rois ? RefineMasks.outlines(result, predicted, progress) : null;
    }

    /** Finds the objects in what was predicted. */
    private AxisImage objects(Model opened, AxisImage seen, Progress progress) {
        RefineRule rule = opened.hasProbabilities()
                ? ClassNames.seen(opened, seen.extent().channels(), threshold)
                : ClassNames.objects(opened.classes());
        Refinement.Objects found = Refinement.refine(seen, rule, results(), progress);
        return shown(found.labels(), RefineMasks.image(found));
    }

    private AxisImage shown(AxisImage result, ImagePlus shown) {
        predicted = shown;
        return result;
    }
}
