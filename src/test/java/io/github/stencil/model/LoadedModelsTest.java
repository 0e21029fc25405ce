// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.PixelType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedModelsTest {
    private static final Description IMAGE = Description.of("image", PixelType.UINT8, new Extent(8, 8, 1, 1, 1));

    @TempDir
    private Path folder;

    @Test
    void aNetworkIsLoadedAnewWhenItsWeightsAreWrittenAnew() throws IOException {
        Model model = Model.open(BrightModel.write(folder));
        LoadedModels.Key first = key(model);
        assertThat(key(model)).isEqualTo(first);
        Path weights = Files.createDirectories(folder.resolve("variables")).resolve("variables.data-00000-of-00001");
        Files.write(weights, new byte[4]);
        LoadedModels.Key second = key(model);
        assertThat(second).isNotEqualTo(first);
        Files.write(weights, new byte[5]);
        assertThat(key(model)).isNotEqualTo(first).isNotEqualTo(second);
    }

    private static LoadedModels.Key key(Model model) {
        PredictionSettings settings = PredictionSettings.USUAL;
        return LoadedModels.Key.of(
                model.read(), IMAGE, settings, Predictor.recipe(model.read(), IMAGE.type(), settings));
    }
}
