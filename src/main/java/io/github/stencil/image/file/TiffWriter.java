// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.file;

import io.github.stencil.FileTrouble;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.BlockRuns;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import net.imglib2.Interval;

/** A result that is streamed to a TIFF file as ImageJ writes it: one run of planes behind one header. */
final class TiffWriter implements ImageSink {
    private static final int CHUNK_BYTES = 1 << 20;

    private final Path path;
    private final Path name;
    private final Description description;
    private final FileChannel file;
    private final TiffHeader header;
    private boolean finished;

    private TiffWriter(Path path, Path name, Description description, FileChannel file, TiffHeader header) {
        this.path = path;
        this.name = name;
        this.description = description;
        this.file = file;
        this.header = header;
    }

    static TiffWriter create(Path path, Path name, Description description) {
        TiffHeader header = TiffHeader.of(description);
        try {
            FileChannel file = FileChannel.open(
                    path,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            try {
                checkRoom(
                        path,
                        name,
                        description.extent().planes()
                                * description.extent().planePixels()
                                * (double) description.type().bytes());
                writeAll(file, header.front(), 0);
            } catch (IOException | StencilException e) {
                file.close();
                throw e;
            }
            return new TiffWriter(path, name, description, file, header);
        } catch (IOException e) {
            throw FileTrouble.writing(name, e);
        }
    }

    /** Refuses at once what cannot fit, rather than when the disk is full. */
    private static void checkRoom(Path path, Path name, double bytes) throws IOException {
        long room = Files.getFileStore(path).getUsableSpace();
        if (room > 0 && bytes > room) { // some file systems do not know
            throw StencilException.of(
                    "%s takes %,.1f GB, but there is room for %,.1f GB. Make room there, or choose another place.",
                    name, bytes / (1 << 30), room / (double) (1 << 30));
        }
    }

    @Override
    public Description description() {
        return description;
    }

    @Override
    public void write(Interval block, Pixels pixels) {
        Extent extent = description.extent();
        BlockRuns.each(
                block,
                extent,
                (plane, first, at, length) -> writeRun(pixels, at, plane * extent.planePixels() + first, length));
    }

    private void writeRun(Pixels pixels, int from, long at, int length) {
        int size = description.type().bytes();
        int most = Math.min(length, CHUNK_BYTES / size);
        Object array = description.type().createArray(most);
        ByteBuffer bytes = ByteBuffer.allocate(most * size).order(ByteOrder.LITTLE_ENDIAN);
        for (int done = 0; done < length; done += most) {
            int count = Math.min(most, length - done);
            pixels.copy(from + done, array, 0, count);
            bytes.clear();
            description.type().put(bytes, array, count);
            bytes.position(0).limit(count * size);
            long place = header.front().limit() + (at + done) * size;
            FileTrouble.writing(name, () -> writeAll(file, bytes, place));
        }
    }

    @Override
    public AxisImage finish() {
        try {
            long end = header.front().limit()
                    + description.extent().planes()
                            * description.extent().planePixels()
                            * description.type().bytes();
            writeAll(file, header.back(), end);
            finished = true;
            file.close();
        } catch (IOException e) {
            throw FileTrouble.writing(name, e);
        }
        TiffImage written = TiffImage.open(path);
        if (written == null) {
            throw StencilException.of("%s was written but cannot be read again. Check the disk.", name);
        }
        written.setTitle(description.title());
        return AxisImage.of(written);
    }

    @Override
    public void close() {
        if (!finished) {
            try {
                file.close();
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw FileTrouble.writing(name, e);
            }
        }
    }

    private static void writeAll(FileChannel file, ByteBuffer bytes, long position) throws IOException {
        ByteBuffer rest = bytes.duplicate();
        int start = rest.position();
        while (rest.hasRemaining()) {
            file.write(rest, position + rest.position() - start);
        }
    }
}
