// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import io.github.stencil.command.ApplyMask;
import io.github.stencil.command.Evaluate;
import io.github.stencil.command.ExtractPixels;
import io.github.stencil.command.FromRois;
import io.github.stencil.command.RefineMasks;
import io.github.stencil.command.ToCategorical;
import io.github.stencil.command.ToLabels;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelList;
import io.github.stencil.label.LabelSet;
import io.github.stencil.label.objects.Connectivity;
import io.github.stencil.label.objects.Foreground;
import io.github.stencil.label.objects.RefineRule;
import io.github.stencil.label.objects.Refinement;
import io.github.stencil.label.onehot.DecodeRule;
import io.github.stencil.label.onehot.EncodeRule;
import io.github.stencil.label.onehot.OneHot;
import io.github.stencil.label.rois.LabelRois;
import io.github.stencil.label.rois.RoiSet;
import io.github.stencil.mask.ClassPixels;
import io.github.stencil.mask.MaskMode;
import io.github.stencil.mask.MaskRule;
import io.github.stencil.mask.MaskedType;
import io.github.stencil.mask.Masks;
import io.github.stencil.metric.Comparison;
import io.github.stencil.metric.EmptyClass;
import io.github.stencil.metric.ObjectMatching;
import io.github.stencil.metric.ObjectScores;
import io.github.stencil.metric.Scores;
import io.github.stencil.metric.Surfaces;
import io.github.stencil.metric.picture.ErrorPicture;
import io.github.stencil.metric.picture.ObjectPicture;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;

/** The classes behind the commands: what a command does by itself is what their usual rules do, and so it goes on. */
class FacesTest {
    private static Context context;

    @BeforeAll
    static void start() {
        context = new Context();
    }

    @AfterAll
    static void end() {
        context.dispose();
    }

    private static CommandModule run(Class<? extends Command> command, Object... given) throws Exception {
        Map<String, Object> inputs = new HashMap<>();
        for (int i = 0; i < given.length; i += 2) {
            inputs.put((String) given[i], given[i + 1]);
        }
        CommandModule ran =
                context.service(CommandService.class).run(command, true, inputs).get();
        assertThat(ran.isCanceled()).as(ran.getCancelReason()).isFalse();
        return ran;
    }

    private static ImagePlus open(String file) {
        return IJ.openImage(
                Path.of("sample-data").resolve(file).toAbsolutePath().toString());
    }

    private static void same(AxisImage ours, CommandModule ran, String output) {
        ImagePlus found = ours.imagePlus();
        ImagePlus wanted = (ImagePlus) ran.getOutput(output);
        assertThat(found.getBitDepth()).isEqualTo(wanted.getBitDepth());
        assertThat(found.getDimensions()).isEqualTo(wanted.getDimensions());
        assertThat(found.getCalibration().pixelWidth).isEqualTo(wanted.getCalibration().pixelWidth);
        for (int plane = 1; plane <= wanted.getStackSize(); plane++) {
            assertThat(found.getStack().getProcessor(plane).getFloatArray())
                    .as("plane %d", plane)
                    .isDeepEqualTo(wanted.getStack().getProcessor(plane).getFloatArray());
        }
    }

    @Test
    void masksAreAppliedAsByApplyMask() throws Exception {
        ImagePlus image = open("images/time-lapse.tif");
        ImagePlus mask = open("truth/time-lapse.tif");
        same(
                Masks.apply(AxisImage.of(image), AxisImage.of(mask), MaskRule.USUAL),
                run(ApplyMask.class, "image", image, "mask", mask),
                "masked");
        MaskRule rule = MaskRule.USUAL
                .withMode(MaskMode.KEEP_OUTSIDE)
                .withInclude(LabelSet.of("2"))
                .withFill(-1.5)
                .withType(MaskedType.FLOAT);
        same(
                Masks.apply(AxisImage.of(image), AxisImage.of(mask), rule),
                run(
                        ApplyMask.class,
                        List.of(
                                        "image",
                                        image,
                                        "mask",
                                        mask,
                                        "mode",
                                        "Keep outside",
                                        "include",
                                        "2",
                                        "fill",
                                        -1.5,
                                        "type",
                                        "32-bit")
                                .toArray()),
                "masked");
        MaskRule weights = MaskRule.USUAL.withMode(MaskMode.WEIGHT).withDivisor(4);
        same(
                Masks.apply(AxisImage.of(image), AxisImage.of(mask), weights),
                run(ApplyMask.class, "image", image, "mask", mask, "mode", "Weight", "divisor", 4.0),
                "masked");
    }

