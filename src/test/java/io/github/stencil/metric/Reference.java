package io.github.stencil.metric;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import ij.IJ;
import ij.ImagePlus;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Label maps and what other programs make of them: those that were drawn for this purpose, and real images too where the
 * folder with them is beside the project.
 */
final class Reference {
    static final Path SHARED = Path.of("..", "shared");
    private static final Path DRAWN =
            Path.of("src", "test", "resources", "io", "github", "stencil", "metric", "reference");
    private static final boolean ALL =
            Files.isRegularFile(SHARED.resolve("reference").resolve("cases.json"));
    private static final Path FOLDER = ALL ? SHARED.resolve("reference") : DRAWN;

    private Reference() {}

    /** Skips what is about real images where these are not there. */
    static void assumeThere() {
        assumeTrue(ALL, "There is no ../shared/reference with real images and other programs' values");
    }

    /** One pair of label maps, as cases.json describes it. */
    record Case(JsonObject json) {
        String id() {
            return json.get("id").getAsString();
        }

        boolean has(String kind) {
            return json.getAsJsonObject("files").has(kind);
        }

        int classes() {
            return json.get("num_classes").getAsInt();
        }

        ImagePlus open(String kind) {
            String file = json.getAsJsonObject("files").get(kind).getAsString();
            return IJ.openImage(FOLDER.resolve(file).toString());
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

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        read(FOLDER.resolve("cases.json"))
                .getAsJsonArray("cases")
                .forEach(json -> cases.add(new Case(json.getAsJsonObject())));
        return cases;
    }

    static JsonObject results(String group) {
        return read(FOLDER.resolve("results").resolve(group + ".json"));
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

    private static JsonObject read(Path file) {
        try {
            return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
