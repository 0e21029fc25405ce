// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.model.card.ModelPackage;
import io.github.stencil.model.file.Npy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.imglib2.img.array.ArrayImgs;

/**
 * What a model makes of the test input that came with it, against the test outputs that did.
 *
 * @param note what was done, for people
 * @param differences those of each output that there is something to compare with
 */
record SelfTest(String note, List<TestDifference> differences) {
    SelfTest {
        differences = List.copyOf(differences);
    }

    private static SelfTest none(String note) {
        return new SelfTest(note, List.of());
    }

    /**
     * Runs the package's test input and compares each output with its test output.
     *
     * @param root the folder in which the package lies
     * @throws StencilException if the model does not run, or gives an image of another size
     */
    static SelfTest of(ReadModel model, Path root, Progress progress) {
        Optional<ModelPackage> tests = ModelPackage.tests(root);
        Optional<Path> given = tests.flatMap(ModelPackage::testInput);
        Map<String, Path> outputs = new LinkedHashMap<>();
        tests.ifPresent(found -> outputs.putAll(
                found.testOutputs(model.heads().names(), model.head().name())));
        if (given.isEmpty() || outputs.isEmpty()) {
            return none("the model brings no test input and output");
        }
        if (!ofNumbers(given.get()) || !outputs.values().stream().allMatch(SelfTest::ofNumbers)) {
            return none("the test input and output are no .npy files");
        }
        Npy input = Npy.read(given.get());
        List<TestDifference> differences = new ArrayList<>();
        outputs.forEach((name, path) -> {
            ReadModel one = model.withHead(name);
            AxisImage image = image(input, one.signature().inputAxes(), given.get());
            PredictionSettings settings = PredictionSettings.USUAL.withOutput(PredictionOutput.RAW);
            // what is no number may be no number in the test output too
            AxisImage raw = new Predictor(one, image, settings, progress, false).run(ImageStore.memory());
            differences.add(compared(name, raw, Npy.read(path), one.signature().outputAxes(), path));
        });
        return new SelfTest("the model's own test input was run", differences);
    }

    /** Returns whether each output is what it should be, or nobody says what it should be. */
    boolean passed() {
        return differences.stream().allMatch(TestDifference::passed);
    }

    /** Returns what is known, as property and value. */
    Map<String, String> report() {
        Map<String, String> report = new LinkedHashMap<>();
        report.put("Test", note);
        for (TestDifference one : differences) {
            String which = differences.size() == 1 ? "" : " of " + one.output();
            report.put("Largest difference" + which, String.valueOf(one.largest()));
            report.put("Test output" + which, one.low() + " to " + one.high());
            report.put("Share of its range" + which, String.valueOf(one.share()));
        }
        return report;
    }

    /** Returns why a model is not installed; it names the first output that is not as it should be. */
    StencilException refusal(Path given) {
        TestDifference off =
                differences.stream().filter(one -> !one.passed()).findFirst().orElseThrow();
        return StencilException.of(
                "%s was not installed: for its own test input it gives up to %s other than its own test output%s, which is %s of that output's range (%s to %s), and %s is allowed. Ask who made it, or install it with trust if you know why.",
                given,
                shown(off.largest()),
                differences.size() == 1 ? "" : " \"" + off.output() + "\"",
                shown(off.share()),
                shown(off.low()),
                shown(off.high()),
                shown(TestDifference.MOST));
    }

    private static String shown(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }

    private static boolean ofNumbers(Path file) {
        return String.valueOf(file.getFileName()).endsWith(".npy");
    }

    /** Returns a test array as an image, whose samples are frames. */
    private static AxisImage image(Npy array, String axes, Path file) {
        checkRank(array, axes, file);
        int n = axes.length();
        long[] sizes = new long[n];
        StringBuilder order = new StringBuilder();
        for (int i = 0; i < n; i++) { // the fastest axis first
            char axis = axes.charAt(n - 1 - i);
            sizes[i] = array.shape().get(n - 1 - i);
            order.append(axis == 'b' ? 't' : axis);
        }
        return image(array.array(), order.toString(), sizes);
    }

    /** Returns an array as an image, whose first axis is the fastest. */
    static AxisImage image(Object values, String letters, long... sizes) {
        if (values instanceof byte[] bytes) {
            return AxisImage.of("test", ArrayImgs.unsignedBytes(bytes, sizes), letters);
        }
        if (values instanceof short[] shorts) {
            return AxisImage.of("test", ArrayImgs.unsignedShorts(shorts, sizes), letters);
        }
        return AxisImage.of("test", ArrayImgs.floats((float[]) values, sizes), letters);
    }

    private static void checkRank(Npy array, String axes, Path file) {
        if (array.shape().size() != axes.length()) {
            throw StencilException.of(
                    "%s has the shape %s but the model's axes are %s. Correct the package.", file, array.shape(), axes);
        }
    }

    private static TestDifference compared(String name, AxisImage raw, Npy wanted, String axes, Path file) {
        checkRank(wanted, axes, file);
        Map<Character, Integer> sizes = new LinkedHashMap<>();
        sizes.put('x', raw.extent().width());
        sizes.put('y', raw.extent().height());
        sizes.put('c', raw.extent().channels());
        sizes.put('z', raw.extent().slices());
        sizes.put('b', raw.extent().frames());
        float[] got = (float[]) raw.copy(raw.extent().interval());
        float[] values = wanted.floats();
        int[] stride = new int[axes.length()];
        int at = 1;
        for (Map.Entry<Character, Integer> axis : sizes.entrySet()) { // x fastest, as the image lies
            int index = axes.indexOf(axis.getKey());
            boolean fits =
                    index < 0 ? axis.getValue() == 1 : wanted.shape().get(index).equals(axis.getValue());
            if (!fits) {
                throw StencilException.of(
                        "%s has the shape %s but the model gives %s for its test input. Correct the package.",
                        file, wanted.shape(), raw.extent());
            }
            if (index >= 0) {
                stride[index] = at;
            }
            at *= axis.getValue();
        }
        double largest = 0;
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < values.length; i++) {
            int rest = i;
            int from = 0;
            for (int d = axes.length() - 1; d >= 0; d--) {
                from += rest % wanted.shape().get(d) * stride[d];
                rest /= wanted.shape().get(d);
            }
            boolean same = Float.compare(got[from], values[i]) == 0;
            double difference = same ? 0 : Math.abs((double) got[from] - values[i]);
            largest = Math.max(largest, difference); // NaN stays
            low = Math.min(low, values[i]);
            high = Math.max(high, values[i]);
        }
        return new TestDifference(name, largest, low, high);
    }
}
