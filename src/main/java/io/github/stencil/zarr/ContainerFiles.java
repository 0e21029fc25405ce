// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr;

import io.github.stencil.FileTrouble;
import io.github.stencil.FolderTree;
import io.github.stencil.StencilException;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.zarr.array.ArrayMetadata;
import io.github.stencil.zarr.array.ArrayWriter;
import io.github.stencil.zarr.array.ChunkGrid;
import io.github.stencil.zarr.array.Node;
import io.github.stencil.zarr.array.ZarrArray;
import io.github.stencil.zarr.codec.DataType;
import io.github.stencil.zarr.store.FolderStore;
import io.github.stencil.zarr.store.StoreWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The files of an image in the making: arrays without metadata, and the metadata to be in a folder of their own.
 *
 * @param folder the image's folder
 * @param arrays a level's array each, the finest first
 */
record ContainerFiles(Path folder, List<ArrayMetadata> arrays) {
    /** What is known before an image is finished: its metadata to be, and pieces that are not whole. */
    static final String UNFINISHED = ".unfinished";

    /** What that is called while it is deleted. */
    static final String FINISHED = ".finished";

    ContainerFiles {
        arrays = List.copyOf(arrays);
    }

    /** Writes what the metadata will be. */
    static ContainerFiles create(Path folder, Description image, ZarrLayout layout) {
        OmeAxes axes = OmeWriter.axes(image.extent());
        List<Halving> levels = Halving.levels(image.extent());
        List<ArrayMetadata> arrays = levels.stream()
                .map(level -> array(image, axes, level.extent(), layout))
                .toList();
        ContainerFiles files = new ContainerFiles(folder, arrays);
        makeUnfinished(folder);
        StoreWriter begun = files.begun();
        for (int level = 0; level < arrays.size(); level++) {
            Node.write(begun, String.valueOf(level), arrays.get(level), layout.version());
        }
        Node.writeGroup(begun, OmeWriter.attributes(image, axes, levels, layout.version()), layout.version());
        return files;
    }

    private static void makeUnfinished(Path folder) {
        FileTrouble.writing(folder, () -> Files.createDirectories(folder.resolve(UNFINISHED)));
    }

    /** Reads what the metadata will be. */
    static ContainerFiles open(Path folder) {
        FolderStore begun = new FolderStore(folder.resolve(UNFINISHED));
        List<ArrayMetadata> arrays = new ArrayList<>();
        for (Node node = Node.read(begun, "0"); node != null; node = Node.read(begun, String.valueOf(arrays.size()))) {
            arrays.add(Objects.requireNonNull(node.array()).metadata());
        }
        if (arrays.isEmpty()) {
            throw StencilException.of("%s is no unfinished OME-Zarr. Create it first.", folder);
        }
        return new ContainerFiles(folder, arrays);
    }

    /** Returns the metadata of a level's array, of the size of {@code extent}. */
    static ArrayMetadata array(Description image, OmeAxes axes, Extent extent, ZarrLayout layout) {
        List<Integer> shape = sizes(axes, extent);
        List<Integer> chunk = least(sizes(axes, layout.chunk()), shape);
        List<Integer> shard = IntStream.range(0, shape.size())
                .mapToObj(d -> {
                    int pieces = (shape.get(d) + chunk.get(d) - 1) / chunk.get(d);
                    int most = sizes(axes, layout.shard()).get(d)
                            / sizes(axes, layout.chunk()).get(d);
                    return chunk.get(d) * Math.min(pieces, most);
                })
                .toList();
        DataType type = switch (image.type()) {
            case UINT8 -> DataType.UINT8;
            case UINT16 -> DataType.UINT16;
            case INT16 -> DataType.INT16;
            case UINT32 -> DataType.UINT32;
            case FLOAT32 -> DataType.FLOAT32;
        };
        return ArrayMetadata.usual(new ChunkGrid(shape, shard, chunk), type, OmeWriter.names(axes), layout.version());
    }

    private static List<Integer> sizes(OmeAxes axes, Extent extent) {
        int[] sizes = {extent.width(), extent.height(), extent.channels(), extent.slices(), extent.frames()};
        return axes.ours().stream().map(our -> sizes[our]).toList();
    }

    private static List<Integer> least(List<Integer> sizes, List<Integer> bounds) {
        return IntStream.range(0, sizes.size())
                .mapToObj(d -> Math.min(sizes.get(d), bounds.get(d)))
                .toList();
    }

    /** Returns a level's array. */
    ArrayMetadata array(int level) {
        return arrays.get(level);
    }

    /** Returns a writer of a level. */
    ArrayWriter writer(int level) {
        return new ArrayWriter(new StoreWriter(folder, temporary()), level + "/", arrays.get(level));
    }

    /** Returns a reader of a level. */
    ZarrArray reader(int level) {
        FolderStore store = new FolderStore(folder);
        String key = UNFINISHED + "/zarr.json";
        return new ZarrArray(store, level + "/", arrays.get(level), key, store.stamp(key));
    }

    /** Puts the metadata into place, the image's own last, and takes away what was there for the making. */
    void publish() {
        Path begun = folder.resolve(UNFINISHED);
        StoreWriter writer = new StoreWriter(folder, temporary());
        try {
            List<String> keys = new ArrayList<>();
            for (int level = 0; level < arrays.size(); level++) {
                keys.addAll(List.of(level + "/.zarray", level + "/zarr.json"));
            }
            keys.addAll(List.of(".zattrs", ".zgroup", "zarr.json"));
            for (String key : keys) {
                if (Files.exists(begun.resolve(key))) {
                    writer.write(key, List.of(Files.readAllBytes(begun.resolve(key))));
                }
            }
            Path done = folder.resolve(FINISHED); // at once, as a kill may come at any moment
            Files.move(begun, done);
            FolderTree.delete(done);
        } catch (IOException e) {
            throw FileTrouble.writing(folder, e);
        }
    }

    private StoreWriter begun() {
        return new StoreWriter(folder.resolve(UNFINISHED), temporary());
    }

    private Path temporary() {
        return folder.resolve(UNFINISHED).resolve("parts");
    }
}
