// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.tiff;

import java.util.Arrays;
import java.util.Optional;

/** The ways in which the pixels of a TIFF file may be packed, and which of them are read. */
enum Compression {
    NONE(1, "no compression", 1),
    CCITT_RLE(2, "CCITT run-length compression", 0),
    CCITT_T4(3, "CCITT T.4 fax compression", 0),
    CCITT_T6(4, "CCITT T.6 fax compression", 0),
    LZW(5, "LZW compression", 4096),
    OLD_JPEG(6, "JPEG compression of the old kind"),
    JPEG(7, "JPEG compression", 0),
    DEFLATE(8, "Deflate compression", 1100),
    JBIG(9, "JBIG compression"),
    JBIG_COLOUR(10, "JBIG compression"),
    NEXT(32766, "NeXT compression"),
    PACKBITS(32773, "PackBits compression", 64),
    THUNDERSCAN(32809, "ThunderScan compression"),
    PKZIP_DEFLATE(32946, "Deflate compression", 1100),
    JBIG_ISO(34661, "JBIG compression"),
    SGI_LOG(34676, "SGI LogLuv compression"),
    SGI_LOG_24(34677, "SGI LogLuv compression"),
    JPEG_2000(34712, "JPEG 2000 compression"),
    JPEG_2000_YCBCR(33003, "JPEG 2000 compression"),
    JPEG_2000_OTHER(33004, "JPEG 2000 compression"),
    JPEG_2000_RGB(33005, "JPEG 2000 compression"),
    LERC(34887, "LERC compression"),
    OLD_JPEG_LOSSY(34892, "lossy JPEG compression"),
    LZMA(34925, "LZMA compression"),
    OLD_ZSTANDARD(34926, "Zstandard compression", 0),
    OLD_WEBP(34927, "WebP compression"),
    JPEG_XR(34934, "JPEG XR compression"),
    NDPI_JPEG_XR(22610, "JPEG XR compression"),
    PNG(34933, "PNG compression"),
    PIXTIFF(50013, "Deflate compression", 1100),
    ZSTANDARD(50000, "Zstandard compression", 0),
    WEBP(50001, "WebP compression"),
    JPEG_XL(50002, "JPEG XL compression"),
    JPEG_XL_DNG(52546, "JPEG XL compression"),
    EER(65000, "EER compression"),
    EER_7_BIT(65001, "EER compression"),
    EER_VARIABLE(65002, "EER compression");

    private final int code;
    private final String words;
    private final boolean read;
    private final int most;

    Compression(int code, String words) {
        this(code, words, false, 0);
    }

    Compression(int code, String words, int most) {
        this(code, words, true, most);
    }

    Compression(int code, String words, boolean read, int most) {
        this.code = code;
        this.words = words;
        this.read = read;
        this.most = most;
    }

    static Optional<Compression> of(long code) {
        return Arrays.stream(values()).filter(each -> each.code == code).findFirst();
    }

    int code() {
        return code;
    }

    /** Returns what it is called in messages. */
    String words() {
        return words;
    }

    /** Returns whether it is read. */
    boolean isRead() {
        return read;
    }

    /** Returns whether differences of neighbours may be stored instead of values. */
    boolean hasPredictors() {
        return this == LZW || isDeflate() || isZstandard();
    }

    boolean isDeflate() {
        return this == DEFLATE || this == PKZIP_DEFLATE || this == PIXTIFF;
    }

    boolean isZstandard() {
        return this == ZSTANDARD || this == OLD_ZSTANDARD;
    }

    boolean isFax() {
        return this == CCITT_RLE || this == CCITT_T4 || this == CCITT_T6;
    }

    /** Returns whether some bytes can stand for others at all. */
    boolean canHold(long packed, long plain) {
        return most == 0 || plain <= (packed + 1) * most;
    }
}
