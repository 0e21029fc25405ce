// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr;

import io.github.stencil.FileTrouble;
import io.github.stencil.FolderTree;
import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageSink;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.imglib2.Interval;

/**
 * An OME-Zarr zip file in the making: a folder beside it, packed when it is finished. Pieces are stored as they are,
 * metadata first, as the zipped form of OME-Zarr advises.
 */
final class ZipSink implements ImageSink {
    private static final int BUFFER = 1 << 16;

    private final Path zip;
    private final ZarrContainer container;

    private ZipSink(Path zip, ZarrContainer container) {
        this.zip = zip;
        this.container = container;
    }

    static ZipSink create(Path zip, Description image) {
        Path folder = zip.resolveSibling(zip.getFileName() + ".folder");
        return new ZipSink(zip, ZarrContainer.create(folder, image, ZarrLayout.usual()));
    }

    @Override
    public Description description() {
        return container.description();
    }

    @Override
    public Extent grain() {
        return container.grain();
    }

    @Override
    public void write(Interval block, Pixels pixels) {
        container.write(block, pixels);
    }

    @Override
    public AxisImage finish() {
        return finish(Progress.NONE);
    }

    @Override
    public AxisImage finish(Progress progress) {
        container.finish(progress);
        try {
            try {
                pack(container.folder());
            } finally {
                FolderTree.delete(container.folder()); // it is finished, so closing it leaves it there
            }
        } catch (IOException e) {
            throw FileTrouble.writing(zip, e);
        }
        return OmeReader.reopen(zip, true, description().title());
    }

    private void pack(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile)
                    .sorted(Comparator.comparing((Path file) -> !file.endsWith("zarr.json"))
                            .thenComparing(Path::getNameCount)
                            .thenComparing(Comparator.naturalOrder()))
                    .toList();
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(zip), BUFFER);
                ZipOutputStream entries = new ZipOutputStream(out)) {
            entries.setComment(
                    "{\"ome\":{\"version\":\"0.5\",\"zipFile\":{\"centralDirectory\":{\"jsonFirst\":true}}}}");
            for (Path file : files) {
                byte[] bytes = Files.readAllBytes(file);
                CRC32 checksum = new CRC32();
                checksum.update(bytes);
                ZipEntry entry = new ZipEntry(folder.relativize(file).toString().replace('\\', '/'));
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(bytes.length);
                entry.setCrc(checksum.getValue());
                entries.putNextEntry(entry);
                entries.write(bytes);
                entries.closeEntry();
            }
        } catch (IOException e) {
            Files.deleteIfExists(zip);
            throw e;
        }
    }

    @Override
    public void close() {
        container.close();
    }
}
