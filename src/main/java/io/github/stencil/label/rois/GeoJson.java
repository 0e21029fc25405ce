// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.rois;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import io.github.stencil.StencilException;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Objects as GeoJSON (RFC 7946) with what QuPath adds to it: a feature for each object of each plane, in pixels from the upper
 * left corner, a detection that is called by its label, and at its outline the slice and frame ("plane").
 */
final class GeoJson implements ObjectFile.PlaneWriter {

    @Override
    public void begin(JsonWriter json) throws IOException {
        json.beginObject().name("type").value("FeatureCollection").name("features").beginArray();
    }

    @Override
    public void plane(JsonWriter json, int slice, int frame, int[] plane, Map<Integer, List<int[]>> outlines)
            throws IOException {
        for (Map.Entry<Integer, List<int[]>> object : outlines.entrySet()) {
            List<Rings.Part> parts = Rings.parts(object.getValue());
            json.beginObject().name("type").value("Feature");
            json.name("geometry").beginObject();
            boolean one = parts.size() == 1;
            json.name("type").value(one ? "Polygon" : "MultiPolygon").name("coordinates");
            if (one) {
                write(json, parts.get(0));
            } else {
                json.beginArray();
                for (Rings.Part part : parts) {
                    write(json, part);
                }
                json.endArray();
            }
            json.name("plane").beginObject();
            json.name("c").value(-1).name("z").value(slice).name("t").value(frame);
            json.endObject().endObject();
            json.name("properties").beginObject();
            json.name("objectType").value("detection");
            json.name("name").value(Integer.toUnsignedString(object.getKey()));
            json.endObject().endObject();
        }
    }

    @Override
    public void end(JsonWriter json) throws IOException {
        json.endArray().endObject();
    }

    private static void write(JsonWriter json, Rings.Part part) throws IOException {
        json.beginArray();
        write(json, part.outer());
        for (int[] hole : part.holes()) {
            write(json, hole);
        }
        json.endArray();
    }

    /** Writes a ring, whose first corner GeoJSON has at its end again. */
    private static void write(JsonWriter json, int... ring) throws IOException {
        json.beginArray();
        for (int i = 0; i <= ring.length; i += 2) {
            json.beginArray().value(ring[i % ring.length]).value(ring[(i + 1) % ring.length]).endArray();
        }
        json.endArray();
    }

    /** Reads a collection, a list of features or one feature; geometries that are no areas are refused. */
    static List<Roi> read(JsonElement content) {
        List<JsonElement> features = new ArrayList<>();
        if (content.isJsonArray()) {
            content.getAsJsonArray().forEach(features::add);
        } else if (content.getAsJsonObject().has("features")) {
            content.getAsJsonObject().getAsJsonArray("features").forEach(features::add);
        } else {
            features.add(content);
        }
        List<Roi> rois = new ArrayList<>();
        for (JsonElement feature : features) {
            rois.add(roi(feature.getAsJsonObject()));
        }
        return rois;
    }

    private static Roi roi(JsonObject feature) {
        JsonObject geometry = feature.getAsJsonObject("geometry");
        String type = geometry.get("type").getAsString();
        JsonArray coordinates = geometry.getAsJsonArray("coordinates");
        List<JsonElement> rings = new ArrayList<>();
        switch (type) {
            case "Polygon" -> coordinates.forEach(rings::add);
            case "MultiPolygon" -> coordinates.forEach(polygon -> polygon.getAsJsonArray().forEach(rings::add));
            default -> throw StencilException.of(
                    "The file has a %s, which has no inside. Leave all but areas out of it.", type);
        }
        Roi roi = shape(rings);
        JsonObject properties = object(feature, "properties");
        JsonElement name = properties == null ? null : properties.get("name");
        roi.setName(name == null || name.isJsonNull() ? "object" : name.getAsString());
        JsonObject plane = object(geometry, "plane");
        if (plane != null) {
            roi.setPosition(0, plane.get("z").getAsInt() + 1, plane.get("t").getAsInt() + 1);
        }
        return roi;
    }

    private static @Nullable JsonObject object(JsonObject of, String name) {
        JsonElement element = of.get(name);
        return element == null || element.isJsonNull() ? null : element.getAsJsonObject();
    }

    /** Makes a ROI of rings, each a list of corners that ends with its first again; what lies in an odd number is inside. */
    static Roi shape(List<JsonElement> rings) {
        if (rings.size() == 1) {
            JsonArray corners = rings.get(0).getAsJsonArray();
            int count = corners.size() - 1; // the last is the first again
            float[] x = new float[count];
            float[] y = new float[count];
            boolean whole = true;
            for (int i = 0; i < count; i++) {
                x[i] = at(corners, i, 0);
                y[i] = at(corners, i, 1);
                whole &= x[i] == Math.rint(x[i]) && y[i] == Math.rint(y[i]);
            }
            return new PolygonRoi(x, y, count, whole ? Roi.TRACED_ROI : Roi.POLYGON);
        }
        Path2D.Float path = new Path2D.Float(Path2D.WIND_EVEN_ODD);
        for (JsonElement ring : rings) {
            JsonArray corners = ring.getAsJsonArray();
            path.moveTo(at(corners, 0, 0), at(corners, 0, 1));
            for (int i = 1; i < corners.size() - 1; i++) {
                path.lineTo(at(corners, i, 0), at(corners, i, 1));
            }
            path.closePath();
        }
        return new ShapeRoi(path);
    }

    private static float at(JsonArray corners, int index, int axis) {
        return Objects.requireNonNull(corners.get(index)).getAsJsonArray().get(axis).getAsFloat();
    }
}
