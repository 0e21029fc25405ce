// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.rois;

import ij.gui.Roi;
import ij.io.RoiDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One ROI as ImageJ stores it. ImageJ's decoder trusts the sizes that it reads, so they are checked first: lists that reach
 * beyond the file, places beyond the ROI's bounds, and numbers that are none.
 */
final class RoiBytes {
    private static final int HEADER = RoiDecoder.COORDINATES;
    private static final int SECOND_HEADER = 36;
    private static final int FIRST_WITH_SECOND_HEADER = 218;
    private static final int FIRST_WITH_FRACTIONS = 222;
    private static final int RECTANGLE = 1;
    private static final int OVAL = 2;
    private static final int LINE = 3;
    private static final int NONE = 6;
    private static final int LAST_TYPE = 10;
    private static final int TEXT_HEADER = 16;
    /** By so many pixels places may miss the bounds, as programs round them in ways of their own. */
    private static final int SLACK = 16;

    private static final float FARTHEST = 1e6f;
    /** How many numbers follow each kind of a composite's segments. */
    private static final int[] SEGMENTS = {2, 2, 4, 6, 0};

    private final ByteBuffer bytes;
    private final int length;

    private RoiBytes(byte... bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
        length = bytes.length;
    }

    /**
     * Decodes a ROI.
     *
     * @param name of the ROI, if none is stored with it
     * @throws IOException if it is damaged
     */
    static Roi decode(byte[] bytes, String name) throws IOException {
        try {
            new RoiBytes(bytes).check();
            Roi roi = RoiDecoder.openFromByteArray(bytes);
            require(roi != null);
            if (roi.getName() == null || roi.getName().isBlank()) {
                roi.setName(name);
            }
            return roi;
        } catch (IOException | RuntimeException | OutOfMemoryError e) { // the decoder allocates what it reads
            throw new IOException("the ROI \"" + name + "\" in it is damaged", e);
        }
    }

    private void check() throws IOException {
        require(length >= HEADER && bytes.get(0) == 'I' && bytes.get(1) == 'o');
        int type = bytes.get(RoiDecoder.TYPE);
        require(type >= 0 && type <= LAST_TYPE && type != NONE);
        int composite = bytes.getInt(RoiDecoder.SHAPE_ROI_SIZE);
        if (composite != 0) {
            require(type == RECTANGLE);
            checkComposite(composite);
        } else if (type == RECTANGLE || type == OVAL) {
            checkBounds();
        } else if (type == LINE) {
            checkNumbers(RoiDecoder.X1, 4);
        } else {
            checkList();
        }
        checkText();
        checkSecondHeader();
    }

    private void checkBounds() throws IOException {
        if (hasFractions()) {
            checkNumbers(RoiDecoder.XD, 4);
            require(bytes.getFloat(RoiDecoder.WIDTHD) > 0 && bytes.getFloat(RoiDecoder.HEIGHTD) > 0);
        }
        require(width() > 0 && height() > 0);
    }

    private void checkComposite(int size) throws IOException {
        require(size > 0 && size <= (length - HEADER) / Float.BYTES);
        checkNumbers(HEADER, size);
        int at = 0;
        while (at < size) {
            float kind = bytes.getFloat(HEADER + Float.BYTES * at);
            require(kind >= 0 && kind < SEGMENTS.length && kind == (int) kind);
            at += 1 + SEGMENTS[(int) kind];
        }
        require(at == size);
    }

    private void checkList() throws IOException {
        int count = bytes.getShort(RoiDecoder.N_COORDINATES) & 0xffff;
        if (count == 0) {
            count = bytes.getInt(RoiDecoder.SIZE);
        }
        require(count > 0 && count <= (length - HEADER) / (2 * Short.BYTES));
        if (hasFractions()) {
            int after = HEADER + 2 * Short.BYTES * count;
            require(count <= (length - after) / (2 * Float.BYTES));
            checkNumbers(after, 2 * count);
            return;
        }
        for (int i = 0; i < 2 * count; i++) {
            int most = i < count ? width() : height();
            int place = bytes.getShort(HEADER + Short.BYTES * i);
            require(place >= -SLACK && place <= most + SLACK);
        }
    }

    private void checkText() throws IOException {
        if (bytes.getShort(RoiDecoder.SUBTYPE) == RoiDecoder.TEXT) {
            require(length >= HEADER + TEXT_HEADER);
            long name = bytes.getInt(HEADER + 8);
            long text = bytes.getInt(HEADER + 12);
            require(name >= 0 && text >= 0 && HEADER + TEXT_HEADER + 2 * (name + text) <= length);
        }
    }

    private void checkSecondHeader() throws IOException {
        int at = bytes.getInt(RoiDecoder.HEADER2_OFFSET);
        if (bytes.getShort(RoiDecoder.VERSION_OFFSET) < FIRST_WITH_SECOND_HEADER || at == 0) {
            return;
        }
        require(at >= HEADER && at <= length - SECOND_HEADER);
        checkText(at + RoiDecoder.NAME_OFFSET, at + RoiDecoder.NAME_LENGTH);
        if (at + RoiDecoder.ROI_PROPS_LENGTH + Integer.BYTES <= length) {
            checkText(at + RoiDecoder.ROI_PROPS_OFFSET, at + RoiDecoder.ROI_PROPS_LENGTH);
        }
        require(bytes.getShort(RoiDecoder.SUBTYPE) != RoiDecoder.IMAGE
                || bytes.getInt(at + RoiDecoder.IMAGE_SIZE) >= 0);
    }

    private void checkText(int offset, int size) throws IOException {
        long start = bytes.getInt(offset);
        long characters = bytes.getInt(size);
        require(start >= 0 && characters >= 0 && (start == 0 || start + 2 * characters <= length));
    }

    private void checkNumbers(int from, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            require(Math.abs(bytes.getFloat(from + Float.BYTES * i)) <= FARTHEST); // and so not NaN
        }
    }

    private boolean hasFractions() {
        return bytes.getShort(RoiDecoder.VERSION_OFFSET) >= FIRST_WITH_FRACTIONS
                && (bytes.getShort(RoiDecoder.OPTIONS) & RoiDecoder.SUB_PIXEL_RESOLUTION) != 0;
    }

    private int width() {
        return bytes.getShort(RoiDecoder.RIGHT) - bytes.getShort(RoiDecoder.LEFT);
    }

    private int height() {
        return bytes.getShort(RoiDecoder.BOTTOM) - bytes.getShort(RoiDecoder.TOP);
    }

    private static void require(boolean right) throws IOException {
        if (!right) {
            throw new IOException("its sizes do not fit");
        }
    }
}
