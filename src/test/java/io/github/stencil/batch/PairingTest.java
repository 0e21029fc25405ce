// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.stencil.StencilException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairingTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void everyFileIsInOneJobOrAloneAndPartnersShareTheirStem(long seed) {
        Random random = new Random(seed);
        FileSet images = random("images", ".png", random);
        FileSet masks = random("masks", ".tif", random);
        Pairing pairing = Pairing.of(parameters(images, masks));
        List<Path> seen = new ArrayList<>(pairing.alone());
        for (Job job : pairing.jobs()) {
            assertThat(job.files()).containsOnlyKeys("image", "mask");
            assertThat(job.files().get("image")).hasFileName(job.stem() + ".png");
            assertThat(job.files().get("mask")).hasFileName(job.stem() + ".tif");
            seen.addAll(job.files().values());
        }
        List<Path> all = new ArrayList<>(images.files());
        all.addAll(masks.files());
        assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
        assertThat(pairing.jobs()).extracting(Job::stem).isSorted();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void theOrderInWhichFilesAreFoundDoesNotMatter(long seed) {
        Random random = new Random(seed);
        FileSet images = random("images", ".png", random);
        FileSet masks = random("masks", ".tif", random);
        assertThat(Pairing.of(parameters(shuffled(images, random), shuffled(masks, random))))
                .isEqualTo(Pairing.of(parameters(images, masks)));
    }

    @Test
    void oneMaskServesAFolderOfImages() {
        Pairing pairing = Pairing.of(parameters(several("i/a.tif", "i/b.tif"), one("m.tif")));
        assertThat(pairing.alone()).isEmpty();
        assertThat(pairing.jobs())
                .containsExactly(
                        new Job("a", Map.of("image", Path.of("i/a.tif"), "mask", Path.of("m.tif"))),
                        new Job("b", Map.of("image", Path.of("i/b.tif"), "mask", Path.of("m.tif"))));
    }

    @Test
    void oneImageFindsItsMaskAndTheOtherMasksAreNobodysBusiness() {
        Pairing pairing = Pairing.of(parameters(one("a.tif"), several("m/a.png", "m/b.png", "m/b.tif")));
        assertThat(pairing.alone()).isEmpty();
        assertThat(pairing.jobs())
                .containsExactly(new Job("a", Map.of("image", Path.of("a.tif"), "mask", Path.of("m/a.png"))));
    }

    @Test
    void oneImageWithoutAMaskIsAlone() {
        Pairing pairing = Pairing.of(parameters(one("c.tif"), several("m/a.png", "m/b.png")));
        assertThat(pairing.jobs()).isEmpty();
        assertThat(pairing.alone()).containsExactly(Path.of("c.tif"));
    }

    @Test
    void twoFilesOfDifferentNamesAreAPairIfEachIsNamed() {
        Pairing pairing = Pairing.of(parameters(one("a.tif"), one("b.tif")));
        assertThat(pairing.jobs()).hasSize(1);
        assertThat(pairing.alone()).isEmpty();
    }

    @Test
    void twoFilesOfOneStemAreRefusedByName() {
        assertThatThrownBy(() -> Pairing.of(parameters(several("i/a.png", "i/a.tif"), one("m.tif"))))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining(Path.of("i/a.png").toString())
                .hasMessageContaining(Path.of("i/a.tif").toString());
        assertThatThrownBy(() -> Pairing.of(parameters(several("i/a.png"), several("m/a.png", "m/a.tif"))))
                .isInstanceOf(StencilException.class);
    }

    @Test
    void withoutFilesThereIsOneJob() {
        assertThat(Pairing.of(Map.of()).jobs()).containsExactly(new Job("", Map.of()));
    }

    private static Map<String, FileSet> parameters(FileSet image, FileSet mask) {
        Map<String, FileSet> parameters = new LinkedHashMap<>();
        parameters.put("image", image);
        parameters.put("mask", mask);
        return parameters;
    }

    private static FileSet one(String file) {
        return new FileSet(List.of(Path.of(file)), false);
    }

    private static FileSet several(String... files) {
        return new FileSet(List.of(files).stream().map(Path::of).toList(), true);
    }

    private static FileSet random(String folder, String ending, Random random) {
        Set<Path> files = new HashSet<>();
        for (int i = 0; i < 12; i++) {
            files.add(Path.of(folder, "cell" + (10 + random.nextInt(20)) + ending));
        }
        return new FileSet(List.copyOf(files), true);
    }

    private static FileSet shuffled(FileSet set, Random random) {
        List<Path> files = new ArrayList<>(set.files());
        Collections.shuffle(files, random);
        return new FileSet(files, true);
    }
}
