// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import io.github.stencil.Progress;
import io.github.stencil.command.table.MeasurementTables;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Space;
import io.github.stencil.label.measure.MeasureRule;
import io.github.stencil.label.measure.Measurement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Counts the objects of a label map, and measures their size, shape and brightness. */
@Plugin(
        type = Command.class,
        name = "measure",
        menuPath = "Plugins>Stencil>Measure Objects...",
        description = "Counts the objects of a label map, and measures their size, shape and brightness.",
        headless = true,
        attrs = @Attr(name = "no-legacy"))
@Trait.Of({Trait.GAINS_FROM_COMPANY, Trait.WORKS_IN_BLOCKS})
public class MeasureObjects extends StencilCommand {
    @Parameter(
            label = "Labels",
            persist = false,
            autoFill = false,
            description = "The label map: each label but 0 is an object of its plane, or of its volume")
    private ImagePlus labels;

    @Parameter(
            label = "Image to measure (optional)",
            persist = false,
            autoFill = false,
            required = false,
            description = "An image of the same size, of any channels, whose values are measured; empty for none")
    private @Nullable ImagePlus image;

    @Parameter(
            label = "Ring (pixels wide, 0 = none)",
            persist = false,
            min = "0",
            max = "1000",
            description = "Also measures the background of each object, in a ring around it that no object is in")
    private Integer ring = MeasureRule.USUAL.ring();

    @Parameter(label = "Space", persist = false, description = "Objects of each plane, or of each volume")
    private Space space = MeasureRule.USUAL.space();

    @Parameter(label = MeasurementTables.OBJECTS, type = ItemIO.OUTPUT)
    ResultsTable objects;

    @Parameter(label = MeasurementTables.COUNTS, type = ItemIO.OUTPUT)
    ResultsTable counts;

    @Override
    protected void execute(Progress progress) {
        MeasureRule rule = MeasureRule.USUAL.withSpace(space).withRing(ring);
        ImagePlus measured = image;
        List<AxisImage> images = measured == null ? List.of() : List.of(AxisImage.of(measured));
        Measurement found = reading(
                labels,
                measured == null ? labels : measured,
                () -> Measurement.of(
                        AxisImage.of(labels), images, rule, results().work(), progress));
        String name = found.labels().description().stem();
        objects = MeasurementTables.objects(name, found, List.of());
        counts = MeasurementTables.counts(name, found, List.of());
    }
}
