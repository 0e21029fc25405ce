// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.rois;

import com.google.gson.JsonElement;
import com.google.gson.JsonIOException;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonWriter;
import ij.gui.Roi;
import io.github.stencil.FileTrouble;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.image.file.TiffStore;
import io.github.stencil.label.LabelReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Objects in files of other programs: as GeoJSON (QuPath), as COCO, as a label image (TrackMate's label detector) and as ROIs.
 *
 * <p>Which of them is told by the file's ending: {@code .geojson}, {@code .json}, {@code .tif} or {@code .tiff}, and
 * {@code .zip}. An object of several planes has an entry in each. GeoJSON, COCO and ROIs are read back by {@link #read}, and
 * drawn by {@link LabelRois#draw} by name they give the label map that was written, pixel by pixel.
 */
public final class ObjectFile {
    /** A kind of file. */
    enum Kind {
        GEOJSON(".geojson"),
        COCO(".json"),
        LABELS(".tif", ".tiff"),
        ROIS(".zip");

        private final List<String> endings;

        Kind(String... endings) {
            this.endings = List.of(endings);
        }

        static Kind of(Path file) {
            String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
            for (Kind kind : values()) {
                if (kind.endings.stream().anyMatch(name::endsWith)) {
                    return kind;
                }
            }
            throw StencilException.of(
                    "Objects cannot be written as %s. Give a name that ends in .geojson (QuPath), .json (COCO), .tif (labels for TrackMate) or .zip (ROIs).",
                    file.getFileName());
        }
    }

    /** Writes the objects of planes into JSON. */
    interface PlaneWriter {
        /** Writes what stands before all objects. */
        void begin(JsonWriter json) throws IOException;

        /**
         * Writes the objects of a plane.
         *
         * @param plane labels, X fastest; 0 is no object
         * @param outlines traced rings by label, as an int without a sign
         */
        void plane(JsonWriter json, int slice, int frame, int[] plane, Map<Integer, List<int[]>> outlines)
                throws IOException;

        /** Writes what stands behind all objects. */
        void end(JsonWriter json) throws IOException;
    }

    private ObjectFile() {}

    /**
     * Checks that objects can be written to files of this name, before anything else is done.
     *
     * @throws StencilException if its ending is none of those above
     */
    public static void check(Path file) {
        Kind.of(file);
    }

    /**
     * Writes the objects of a label map, plane by plane.
     *
     * @param labels [X, Y, Z, T] of labels as {@link LabelReader} reads them; 0 is no object
     * @param part where the file grows
     * @param file what it will be called
     * @param progress hears planes
     * @throws StencilException if the image is no label map, or the file cannot be written
     */
    public static void write(AxisImage labels, Path part, Path file, Progress progress) {
        switch (Kind.of(file)) {
            case GEOJSON -> FileTrouble.writing(file, () -> write(labels, part, new GeoJson(), progress));
            case COCO -> FileTrouble.writing(
                    file, () -> write(labels, part, new CocoJson(labels.description().stem(), labels.extent()), progress));
            case LABELS -> {
                LabelReader.of(labels);
                labels.copyTo(new TiffStore(part, file), progress);
            }
            case ROIS -> FileTrouble.writing(
                    file,
                    () -> RoiSet.write(
                            LabelRois.trace(labels, progress).stream()
                                    .map(LabelRois.LabelRoi::roi)
                                    .toList(),
                            part));
        }
    }

    private static void write(AxisImage labels, Path part, PlaneWriter writer, Progress progress) throws IOException {
        Extent extent = labels.extent();
        LabelReader reader = LabelReader.of(labels);
        int[] plane = new int[extent.planeLength()];
        try (JsonWriter json = new JsonWriter(Files.newBufferedWriter(part))) {
            writer.begin(json);
            for (int t = 0; t < extent.frames(); t++) {
                for (int z = 0; z < extent.slices(); z++) {
                    progress.step(z + (long) extent.slices() * t, extent.planes());
                    boolean any = reader.read(extent.rows(0, extent.height() - 1, 0, 0, z, t), plane);
                    writer.plane(
                            json, z, t, plane, any ? Outlines.rings(extent.width(), extent.height(), plane) : Map.of());
                }
            }
            writer.end(json);
        }
        progress.step(extent.planes(), extent.planes());
    }

    /** Returns whether a file is one of GeoJSON or COCO by its name. */
    public static boolean isJson(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".geojson") || name.endsWith(".json");
    }

    /**
     * Reads the objects of a GeoJSON or COCO file.
     *
     * @return ROIs as {@link LabelRois#trace} makes them, named by their labels where those are written, else as the file
     *     names them; in the file's order
     * @throws StencilException if there is no such file, or it is of neither kind, or damaged
     */
    public static List<Roi> read(Path file) {
        try (BufferedReader text = Files.newBufferedReader(file)) {
            JsonElement content = JsonParser.parseReader(text);
            boolean coco = content.isJsonObject() && content.getAsJsonObject().has("annotations");
            return coco ? CocoJson.read(content.getAsJsonObject()) : GeoJson.read(content);
        } catch (JsonIOException e) {
            throw FileTrouble.reading(file, e);
        } catch (JsonParseException | IllegalStateException | NumberFormatException | UnsupportedOperationException
                | ClassCastException | IndexOutOfBoundsException | NullPointerException | ArithmeticException e) {
            throw StencilException.of(
                    e, "%s is neither GeoJSON nor COCO with outlines of objects, or is damaged. Export it anew.", file);
        } catch (IOException e) {
            throw FileTrouble.reading(file, e);
        }
    }
}
