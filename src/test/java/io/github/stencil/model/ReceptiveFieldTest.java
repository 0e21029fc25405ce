// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.stencil.image.PixelType;
import io.github.stencil.model.SavedModels.Layers;
import io.github.stencil.model.card.Meaning;
import io.github.stencil.model.field.ReceptiveField;
import io.github.stencil.model.file.ModelFiles;
import io.github.stencil.model.graph.SavedModelGraph;
import io.github.stencil.model.step.Recipe;
import io.github.stencil.tensor.Precision;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.types.TFloat32;

class ReceptiveFieldTest {
    @TempDir
    private Path folder;

    static Stream<Arguments> networks() {
        return Stream.of(
                network("one 3 x 3 convolution", 1, 1, (net, image) -> net.conv(image, 3, 1, 2, 1, 1)),
                network(
                        "5 x 5 then 3 x 3",
                        1,
                        3,
                        (net, image) -> net.conv(net.conv(image, 5, 1, 2, 1, 1), 3, 2, 2, 1, 1)),
                network("dilated by 4", 1, 4, (net, image) -> net.conv(image, 3, 1, 2, 1, 4)),
                network("pooled and enlarged", 2, 0, (net, image) -> net.up(net.pool(image))),
                // around a pooled pixel of a tile's edge lies one more, which is two pixels wide
                network(
                        "pooled, 3 x 3, enlarged",
                        2,
                        2,
                        (net, image) -> net.up(net.conv(net.pool(image), 3, 1, 2, 1, 1))),
                network(
                        "strided convolution and its transpose",
                        2,
                        2,
                        (net, image) -> net.upTransposed(net.conv(image, 3, 1, 2, 2, 1), 2)),
                network("U-Net of three levels", 4, 12, (net, image) -> net.unet(image, 1, 2)));
    }

    private static Arguments network(String name, int step, int halo, Layers layers) {
        return Arguments.of(name, step, halo, layers);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void stepAndHaloAreReadFromTheGraph(String name, int step, int halo, Layers layers) {
        ReceptiveField field = ReceptiveField.read(graph(layers));
        assertThat(field.local()).isTrue();
        assertThat(field.step()).as("step").isEqualTo(step);
        assertThat(field.halo()).as("halo").isEqualTo(halo);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void whatChangingPixelsShowsLiesWithinWhatIsRead(String name, int step, int halo, Layers layers) {
        SavedModelGraph graph = graph(layers);
        ModelFiles files = ModelFiles.of(folder);
        try (Network network = Network.load(
                graph,
                files,
                PixelType.FLOAT32,
                new Recipe(List.of()),
                Tail.of(Model.open(folder).read().head()),
                Precision.FULL,
                false)) {
            ReceptiveField measured = MeasuredField.of(network, PixelType.FLOAT32, 1);
            assertThat(measured.local()).isTrue();
            assertThat(measured.step()).isEqualTo(step);
            // measuring adds a step for safety, and sees a pixel on both sides of the tile's edge
            assertThat(measured.halo()).isBetween(halo, halo + 2 * step);
        }
    }

    @Test
    void aMeanOverTheImageIsNotLocal() {
        Layers layers = (net, image) -> net.tf.math.sub(
                net.conv(image, 3, 1, 1, 1, 1),
                net.tf.math.mean(image, net.tf.constant(new int[] {1, 2}), org.tensorflow.op.math.Mean.keepDims(true)));
        SavedModelGraph graph = graph(layers);
        ReceptiveField read = ReceptiveField.read(graph);
        assertThat(read.local()).isFalse();
        assertThat(List.of(read.step(), read.pad(), read.halo())).containsExactly(1, 1, 1);
        try (Network network = Network.load(
                graph,
                ModelFiles.of(folder),
                PixelType.FLOAT32,
                new Recipe(List.of()),
                Tail.of(Model.open(folder).read().head()),
                Precision.FULL,
                false)) {
            assertThat(MeasuredField.of(network, PixelType.FLOAT32, 1).local()).isFalse();
        }
    }

    @Test
    void theNucleiModelsFieldIsThatFoundByHand() {
        Path model = Images.shared("models/nuclei-keras3");
        SavedModelGraph graph = Model.open(model).read().graph();
        assertThat(ReceptiveField.read(graph)).isEqualTo(ReceptiveField.of(8, 48, "read from the graph"));
        assertThat(Model.open(model).read().meaning()).isEqualTo(Meaning.PROBABILITIES);
    }

    @Test
    void theOldPackagesFieldIsReadThroughItsSwitches() {
        Path model = Images.shared("models/n2v-unet-tf1-bioimageio-0.2.zip");
        SavedModelGraph graph = Model.open(model).read().graph();
        ReceptiveField field = ReceptiveField.read(graph);
        assertThat(field.step()).isEqualTo(4);
        assertThat(field.halo()).isBetween(22, 24); // its package says 22
        assertThat(Model.open(model).read().meaning()).isEqualTo(Meaning.UNKNOWN);
    }

    private SavedModelGraph graph(Layers layers) {
        SavedModels.write(folder, 1, 1, (net, image) -> {
            @SuppressWarnings("unchecked")
            var output = (org.tensorflow.Operand<TFloat32>) layers.apply(net, image);
            return output;
        });
        return Model.open(folder).read().graph();
    }
}
