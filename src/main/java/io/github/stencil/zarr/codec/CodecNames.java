// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.codec;

import com.google.gson.JsonObject;
import com.scalableminds.bloscjava.Blosc;
import io.github.stencil.StencilException;
import io.github.stencil.zarr.store.Json;
import java.nio.ByteOrder;
import java.util.Locale;

/** Codecs as metadata name them. */
public final class CodecNames {
    private static final int BLOSC_AUTOMATIC_SHUFFLE = -1;

    private CodecNames() {}

    /**
     * Reads a compressor of Zarr version 2.
     *
     * @throws StencilException if it is not read here, or its settings are wrong
     */
    public static ByteCodec v2(Json compressor, DataType type) {
        String id = compressor.text("id");
        return switch (id) {
            case "gzip" -> new Gzip(level(compressor, "level", 5, 0, 9), false);
            case "zlib" -> new Gzip(level(compressor, "level", 1, 0, 9), true);
            case "zstd" ->
                new Zstandard(level(compressor, "level", 0, -131_072, 22), compressor.truth("checksum", false));
            case "blosc" -> {
                int shuffle = level(compressor, "shuffle", 1, BLOSC_AUTOMATIC_SHUFFLE, 2);
                yield new BloscCodec(
                        compressor(compressor),
                        level(compressor, "clevel", 5, 0, 9),
                        Blosc.Shuffle.fromInt(shuffle != BLOSC_AUTOMATIC_SHUFFLE ? shuffle : type.bytes() == 1 ? 2 : 1),
                        type.bytes(),
                        level(compressor, "blocksize", 0, 0, Integer.MAX_VALUE));
            }
            default -> throw unsupported(compressor, id);
        };
    }

    /**
     * Reads a codec from bytes to bytes of Zarr version 3.
     *
     * @throws StencilException if it is not read here, or its settings are wrong
     */
    public static ByteCodec v3(Json codec, DataType type) {
        String name = codec.text("name");
        Json settings = codec.objectIfAny("configuration");
        return switch (name) {
            case "gzip" -> new Gzip(level(settings, "level", 5, 0, 9), false);
            case "zstd" -> new Zstandard(level(settings, "level", 0, -131_072, 22), settings.truth("checksum", false));
            case "crc32c" -> new Crc32cCodec();
            case "blosc" ->
                new BloscCodec(
                        compressor(settings),
                        level(settings, "clevel", 5, 0, 9),
                        shuffle(settings),
                        level(settings, "typesize", type.bytes(), 1, 255),
                        level(settings, "blocksize", 0, 0, Integer.MAX_VALUE));
            default -> throw unsupported(codec, name);
        };
    }

    /** Writes a codec for Zarr version 3. */
    public static JsonObject v3(ByteCodec codec) {
        JsonObject settings = new JsonObject();
        if (codec instanceof Gzip gzip) {
            settings.addProperty("level", gzip.level());
            return named("gzip", settings);
        }
        if (codec instanceof Zstandard zstd) {
            settings.addProperty("level", zstd.level());
            settings.addProperty("checksum", zstd.checksum());
            return named("zstd", settings);
        }
        if (codec instanceof BloscCodec blosc) {
            settings.addProperty("cname", blosc.compressor().getValue());
            settings.addProperty("clevel", blosc.level());
            settings.addProperty(
                    "shuffle",
                    switch (blosc.shuffle()) {
                        case NO_SHUFFLE -> "noshuffle";
                        case BYTE_SHUFFLE -> "shuffle";
                        case BIT_SHUFFLE -> "bitshuffle";
                    });
            settings.addProperty("typesize", blosc.typeSize());
            settings.addProperty("blocksize", blosc.blockSize());
            return named("blosc", settings);
        }
        JsonObject plain = new JsonObject();
        plain.addProperty("name", "crc32c");
        return plain;
    }

    /** Writes a compressor for Zarr version 2. */
    public static JsonObject v2(ByteCodec codec) {
        JsonObject compressor = new JsonObject();
        if (codec instanceof Gzip gzip) {
            compressor.addProperty("id", gzip.zlib() ? "zlib" : "gzip");
            compressor.addProperty("level", gzip.level());
        } else if (codec instanceof Zstandard zstd) {
            compressor.addProperty("id", "zstd");
            compressor.addProperty("level", zstd.level());
        } else if (codec instanceof BloscCodec blosc) {
            compressor.addProperty("id", "blosc");
            compressor.addProperty("cname", blosc.compressor().getValue());
            compressor.addProperty("clevel", blosc.level());
            compressor.addProperty("shuffle", blosc.shuffle().getValue());
            compressor.addProperty("blocksize", blosc.blockSize());
        } else {
            throw new IllegalArgumentException("version 2 has no " + codec);
        }
        return compressor;
    }

    /** Writes a codec's name with its settings. */
    public static JsonObject named(String name, JsonObject settings) {
        JsonObject codec = new JsonObject();
        codec.addProperty("name", name);
        codec.add("configuration", settings);
        return codec;
    }

    /**
     * Reads a byte order.
     *
     * @throws StencilException if it is neither little nor big
     */
    public static ByteOrder endian(Json settings) {
        return switch (settings.text("endian", "little")) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default -> throw settings.wrong("endian", "little or big");
        };
    }

    /** Returns what to say of a codec that is not read here. */
    public static StencilException unsupported(Json codec, String name) {
        return StencilException.of(
                "%s is stored with the codec \"%s\", which is not read here. Store it with blosc, zstd, gzip, zlib or none.",
                codec.where(), name);
    }

    private static Blosc.Compressor compressor(Json settings) {
        String name = settings.text("cname", "lz4");
        for (Blosc.Compressor compressor : Blosc.Compressor.values()) {
            if (compressor.getValue().equals(name.toLowerCase(Locale.ROOT))) {
                return compressor;
            }
        }
        throw unsupported(settings, "blosc with " + name);
    }

    private static Blosc.Shuffle shuffle(Json settings) {
        return switch (settings.text("shuffle", "noshuffle")) {
            case "noshuffle" -> Blosc.Shuffle.NO_SHUFFLE;
            case "shuffle" -> Blosc.Shuffle.BYTE_SHUFFLE;
            case "bitshuffle" -> Blosc.Shuffle.BIT_SHUFFLE;
            default -> throw settings.wrong("shuffle", "noshuffle, shuffle or bitshuffle");
        };
    }

    private static int level(Json settings, String key, int otherwise, int least, int most) {
        int level = settings.whole(key, otherwise);
        if (level < least || level > most) {
            throw settings.wrong(key, "from %,d to %,d".formatted(least, most));
        }
        return level;
    }
}
