// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.stencil.StencilException;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageSink;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.PixelType;
import io.github.stencil.tile.BlockWriter;
import io.github.stencil.work.Part;
import io.github.stencil.work.Share;
import io.github.stencil.work.Sharing;
import io.github.stencil.work.WorkStep;
import io.github.stencil.work.Workers;
import io.github.stencil.work.Workplace;
import io.github.stencil.zarr.OmeZarr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedStepsTest {
    private static final WorkStep BLOCKS = Workplace.memory().step(12, Part.BLOCKS);
    private static final Extent EXTENT = new Extent(4500, 2100, 1, 2, 1);

    @TempDir
    private Path folder;

    private final List<Interval> made = new ArrayList<>();
    private Description image = Description.of("image", PixelType.UINT16, EXTENT);
    private int most = Integer.MAX_VALUE;
    private int runs;

    /** A command whose pixels tell where they are. */
    private void draw(ImageStore store) {
        runs++;
        try (ImageSink sink = store.create(image)) {
            BlockWriter writer = BlockWriter.of(sink, 1);
            writer.eachPlane(planes -> {
                for (Interval block : planes) {
                    if (made.size() == most) {
                        throw new IllegalStateException("killed");
                    }
                    made.add(block);
                    short[] pixels = new short[(int) Intervals.numElements(block)];
                    for (int i = 0; i < pixels.length; i++) {
                        pixels[i] = (short) (block.min(0) + 3 * block.min(1) + 7 * block.min(3) + i % 101);
                    }
                    writer.write(block, (from, into, at, length) -> System.arraycopy(pixels, from, into, at, length));
                }
            });
            sink.finish();
        }
    }

    private BlockStore alone(Path file) {
        return BlockStore.of(file, "a job", false, Sharing.ALONE);
    }

    @Test
    void twoWorkersMakeWhatOneMakes() throws IOException {
        Path file = folder.resolve("two.ome.zarr");
        Workers workers = new Workers(file, "a job", this::draw);
        BlockStore two = BlockStore.of(file, "a job", false, workers);
        draw(two);
        assertThat(made).hasSize(12);
        assertThat(runs).isEqualTo(3); // one that goes to the end, and one by each worker for its blocks
        assertThat(workers.steps())
                .containsExactly(
                        "blocks: 12 of 12", "level-1: 4 of 4", "level-2: 2 of 2", "level-3: 2 of 2", "level-4: 2 of 2");
        BlockStore one = alone(folder.resolve("one.ome.zarr"));
        draw(one);
        assertThat(Contents.of(two.part())).isEqualTo(Contents.of(one.part())).hasSizeGreaterThan(12);
        two.forget();
        assertThat(folder.resolve("two.ome.zarr.journal")).doesNotExist();
    }

    @Test
    void levelsOfAStackOfClassesAreTheSameWhoeverMakesThem() throws IOException {
        image = Description.of("image", PixelType.UINT16, new Extent(2100, 600, 3, 1, 1))
                .withLabels(true);
        Path file = folder.resolve("two.ome.zarr");
        BlockStore two = BlockStore.of(file, "a job", false, new Workers(file, "a job", this::draw));
        draw(two);
        BlockStore one = alone(folder.resolve("one.ome.zarr"));
        draw(one);
        assertThat(Contents.of(two.part())).isEqualTo(Contents.of(one.part()));
    }

    @Test
    void whoIsLateWritesNothingMore() throws IOException {
        Path file = folder.resolve("image.ome.zarr");
        BlockStore store = alone(file);
        try (ImageSink begun = store.create(image)) {
            ImageSink late = BlockStore.join(file, "a job", new Share(BLOCKS, List.of(0)))
                    .create(image);
            draw(store);
            Files.move(store.part(), file);
            store.forget();
            Interval block = EXTENT.interval();
            short[] pixels = new short[(int) Intervals.numElements(block)];
            Arrays.fill(pixels, (short) 7); // zeros would not be stored
            assertThatThrownBy(() -> late.write(block, pixels)).isInstanceOf(StencilException.class);
            assertThat(begun.description().title()).isEqualTo("image");
        }
        assertThat(folder).isDirectoryNotContaining("glob:**.part").isDirectoryNotContaining("glob:**.journal");
        assertThat(file.resolve(".unfinished")).doesNotExist();
    }

    @Test
    void whatIsLeftOfAWorkThatWasThrownAwayCountsForNothing() throws IOException {
        Path file = folder.resolve("image.ome.zarr");
        most = 5;
        assertThatThrownBy(() -> draw(alone(file))).hasMessage("killed");
        most = Integer.MAX_VALUE;
        made.clear();
        Files.delete(folder.resolve("image.ome.zarr.journal").resolve("job")); // killed while it was deleted
        BlockStore again = alone(file);
        assertThat(again.isBegun()).isFalse();
        draw(again);
        assertThat(made).hasSize(12);
    }

    @Test
    void anImageOfAnotherTypeIsBegunAnewWithItsReceipts() {
        Path file = folder.resolve("image.ome.zarr");
        most = 5;
        assertThatThrownBy(() -> draw(alone(file))).hasMessage("killed");
        most = Integer.MAX_VALUE;
        made.clear();
        image = Description.of("image", PixelType.INT16, EXTENT);
        draw(alone(file));
        assertThat(made).hasSize(12);
    }

    @Test
    void anImageThatIsGoneOnWithHasItsTitle() {
        Path file = folder.resolve("image.ome.zarr");
        most = 5;
        assertThatThrownBy(() -> draw(alone(file))).hasMessage("killed");
        try (ImageSink sink = alone(file).create(image)) {
            assertThat(sink.description().title()).isEqualTo("image");
        }
    }

    @Test
    void whatIsMissingIsSeenByEverybody() {
        Path file = folder.resolve("image.ome.zarr");
        most = 5;
        assertThatThrownBy(() -> draw(alone(file))).hasMessage("killed");
        most = Integer.MAX_VALUE;
        made.clear();
        Workers workers = new Workers(file, "a job", this::draw);
        draw(BlockStore.of(file, "a job", false, workers));
        assertThat(made).hasSize(7);
        assertThat(workers.steps()).first().isEqualTo("blocks: 7 of 12");
    }

    @Test
    void aShareEndsWithItsStepAndDoesNothingElse() {
        Path file = folder.resolve("image.ome.zarr");
        BlockStore.of(file, "a job", false, Sharing.ALONE).create(image);
        Share share = new Share(BLOCKS, List.of(3, 4));
        share.run(() -> draw(BlockStore.join(file, "a job", share)));
        share.run(() -> draw(BlockStore.join(file, "a job", share)));
        assertThat(made).hasSize(2);
        assertThat(file).doesNotExist();
        Share none = new Share(Workplace.memory().step(13, Part.BLOCKS), List.of(0));
        assertThatThrownBy(() -> none.run(() -> {})).hasMessageContaining("without the step blocks in 13 pieces");
    }

    @Test
    void whatWasKilledBetweenItsEndAndItsNameIsNotMadeAgain() throws IOException {
        Path file = folder.resolve("image.ome.zarr");
        draw(alone(file));
        int blocks = made.size();
        BlockStore again = alone(file);
        Path left = Files.createDirectories(again.part().resolve(".finished/parts"));
        draw(again);
        assertThat(made).hasSize(blocks);
        assertThat(left.getParent()).doesNotExist();
        assertThat(OmeZarr.open(again.part()).extent()).isEqualTo(EXTENT);
    }

    @Test
    void whatWasKilledWhileItWasCreatedIsBegunAnew() throws IOException {
        Path file = folder.resolve("image.ome.zarr");
        BlockStore store = alone(file);
        Files.createDirectories(store.part().resolve(".unfinished/0"));
        draw(alone(file));
        assertThat(OmeZarr.open(store.part()).extent()).isEqualTo(EXTENT);
    }

    @Test
    void anotherJobsWorkIsNotTouchedUnlessItMayBe() {
        Path file = folder.resolve("image.ome.zarr");
        Share share = new Share(BLOCKS, List.of(0));
        assertThatThrownBy(() -> BlockStore.join(file, "a job", share)).hasMessageContaining("has been begun");
        most = 5;
        assertThatThrownBy(() -> draw(alone(file))).hasMessage("killed");
        most = Integer.MAX_VALUE;
        assertThatThrownBy(() -> BlockStore.join(file, "another", share)).hasMessageContaining("has been begun");
        assertThatThrownBy(() -> BlockStore.of(file, "another", false, Sharing.ALONE))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("unfinished result of other options");
        made.clear();
        draw(BlockStore.of(file, "another", true, Sharing.ALONE));
        assertThat(made).hasSize(12);
    }
}
