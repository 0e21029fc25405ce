// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.rois;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import ij.gui.Roi;
import io.github.stencil.image.Extent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Objects as COCO's instances (cocodataset.org, "Data format"): an image for each plane, and for each object of it an
 * annotation of the one category "object": a polygon for each part, or where it has holes run lengths.
 *
 * <p>Beside what COCO has, an annotation tells its label, and an image its slice and frame, from 0.
 */
final class CocoJson implements ObjectFile.PlaneWriter {
    private final String stem;
    private final Extent extent;
    private final List<int[]> planes = new ArrayList<>();
    private long annotations;

    CocoJson(String stem, Extent extent) {
        this.stem = stem;
        this.extent = extent;
    }

    @Override
    public void begin(JsonWriter json) throws IOException {
        json.beginObject().name("annotations").beginArray();
    }

    @Override
    public void plane(JsonWriter json, int slice, int frame, int[] plane, Map<Integer, List<int[]>> outlines)
            throws IOException {
        planes.add(new int[] {slice, frame});
        for (Map.Entry<Integer, List<int[]>> object : outlines.entrySet()) {
            write(json, plane, object.getKey(), Rings.parts(object.getValue()));
        }
    }

    private void write(JsonWriter json, int[] plane, int label, List<Rings.Part> parts) throws IOException {
        int[] bounds = Rings.bounds(parts);
        boolean holes = parts.stream().anyMatch(part -> !part.holes().isEmpty());
        long twice = 0;
        for (Rings.Part part : parts) {
            twice += Rings.area(part.outer())
                    + part.holes().stream().mapToLong(Rings::area).sum();
        }
        json.beginObject().name("id").value(++annotations).name("image_id").value(planes.size());
        json.name("category_id").value(1).name("label").value(Integer.toUnsignedLong(label));
        json.name("area").value(twice / 2).name("iscrowd").value(holes ? 1 : 0);
        json.name("bbox").beginArray().value(bounds[0]).value(bounds[1]);
        json.value(bounds[2] - bounds[0]).value(bounds[3] - bounds[1]).endArray();
        json.name("segmentation");
        if (holes) {
            json.beginObject().name("size").beginArray().value(extent.height()).value(extent.width()).endArray();
            json.name("counts").beginArray();
            for (long run : RunLengths.of(plane, extent.width(), extent.height(), label, bounds)) {
                json.value(run);
            }
            json.endArray().endObject();
        } else {
            json.beginArray();
            for (Rings.Part part : parts) {
                json.beginArray();
                for (int coordinate : part.outer()) {
                    json.value(coordinate);
                }
                json.endArray();
            }
            json.endArray();
        }
        json.endObject();
    }

    @Override
    public void end(JsonWriter json) throws IOException {
        json.endArray().name("images").beginArray();
        for (int i = 0; i < planes.size(); i++) {
            int slice = planes.get(i)[0];
            int frame = planes.get(i)[1];
            json.beginObject().name("id").value(i + 1);
            json.name("file_name").value(stem + (extent.slices() > 1 ? " z" + (slice + 1) : "") + (extent.frames() > 1 ? " t" + (frame + 1) : ""));
            json.name("width").value(extent.width()).name("height").value(extent.height());
            json.name("slice").value(slice).name("frame").value(frame).endObject();
        }
        json.endArray().name("categories").beginArray();
        json.beginObject().name("id").value(1).name("name").value("object").endObject();
        json.endArray().endObject();
    }

    /** Reads the annotations that have a segmentation: polygons, or run lengths as numbers or compressed. */
    static List<Roi> read(JsonObject content) {
        Map<Long, JsonObject> images = new HashMap<>();
        for (JsonElement image : content.getAsJsonArray("images")) {
            images.put(image.getAsJsonObject().get("id").getAsLong(), image.getAsJsonObject());
        }
        List<Roi> rois = new ArrayList<>();
        for (JsonElement element : content.getAsJsonArray("annotations")) {
            JsonObject annotation = element.getAsJsonObject();
            JsonObject image = images.get(annotation.get("image_id").getAsLong());
            Roi roi = roi(annotation.get("segmentation"));
            roi.setName((annotation.has("label") ? annotation.get("label") : annotation.get("id")).getAsString());
            if (image != null && image.has("slice") && image.has("frame")) {
                roi.setPosition(0, image.get("slice").getAsInt() + 1, image.get("frame").getAsInt() + 1);
            }
            rois.add(roi);
        }
        return rois;
    }

    private static Roi roi(JsonElement segmentation) {
        if (segmentation.isJsonArray()) {
            JsonArray rings = new JsonArray();
            for (JsonElement polygon : segmentation.getAsJsonArray()) {
                JsonArray flat = polygon.getAsJsonArray();
                JsonArray ring = new JsonArray();
                for (int i = 0; i <= flat.size(); i += 2) { // with the first corner at its end again
                    JsonArray corner = new JsonArray();
                    corner.add(flat.get(i % flat.size()));
                    corner.add(flat.get((i + 1) % flat.size()));
                    ring.add(corner);
                }
                rings.add(ring);
            }
            return GeoJson.shape(rings.asList());
        }
        JsonObject runs = segmentation.getAsJsonObject();
        int height = runs.getAsJsonArray("size").get(0).getAsInt();
        int width = runs.getAsJsonArray("size").get(1).getAsInt();
        JsonElement counts = runs.get("counts");
        List<Long> lengths = counts.isJsonArray()
                ? counts.getAsJsonArray().asList().stream().map(JsonElement::getAsLong).toList()
                : RunLengths.decompress(counts.getAsString());
        return Outlines.of(width, height, RunLengths.draw(lengths, width, height)).values().stream()
                .findFirst()
                .orElseThrow();
    }
}
