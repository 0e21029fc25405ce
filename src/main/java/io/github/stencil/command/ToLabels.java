// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import ij.ImagePlus;
import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.label.LabelList;
import io.github.stencil.label.onehot.ClassAxis;
import io.github.stencil.label.onehot.DecodeRule;
import io.github.stencil.label.onehot.OneHot;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Turns a stack with a plane per class into a label image. */
@Plugin(
        type = Command.class,
        name = "to-labels",
        menuPath = "Plugins>Stencil>Categorical to Labels...",
        description = "Turns a stack with a plane per class, or class probabilities, into a label image.",
        headless = true,
        attrs = @Attr(name = "no-legacy"))
@Trait.Of({Trait.GAINS_FROM_COMPANY, Trait.WORKS_IN_BLOCKS})
public class ToLabels extends StencilCommand {
    @Parameter(
            label = "Image",
            persist = false,
            autoFill = false,
            description = "A plane per class; the highest value of a pixel wins")
    private ImagePlus image;

    @Parameter(
            label = "Axis of classes",
            persist = false,
            description = "Whether classes are channels or slices; Automatic: channels if there are several",
            attrs = @Attr(name = "heading", value = "Classes"))
    private ClassAxis axis = ClassAxis.AUTOMATIC;

    @Parameter(
            label = "Background is the first plane",
            persist = false,
            description = "Whether the first plane is class 0; if not, it is class 1")
    private Boolean background = true;

    @Parameter(
            label = "Ids of classes (empty = their labels)",
            persist = false,
            description = "The label of each class, class 0 first, such as 0,32,64; empty for its number")
    private String ids = "";

    @Parameter(
            label = "Minimum (fraction of the full value)",
            persist = false,
            min = "0",
            max = "1",
            description = "Below this fraction of the full value (255, 65535 or 1) a pixel becomes 0; 0 for no limit",
            attrs = @Attr(name = "heading", value = "Values"))
    private Double minimum = 0.0;

    @Parameter(label = "Labels", type = ItemIO.OUTPUT)
    ImagePlus labels;

    @Override
    protected void execute(Progress progress) {
        DecodeRule rule = DecodeRule.USUAL
                .withAxis(axis)
                .withBackground(background)
                .withMinimum(minimum)
                .withIds(LabelList.of(ids));
        labels = reading(
                image,
                () -> OneHot.decode(AxisImage.of(image), rule, results(), progress)
                        .imagePlus());
    }
}
