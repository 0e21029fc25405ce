// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.store;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.github.stencil.StencilException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An object of a metadata file, read strictly: a value that is missing, or of another type than wanted, is refused in a
 * {@link StencilException} that names the file and the key.
 *
 * @param object the object
 * @param where the file's name
 */
public record Json(JsonObject object, String where) {
    private static final Pattern PLACE = Pattern.compile("line \\d+ column \\d+");
    private static final double LARGEST_EXACT = 1L << 53;

    /**
     * Reads a file.
     *
     * @throws StencilException if it is not one JSON object
     */
    public static Json parse(byte[] bytes, String where) {
        TypeAdapter<JsonElement> adapter = new Gson().getAdapter(JsonElement.class);
        try (JsonReader reader =
                new JsonReader(new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8))) {
            reader.setStrictness(Strictness.STRICT);
            JsonElement element = adapter.read(reader);
            if (reader.peek() == JsonToken.END_DOCUMENT && element instanceof JsonObject object) {
                return new Json(object, where);
            }
        } catch (IOException | JsonParseException | IllegalStateException | NumberFormatException e) {
            throw StencilException.of(e, "%s is not valid JSON (%s). Restore it.", where, place(e));
        }
        throw StencilException.of("%s is not one JSON object. Restore it.", where);
    }

    /** Returns where the reader stopped; the rest of its words are for programmers. */
    private static String place(Exception e) {
        Matcher place = PLACE.matcher(String.valueOf(e.getMessage()));
        return place.find() ? place.group() : "it ends early";
    }

    /** Returns whether there is a value, and it is not null. */
    public boolean has(String key) {
        return object.has(key) && !object.get(key).isJsonNull();
    }

    /** Returns a text. */
    public String text(String key) {
        if (primitive(key) instanceof JsonPrimitive value && value.isString()) {
            return value.getAsString();
        }
        throw wrong(key, "a text");
    }

    /** Returns a text, or another where there is none. */
    public String text(String key, String otherwise) {
        return has(key) ? text(key) : otherwise;
    }

    /** Returns a whole number of at most 53 bits. */
    public long whole(String key) {
        return whole(key, object.get(key));
    }

    /** Returns a whole number, or another where there is none. */
    public int whole(String key, int otherwise) {
        long value = has(key) ? whole(key) : otherwise;
        if (value != (int) value) {
            throw wrong(key, "a smaller number");
        }
        return (int) value;
    }

    /** Returns a truth, or another where there is none. */
    public boolean truth(String key, boolean otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        if (primitive(key) instanceof JsonPrimitive value && value.isBoolean()) {
            return value.getAsBoolean();
        }
        throw wrong(key, "true or false");
    }

    /** Returns whole numbers. */
    public long[] wholes(String key) {
        return array(key).asList().stream()
                .mapToLong(element -> whole(key, element))
                .toArray();
    }

    /** Returns numbers, all finite. */
    public double[] numbers(String key) {
        return array(key).asList().stream()
                .mapToDouble(element -> number(key, element))
                .toArray();
    }

    /** Returns a finite number, or another where there is none. */
    public double number(String key, double otherwise) {
        return has(key) ? number(key, object.get(key)) : otherwise;
    }

    /** Returns an object. */
    public Json object(String key) {
        if (object.get(key) instanceof JsonObject value) {
            return new Json(value, where);
        }
        throw wrong(key, "an object");
    }

    /** Returns an object, empty where there is none. */
    public Json objectIfAny(String key) {
        return has(key) ? object(key) : new Json(new JsonObject(), where);
    }

    /** Returns objects. */
    public List<Json> objects(String key) {
        List<Json> objects = new ArrayList<>();
        for (JsonElement element : array(key)) {
            if (!(element instanceof JsonObject each)) {
                throw wrong(key, "a list of objects");
            }
            objects.add(new Json(each, where));
        }
        return objects;
    }

    /** Returns objects, none where there is no such list. */
    public List<Json> objectsIfAny(String key) {
        return has(key) ? objects(key) : List.of();
    }

    /** Returns texts, with an empty one for null; none where there is no such list. */
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (JsonElement element : has(key) ? array(key) : new JsonArray()) {
            if (!element.isJsonNull() && !(element instanceof JsonPrimitive value && value.isString())) {
                throw wrong(key, "a list of texts");
            }
            texts.add(element.isJsonNull() ? "" : element.getAsString());
        }
        return texts;
    }

    /** Returns what to say of a value that is not as it must be. */
    public StencilException wrong(String key, String wanted) {
        return wrong(key, wanted, null);
    }

    /** Returns what to say of a value that is not as it must be, and what came of using it. */
    public StencilException wrong(String key, String wanted, @Nullable Throwable cause) {
        String found = object.has(key) ? String.valueOf(object.get(key)) : "missing";
        return StencilException.of(
                cause,
                "In %s, \"%s\" is %s but must be %s. Restore it, or write the image anew.",
                where,
                key,
                found.length() > 60 ? found.substring(0, 60) + "..." : found,
                wanted);
    }

    private @Nullable JsonElement primitive(String key) {
        return object.get(key);
    }

    private JsonArray array(String key) {
        if (object.get(key) instanceof JsonArray array) {
            return array;
        }
        throw wrong(key, "a list");
    }

    private long whole(String key, @Nullable JsonElement element) {
        double value = number(key, element);
        if (value != Math.rint(value) || Math.abs(value) > LARGEST_EXACT) {
            throw wrong(key, element != null && element.isJsonArray() ? "whole numbers" : "a whole number");
        }
        return (long) value;
    }

    private double number(String key, @Nullable JsonElement element) {
        if (element instanceof JsonPrimitive value && value.isNumber()) {
            double number = Double.parseDouble(value.getAsString());
            if (Double.isFinite(number)) {
                return number;
            }
        }
        throw wrong(key, "a number, or a list of numbers");
    }
}
