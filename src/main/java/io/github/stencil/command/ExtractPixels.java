// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import io.github.stencil.Progress;
import io.github.stencil.command.table.ClassTables;
import io.github.stencil.image.AxisImage;
import io.github.stencil.label.LabelSet;
import io.github.stencil.mask.ClassPixels;
import org.jspecify.annotations.Nullable;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Takes the pixels of classes out of an image: as statistics, a table, an image or a histogram. */
@Plugin(
        type = Command.class,
        name = "extract-pixels",
        menuPath = "Plugins>Stencil>Extract Class Pixels...",
        description = "Takes the pixels of classes out of an image: as statistics, a table, an image or a histogram.",
        headless = true,
        attrs = @Attr(name = "no-legacy"))
@Trait.Of(Trait.GAINS_FROM_COMPANY)
public class ExtractPixels extends StencilCommand {
    @Parameter(
            label = "Image",
            persist = false,
            autoFill = false,
            description = "Where the values are; any type, channels, slices, frames")
    private ImagePlus image;

    @Parameter(
            label = "Mask",
            persist = false,
            autoFill = false,
            description = "Where the classes are: an image of labels, or the image's Selection, or the ROI Manager")
    private MaskSource mask;

    @Parameter(
            label = "Include classes (empty = all but 0)",
            persist = false,
            description = "Classes to take, such as 1,3-5; empty for every mask value but 0")
    private String include = "";

    @Parameter(label = "Output", persist = false, description = "What becomes of the pixels")
    private PixelOutput output = PixelOutput.STATISTICS;

    @Parameter(
            label = "Pool all slices and frames",
            persist = false,
            description = "For Statistics: one row per class and channel over all slices and frames, not one for each",
            attrs = @Attr(name = "when", value = "output=Statistics"))
    private Boolean pool = false;

    @Parameter(
            label = "Limit (pixels per class, 0 = all)",
            persist = false,
            min = "0",
            description = "The most pixels of a class in a Table, a random sample beyond; 0 for all",
            attrs = {@Attr(name = "heading", value = "Table"), @Attr(name = "when", value = "output=Table")})
    private Integer limit = 100_000;

    @Parameter(
            label = "Seed of the sample",
            persist = false,
            description = "Of the random sample",
            attrs = @Attr(name = "when", value = "output=Table;limit!=0"))
    private Long seed = 1L;

    @Parameter(label = "Class Statistics", type = ItemIO.OUTPUT, required = false)
    @Nullable
    ResultsTable statistics;

    @Parameter(label = "Class Pixels", type = ItemIO.OUTPUT, required = false)
    @Nullable
    ResultsTable pixels;

    @Parameter(
            label = "Pixels",
            type = ItemIO.OUTPUT,
            required = false,
            attrs = @Attr(name = "with", value = "output=Vector image"))
    @Nullable
    ImagePlus result;

    @Override
    protected void execute(Progress progress) {
        ImagePlus source = mask.resolve(image);
        reading(image, source, () -> {
            AxisImage pixelsOf = AxisImage.of(image);
            extract(ClassPixels.of(pixelsOf, AxisImage.of(source), LabelSet.of(include)), pixelsOf, progress);
            return output;
        });
    }

    private void extract(ClassPixels classes, AxisImage from, Progress progress) {
        switch (output) {
            case STATISTICS ->
                statistics = ClassTables.statistics(from.description(), classes.statistics(pool, progress));
            case TABLE -> pixels = ClassTables.pixels(from.extent(), classes.sample(limit, seed, progress));
            case VECTOR -> result = classes.vectors(results(), progress).imagePlus();
            case HISTOGRAM -> result = ClassTables.plot(from.description(), classes.histograms(progress));
        }
    }
}
