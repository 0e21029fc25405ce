// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import static io.github.stencil.metric.Reference.number;
import static io.github.stencil.metric.Reference.numbers;
import static io.github.stencil.metric.Reference.result;
import static io.github.stencil.metric.Reference.same;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import ij.ImagePlus;
import ij.measure.Calibration;
import io.github.stencil.image.Space;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares every surface score with the programs that report it, for every spacing of the reference set. */
class SurfaceProgramsTest {
    private static final double FLOAT64 = 1e-12;
    private static final double FLOAT32 = 1e-6;
    private static final double PERCENTILE32 = 5e-5;

    static List<Reference.Case> cases() {
        return ObjectProgramsTest.cases();
    }

    interface Check {
        void with(SurfaceDistances ours, String spacing);
    }

    static void eachSpacing(Reference.Case image, Check check) {
        ImagePlus truth = image.foreground(image.has("truth_instances") ? "truth_instances" : "truth_classes");
        ImagePlus prediction = image.foreground(image.has("pred_instances") ? "pred_instances" : "pred_classes");
        for (JsonElement spacing : image.json().getAsJsonArray("spacings")) {
            double[] sizes = numbers(spacing); // Y, X or Z, Y, X
            Calibration calibration = new Calibration();
            calibration.pixelWidth = sizes[sizes.length - 1];
            calibration.pixelHeight = sizes[sizes.length - 2];
            calibration.pixelDepth = sizes.length > 2 ? sizes[0] : 1;
            calibration.setUnit("um");
            truth.setCalibration(calibration);
            prediction.setCalibration(calibration);
            ImageSurfaces surfaces = Surfaces.measure(
                            LabelMapsForTests.compare(truth, prediction).withSpace(Space.VOLUMES))
                    .get(0);
            StringBuilder key = new StringBuilder();
            for (double size : sizes) {
                key.append(key.isEmpty() ? "" : ",").append(size);
            }
            check.with(surfaces.of(1), key.toString());
        }
    }

    // MedPy refuses empty masks.

    @ParameterizedTest
    @MethodSource("cases")
    void medPyGivesTheSame(Reference.Case image) {
        JsonObject result = result("boundary_medpy", image);
        eachSpacing(image, (ours, spacing) -> {
            JsonElement hausdorff = result.getAsJsonObject("hd.connectivity=1").get(spacing);
            if (hausdorff.isJsonObject()) {
                assertThat(image.id()).endsWith("_empty");
                return;
            }
            same(ours.hausdorff(EmptyClass.SKIP), hausdorff, FLOAT64);
            same(
                    ours.hausdorff95Pooled(EmptyClass.SKIP),
                    result.getAsJsonObject("hd95.connectivity=1").get(spacing),
                    FLOAT64);
            same(
                    ours.assd(EmptyClass.SKIP),
                    result.getAsJsonObject("assd.connectivity=1").get(spacing),
                    FLOAT64);
        });
    }

    // MetricsReloaded: with both masks empty distances are 0 and NSD 1, the rule One. With one of them empty its
    // distances are undefined where ours are infinite.

    @ParameterizedTest
    @MethodSource("cases")
    void metricsReloadedGivesTheSame(Reference.Case image) {
        JsonObject result = result("boundary_metricsreloaded", image);
        boolean oneEmpty = image.id().equals("truth_empty") || image.id().equals("pred_empty");
        eachSpacing(image, (ours, spacing) -> {
            double[] distances = {
                ours.hausdorff(EmptyClass.ONE), ours.hausdorff95(EmptyClass.ONE), ours.assd(EmptyClass.ONE)
            };
            String[] names = {"hd", "hd95", "assd"};
            for (int i = 0; i < names.length; i++) {
                double theirs = number(result.getAsJsonObject(names[i]).get(spacing));
                if (oneEmpty) {
                    assertThat(theirs).isNaN();
                    assertThat(distances[i]).isEqualTo(Double.POSITIVE_INFINITY);
                } else {
                    same(distances[i], theirs, FLOAT64);
                }
            }
            same(ours.nsd(1, EmptyClass.ONE), result.getAsJsonObject("nsd.1").get(spacing), FLOAT64);
            same(ours.nsd(2, EmptyClass.ONE), result.getAsJsonObject("nsd.2").get(spacing), FLOAT64);
        });
    }

    // MONAI: with both masks empty all is undefined, the rule Skip. A percentile of infinite distances is undefined
    // there.

    @ParameterizedTest
    @MethodSource("cases")
    void monaiGivesTheSame(Reference.Case image) {
        JsonObject result = result("boundary_monai", image);
        boolean oneEmpty = image.id().equals("truth_empty") || image.id().equals("pred_empty");
        eachSpacing(image, (ours, spacing) -> {
            same(
                    ours.hausdorff(EmptyClass.SKIP),
                    result.getAsJsonObject("hausdorff.percentile=None.directed=False")
                            .get(spacing),
                    FLOAT32);
            double percentile = number(result.getAsJsonObject("hausdorff.percentile=95.directed=False")
                    .get(spacing));
            if (oneEmpty) {
                assertThat(percentile).isNaN();
                assertThat(ours.hausdorff95(EmptyClass.SKIP)).isEqualTo(Double.POSITIVE_INFINITY);
            } else {
                same(ours.hausdorff95(EmptyClass.SKIP), percentile, PERCENTILE32);
            }
            same(
                    ours.assd(EmptyClass.SKIP),
                    result.getAsJsonObject("average_surface_distance.symmetric=True")
                            .get(spacing),
                    FLOAT32);
            for (int tolerance = 1; tolerance <= 2; tolerance++) {
                same(
                        ours.nsd(tolerance, EmptyClass.SKIP),
                        result.getAsJsonObject("surface_dice.tolerance=%d.0.use_subvoxels=False".formatted(tolerance))
                                .get(spacing),
                        FLOAT32);
            }
        });
    }
}
