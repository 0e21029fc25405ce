// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import ij.IJ;
import ij.ImagePlus;
import ij.process.ImageProcessor;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Label maps and what other programs make of them: those that were drawn for this purpose, and real images too where the
 * folder with them is beside the project. There are two sets, {@code reference} and {@code reference-more}; a README.md in
 * each says which program gave what.
 */
final class Reference {
    static final Path SHARED = Path.of("..", "shared");
    static final Path DRAWN = Path.of("src", "test", "resources", "io", "github", "stencil", "metric");
    private static final Path FIRST = folder("reference");
    private static final Path FURTHER = folder("reference-more");
    private static final Map<String, JsonObject> RESULTS = new ConcurrentHashMap<>();

    private Reference() {}

    private static Path folder(String set) {
        return isShared(set) ? SHARED.resolve(set) : DRAWN.resolve(set);
    }

    private static boolean isShared(String set) {
        return Files.isRegularFile(SHARED.resolve(set).resolve("cases.json"));
    }

    /** Skips what is about real images where these are not there. */
    static void assumeThere() {
        assumeTrue(
                isShared("reference"), "There is no ../shared/reference with real images and other programs' values");
    }

    /** Skips what is about a folder of real images where it is not there. */
    static void assumeThere(Path folder) {
        assumeTrue(Files.isDirectory(folder), "There is no " + folder + " with real images");
    }

    /** Truth and prediction, as cases.json describes them: two label maps, or two folders of tracks. */
    record Case(Path folder, JsonObject json) {
        String id() {
            return json.get("id").getAsString();
        }

        String kind() {
            return json.get("kind").getAsString();
        }

        boolean has(String kind) {
            return json.getAsJsonObject("files").has(kind);
        }

        int classes() {
            return json.get("num_classes").getAsInt();
        }

        /** Returns the files of a kind: one, or one per frame. */
        List<Path> files(String kind) {
            JsonElement files = json.getAsJsonObject("files").get(kind);
            return (files.isJsonArray() ? files.getAsJsonArray().asList() : List.of(files))
                    .stream().map(file -> folder.resolve(file.getAsString())).toList();
        }

        ImagePlus open(String kind) {
            return IJ.openImage(files(kind).get(0).toString());
        }

        /** Opens a label map and makes every label above 0 a 1. */
        ImagePlus foreground(String kind) {
            ImagePlus map = open(kind);
            for (int plane = 1; plane <= map.getStackSize(); plane++) {
                ImageProcessor pixels = map.getStack().getProcessor(plane);
                for (int i = 0; i < pixels.getPixelCount(); i++) {
                    pixels.setf(i, pixels.getf(i) > 0 ? 1 : 0);
                }
            }
            return map;
        }

        /** Counts over all classes that the other programs were told of. */
        ConfusionCounts counts() {
            return counts("truth_classes", LabelSet.NONE);
        }

        ConfusionCounts countsWithoutIgnored() {
            return counts("truth_classes_ignore", LabelSet.of("255"));
        }

        private ConfusionCounts counts(String truth, LabelSet ignored) {
            ConfusionCounts counts = Scores.count(LabelMapsForTests.compare(open(truth), open("pred_classes"))
                            .withSpace(Space.VOLUMES)
                            .withIgnored(ignored))
                    .get(0)
                    .counts();
            TreeSet<Long> classes = new TreeSet<>();
            for (long label = 0; label < classes(); label++) {
                classes.add(label);
            }
            for (long label : counts.labels()) {
                classes.add(label);
            }
            return counts.withClasses(
                    classes.stream().mapToLong(Long::longValue).toArray());
        }

        @Override
        public String toString() {
            return id();
        }
    }

    /** Returns the first set's cases. */
    static List<Case> cases() {
        return cases(FIRST);
    }

    /** Returns the second set's cases of a kind: thin, prob or tracking. */
    static List<Case> cases(String kind) {
        return cases(FURTHER).stream()
                .filter(image -> image.kind().equals(kind))
                .toList();
    }

    /** Returns the cases of either set that a group of results has values for. */
    static List<Case> casesOf(String group) {
        JsonObject results = results(group).getAsJsonObject("cases");
        return Stream.concat(cases(FIRST).stream(), cases(FURTHER).stream())
                .filter(image -> results.has(image.id()))
                .toList();
    }

    private static List<Case> cases(Path folder) {
        List<Case> cases = new ArrayList<>();
        read(folder.resolve("cases.json"))
                .getAsJsonArray("cases")
                .forEach(json -> cases.add(new Case(folder, json.getAsJsonObject())));
        return cases;
    }

    /** Returns what results/GROUP.json of either set says. */
    static JsonObject results(String group) {
        Path file = Path.of("results", group + ".json");
        return RESULTS.computeIfAbsent(
                group,
                name -> read(Files.isRegularFile(FIRST.resolve(file)) ? FIRST.resolve(file) : FURTHER.resolve(file)));
    }

    /** Returns a group's values for one case, none where it has nothing of it. */
    static JsonObject result(String group, Case image) {
        JsonObject cases = results(group).getAsJsonObject("cases");
        return cases.has(image.id()) ? cases.getAsJsonObject(image.id()) : new JsonObject();
    }

    static List<ImageCounts> pooledImages(JsonObject results, boolean ignore) {
        assumeThere();
        List<ImageCounts> images = new ArrayList<>();
        for (JsonElement id : results.getAsJsonArray("pooled_images")) {
            Case image = cases().stream()
                    .filter(c -> c.id().equals(id.getAsString()))
                    .findFirst()
                    .orElseThrow();
            images.add(new ImageCounts(image.id(), ignore ? image.countsWithoutIgnored() : image.counts()));
        }
        return images;
    }

    static double number(JsonElement value) {
        return Double.parseDouble(value.getAsString());
    }

    /** The numbers of a list, or the one number that some programs give instead of a list of one. */
    static double[] numbers(JsonElement value) {
        if (!value.isJsonArray()) {
            return new double[] {number(value)};
        }
        double[] numbers = new double[value.getAsJsonArray().size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(value.getAsJsonArray().get(i));
        }
        return numbers;
    }

    /** Checks a score against another program's, which may be undefined or infinite. */
    static void same(double ours, JsonElement theirs, double tolerance) {
        same(ours, number(theirs), tolerance);
    }

    /** Checks a score against another program's; the tolerance is relative to values above 1. */
    static void same(double ours, double theirs, double tolerance) {
        if (Double.isNaN(theirs)) {
            assertThat(ours).isNaN();
        } else if (Double.isInfinite(theirs)) {
            assertThat(ours).isEqualTo(theirs);
        } else {
            assertThat(ours).isCloseTo(theirs, within(tolerance * Math.max(1, Math.abs(theirs))));
        }
    }

    private static JsonObject read(Path file) {
        try {
            return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
