// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.file;

import ij.ImagePlus;
import ij.io.FileInfo;
import ij.io.FileOpener;
import ij.io.TiffDecoder;
import ij.measure.Calibration;
import ij.process.LUT;
import io.github.stencil.image.Luts;
import io.github.stencil.image.tiff.PixelLayout;
import io.github.stencil.image.tiff.TiffFault;
import io.github.stencil.image.tiff.TiffField;
import io.github.stencil.image.tiff.TiffFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What ImageJ reads out of a TIFF file beside its pixels. ImageJ itself is asked, with a file of one pixel that has the same
 * fields, so that it does not matter who reads the pixels.
 *
 * @param pixel an image of one pixel with calibration, overlay, selection and properties
 * @param info what the fields say
 * @param text the description's lines
 */
record ImageJNotes(ImagePlus pixel, FileInfo info, Properties text) {
    private static final Set<Integer> KEPT = Set.of(270, 282, 283, 296, 50838, 50839);
    private static final int ASCII = 2;
    private static final int LONG = 4;
    private static final int COUNTS = 50838;
    private static final int METADATA = 50839;
    private static final int START = 8;
    private static final int LONGEST_PIXEL = 4;

    static ImageJNotes of(TiffFile file) {
        check(file);
        try {
            byte[] bytes = small(file);
            FileInfo[] infos = new TiffDecoder(new ByteArrayInputStream(bytes), "pixel.tif").getTiffInfo();
            FileInfo info = Objects.requireNonNull(infos)[0];
            Properties text =
                    Objects.requireNonNullElse(new FileOpener(info).decodeDescriptionString(info), new Properties());
            int planes = info.nImages;
            info.nImages = 1;
            info.fileFormat = FileInfo.RAW; // for ImageJ reads of a TIFF anew what is asked for here
            info.inputStream = new ByteArrayInputStream(bytes);
            ImagePlus pixel = Objects.requireNonNull(new FileOpener(info).openImage());
            info.inputStream = null;
            info.nImages = planes;
            return new ImageJNotes(pixel, info, text);
        } catch (IOException | RuntimeException e) {
            throw TiffFault.damaged(e, file.path(), "the text or the fields that ImageJ keeps in it make no sense");
        }
    }

    /** Returns whether ImageJ sees the same uncompressed planes in a file. */
    static boolean sees(TiffFile file) {
        PixelLayout layout = file.first().layout();
        try {
            FileInfo[] infos = new TiffDecoder(
                            file.path().getParent() + "/",
                            String.valueOf(file.path().getFileName()))
                    .getTiffInfo();
            long planes = 0;
            for (FileInfo info : Objects.requireNonNull(infos)) {
                boolean plain = info.compression <= FileInfo.COMPRESSION_NONE; // or not told
                boolean whole = info.stripOffsets == null || info.stripLengths != null;
                if (!plain || !whole || info.width != layout.width() || info.height != layout.height()) {
                    return false;
                }
                planes += Math.max(1, info.nImages);
            }
            return planes == file.pages().size()
                    && infos[0].getBytesPerPixel() * 8 == layout.bits() * (layout.isRgb() ? layout.samples() : 1);
        } catch (IOException | RuntimeException e) {
            return false; // so it is read here, from fields that have been checked
        }
    }

    /** Refuses sizes that would have ImageJ reserve memory for what is not there. */
    private static void check(TiffFile file) {
        TiffField counts = file.note(COUNTS);
        TiffField values = file.note(METADATA);
        if (counts == null || values == null) {
            return;
        }
        ByteBuffer bytes = counts.value();
        long sum = 0;
        for (int i = 0; i < bytes.limit() / Integer.BYTES && counts.type() == LONG; i++) {
            long count = Integer.toUnsignedLong(bytes.getInt(i * Integer.BYTES));
            sum += count;
        }
        if (sum > values.count() || counts.type() != LONG) {
            throw TiffFault.damaged(file.path(), "its labels, colours or overlay would be longer than they are");
        }
    }

