// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.array;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.stencil.StencilException;
import io.github.stencil.zarr.codec.ByteCodec;
import io.github.stencil.zarr.codec.ChunkCodec;
import io.github.stencil.zarr.codec.CodecNames;
import io.github.stencil.zarr.codec.DataType;
import io.github.stencil.zarr.store.Json;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;

/** The metadata of arrays in Zarr version 2, {@code .zarray}. */
final class MetadataV2 {
    private MetadataV2() {}

    /**
     * Reads an array's metadata.
     *
     * @param attributes the array's {@code .zattrs}, in which xarray names the axes
     */
    static ArrayMetadata read(Json zarray, Json attributes) {
        String where = zarray.where();
        if (zarray.whole("zarr_format") != 2) {
            throw zarray.wrong("zarr_format", "2");
        }
        String dtype = zarray.text("dtype");
        DataType type = DataType.coded(dtype, where);
        for (Json filter : zarray.objectsIfAny("filters")) {
            throw StencilException.of(
                    "%s is stored with the filter \"%s\", and filters are not read here. Store it without.",
                    where, filter.text("id"));
        }
        long[] chunk = zarray.wholes("chunks");
        ChunkGrid grid = ChunkGrid.of(zarray.wholes("shape"), chunk, chunk, where);
        List<ByteCodec> codecs =
                zarray.has("compressor") ? List.of(CodecNames.v2(zarray.object("compressor"), type)) : List.of();
        boolean fortran = switch (zarray.text("order", "C")) {
            case "C" -> false;
            case "F" -> true;
            default -> throw zarray.wrong("order", "C or F");
        };
        List<Integer> order = IntStream.range(0, grid.axes())
                .map(d -> fortran ? grid.axes() - 1 - d : d)
                .boxed()
                .toList();
        ByteOrder endian = dtype.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        String separator = zarray.text("dimension_separator", ".");
        if (!separator.equals(".") && !separator.equals("/")) {
            throw zarray.wrong("dimension_separator", "a dot or a slash");
        }
        return new ArrayMetadata(
                        grid,
                        type,
                        FillValue.fill(zarray, type),
                        new ChunkCodec(order, endian, codecs),
                        null,
                        new KeyStyle(false, separator),
                        attributes.texts("_ARRAY_DIMENSIONS"))
                .checked(where);
    }

    /** Writes an array's metadata; its fill value is 0. */
    static JsonObject write(ArrayMetadata array) {
        JsonObject zarray = new JsonObject();
        zarray.addProperty("zarr_format", 2);
        zarray.add("shape", list(array.grid().shape()));
        zarray.add("chunks", list(array.grid().chunk()));
        String endian = array.type().bytes() == 1 ? "|" : array.codec().endian() == ByteOrder.BIG_ENDIAN ? ">" : "<";
        zarray.addProperty("dtype", endian + array.type().code());
        List<ByteCodec> codecs = array.codec().bytes();
        zarray.add("compressor", codecs.isEmpty() ? JsonNull.INSTANCE : CodecNames.v2(codecs.get(0)));
        zarray.add("filters", JsonNull.INSTANCE);
        zarray.add("fill_value", new JsonPrimitive(0));
        boolean fortran = array.grid().axes() > 1 && array.codec().order().get(0) > 0;
        zarray.addProperty("order", fortran ? "F" : "C");
        zarray.addProperty("dimension_separator", array.keys().separator());
        return zarray;
    }

    /** Writes whole numbers. */
    static JsonArray list(List<Integer> numbers) {
        JsonArray list = new JsonArray();
        numbers.forEach(list::add);
        return list;
    }
}
