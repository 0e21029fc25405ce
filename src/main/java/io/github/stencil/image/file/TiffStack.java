// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.file;

import ij.VirtualStack;
import ij.io.FileInfo;
import ij.process.ImageProcessor;
import io.github.stencil.FileTrouble;
import io.github.stencil.StencilException;
import io.github.stencil.image.PixelType;
import io.github.stencil.image.PlaneReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The planes of an uncompressed TIFF file, read in parts and never whole unless ImageJ asks for a plane. The file is
 * opened for each read, so that nothing needs closing and the file can be moved.
 */
final class TiffStack extends VirtualStack implements PlaneReader {
    private static final int CHUNK_BYTES = 1 << 20;

    private final PixelType type;
    private final ByteOrder order;
    private final long[] offsets;
    private final String[] labels;
    private final boolean signed;
    private final FileState opened;
    private volatile Path path;

    TiffStack(Path path, FileInfo info, PixelType type, long[] offsets, String[] labels) throws IOException {
        super(info.width, info.height);
        this.path = path;
        this.opened = FileState.of(path);
        this.type = type;
        this.signed = info.fileType == FileInfo.GRAY16_SIGNED;
        this.order = info.intelByteOrder ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        this.offsets = offsets.clone();
        this.labels = labels.clone();
        setBitDepth(type.bits());
    }

    PixelType type() {
        return type;
    }

    @Override
    public boolean hasSignedNumbers() {
        return type == PixelType.INT16;
    }

    Path path() {
        return path;
    }

    /** Says that the file has another name now. */
    void moved(Path to) {
        path = to;
    }

    @Override
    public void read(int plane, int x, int y, int width, int height, Object into, int at) {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            opened.check(path);
            long first = offsets[plane] + ((long) y * getWidth() + x) * type.bytes();
            if (x == 0 && width == getWidth()) {
                readRun(file, first, into, at, width * height);
            } else {
                for (int row = 0; row < height; row++) {
                    readRun(file, first + (long) row * getWidth() * type.bytes(), into, at + row * width, width);
                }
            }
        } catch (IOException e) {
            throw StencilException.of(e, "%s cannot be read any more: %s.", path, FileTrouble.why(e));
        }
    }

    private void readRun(FileChannel file, long position, Object into, int at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, (long) length * type.bytes()))
                .order(order);
        for (int done = 0; done < length; ) {
            int count = Math.min(bytes.capacity() / type.bytes(), length - done);
            bytes.clear().limit(count * type.bytes());
            long from = position + (long) done * type.bytes();
            while (bytes.hasRemaining()) {
                if (file.read(bytes, from + bytes.position()) < 0) {
                    throw new EOFException("the file ends early");
                }
            }
            bytes.flip();
            type.get(bytes, into, at + done, count);
            if (signed) {
                bias((short[]) into, at + done, count);
            }
            done += count;
        }
    }

    /** Makes signed values 32,768 larger, as ImageJ keeps them. */
    private void bias(short[] values, int at, int count) {
        for (int i = at; i < at + count; i++) {
            values[i] ^= Short.MIN_VALUE;
        }
    }

    @Override
    public ImageProcessor getProcessor(int n) {
        Object pixels = type.createArray(Math.multiplyExact(getWidth(), getHeight()));
        read(n - 1, 0, 0, getWidth(), getHeight(), pixels, 0);
        return type.processor(getWidth(), getHeight(), pixels, getColorModel());
    }

    @Override
    public Object getPixels(int n) {
        return getProcessor(n).getPixels();
    }

    @Override
    public int getSize() {
        return offsets.length;
    }

    @Override
    public int size() {
        return offsets.length;
    }

    @Override
    public boolean isVirtual() {
        return true;
    }

    @Override
    public @Nullable String getSliceLabel(int n) {
        return n <= labels.length ? labels[n - 1] : null;
    }
}
