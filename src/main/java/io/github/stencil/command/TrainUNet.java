// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import ij.measure.ResultsTable;
import io.github.stencil.Progress;
import io.github.stencil.command.table.HistoryTable;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelSet;
import io.github.stencil.unet.Schedule;
import io.github.stencil.unet.TrainingSettings;
import io.github.stencil.unet.UNets;
import io.github.stencil.unet.data.Augmentation;
import io.github.stencil.unet.data.Task;
import io.github.stencil.unet.graph.Loss;
import io.github.stencil.unet.graph.Optimizer;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Trains a U-Net from a folder of images and a folder of labels. */
@Plugin(
        type = Command.class,
        name = "train",
        menuPath = "Plugins>Stencil>Train U-Net...",
        description = "Trains a U-Net from images with labels; what it writes, Predict Masks takes.",
        headless = true,
        attrs = @Attr(name = "no-legacy"))
@Trait.Of(Trait.GIVES_SOMETHING_WHEN_STOPPED)
public class TrainUNet extends StencilCommand {
    @Parameter(
            label = "Images folder (or a stack)",
            style = "both",
            persist = false,
            description = "A folder of images to learn from, or one stack")
    private File images;

    @Parameter(
            label = "Labels folder (or a stack)",
            style = "both",
            persist = false,
            description = "A folder of label images with the same names, or one stack of labels")
    private File labels;

    @Parameter(
            label = "Model folder",
            style = "directory",
            persist = false,
            description = "The folder to write the model to; it is made if it is not there")
    private File model;

    @Parameter(
            label = "Task",
            persist = false,
            description = "Whether labels are classes, or number objects; Automatic looks at them")
    private Task task = TrainingSettings.USUAL.data().task();

    @Parameter(label = "Space", persist = false, description = "Learn from planes, or from volumes")
    private Space space = TrainingSettings.USUAL.data().space();

    @Parameter(
            label = "Depth (levels)",
            persist = false,
            min = "1",
            max = "8",
            description = "How many levels the network has; it halves the image once less",
            attrs = {@Attr(name = "heading", value = "Network"), @Attr(name = "more", value = "true")})
    private Integer depth = TrainingSettings.USUAL.network().depth();

    @Parameter(
            label = "Filters (first level)",
            persist = false,
            min = "1",
            max = "1024",
            description = "Filters of the first level, doubled from level to level",
            attrs = @Attr(name = "more", value = "true"))
    private Integer filters = TrainingSettings.USUAL.network().filters();

    @Parameter(
            label = "Patch (pixels, 0 = automatic)",
            persist = false,
            min = "0",
            description = "Side of the patches that are learned from; 0 is 256 in 2D and what fits into memory in 3D",
            attrs = @Attr(name = "more", value = "true"))
    private Integer patch = TrainingSettings.USUAL.patches().side();

    @Parameter(
            label = "Epochs",
            persist = false,
            min = "1",
            description = "How often to go through the images at most",
            attrs = @Attr(name = "heading", value = "Training"))
    private Integer epochs = TrainingSettings.USUAL.pace().epochs();

    @Parameter(
            label = "Batch (patches, 0 = automatic)",
            persist = false,
            min = "0",
            description = "Patches per step; 0 is as many as fit into memory, at most 8",
            attrs = @Attr(name = "more", value = "true"))
    private Integer batch = TrainingSettings.USUAL.patches().batch();

    @Parameter(
            label = "Patience (epochs)",
            persist = false,
            min = "1",
            description = "Training ends when the validation IoU has not risen for so many epochs",
            attrs = @Attr(name = "more", value = "true"))
    private Integer patience = TrainingSettings.USUAL.pace().patience();

    @Parameter(
            label = "Optimizer",
            persist = false,
            description = "How weights follow gradients",
            attrs = @Attr(name = "more", value = "true"))
    private Optimizer optimizer = TrainingSettings.USUAL.learning().optimizer();

    @Parameter(
            label = "Momentum (SGD)",
            persist = false,
            description = "How much SGD keeps of its direction, from 0 to below 1",
            attrs = {@Attr(name = "more", value = "true"), @Attr(name = "when", value = "optimizer=SGD")})
    private Double momentum = TrainingSettings.USUAL.learning().momentum();

    @Parameter(
            label = "Rate of learning",
            persist = false,
            description = "How far each step goes",
            attrs = @Attr(name = "more", value = "true"))
    private Double rate = TrainingSettings.USUAL.pace().rate();

    @Parameter(
            label = "Schedule",
            persist = false,
            description = "How the rate falls: on a plateau of the validation, with the epochs, or not at all",
            attrs = @Attr(name = "more", value = "true"))
    private Schedule schedule = TrainingSettings.USUAL.pace().schedule();

