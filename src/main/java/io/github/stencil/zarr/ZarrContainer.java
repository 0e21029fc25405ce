// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr;

import io.github.stencil.FileTrouble;
import io.github.stencil.FolderTree;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageSink;
import io.github.stencil.image.PixelType;
import io.github.stencil.tile.BlockGrid;
import io.github.stencil.work.Part;
import io.github.stencil.work.Workplace;
import io.github.stencil.zarr.array.ArrayWriter;
import io.github.stencil.zarr.array.Node;
import io.github.stencil.zarr.store.FolderStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;

/**
 * An OME-Zarr folder in the making. It has chunks but no metadata until it is finished, so that no reader ever sees half
 * an image.
 *
 * <p>One process creates it. Others may open it too ({@link #resume}) and write blocks; those that are multiples of
 * {@link #grain}, or reach to the image's edge, never meet in a file, and a block that is written twice is the same as
 * written once. When all have been written, one process finishes it: it makes the coarser levels, and last the metadata.
 * A process that is killed leaves a container that can be resumed, and finishing can be repeated.
 */
public final class ZarrContainer implements ImageSink {
    private final Path folder;
    private final Description description;
    private final OmeAxes axes;
    private final ContainerFiles files;
    private final ArrayWriter writer;
    private boolean ours;

    private ZarrContainer(Path folder, Description description, ContainerFiles files, boolean ours) {
        this.folder = folder;
        this.description = description;
        this.files = files;
        this.ours = ours;
        axes = OmeWriter.axes(description.extent());
        writer = files.writer(0);
    }

