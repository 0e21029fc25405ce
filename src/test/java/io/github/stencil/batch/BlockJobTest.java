package io.github.stencil.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.axes.AxisImage;
import io.github.stencil.axes.Description;
import io.github.stencil.axes.Extent;
import io.github.stencil.axes.ImageSink;
import io.github.stencil.axes.ImageStore;
import io.github.stencil.axes.PixelType;
import io.github.stencil.tile.BlockWriter;
import io.github.stencil.zarr.OmeZarr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockJobTest {
    private static final Extent EXTENT = new Extent(4500, 2100, 1, 2, 1);

    @TempDir
    private Path folder;

    private final List<Interval> made = new ArrayList<>();

    /** A command whose pixels tell where they are. */
    private void draw(ImageStore store, Progress progress) {
        try (ImageSink sink = store.create(Description.of("image", PixelType.UINT16, EXTENT))) {
            BlockWriter writer = BlockWriter.of(sink, 1);
            for (Interval block : writer.planes()) {
                made.add(block);
                short[] pixels = new short[(int) Intervals.numElements(block)];
                for (int i = 0; i < pixels.length; i++) {
                    pixels[i] = (short) (block.min(0) + 3 * block.min(1) + 7 * block.min(3) + i % 101);
                }
                writer.write(block, (from, into, at, length) -> System.arraycopy(pixels, from, into, at, length));
            }
            sink.finish();
        }
    }

    @Test
    void twoWorkersMakeWhatOneMakes() {
        Path file = folder.resolve("two.ome.zarr");
        BlockJob plan = BlockJob.plan(file, "a job", false, this::draw, Progress.NONE);
        assertThat(made).isEmpty();
        assertThat(plan.blocks()).isEqualTo(12);
        assertThat(plan.missing()).hasSize(12);
        BlockJob one = BlockJob.join(file, "a job", this::draw);
        BlockJob other = BlockJob.join(file, "a job", this::draw);
        for (int block : plan.missing()) {
            (block % 3 == 0 ? one : other).run(block, Progress.NONE);
        }
        other.run(3, Progress.NONE); // once more, which does no harm
        assertThat(made).hasSize(13);
        assertThat(file).doesNotExist();
        AxisImage two = plan.finish(Progress.NONE);
        Path alone = folder.resolve("alone.ome.zarr");
        BlockStore store = BlockStore.of(alone, "a job", false);
        draw(store, Progress.NONE);
        AxisImage whole = OmeZarr.open(store.part());
        assertThat((short[]) two.copy(EXTENT.interval())).isEqualTo((short[]) whole.copy(EXTENT.interval()));
        assertThat(folder.resolve("two.ome.zarr.journal")).doesNotExist();
        assertThat(folder.resolve("two.ome.zarr.part")).doesNotExist();
    }

    @Test
    void whatIsMissingIsSeenByEverybodyAndMustBeMadeFirst() {
        Path file = folder.resolve("image.ome.zarr");
        BlockJob.plan(file, "a job", false, this::draw, Progress.NONE).run(5, Progress.NONE);
        BlockJob again = BlockJob.plan(file, "a job", false, this::draw, Progress.NONE);
        assertThat(again.missing()).hasSize(11).doesNotContain(5);
        assertThatThrownBy(() -> again.finish(Progress.NONE))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("11 of 12 blocks are missing");
    }

    @Test
    void whatWasKilledBetweenItsEndAndItsNameIsNotMadeAgain() throws IOException {
        Path file = folder.resolve("image.ome.zarr");
        draw(BlockStore.of(file, "a job", false), Progress.NONE);
        int blocks = made.size();
        BlockStore again = BlockStore.of(file, "a job", false);
        Path left = Files.createDirectories(again.part().resolve(".finished/parts"));
        draw(again, Progress.NONE);
        assertThat(made).hasSize(blocks);
        assertThat(left.getParent()).doesNotExist();
        BlockJob.plan(file, "a job", false, this::draw, Progress.NONE).finish(Progress.NONE);
        assertThat(OmeZarr.open(file).extent()).isEqualTo(EXTENT);
        assertThat(again.part()).doesNotExist();
    }

    @Test
    void whatWasKilledWhileItWasCreatedIsBegunAnew() throws IOException {
        Path file = folder.resolve("image.ome.zarr");
        BlockStore store = BlockStore.of(file, "a job", false);
        Files.createDirectories(store.part().resolve(".unfinished/0"));
        draw(BlockStore.of(file, "a job", false), Progress.NONE);
        assertThat(OmeZarr.open(store.part()).extent()).isEqualTo(EXTENT);
    }

    @Test
    void anotherJobsWorkIsNotTouchedUnlessItMayBe() {
        Path file = folder.resolve("image.ome.zarr");
        assertThatThrownBy(() -> BlockJob.join(file, "a job", this::draw)).hasMessageContaining("No work on");
        BlockJob.plan(file, "a job", false, this::draw, Progress.NONE).run(5, Progress.NONE);
        assertThatThrownBy(() -> BlockJob.plan(file, "another", false, this::draw, Progress.NONE))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("unfinished result of other options");
        assertThat(BlockJob.plan(file, "a job", false, this::draw, Progress.NONE)
                        .missing())
                .hasSize(11);
        assertThat(BlockJob.plan(file, "another", true, this::draw, Progress.NONE)
                        .missing())
                .hasSize(12);
    }
}