    @Test
    void classPixelsAreThoseOfExtractClassPixels() throws Exception {
        ImagePlus image = open("images/time-lapse.tif");
        ImagePlus mask = open("truth/time-lapse.tif");
        var table = (ResultsTable)
                run(ExtractPixels.class, "image", image, "mask", mask).getOutput("statistics");
        var rows = ClassPixels.of(AxisImage.of(image), AxisImage.of(mask)).statistics(false);
        assertThat(rows).hasSize(table.size());
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i).mean()).isEqualTo(table.getValue("Mean", i));
        }
    }

    @Test
    void labelsAreEncodedAndDecodedAsByTheCommands() throws Exception {
        ImagePlus labels = open("truth/time-lapse.tif");
        CommandModule ran = run(ToCategorical.class, "labels", labels);
        AxisImage stack = OneHot.encode(AxisImage.of(labels), EncodeRule.USUAL).image();
        same(stack, ran, "categorical");
        same(
                OneHot.decode(stack, DecodeRule.USUAL),
                run(ToLabels.class, "image", ran.getOutput("categorical")),
                "labels");
        EncodeRule some =
                EncodeRule.USUAL.withIds("0,2,7").withIgnore(LabelSet.of("1")).withBackground(false);
        CommandModule other =
                run(ToCategorical.class, "labels", labels, "ids", "0,2,7", "ignore", "1", "background", false);
        AxisImage planes = OneHot.encode(AxisImage.of(labels), some).image();
        same(planes, other, "categorical");
        DecodeRule back =
                DecodeRule.USUAL.withBackground(false).withMinimum(0.5).withIds(LabelList.of("0,2,7"));
        ImagePlus given = (ImagePlus) other.getOutput("categorical");
        same(
                OneHot.decode(planes, back),
                run(ToLabels.class, "image", given, "background", false, "minimum", 0.5, "ids", "0,2,7"),
                "labels");
    }

    @Test
    void objectsAreThoseOfRefineMasks() throws Exception {
        ImagePlus classes = open("truth/nuclei-8bit.tif");
        ImagePlus image = open("images/nuclei-8bit.tif");
        same(
                Refinement.refine(AxisImage.of(classes), RefineRule.USUAL).labels(),
                run(RefineMasks.class, "image", classes),
                "labelled");
        RefineRule rule = RefineRule.of(Foreground.of("Otsu"))
                .withConnectivity(Connectivity.CORNERS)
                .withSpace(Space.VOLUMES)
                .withSize(12.5)
                .withCalibrated(true)
                .withHoles(true)
                .withSplit(true)
                .withTolerance(1.5)
                .withExclude(true);
        Object[] options = {
            "image",
            image,
            "threshold",
            "Otsu",
            "connectivity",
            "8/26",
            "space",
            "3D",
            "size",
            12.5,
            "unit",
            "calibrated",
            "holes",
            true,
            "split",
            true,
            "tolerance",
            1.5,
            "exclude",
            true
        };
        CommandModule ran = run(RefineMasks.class, options);
        Refinement.Objects found = Refinement.refine(AxisImage.of(image), rule);
        same(found.labels(), ran, "labelled");
        ResultsTable table = (ResultsTable) ran.getOutput("table");
        assertThat(table.size()).isEqualTo(found.objects().size()).isGreaterThan(30);
        for (int i = 0; i < table.size(); i++) {
            assertThat(table.getValue("Mean", i))
                    .isEqualTo(found.objects().get(i).mean());
        }
    }

    @Test
    void roisAreDrawnAsByRoisToLabels(@TempDir Path folder) throws Exception {
        ImagePlus map = open("instances/nuclei-8bit.tif");
        List<Roi> rois = LabelRois.trace(AxisImage.of(map)).stream()
                .map(LabelRois.LabelRoi::roi)
                .toList();
        Path zip = folder.resolve("rois.zip");
        RoiSet.write(rois, zip);
        same(
                LabelRois.draw(AxisImage.of(map), rois),
                run(FromRois.class, "image", map, "rois", zip.toFile()),
                "labels");
    }

    @Test
    void scoresAreThoseOfEvaluateSegmentation() throws Exception {
        ImagePlus truth = open("truth/nuclei-8bit.tif");
        ImagePlus prediction = open("annotator2/nuclei-8bit.tif");
        CommandModule ran = run(
                Evaluate.class,
                List.of(
                                "truth",
                                truth,
                                "prediction",
                                prediction,
                                "kind",
                                "Classes",
                                "boundary",
                                true,
                                "ignore",
                                "2",
                                "overlay",
                                true)
                        .toArray());
        Comparison maps =
                Comparison.of(AxisImage.of(truth), AxisImage.of(prediction)).withIgnored(LabelSet.of("2"));
        ResultsTable classes = (ResultsTable) ran.getOutput("classScores");
        var counts = Scores.count(maps).get(0).counts();
        var distances = Surfaces.measure(maps).get(0);
        for (int row = 0; row < counts.labels().length; row++) {
            long label = (long) classes.getValue("Class", row);
            assertThat(classes.getValue("IoU", row)).isEqualTo(counts.iou(label, EmptyClass.SKIP));
            assertThat(classes.getValue("ASSD", row))
                    .isEqualTo(distances.of(label).assd(EmptyClass.SKIP));
        }
        same(ErrorPicture.draw(maps), ran, "picture");
    }

    @Test
    void matchesAreThoseOfEvaluateSegmentation() throws Exception {
        ImagePlus truth = open("instances/nuclei-8bit.tif");
        AxisImage objects = Refinement.refine(
                        AxisImage.of(open("images/nuclei-8bit.tif")), RefineRule.of(Foreground.of("Otsu")))
                .labels();
        CommandModule ran = run(
                Evaluate.class, "truth", truth, "prediction", objects.imagePlus(), "kind", "Objects", "overlay", true);
        Comparison maps = Comparison.of(AxisImage.of(truth), objects);
        var matched = ObjectMatching.match(maps);
        ResultsTable table = (ResultsTable) ran.getOutput("objectScores");
        List<ObjectScores> scores = matched.get(0).scores();
        assertThat(scores).hasSize(10);
        for (int row = 0; row < scores.size(); row++) {
            assertThat(table.getValue("Threshold", row))
                    .isEqualTo(scores.get(row).threshold());
            assertThat(table.getValue("F1", row)).isEqualTo(scores.get(row).f1(EmptyClass.SKIP));
        }
        same(ObjectPicture.draw(maps, matched), ran, "picture");
    }
}