    private static boolean isEmpty(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return false;
        }
        try (var entries = Files.newDirectoryStream(place)) {
            return !entries.iterator().hasNext();
        }
    }

    /**
     * Creates a container.
     *
     * @param folder must not exist, be empty, or be an unfinished container, which is then lost
     * @param image what will be written; an RGB image becomes one of three 8-bit channels
     * @throws StencilException if the folder cannot be made, or something else is there
     */
    public static ZarrContainer create(Path folder, Description image, ZarrLayout layout) {
        Path place = folder.toAbsolutePath().normalize();
        try {
            if (Files.isDirectory(place.resolve(ContainerFiles.UNFINISHED))) {
                FolderTree.delete(place);
            }
            if (Files.exists(place) && !isEmpty(place)) {
                throw StencilException.of("%s exists. Choose another place, or delete it first.", place);
            }
            Files.createDirectories(place);
        } catch (IOException e) {
            throw FileTrouble.writing(place, e);
        }
        ContainerFiles files = ContainerFiles.create(place, image, layout);
        return new ZarrContainer(place, image, files, true);
    }

    /** Returns whether a folder is a container that somebody has created and nobody has finished. */
    public static boolean isUnfinished(Path folder) {
        Path begun =
                folder.resolve(ContainerFiles.UNFINISHED); // its last file, as a kill may come while they are written
        return Files.isRegularFile(begun.resolve("zarr.json")) || Files.isRegularFile(begun.resolve(".zgroup"));
    }

    /** Returns whether a folder is a container that somebody has finished. */
    public static boolean isFinished(Path folder) {
        boolean described = Files.exists(folder.resolve("zarr.json")) || Files.exists(folder.resolve(".zgroup"));
        return described && !Files.exists(folder.resolve(ContainerFiles.UNFINISHED));
    }

    /**
     * Opens a container that somebody has finished, and takes away what a kill just after that has left in it.
     *
     * @param title what to call it
     * @return empty if there is none, or nobody has finished it
     */
    public static Optional<AxisImage> finished(Path folder, String title) {
        if (!isFinished(folder)) {
            return Optional.empty();
        }
        FileTrouble.writing(folder, () -> FolderTree.delete(folder.resolve(ContainerFiles.FINISHED)));
        return Optional.of(OmeReader.reopen(folder, false, title));
    }

    /**
     * Opens a container that somebody has created and nobody has finished, to write more blocks into it.
     *
     * @param title what to call the image
     * @throws StencilException if there is none
     */
    public static ZarrContainer resume(Path folder, String title) {
        Path place = folder.toAbsolutePath().normalize();
        Path begun = place.resolve(ContainerFiles.UNFINISHED);
        if (!Files.isDirectory(begun)) {
            throw StencilException.of("%s is no unfinished OME-Zarr. Create it first.", place);
        }
        ContainerFiles files = ContainerFiles.open(place);
        Description image = OmeReader.reopen(begun, false, title).description();
        return new ZarrContainer(place, image.withLabels(areLabels(begun)), files, false);
    }

    /** Returns how levels are to be made; of categorical stacks too, which are no label maps to other programs. */
    private static boolean areLabels(Path begun) {
        Node group = Objects.requireNonNull(Node.read(new FolderStore(begun), ""));
        return OmeImage.ome(group)
                .objects("multiscales")
                .get(0)
                .text("type", "")
                .equals(OmeWriter.MODE);
    }

    @Override
    public Description description() {
        return description;
    }

    /** Returns the folder. */
    public Path folder() {
        return folder;
    }

    /** Returns the size of a shard, or where there are none of a chunk: the blocks that no two writers share. */
    @Override
    public Extent grain() {
        return axes.extent(files.array(0).grid().shard());
    }

    @Override
    public void write(Interval block, Pixels pixels) {
        writer.write(axes.box(block), pixels, axes.steps(block));
    }

    /** Writes what waits for the rest of its shard, so that nothing is lost if this process ends here. */
    public void flush() {
        writer.flush();
    }

    /** Leaves the container to others when it is closed, instead of deleting it. */
    public void keep() {
        ours = false;
    }

    @Override
    public AxisImage finish() {
        return finish(Progress.NONE);
    }

    /**
     * Makes the coarser levels and writes the metadata, the image's last.
     *
     * @param progress hears of each block of the levels
     */
    @Override
    public AxisImage finish(Progress progress) {
        return finish(Workplace.memory(), progress);
    }

    /**
     * Finishes the image as {@link #finish(Progress)} does.
     *
     * @param work where the coarser levels are made, one after the other
     */
    public AxisImage finish(Workplace work, Progress progress) {
        flush();
        Extent grain = grain();
        List<Halving> levels = Halving.levels(description.extent());
        for (int level = 1; level < levels.size(); level++) {
            List<Runnable> blocks = blocks(levels, level, grain);
            work.each(work.step(blocks.size(), Part.LEVEL, level), number -> {
                progress.step(number, blocks.size());
                blocks.get(number).run();
            });
        }
        progress.step(1, 1);
        files.publish();
        ours = false;
        return OmeReader.reopen(folder, false, description.title());
    }

    /** Lists the blocks of a level, each made of the level above it. */
    private List<Runnable> blocks(List<Halving> levels, int level, Extent grain) {
        ZarrPixels from = new ZarrPixels(files.reader(level - 1), axes, description.type());
        ArrayWriter into = files.writer(level);
        Extent fine = levels.get(level - 1).extent();
        Extent coarse = levels.get(level).extent();
        List<Runnable> blocks = new ArrayList<>();
        for (Interval block : BlockGrid.create(coarse.interval(), grain.width(), grain.height(), 1, 1, 1)) {
            Interval source = twice(block, fine);
            blocks.add(() -> halve(from, source, into, block));
        }
        return blocks;
    }

    /** Returns the pixels of the finer level that a block is made of. */
    private static Interval twice(Interval block, Extent fine) {
        long[] min = block.minAsLongArray();
        long[] max = block.maxAsLongArray();
        min[0] *= 2;
        min[1] *= 2;
        max[0] = Math.min(fine.width() - 1L, 2 * max[0] + 1);
        max[1] = Math.min(fine.height() - 1L, 2 * max[1] + 1);
        return new FinalInterval(min, max);
    }

    private void halve(ZarrPixels from, Interval source, ArrayWriter into, Interval block) {
        PixelType type = description.type();
        int width = (int) source.dimension(0);
        int height = (int) source.dimension(1);
        Object fine = type.createArray(Math.multiplyExact(width, height));
        from.copy(source, fine);
        Object coarse = type.createArray((int) (block.dimension(0) * block.dimension(1)));
        Halving.halve(fine, type, width, height, description.labels(), coarse);
        into.write(
                axes.box(block),
                (at, array, to, length) -> System.arraycopy(coarse, at, array, to, length),
                axes.steps(block));
    }

    /** Gives up, unless it was finished or is to be kept: a container that was created here is deleted. */
    @Override
    public void close() {
        if (ours) {
            ours = false;
            FileTrouble.writing(folder, () -> FolderTree.delete(folder));
        }
    }
}
