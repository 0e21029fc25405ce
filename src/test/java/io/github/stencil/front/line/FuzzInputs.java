// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.PointRoi;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.gui.TextRoi;
import ij.process.ImageProcessor;
import io.github.stencil.label.rois.RoiSet;
import io.github.stencil.model.SavedModels;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Damaged inputs of each kind, with the commands that read them. Everything lies below one folder. */
public final class FuzzInputs {
    /** The kinds, which take turns. */
    public enum Kind {
        TIFF,
        ZIP,
        GRAPH,
        CARD,
        PACKAGE,
        ROIS,
        OPTIONS
    }

    private static final int SIDE = 40;
    private static final long LARGE = (64L << 20) + 100_000;

    private final Path folder;
    private final Path model;
    private final List<byte[]> images = new ArrayList<>();
    private final byte[] graph;
    private final byte[] zip;
    private final byte[] card;
    private final byte[] description;
    private final byte[] rois;

    public FuzzInputs(Path folder) throws IOException {
        this.folder = folder;
        model = SavedModels.small(folder.resolve("model"));
        graph = Files.readAllBytes(model.resolve("saved_model.pb"));
        card = """
                stencil: 1
                name: A test
                license: CC0-1.0
                signature: serving_default
                input: {axes: byxc}
                normalization:
                  method: percentiles
                  low: 1
                  high: 99
                  clip: false
                output:
                  meaning: probabilities
                  axes: byxc
                  classes: [nothing, cell]
                step: 4
                halo: 20
                """.getBytes(StandardCharsets.UTF_8);
        description = """
                type: model
                format_version: 0.4.10
                name: A test
                license: CC0-1.0
                inputs:
                - name: in
                  axes: byxc
                  shape: {min: [1, 8, 8, 1], step: [0, 4, 4, 0]}
                  preprocessing: [{name: scale_range, kwargs: {axes: yx, min_percentile: 1, max_percentile: 99}}]
                outputs:
                - name: out
                  axes: byxc
                  halo: [0, 8, 8, 0]
                  postprocessing: [{name: scale_linear, kwargs: {axes: yx, gain: 2, offset: 1}}]
                weights:
                  tensorflow_saved_model_bundle: {source: saved_model.pb, tensorflow_version: 2.18.0}
                """.getBytes(StandardCharsets.UTF_8);
        for (String type : List.of("8-bit", "16-bit", "32-bit", "RGB", "8-bit label")) {
            for (int slices = 1; slices <= 3; slices += 2) {
                images.add(image(type, slices));
            }
        }
        Files.write(folder.resolve("image.tif"), images.get(0));
        Files.write(folder.resolve("labels.tif"), images.get(8));
        rois = rois();
        Path all = folder.resolve("model.zip");
        try (OutputStream file = Files.newOutputStream(all);
                ZipOutputStream out = new ZipOutputStream(file)) {
            put(out, "saved_model.pb", graph);
            put(out, "stencil.yaml", card);
            put(out, "variables/more.txt", new byte[100]);
        }
        zip = Files.readAllBytes(all);
    }

    private static void put(ZipOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        out.write(content);
    }

    private byte[] image(String type, int slices) throws IOException {
        ImagePlus image = IJ.createImage("image", type.replace(" label", ""), SIDE, SIDE, slices);
        Random random = new Random(slices);
        for (int n = 1; n <= slices; n++) {
            ImageProcessor plane = image.getStack().getProcessor(n);
            for (int i = 0; i < SIDE * SIDE; i++) {
                plane.setf(i, type.endsWith("label") ? i / 500 : random.nextInt(256));
            }
        }
        image.getCalibration().setUnit("um");
        image.getCalibration().pixelWidth = 0.3;
        Path file = folder.resolve("image.tif");
        IJ.saveAsTiff(image, file.toString());
        return Files.readAllBytes(file);
    }

    private byte[] rois() throws IOException {
        Roi polygon = new PolygonRoi(new float[] {1, 9, 5.5f}, new float[] {1, 2, 8}, Roi.POLYGON);
        Roi holed = new ShapeRoi(new Roi(3, 3, 20, 20)).xor(new ShapeRoi(new OvalRoi(8, 8, 5, 5)));
        Roi points = new PointRoi(new float[] {1, 2}, new float[] {3, 4});
        List<Roi> all = List.of(new Roi(2, 2, 9, 9), polygon, holed, points, new TextRoi(3, 3, "text"));
        for (int i = 0; i < all.size(); i++) {
            all.get(i).setName((i + 1) + " roi");
        }
        Path file = folder.resolve("rois.zip");
        RoiSet.write(all, file);
        return Files.readAllBytes(file);
    }

