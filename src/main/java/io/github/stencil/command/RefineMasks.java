// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import io.github.stencil.Progress;
import io.github.stencil.command.table.ObjectTable;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.FileImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.Space;
import io.github.stencil.label.objects.Connectivity;
import io.github.stencil.label.objects.Foreground;
import io.github.stencil.label.objects.ObjectRow;
import io.github.stencil.label.objects.ObjectShape;
import io.github.stencil.label.objects.RefineRule;
import io.github.stencil.label.objects.Refinement;
import io.github.stencil.label.rois.LabelRois;
import java.awt.Color;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Turns a mask, a probability or a class map into objects, or refines those of an instance map. */
@Plugin(
        type = Command.class,
        name = "refine",
        menuPath = "Plugins>Stencil>Refine Masks...",
        description = "Turns a mask, a probability image or a class map into objects, each with a label of its own.",
        headless = true,
        attrs = @Attr(name = "no-legacy"))
@Trait.Of({Trait.GAINS_FROM_COMPANY, Trait.WORKS_IN_BLOCKS})
public class RefineMasks extends StencilCommand implements Previewing {
    @Parameter(
            label = "Image",
            persist = false,
            autoFill = false,
            description =
                    "A mask, a probability image, a class map or an instance map, which keeps its labels; one channel")
    private ImagePlus image;

    @Parameter(
            label = "Intensity image (optional)",
            persist = false,
            autoFill = false,
            required = false,
            description =
                    "An image of the same size, one channel, whose mean, minimum and maximum the table has for each"
                            + " object; empty for the image itself, where it is thresholded")
    private @Nullable ImagePlus intensity;

    @Parameter(
            label = "Threshold (a value or a method)",
            persist = false,
            description = "From which value on a pixel is inside, or a method of ImageJ's such as Otsu",
            attrs = {@Attr(name = "heading", value = "Inside"), @Attr(name = "when", value = "include=")})
    private String threshold = "0.5";

    @Parameter(
            label = "Include classes (of a class map)",
            persist = false,
            description = "For a class map: classes whose components are objects, such as 1,3-5; empty to threshold")
    private String include = "";

    @Parameter(
            label = "Grow into class (of a class map)",
            persist = false,
            description = "For a class map: a class into which objects then grow, such as a border; empty for none",
            attrs = @Attr(name = "when", value = "include!="))
    private String grow = "";

    @Parameter(
            label = "Connectivity (2D/3D)",
            persist = false,
            description = "Neighbours of a pixel in 2D and 3D: across edges or faces only, or across corners too",
            attrs = @Attr(name = "heading", value = "Objects"))
    private Connectivity connectivity = Connectivity.FACES;

    @Parameter(label = "Space", persist = false, description = "Objects of each plane, or of each volume")
    private Space space = Space.PLANES;

    @Parameter(
            label = "Holes filled",
            persist = false,
            description = "Whether to fill background that lies inside one object")
    private Boolean holes = false;

    @Parameter(
            label = "Split touching objects",
            persist = false,
            description = "Whether to separate objects that touch, at their waists")
    private Boolean split = false;

    @Parameter(
            label = "Tolerance of splitting (pixels)",
            persist = false,
            min = "0",
            description = "How much narrower (half width, in pixels) than both its sides a waist must be",
            attrs = @Attr(name = "when", value = "split=true"))
    private Double tolerance = RefineRule.USUAL.tolerance();

    @Parameter(
            label = "Shape of split objects",
            persist = false,
            description =
                    "Round objects are parted at any waist; those of any shape, such as bent rods, at thin necks only",
            attrs = @Attr(name = "when", value = "split=true"))
    private ObjectShape shape = ObjectShape.ROUND;

    @Parameter(
            label = "Size of the smallest",
            persist = false,
            min = "0",
            description = "Smaller objects go; 0 keeps all",
            attrs = @Attr(name = "heading", value = "Which objects stay"))
    private Double size = 0.0;

    @Parameter(
            label = "Unit of size",
            persist = false,
            choices = {"pixels", "calibrated"},
            description = "What the smallest size is counted in: pixels, or the image's unit squared (cubed in 3D)",
            attrs = @Attr(name = "when", value = "size!=0"))
    private String unit = "pixels";

    @Parameter(
            label = "Exclude objects on edges",
            persist = false,
            description = "Whether objects that touch the image's edge go")
    private Boolean exclude = false;

    @Parameter(
            label = "ROIs of the objects",
            persist = false,
            description = "Also outline the objects: in the ROI Manager, or without a display as an overlay or a file",
            attrs = @Attr(name = "heading", value = "Also make"))
    private Boolean rois = false;

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
    protected void execute(Progress progress) {
        ImagePlus other = intensity == null ? image : intensity;
        Refinement.Images own = Refinement.Images.of(AxisImage.of(image));
        Refinement.Images from = intensity == null ? own : own.withIntensity(AxisImage.of(intensity));
        Refinement.Objects found = reading(image, other, () -> Refinement.refine(from, rule(), results(), progress));
        labelled = image(found);
        table = ObjectTable.of(from.image().description().stem(), found, space);
        outlines = rois ? outlines(found.labels(), labelled, progress) : null;
    }

    @Override
    public Preview preview(Progress progress) {
        boolean planes = space == Space.PLANES;
        AxisImage from = AxisImage.of(planes ? InView.plane(image) : InView.volume(image));
        AxisImage objects =
                Refinement.refine(from, rule(), ImageStore.memory(), progress).labels();
        List<Roi> outlines = LabelRois.trace(objects, progress).stream()
                .filter(outline -> planes || outline.slice() == InView.slice(image) - 1)
                .map(LabelRois.LabelRoi::roi)
                .toList();
        for (Roi outline : outlines) {
            outline.setPosition(0); // the plane in view, whatever its place in the stack
            outline.setStrokeColor(Color.YELLOW);
        }
        return new Preview(image, outlines, "Objects in this plane: " + outlines.size());
    }

    private RefineRule rule() {
        return RefineRule.of(Foreground.of(threshold, include, grow))
                .withConnectivity(connectivity)
                .withSpace(space)
                .withSize(size)
                .withCalibrated(unit.equals("calibrated"))
                .withHoles(holes)
                .withSplit(split)
                .withTolerance(tolerance)
                .withShape(shape)
                .withExclude(exclude);
    }

    /** Returns the label map, in a display range that gives all labels a colour. */
    static ImagePlus image(Refinement.Objects found) {
        ImagePlus labels = found.labels().imagePlus();
        long highest =
                found.objects().stream().mapToLong(ObjectRow::label).max().orElse(0);
        boolean streamed = labels instanceof FileImage; // written already, and a plane need not fit into memory
        if (!streamed && highest > labels.getDisplayRangeMax()) {
            labels.setDisplayRange(0, (double) highest);
        }
        return labels;
    }

    /** Outlines labels as ROIs for the ROI Manager, an overlay of their image, or a file. */
    static RoiResult outlines(AxisImage labels, ImagePlus image, Progress progress) {
        List<Roi> all = LabelRois.trace(labels, progress).stream()
                .map(LabelRois.LabelRoi::roi)
                .toList();
        return new RoiResult(all, image, RoiPlace.AUTOMATIC, false);
    }
}
