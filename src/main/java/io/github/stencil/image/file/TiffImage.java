// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.file;

import ij.io.FileInfo;
import ij.io.TiffDecoder;
import ij.process.LUT;
import io.github.stencil.image.Extent;
import io.github.stencil.image.FileImage;
import io.github.stencil.image.PixelType;
import io.github.stencil.image.tiff.TiffFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** An ImageJ image over an uncompressed TIFF file. */
public final class TiffImage extends FileImage {
    private final TiffStack stack;

    private TiffImage(Path path, FileInfo info, TiffStack stack, ImageJNotes notes) {
        super(
                String.valueOf(path.getFileName()),
                stack,
                extent(info, stack.size(), notes.text()),
                info.fileType == FileInfo.COLOR8 ? COLOR_256 : grey(stack.type()),
                luts(info, notes),
                notes.mode());
        this.stack = stack;
        setCalibration(notes.calibration());
        if (info.fileType == FileInfo.GRAY16_SIGNED) {
            getCalibration().setSigned16BitCalibration();
        }
        setFileInfo(info);
    }

    private static Extent extent(FileInfo info, int planes, Properties properties) {
        int channels = ImageJText.number(properties, "channels", 1);
        int frames = ImageJText.number(properties, "frames", 1);
        int slices = ImageJText.number(properties, "slices", planes / Math.max(1, channels * frames));
        return (long) channels * slices * frames == planes
                ? new Extent(info.width, info.height, channels, slices, frames)
                : new Extent(info.width, info.height, 1, planes, 1);
    }

    /**
     * Opens a file without reading its pixels.
     *
     * @return null if the file is not a TIFF file of plain, uncompressed 8-, 16- or 32-bit planes
     */
    public static @Nullable TiffImage open(Path path) {
        try {
            Path file = path.toAbsolutePath();
            ImageJNotes notes = ImageJNotes.of(TiffFile.read(file)); // which sees that its directories have an end
            FileInfo[] images =
                    new TiffDecoder(file.getParent() + "/", String.valueOf(file.getFileName())).getTiffInfo();
            if (images == null || images.length == 0) {
                return null;
            }
            FileInfo first = images[0];
            PixelType type = type(first);
            if (type == null) {
                return null;
            }
            long[] offsets = offsets(images, type);
            if (offsets == null || offsets[offsets.length - 1] + planeBytes(first, type) > Files.size(file)) {
                return null;
            }
            String[] labels = Objects.requireNonNullElse(first.sliceLabels, new String[0]);
            TiffStack stack = new TiffStack(file, first, type, offsets, labels);
            return new TiffImage(file, first, stack, notes);
        } catch (IOException | RuntimeException e) {
            return null; // ImageJ's own opener will say what is wrong
        }
    }

    @Override
    public Path path() {
        return stack.path();
    }

    @Override
    public void moved(Path target) {
        stack.moved(target);
    }

    /** Returns how many bytes all pixels take. */
    public long pixelBytes() {
        return (long) width * height * stack.size() * stack.type().bytes();
    }

    private static @Nullable PixelType type(FileInfo info) {
        boolean plain =
                info.compression == FileInfo.COMPRESSION_NONE || info.compression == FileInfo.COMPRESSION_UNKNOWN;
        if (!plain || info.whiteIsZero) {
            return null;
        }
        return switch (info.fileType) {
            case FileInfo.GRAY8, FileInfo.COLOR8 -> PixelType.UINT8;
            case FileInfo.GRAY16_UNSIGNED, FileInfo.GRAY16_SIGNED -> PixelType.UINT16;
            case FileInfo.GRAY32_FLOAT -> PixelType.FLOAT32;
            default -> null;
        };
    }

    private static long planeBytes(FileInfo info, PixelType type) {
        return (long) info.width * info.height * type.bytes();
    }

    private static long @Nullable [] offsets(FileInfo[] images, PixelType type) {
        List<Long> offsets = new ArrayList<>();
        for (FileInfo image : images) {
            boolean same = image.width == images[0].width && image.height == images[0].height;
            if (!same || type(image) != type || !contiguous(image)) {
                return null;
            }
            long gap = image.gapBetweenImages > 0 ? image.gapBetweenImages : image.longGap;
            for (int i = 0; i < Math.max(1, image.nImages); i++) {
                offsets.add(image.getOffset() + i * (planeBytes(image, type) + gap));
            }
        }
        return offsets.stream().mapToLong(Long::longValue).toArray();
    }

    private static boolean contiguous(FileInfo image) {
        int[] offsets = image.stripOffsets;
        int[] lengths = image.stripLengths;
        for (int i = 1; offsets != null && lengths != null && i < offsets.length; i++) {
            if (Integer.toUnsignedLong(offsets[i - 1]) + lengths[i - 1] != Integer.toUnsignedLong(offsets[i])) {
                return false;
            }
        }
        return true;
    }

    private static List<LUT> luts(FileInfo info, ImageJNotes notes) {
        boolean channels = notes.info().channelLuts != null && notes.info().channelLuts.length > 0;
        if (channels || info.lutSize != 256 || info.reds == null) {
            return notes.luts();
        }
        LUT table = new LUT(info.reds, info.greens, info.blues);
        table.min = ImageJText.decimal(notes.text(), "min", 0);
        table.max = ImageJText.decimal(notes.text(), "max", 0);
        return List.of(table);
    }
}
