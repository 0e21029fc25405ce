// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.array;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.stencil.StencilException;
import io.github.stencil.zarr.codec.ByteCodec;
import io.github.stencil.zarr.codec.ChunkCodec;
import io.github.stencil.zarr.codec.CodecNames;
import io.github.stencil.zarr.codec.Crc32cCodec;
import io.github.stencil.zarr.codec.DataType;
import io.github.stencil.zarr.store.Json;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The metadata of arrays in Zarr version 3, {@code zarr.json}. */
final class MetadataV3 {
    private static final String SHARDING = "sharding_indexed";
    private static final Set<String> KNOWN = Set.of(
            "zarr_format",
            "node_type",
            "shape",
            "data_type",
            "chunk_grid",
            "chunk_key_encoding",
            "codecs",
            "fill_value",
            "attributes",
            "dimension_names",
            "storage_transformers");

    private MetadataV3() {}

    /** Codecs as they are listed, sorted by what they do. */
    private record Codecs(ChunkCodec chunk, @Nullable Json sharding) {}

    /** Reads an array's metadata. */
    static ArrayMetadata read(Json json) {
        String where = json.where();
        refuseUnknown(json);
        Json chunkGrid = json.object("chunk_grid");
        if (!chunkGrid.text("name").equals("regular")) {
            throw StencilException.of(
                    "%s has a chunk grid of the kind \"%s\", but only regular ones are read here. Store it anew.",
                    where, chunkGrid.text("name"));
        }
        if (!(json.object().get("data_type") instanceof JsonPrimitive)) {
            throw json.wrong("data_type", "the name of a type of number");
        }
        DataType type = DataType.named(json.text("data_type"), where);
        long[] outer = chunkGrid.object("configuration").wholes("chunk_shape");
        long[] shape = json.wholes("shape");
        Codecs codecs = codecs(json, type, shape.length);
        Json shards = codecs.sharding();
        ArrayMetadata array = shards == null
                ? array(json, type, ChunkGrid.of(shape, outer, outer, where), codecs.chunk(), null)
                : array(
                        json,
                        type,
                        ChunkGrid.of(shape, outer, shards.wholes("chunk_shape"), where),
                        inner(shards, type, shape.length),
                        sharding(shards));
        return array.checked(where);
    }

    private static ArrayMetadata array(
            Json json, DataType type, ChunkGrid grid, ChunkCodec codec, @Nullable Sharding sharding) {
        List<String> names = json.texts("dimension_names");
        if (!names.isEmpty() && names.size() != grid.axes()) {
            throw json.wrong("dimension_names", "a list of %d names".formatted(grid.axes()));
        }
        return new ArrayMetadata(grid, type, FillValue.fill(json, type), codec, sharding, keys(json), names);
    }

    private static void refuseUnknown(Json json) {
        if (json.whole("zarr_format") != 3) {
            throw json.wrong("zarr_format", "3");
        }
        if (!json.text("node_type").equals("array")) {
            throw json.wrong("node_type", "array");
        }
        for (Map.Entry<String, JsonElement> entry : json.object().entrySet()) {
            boolean optional = entry.getValue() instanceof JsonObject extension
                    && extension.get("must_understand") instanceof JsonPrimitive must
                    && must.isBoolean()
                    && !must.getAsBoolean();
            if (!KNOWN.contains(entry.getKey()) && !optional) {
                throw StencilException.of(
                        "%s has an extension \"%s\" that is not known here. Store the image without.",
                        json.where(), entry.getKey());
            }
        }
        for (Json transformer : json.objectsIfAny("storage_transformers")) {
            throw StencilException.of(
                    "%s is stored with the transformer \"%s\", which is not known here. Store it without.",
                    json.where(), transformer.text("name"));
        }
    }

    private static KeyStyle keys(Json json) {
        Json encoding = json.object("chunk_key_encoding");
        boolean prefixed = switch (encoding.text("name")) {
            case "default" -> true;
            case "v2" -> false;
            default -> throw encoding.wrong("name", "default or v2");
        };
        String separator = encoding.objectIfAny("configuration").text("separator", prefixed ? "/" : ".");
        if (!separator.equals(".") && !separator.equals("/")) {
            throw encoding.object("configuration").wrong("separator", "a dot or a slash");
        }
        return new KeyStyle(prefixed, separator);
    }

