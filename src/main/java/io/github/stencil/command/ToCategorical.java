// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import io.github.stencil.Progress;
import io.github.stencil.command.table.TableColumns;
import io.github.stencil.image.AxisImage;
import io.github.stencil.label.LabelSet;
import io.github.stencil.label.onehot.Categorical;
import io.github.stencil.label.onehot.ClassAxis;
import io.github.stencil.label.onehot.ClassIds;
import io.github.stencil.label.onehot.EncodeRule;
import io.github.stencil.label.onehot.Encoding;
import io.github.stencil.label.onehot.OneHot;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Turns a label image into a stack with a plane per class. */
@Plugin(
        type = Command.class,
        name = "to-categorical",
        menuPath = "Plugins>Stencil>Labels to Categorical...",
        description = "Turns a label image into a stack with a plane per class (one-hot).",
        headless = true,
        attrs = @Attr(name = "no-legacy"))
@Trait.Of({Trait.GAINS_FROM_COMPANY, Trait.WORKS_IN_BLOCKS})
public class ToCategorical extends StencilCommand {
    @Parameter(
            label = "Labels",
            persist = false,
            autoFill = false,
            description = "A label image: 8-, 16- or 32-bit whole numbers")
    private ImagePlus labels;

    @Parameter(
            label = "Classes (0 = highest label + 1)",
            persist = false,
            min = "0",
            max = "65536",
            description = "How many; 0 for the highest label + 1, up to 255",
            attrs = {@Attr(name = "heading", value = "Classes"), @Attr(name = "when", value = "ids=")})
    private Integer classes = 0;

    @Parameter(
            label = "Ids of classes (empty = their labels)",
            persist = false,
            description = "Empty if a label is its class; compact if each distinct label is one; or labels, as 0,32,64")
    private String ids = "";

    @Parameter(
            label = "Ignore labels (empty = none)",
            persist = false,
            description = "Labels that are in no class, such as 255; their pixels are 0 in all planes")
    private String ignore = "";

    @Parameter(label = "Background (class 0) has a plane", persist = false, description = "Whether class 0 has a plane")
    private Boolean background = true;

    @Parameter(
            label = "Encoding",
            persist = false,
            description = "What a pixel of a class is",
            attrs = @Attr(name = "heading", value = "Result"))
    private Encoding encoding = Encoding.ONE_FLOAT;

    @Parameter(
            label = "Axis of classes",
            persist = false,
            choices = {"Channels", "Slices"},
            description = "Whether classes are channels or slices")
    private String axis = "Channels";

    @Parameter(label = "Categorical", type = ItemIO.OUTPUT)
    ImagePlus categorical;

    @Parameter(label = "Class Ids", type = ItemIO.OUTPUT)
    @Nullable
    ResultsTable table;

    @Override
    protected void execute(Progress progress) {
        ClassAxis along = axis.equals(ClassAxis.SLICES.toString()) ? ClassAxis.SLICES : ClassAxis.CHANNELS;
        EncodeRule rule = EncodeRule.USUAL
                .withClasses(classes)
                .withEncoding(encoding)
                .withIds(ids)
                .withIgnore(LabelSet.of(ignore))
                .withBackground(background)
                .withAxis(along);
        Categorical result = reading(labels, () -> OneHot.encode(AxisImage.of(labels), rule, results(), progress));
        categorical = result.image().imagePlus();
        table = rule.hasIds() ? table(result.ids()) : null;
    }

    private static ResultsTable table(ClassIds ids) {
        List<Integer> classes = IntStream.range(0, ids.classes()).boxed().toList();
        return new TableColumns<Integer>()
                .numbers("Class", index -> index)
                .numbers("Label", index -> ids.labels().labels().get(index))
                .table(classes);
    }
}
