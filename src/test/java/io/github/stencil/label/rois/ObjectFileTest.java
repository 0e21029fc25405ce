// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.rois;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;
import ij.process.FloatProcessor;
import ij.process.ShortProcessor;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objects written for other programs, and read back. */
class ObjectFileTest {
    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}, seed {1}")
    @CsvSource({
        "a.geojson, 1", "a.geojson, 2", "a.geojson, 3", "a.geojson, 4", "a.json, 1", "a.json, 2", "a.json, 3",
        "a.json, 4", "a.zip, 1", "a.zip, 2"
    })
    void whatWasWrittenIsReadBackPixelByPixel(String name, long seed) {
        ImagePlus labels = random(seed, 3, 2);
        Path file = folder.resolve(name);
        ObjectFile.write(AxisImage.of(labels), file, file, Progress.NONE);
        ImagePlus again = LabelRois.draw(
                        AxisImage.of(labels), RoiSet.read(file), LabelRois.By.NAME, ImageStore.memory(), Progress.NONE)
                .imagePlus();
        for (int plane = 1; plane <= labels.getStackSize(); plane++) {
            assertThat(again.getStack().getProcessor(plane).getFloatArray())
                    .as("plane %d", plane)
                    .isDeepEqualTo(labels.getStack().getProcessor(plane).getFloatArray());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @CsvSource({"1", "2", "3", "4", "5", "6", "7", "8"})
    void ringsOfGeoJsonAreSimpleClosedAndCoverTheObjectsPixels(long seed) throws IOException {
        ImagePlus labels = random(seed, 1, 1);
        JsonObject content = written(labels, "a.geojson");
        assertThat(content.get("type").getAsString()).isEqualTo("FeatureCollection");
        for (JsonElement feature : content.getAsJsonArray("features")) {
            JsonObject object = feature.getAsJsonObject();
            int label = object.getAsJsonObject("properties").get("name").getAsInt();
            assertThat(object.getAsJsonObject("properties").get("objectType").getAsString())
                    .isEqualTo("detection");
            JsonObject geometry = object.getAsJsonObject("geometry");
            JsonArray polygons = geometry.getAsJsonArray("coordinates");
            if (geometry.get("type").getAsString().equals("Polygon")) {
                JsonArray one = new JsonArray();
                one.add(polygons);
                polygons = one;
            }
            double area = 0;
            for (JsonElement polygon : polygons) {
                for (int i = 0; i < polygon.getAsJsonArray().size(); i++) {
                    double ring = area(polygon.getAsJsonArray().get(i).getAsJsonArray());
                    assertThat(ring > 0).as("ring %d goes the other way than holes", i).isEqualTo(i == 0);
                    area += ring;
                }
            }
            assertThat(area).as("area of label %d", label).isEqualTo(count(labels, label));
        }
    }

    @Test
    void partsAtACornerAndHolesAtACornerHaveRingsOfTheirOwn() throws IOException {
        // two pixels at a corner; and a ring of pixels that closes at a corner only
        ImagePlus labels = image(9, 4, new int[][] {
            {1, 0, 0, 0, 2, 2, 2, 2, 0},
            {0, 1, 0, 0, 2, 0, 0, 2, 0},
            {0, 0, 0, 0, 2, 0, 2, 0, 0},
            {0, 0, 0, 0, 2, 2, 0, 0, 0}
        });
        JsonArray features = written(labels, "a.geojson").getAsJsonArray("features");
        JsonObject first = features.get(0).getAsJsonObject().getAsJsonObject("geometry");
        assertThat(first.toString())
                .isEqualTo("{\"type\":\"MultiPolygon\",\"coordinates\":[[[[1,1],[2,1],[2,2],[1,2],[1,1]]],"
                        + "[[[0,0],[1,0],[1,1],[0,1],[0,0]]]],\"plane\":{\"c\":-1,\"z\":0,\"t\":0}}");
        JsonObject second = features.get(1).getAsJsonObject().getAsJsonObject("geometry");
        assertThat(second.get("type").getAsString()).isEqualTo("Polygon");
        assertThat(second.getAsJsonArray("coordinates")).hasSize(2);
    }

    @Test
    void cocoHasPolygonsOrWhereThereAreHolesRunLengthsDownTheColumns() throws IOException {
        ImagePlus labels = image(4, 3, new int[][] {
            {0, 5, 5, 5},
            {3, 5, 0, 5},
            {3, 5, 5, 5}
        });
        JsonObject coco = written(labels, "a.json");
        JsonArray annotations = coco.getAsJsonArray("annotations");
        assertThat(annotations.get(0).toString())
                .isEqualTo("{\"id\":1,\"image_id\":1,\"category_id\":1,\"label\":3,\"area\":2,\"iscrowd\":0,"
                        + "\"bbox\":[0,1,1,2],\"segmentation\":[[0,1,1,1,1,3,0,3]]}");
        assertThat(annotations.get(1).toString())
                .isEqualTo("{\"id\":2,\"image_id\":1,\"category_id\":1,\"label\":5,\"area\":8,\"iscrowd\":1,"
                        + "\"bbox\":[1,0,3,3],\"segmentation\":{\"size\":[3,4],\"counts\":[3,4,1,4]}}");
        assertThat(coco.getAsJsonArray("images").get(0).toString())
                .isEqualTo("{\"id\":1,\"file_name\":\"cells\",\"width\":4,\"height\":3,\"slice\":0,\"frame\":0}");
        assertThat(coco.getAsJsonArray("categories").toString()).isEqualTo("[{\"id\":1,\"name\":\"object\"}]");
    }

    @Test
    void trackMatesLabelImageHasAllPlanesLabelsAndTheCalibration() {
        ImagePlus labels = random(5, 2, 3);
        labels.getCalibration().pixelWidth = 0.25;
        labels.getCalibration().setUnit("micron");
        Path file = folder.resolve("a.tif");
        ObjectFile.write(AxisImage.of(labels), file, file, Progress.NONE);
        ImagePlus again = IJ.openImage(file.toString());
        assertThat(again.getNSlices()).isEqualTo(2);
        assertThat(again.getNFrames()).isEqualTo(3);
        assertThat(again.getCalibration().pixelWidth).isEqualTo(0.25);
        assertThat((short[]) again.getStack().getPixels(4)).isEqualTo(labels.getStack().getPixels(4));
    }

    @Test
    void highLabelsKeepTheirNumbers() {
        FloatProcessor pixels = new FloatProcessor(3, 2);
        pixels.setf(0, 0, 70_001);
        pixels.setf(2, 1, 1);
        ImagePlus labels = new ImagePlus("cells.tif", pixels);
        for (String name : List.of("a.geojson", "a.json")) {
            Path file = folder.resolve(name);
            ObjectFile.write(AxisImage.of(labels), file, file, Progress.NONE);
            assertThat(ObjectFile.read(file)).extracting(Roi::getName).containsExactlyInAnyOrder("1", "70001");
        }
    }

    @Test
    void anImageWithoutObjectsGivesFilesWithoutObjects() throws IOException {
        ImagePlus empty = new ImagePlus("cells.tif", new ShortProcessor(3, 2));
        assertThat(written(empty, "a.geojson").getAsJsonArray("features")).isEmpty();
        assertThat(written(empty, "a.json").getAsJsonArray("annotations")).isEmpty();
        assertThat(ObjectFile.read(folder.resolve("a.geojson"))).isEmpty();
        assertThat(ObjectFile.read(folder.resolve("a.json"))).isEmpty();
    }

    @Test
    void compressedRunLengthsOfOtherProgramsAreRead() throws IOException {
        // the hole's object above: 3, 4, 1 and, as the difference to the last but one, 0 in COCO's maskApi.c
        Path file = Files.writeString(folder.resolve("a.json"), """
                {"images": [{"id": 7, "width": 4, "height": 3}], "annotations": [{"id": 9, "image_id": 7,
                "segmentation": {"size": [3, 4], "counts": "%s"}}]}
                """.formatted("3410"));
        ImagePlus image = new ImagePlus("cells.tif", new ShortProcessor(4, 3));
        ImagePlus labels = LabelRois.draw(AxisImage.of(image), RoiSet.read(file), LabelRois.By.NAME)
                .imagePlus();
        assertThat(labels.getProcessor().getFloatArray()).isDeepEqualTo(new float[][] {
            {0, 0, 0}, {9, 9, 9}, {9, 0, 9}, {9, 9, 9}
        });
    }

    @Test
    void compressedNumbersHaveFiveBitsInALetterAndASign() {
        assertThat(RunLengths.decompress("T3")).containsExactly(100L);
        assertThat(RunLengths.decompress("5720M")).containsExactly(5L, 7L, 2L, 7L, -1L); // 7 + 0 and 2 - 3
    }

    @Test
    void featuresOfOtherProgramsAreReadWithTheirNames() throws IOException {
        Path file = Files.writeString(folder.resolve("a.geojson"), """
                [{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[[0.5, 0], [3, 0], [3, 2.5], [0.5, 0]]]},
                "properties": {"objectType": "annotation", "name": "Tumour", "classification": {"name": "Tumour"}}}]
                """);
        List<Roi> rois = RoiSet.read(file);
        assertThat(rois).hasSize(1);
        assertThat(rois.get(0).getName()).isEqualTo("Tumour");
        assertThat(rois.get(0).getFloatBounds().width).isEqualTo(2.5);
        assertThat(rois.get(0).hasHyperStackPosition()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a.geojson | { | neither GeoJSON nor COCO",
        "a.geojson | {\"type\": \"Feature\", \"geometry\": {\"type\": \"Point\", \"coordinates\": [1, 2]}} | Point, which has no inside",
        "a.geojson | {\"features\": [3]} | neither GeoJSON nor COCO",
        "a.json | {\"images\": [], \"annotations\": [{\"id\": 1, \"image_id\": 1, \"segmentation\": {\"size\": [2, 2], \"counts\": [1, 2]}}]} | do not add up",
        "a.json | [] | nothing"
    })
    void whatCannotBeReadIsSaid(String name, String text, String reason) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        if (reason.equals("nothing")) {
            assertThat(ObjectFile.read(file)).isEmpty();
            return;
        }
        assertThatThrownBy(() -> ObjectFile.read(file))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void anEndingThatTellsNoFormatIsRefusedBeforeAnythingIsWritten() {
        assertThatThrownBy(() -> ObjectFile.check(Path.of("objects.xml")))
                .hasMessageContaining("objects.xml")
                .hasMessageContaining(".geojson (QuPath)");
        ObjectFile.check(Path.of("a.GeoJSON"));
    }

    private JsonObject written(ImagePlus labels, String name) throws IOException {
        Path file = folder.resolve(name);
        ObjectFile.write(AxisImage.of(labels), file, file, Progress.NONE);
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    }

    /** Returns the area within a ring, after looking whether it is closed and comes to no corner twice. */
    private static double area(JsonArray ring) {
        assertThat(ring.get(0)).isEqualTo(ring.get(ring.size() - 1));
        Set<JsonElement> corners = new HashSet<>();
        double twice = 0;
        for (int i = 0; i + 1 < ring.size(); i++) {
            assertThat(corners.add(ring.get(i))).as("corner %s of %s", ring.get(i), ring).isTrue();
            JsonArray a = ring.get(i).getAsJsonArray();
            JsonArray b = ring.get(i + 1).getAsJsonArray();
            twice += a.get(0).getAsDouble() * b.get(1).getAsDouble() - b.get(0).getAsDouble() * a.get(1).getAsDouble();
        }
        return twice / 2;
    }

    private static double count(ImagePlus image, int label) {
        short[] pixels = (short[]) image.getProcessor().getPixels();
        int count = 0;
        for (short pixel : pixels) {
            count += pixel == label ? 1 : 0;
        }
        return count;
    }

    /** Draws a few labels pixel by pixel, so that they have holes, and parts that touch at corners. */
    private static ImagePlus random(long seed, int slices, int frames) {
        Random random = new Random(seed);
        ImageStack stack = new ImageStack(23, 17);
        for (int plane = 0; plane < slices * frames; plane++) {
            ShortProcessor pixels = new ShortProcessor(23, 17);
            for (int i = 0; i < 23 * 17; i++) {
                pixels.set(i, random.nextInt(3) * (1 + i / 23 / 6));
            }
            stack.addSlice(pixels);
        }
        ImagePlus image = new ImagePlus("cells.tif", stack);
        image.setDimensions(1, slices, frames);
        return image;
    }

    private static ImagePlus image(int width, int height, int[][] rows) {
        ShortProcessor pixels = new ShortProcessor(width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                pixels.set(x, y, rows[y][x]);
            }
        }
        return new ImagePlus("cells.tif", pixels);
    }
}