    @Parameter(
            label = "Clip gradients at (norm)",
            persist = false,
            min = "0",
            description = "Longest gradient that is followed as it is; 0 for any",
            attrs = @Attr(name = "more", value = "true"))
    private Double clip = TrainingSettings.USUAL.learning().clip();

    @Parameter(
            label = "Loss",
            persist = false,
            description = "What training makes small",
            attrs = {@Attr(name = "heading", value = "Loss"), @Attr(name = "more", value = "true")})
    private Loss loss = TrainingSettings.USUAL.learning().loss();

    @Parameter(
            label = "Borders (weight w0)",
            persist = false,
            min = "0",
            description = "How much more pixels between close objects count (w0 of the U-Net paper); 0 for no more",
            attrs = @Attr(name = "more", value = "true"))
    private Double borders = TrainingSettings.USUAL.patches().borders();

    @Parameter(
            label = "Ignore labels (empty = none)",
            persist = false,
            description = "Labels whose pixels do not count, such as 255; empty for none",
            attrs = @Attr(name = "more", value = "true"))
    private String ignore = "";

    @Parameter(
            label = "Dropout (fraction)",
            persist = false,
            description = "Share of the activations dropped in the two deepest levels, from 0 to below 1",
            attrs = {@Attr(name = "heading", value = "Regularisation"), @Attr(name = "more", value = "true")})
    private Double dropout = TrainingSettings.USUAL.network().dropout();

    @Parameter(
            label = "Decay of weights",
            persist = false,
            min = "0",
            description = "Share of the weights that is taken away per step, times the rate",
            attrs = @Attr(name = "more", value = "true"))
    private Double decay = TrainingSettings.USUAL.learning().decay();

    @Parameter(
            label = "Batchnorm",
            persist = false,
            description = "Whether activations are normalised over the patches of a step",
            attrs = @Attr(name = "more", value = "true"))
    private Boolean batchnorm = TrainingSettings.USUAL.network().batchnorm();

    @Parameter(
            label = "Augment by",
            persist = false,
            description =
                    "How patches are varied: flip, turn, rotate, shift, zoom, elastic, intensity, gamma, noise, blur",
            attrs = {@Attr(name = "heading", value = "Data"), @Attr(name = "more", value = "true")})
    private String augment = TrainingSettings.USUAL.patches().augment().toString();

    @Parameter(
            label = "Validation (fraction)",
            persist = false,
            description = "Share of the images that is held back to judge by",
            attrs = @Attr(name = "more", value = "true"))
    private Double validation = TrainingSettings.USUAL.data().validation();

    @Parameter(
            label = "Seed",
            persist = false,
            description = "Of weights, patches and the choice of what is held back",
            attrs = @Attr(name = "more", value = "true"))
    private Long seed = TrainingSettings.USUAL.pace().seed();

    @Parameter(
            label = "From model (optional)",
            style = "directory",
            persist = false,
            description = "The folder of a model that Stencil trained, to go on from its weights; empty for none",
            attrs = {@Attr(name = "heading", value = "Start"), @Attr(name = "when", value = "resume=false")})
    private String from = "";

    @Parameter(
            label = "Resume",
            persist = false,
            description = "Go on with the training in the model folder, from its last finished epoch",
            attrs = @Attr(name = "once", value = "true"))
    private Boolean resume = false;

    @Parameter(
            label = "Preview of patches",
            persist = false,
            description =
                    "Show 16 augmented patches beside their labels before training starts; without a display, as a file in the model folder",
            attrs = @Attr(name = "more", value = "true"))
    private Boolean preview = false;

    @Parameter(label = "Training History", type = ItemIO.OUTPUT)
    ResultsTable history;

    @Override
    protected void execute(Progress progress) {
        TrainingSettings settings = TrainingSettings.USUAL
                .withTask(task)
                .withSpace(space)
                .withDepth(depth)
                .withFilters(filters)
                .withPatch(patch)
                .withEpochs(epochs)
                .withBatch(batch)
                .withPatience(patience)
                .withOptimizer(optimizer)
                .withMomentum(momentum)
                .withRate(rate)
                .withSchedule(schedule)
                .withClip(clip)
                .withLoss(loss)
                .withBorders(borders)
                .withIgnore(LabelSet.of(ignore))
                .withDropout(dropout)
                .withDecay(decay)
                .withBatchnorm(batchnorm)
                .withAugment(Augmentation.of(augment))
                .withValidation(validation)
                .withSeed(seed);
        Optional<Path> start = from.isBlank() ? Optional.empty() : Optional.of(Path.of(from.strip()));
        UNets.Job job = new UNets.Job(model.toPath(), start, resume, preview);
        TrainingView view = new TrainingView(epochs, model.toPath(), progress);
        history = HistoryTable.of(UNets.train(images.getPath(), labels.getPath(), job, settings, view, progress));
    }
}