    private static byte[] small(TiffFile file) {
        List<TiffField> fields = new ArrayList<>();
        for (int tag : new int[] {256, 257, 277, 278}) {
            fields.add(number(file, tag, 1));
        }
        PixelLayout layout = file.first().layout();
        boolean floating = layout.numbers() == PixelLayout.Numbers.FLOAT;
        int bits =
                floating || layout.bits() > 16 ? 32 : layout.bits() > 8 ? 16 : 8; // on which value calibration depends
        fields.add(number(file, 258, bits));
        fields.add(number(file, 279, bits / 8));
        fields.add(number(file, 339, bits == 32 ? 3 : 1));
        fields.add(number(file, 262, 1));
        fields.add(number(file, 273, START));
        boolean metadata = file.note(COUNTS) != null && file.note(METADATA) != null;
        for (TiffField field : file.notes()) {
            boolean ours = field.tag() < COUNTS || metadata;
            if (KEPT.contains(field.tag()) && field.count() > 0 && ours) {
                fields.add(field.tag() == 270 ? new TiffField(270, ASCII, field.count(), field.value()) : field);
            }
        }
        fields.sort(Comparator.comparingInt(TiffField::tag));
        int directory = START + LONGEST_PIXEL;
        int values = directory + 2 + 12 * fields.size() + 4;
        int outside = fields.stream().mapToInt(field -> field.value().limit()).sum();
        ByteBuffer bytes = ByteBuffer.allocate(values + outside).order(file.order());
        byte mark = (byte) (file.order() == java.nio.ByteOrder.LITTLE_ENDIAN ? 'I' : 'M');
        bytes.put(mark).put(mark).putShort((short) 42).putInt(directory);
        bytes.position(directory).putShort((short) fields.size());
        int place = values;
        for (TiffField field : fields) {
            byte[] value = field.bytes();
            bytes.putShort((short) field.tag()).putShort((short) field.type()).putInt(field.count());
            if (value.length <= 4) {
                bytes.put(Arrays.copyOf(value, 4));
            } else {
                bytes.putInt(place).put(place, value);
                place += value.length;
            }
        }
        return bytes.array();
    }

    private static TiffField number(TiffFile file, int tag, int value) {
        return new TiffField(
                tag, LONG, 1, ByteBuffer.allocate(4).order(file.order()).putInt(0, value));
    }

    /** Returns pixel size, units and value calibration. */
    Calibration calibration() {
        return pixel.getCalibration().copy();
    }

    /** Returns a label per plane, or none. */
    List<String> labels(int planes) {
        String @Nullable [] labels = info.sliceLabels;
        if (labels == null || labels.length == 0) {
            return List.of();
        }
        List<String> all = new ArrayList<>();
        for (int i = 0; i < planes; i++) {
            all.add(i < labels.length ? Objects.requireNonNullElse(labels[i], "") : "");
        }
        return all;
    }

    /** Returns a colour table per channel with its display range, or grey with the display range of all, or none. */
    List<LUT> luts() {
        List<LUT> tables = new ArrayList<>();
        double[] ranges = info.displayRanges;
        if (info.channelLuts != null && info.channelLuts.length > 0) {
            for (int c = 0; c < info.channelLuts.length; c++) {
                byte[] table = info.channelLuts[c];
                tables.add(Luts.of(
                        Arrays.copyOfRange(table, 0, 256),
                        Arrays.copyOfRange(table, 256, 512),
                        Arrays.copyOfRange(table, 512, 768),
                        range(ranges, 2 * c),
                        range(ranges, 2 * c + 1)));
            }
            return tables;
        }
        double min = ImageJText.decimal(text, "min", 0);
        double max = ImageJText.decimal(text, "max", 0);
        return max > min ? List.of(Luts.grey(min, max)) : List.of();
    }

    private static double range(double @Nullable [] ranges, int index) {
        return ranges != null && index < ranges.length ? ranges[index] : 0;
    }

    /** Returns ImageJ's display mode for channels; 0 for none. */
    int mode() {
        return ImageJText.mode(text);
    }

    /** Gives an image what lies on it: overlay, selection, properties. */
    void dress(ImagePlus image) {
        if (pixel.getOverlay() != null) {
            image.setOverlay(pixel.getOverlay());
        }
        if (pixel.getRoi() != null) {
            image.setRoi(pixel.getRoi());
        }
        if (pixel.getInfoProperty() != null) {
            image.setProperty("Info", pixel.getInfoProperty());
        }
        String[] properties = pixel.getPropertiesAsArray();
        if (properties != null) {
            image.setProperties(properties);
        }
    }
}
