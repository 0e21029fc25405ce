package io.github.stencil.command;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import io.github.stencil.Progress;
import io.github.stencil.axes.AxisImage;
import io.github.stencil.axes.Space;
import io.github.stencil.label.Connectivity;
import io.github.stencil.label.Inside;
import io.github.stencil.label.LabelRois;
import io.github.stencil.label.RefineRule;
import io.github.stencil.label.Refinement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Turns a mask, a probability or a class map into objects. */
@Plugin(
        type = Command.class,
        name = "refine",
        menuPath = "Plugins>Stencil>Refine Masks...",
        description = "Turns a mask, a probability image or a class map into objects, each with a label of its own.",
        headless = true,
        attrs = @Attr(name = "no-legacy"))
public class RefineMasks extends StencilCommand {
    @Parameter(
            label = "Image",
            persist = false,
            description = "A mask, a probability image or a class map; one channel")
    private ImagePlus image;

    @Parameter(
            label = "Threshold",
            persist = false,
            required = false,
            description = "From which value on a pixel is inside, or a method of ImageJ's such as Otsu")
    private String threshold = "0.5";

    @Parameter(
            label = "Include classes",
            persist = false,
            required = false,
            description = "For a class map: classes whose components are objects, such as 1,3-5; empty to threshold")
    private String include = "";

    @Parameter(
            label = "Grow into classes",
            persist = false,
            required = false,
            description = "For a class map: a class into which objects then grow, such as a border; empty for none")
    private String grow = "";

    @Parameter(
            label = "Connectivity",
            persist = false,
            required = false,
            description = "Neighbours of a pixel in 2D and 3D: across edges or faces only, or across corners too")
    private Connectivity connectivity = Connectivity.FACES;

    @Parameter(
            label = "Space",
            persist = false,
            required = false,
            description = "Objects of each plane, or of each volume")
    private Space space = Space.PLANES;

    @Parameter(
            label = "Size of the smallest object",
            persist = false,
            required = false,
            min = "0",
            description = "Smaller objects go; 0 keeps all")
    private double size = 0;

    @Parameter(
            label = "Unit of size",
            persist = false,
            required = false,
            choices = {"pixels", "calibrated"},
            description = "What the smallest size is counted in: pixels, or the image's unit squared (cubed in 3D)")
    private String unit = "pixels";

    @Parameter(
            label = "Holes filled",
            persist = false,
            required = false,
            description = "Whether to fill background that lies inside one object")
    private boolean holes;

    @Parameter(
            label = "Split",
            persist = false,
            required = false,
            description = "Whether to separate objects that touch, at their waists")
    private boolean split;

    @Parameter(
            label = "Tolerance of splitting",
            persist = false,
            required = false,
            min = "0",
            description = "How much narrower (half width, in pixels) than both its sides a waist must be")
    private double tolerance = 0.5;

    @Parameter(
            label = "Exclude on edges",
            persist = false,
            required = false,
            description = "Whether objects that touch the image's edge go")
    private boolean exclude;

    @Parameter(
            label = "Rois",
            persist = false,
            required = false,
            description = "Also outline the objects: in the ROI Manager, or without a display as an overlay or a file")
    private boolean rois;

    @Parameter(label = "Objects", type = ItemIO.OUTPUT)
    ImagePlus labelled;

    @Parameter(label = "Objects", type = ItemIO.OUTPUT)
    ResultsTable table;

    @Parameter(
            label = "Outlines",
            type = ItemIO.OUTPUT,
            required = false,
            attrs = @Attr(name = "with", value = "rois=true"))
    @Nullable
    RoiResult outlines;

    @Override
    public boolean gainsFromCompany() {
        return true;
    }

    @Override
    protected void execute(Progress progress) {
        var rule = new RefineRule(
                Inside.of(threshold, include, grow),
                connectivity,
                space,
                size,
                unit.equals("calibrated"),
                holes,
                split,
                tolerance,
                exclude);
        AxisImage from = AxisImage.of(image);
        Refinement.Objects found = reading(image, () -> Refinement.of(from, rule, results(), progress));
        labelled = found.labels().imagePlus();
        table = ObjectTable.of(from.description().stem(), found, space);
        outlines = rois ? outlines(found.labels(), labelled, progress) : null;
    }

    /** Outlines labels as ROIs for the ROI Manager, an overlay of their image, or a file. */
    static RoiResult outlines(AxisImage labels, ImagePlus image, Progress progress) {
        List<Roi> all = LabelRois.of(labels, progress).stream()
                .map(LabelRois.LabelRoi::roi)
                .toList();
        return new RoiResult(all, image, RoiPlace.AUTOMATIC, false);
    }
}