    /**
     * Writes a damaged input.
     *
     * @param place an empty folder for it
     * @return the command line that reads it
     */
    public List<String> write(Kind kind, Path place, Random random) throws IOException {
        Mutations mutations = new Mutations(random);
        return switch (kind) {
            case TIFF -> tiff(place, random, mutations);
            case ZIP -> model(Files.write(place.resolve("model.zip"), mutations.zip(zip, "variables/zeros")), random);
            case GRAPH -> {
                Files.write(place.resolve("saved_model.pb"), mutations.model(graph));
                yield model(place, random);
            }
            case CARD -> {
                Files.write(place.resolve("saved_model.pb"), graph);
                Files.write(place.resolve("stencil.yaml"), mutations.text(card));
                yield model(place, random);
            }
            case PACKAGE -> {
                Files.write(place.resolve("saved_model.pb"), graph);
                Files.write(place.resolve("rdf.yaml"), mutations.text(description));
                yield model(place, random);
            }
            case ROIS -> {
                Path file = Files.write(place.resolve("rois.zip"), mutations.zip(rois, "7.roi"));
                yield command("from-rois", "image", path("image.tif"), "rois", file.toString(), "output", out(place));
            }
            case OPTIONS -> options(place, random, mutations);
        };
    }

    private List<String> tiff(Path place, Random random, Mutations mutations) throws IOException {
        Path file = place.resolve("image.tif");
        Files.write(file, mutations.bytes(images.get(random.nextInt(images.size()))));
        if (random.nextInt(8) == 0) { // so large that it is read in parts
            try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
                bytes.setLength(LARGE);
            }
        }
        String image = file.toString();
        List<List<String>> readers = List.of(
                command("apply-mask", "image", image, "mask", path("labels.tif"), "output", out(place)),
                command("apply-mask", "image", path("image.tif"), "mask", image, "output", out(place)),
                command("extract-pixels", "image", image, "mask", path("labels.tif")),
                command("to-categorical", "labels", image, "output", out(place)),
                command("to-labels", "image", image, "output", out(place)),
                command("refine", "image", image, "split", "true", "output", out(place)),
                command("evaluate", "truth", image, "prediction", path("labels.tif")),
                command("evaluate", "truth", path("labels.tif"), "prediction", image, "kind", "Objects"),
                command(
                        "to-rois",
                        "labels",
                        image,
                        "output",
                        place.resolve("out.zip").toString()),
                command("predict", "image", image, "model", model.toString(), "output", out(place)));
        return readers.get(random.nextInt(readers.size()));
    }

    private List<String> model(Path place, Random random) {
        return random.nextInt(3) == 0
                ? command("model-info", "model", place.toString())
                : command(
                        "predict",
                        "image",
                        path("image.tif"),
                        "model",
                        place.toString(),
                        "output",
                        "Raw",
                        "output",
                        out(Files.isDirectory(place) ? place : place.resolveSibling("")));
    }

    private List<String> options(Path place, Random random, Mutations mutations) {
        String image = path("image.tif");
        String labels = path("labels.tif");
        String all = random.nextBoolean() ? image : labels;
        List<List<String>> lines = List.of(
                command("apply-mask", "image", all, "mask", labels, "mode", "Weight", "fill", "1", "include", "1-2"),
                command("extract-pixels", "image", all, "mask", labels, "output", "Table", "limit", "10", "seed", "2"),
                command("to-categorical", "labels", labels, "classes", "4", "ids", "0,1,2,3", "ignore", "2"),
                command("to-labels", "image", all, "axis", "Slices", "minimum", "0.5", "ids", "3,4"),
                command("refine", "image", all, "threshold", "Otsu", "size", "3", "tolerance", "1", "grow", "2"),
                command(
                        "evaluate",
                        "truth",
                        labels,
                        "prediction",
                        labels,
                        "kind",
                        "Objects",
                        "thresholds",
                        "0.5:0.9:0.1"),
                command("evaluate", "truth", labels, "prediction", labels, "boundary", "true", "tolerance", "2"),
                command(
                        "predict",
                        "image",
                        all,
                        "model",
                        model.toString(),
                        "tile",
                        "16",
                        "overlap",
                        "8",
                        "threshold",
                        "1"),
                command("to-rois", "labels", labels, "where", "File", "replace", "true"),
                command("from-rois", "image", image, "by", "Order", "rois", path("rois.zip")),
                command("batch", "command", "refine", "input", image, "options", "size=3 threshold=[0.5]"),
                command("device", "device", "CPU", "memory", "0.5"));
        List<String> line = new ArrayList<>(lines.get(random.nextInt(lines.size())));
        int at = 1 + random.nextInt(line.size() - 1);
        boolean path = line.get(at).startsWith("/") || line.get(at).contains(folder.toString());
        switch (random.nextInt(6)) {
            case 0 -> line.remove(at);
            case 1 -> line.add(at, line.get(random.nextInt(line.size())));
            case 2 -> line.set(at, mutations.value());
            default -> line.set(at, path ? mutations.value() : mutations.word(line.get(at)));
        }
        boolean table = line.contains("extract-pixels") || line.contains("evaluate") || line.contains("device");
        boolean zip = line.contains("to-rois");
        line.addAll(
                line.contains("batch")
                        ? List.of("--results", place.toString())
                        : List.of("--" + (table ? "tables" : "output"), table ? place.toString() : out(place, zip)));
        return line;
    }

    private static List<String> command(String name, String... options) {
        List<String> line = new ArrayList<>(List.of(name));
        for (int i = 0; i < options.length; i += 2) {
            line.add("--" + options[i]);
            line.add(options[i + 1]);
        }
        return line;
    }

    private static String out(Path place) {
        return out(place, false);
    }

    private static String out(Path place, boolean zip) {
        return place.resolve(zip ? "out.zip" : "out.tif").toString();
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }
}