    private static Codecs codecs(Json json, DataType type, int axes) {
        List<Integer> order = IntStream.range(0, axes).boxed().toList();
        ByteOrder endian = null;
        Json sharding = null;
        List<ByteCodec> bytes = new ArrayList<>();
        for (Json codec : json.objects("codecs")) {
            String name = codec.text("name");
            boolean toBytes = endian == null && sharding == null;
            if (name.equals("transpose") && toBytes) {
                order = transpose(codec, order);
            } else if (name.equals("bytes") && toBytes) {
                endian = CodecNames.endian(codec.objectIfAny("configuration"));
            } else if (name.equals(SHARDING) && toBytes) {
                sharding = codec.object("configuration");
            } else if (toBytes || name.equals("transpose") || name.equals("bytes") || name.equals(SHARDING)) {
                throw toBytes && !Set.of("blosc", "gzip", "zstd", "crc32c").contains(name)
                        ? CodecNames.unsupported(codec, name)
                        : json.wrong("codecs", "transpose if any, then bytes or sharding, then compressors");
            } else {
                bytes.add(CodecNames.v3(codec, type));
            }
        }
        boolean moved = !order.equals(IntStream.range(0, axes).boxed().toList());
        if (sharding != null && (moved || !bytes.isEmpty())) {
            throw json.wrong("codecs", "sharding alone, with all other codecs inside it");
        }
        if (sharding == null && endian == null) {
            throw json.wrong("codecs", "a list with bytes or sharding");
        }
        return new Codecs(new ChunkCodec(order, endian == null ? ByteOrder.LITTLE_ENDIAN : endian, bytes), sharding);
    }

    private static List<Integer> transpose(Json codec, List<Integer> before) {
        Json settings = codec.object("configuration");
        long[] order = settings.wholes("order");
        long[] sorted = order.clone();
        Arrays.sort(sorted);
        if (!Arrays.equals(
                sorted, IntStream.range(0, before.size()).asLongStream().toArray())) {
            throw settings.wrong("order", "each axis from 0 to %d once".formatted(before.size() - 1));
        }
        return Arrays.stream(order).mapToObj(axis -> before.get((int) axis)).toList();
    }

    private static ChunkCodec inner(Json sharding, DataType type, int axes) {
        Codecs codecs = codecs(sharding, type, axes);
        if (codecs.sharding() != null) {
            throw sharding.wrong("codecs", "codecs of a chunk, as shards within shards are not read here");
        }
        return codecs.chunk();
    }

    private static Sharding sharding(Json settings) {
        boolean atEnd = switch (settings.text("index_location", "end")) {
            case "end" -> true;
            case "start" -> false;
            default -> throw settings.wrong("index_location", "start or end");
        };
        List<Json> codecs = settings.objects("index_codecs");
        boolean checksum = codecs.size() == 2 && codecs.get(1).text("name").equals("crc32c");
        if (codecs.isEmpty() || !codecs.get(0).text("name").equals("bytes") || codecs.size() > (checksum ? 2 : 1)) {
            throw settings.wrong("index_codecs", "bytes, with or without crc32c");
        }
        return new Sharding(atEnd, CodecNames.endian(codecs.get(0).objectIfAny("configuration")), checksum);
    }

    /** Writes an array's metadata; its fill value is 0. */
    static JsonObject write(ArrayMetadata array) {
        JsonObject json = new JsonObject();
        json.addProperty("zarr_format", 3);
        json.addProperty("node_type", "array");
        json.add("shape", MetadataV2.list(array.grid().shape()));
        json.addProperty("data_type", array.type().label());
        JsonObject chunks = new JsonObject();
        chunks.add("chunk_shape", MetadataV2.list(array.grid().shard()));
        json.add("chunk_grid", CodecNames.named("regular", chunks));
        JsonObject separator = new JsonObject();
        separator.addProperty("separator", array.keys().separator());
        json.add("chunk_key_encoding", CodecNames.named(array.keys().prefixed() ? "default" : "v2", separator));
        json.add("fill_value", new JsonPrimitive(0));
        json.add("codecs", array.sharding() == null ? codecs(array) : sharded(array, array.sharding()));
        json.add("attributes", new JsonObject());
        if (!array.names().isEmpty()) {
            JsonArray names = new JsonArray();
            array.names().forEach(names::add);
            json.add("dimension_names", names);
        }
        return json;
    }

    private static JsonArray codecs(ArrayMetadata array) {
        JsonArray codecs = new JsonArray();
        List<Integer> order = array.codec().order();
        if (!order.equals(IntStream.range(0, order.size()).boxed().toList())) {
            JsonObject settings = new JsonObject();
            settings.add("order", MetadataV2.list(order));
            codecs.add(CodecNames.named("transpose", settings));
        }
        codecs.add(bytes(array.codec().endian()));
        array.codec().bytes().forEach(codec -> codecs.add(CodecNames.v3(codec)));
        return codecs;
    }

    private static JsonObject bytes(ByteOrder endian) {
        JsonObject settings = new JsonObject();
        settings.addProperty("endian", endian == ByteOrder.BIG_ENDIAN ? "big" : "little");
        return CodecNames.named("bytes", settings);
    }

    private static JsonArray sharded(ArrayMetadata array, Sharding sharding) {
        JsonArray index = new JsonArray();
        index.add(bytes(sharding.endian()));
        if (sharding.checksum()) {
            index.add(CodecNames.v3(new Crc32cCodec()));
        }
        JsonObject settings = new JsonObject();
        settings.add("chunk_shape", MetadataV2.list(array.grid().chunk()));
        settings.add("codecs", codecs(array));
        settings.add("index_codecs", index);
        settings.addProperty("index_location", sharding.indexAtEnd() ? "end" : "start");
        JsonArray codecs = new JsonArray();
        codecs.add(CodecNames.named(SHARDING, settings));
        return codecs;
    }
}
