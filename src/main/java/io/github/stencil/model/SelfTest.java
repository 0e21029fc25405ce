package io.github.stencil.model;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.axes.AxisImage;
import io.github.stencil.axes.ImageStore;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.imglib2.img.array.ArrayImgs;

/**
 * What a model makes of the test input that came with it, against the test output that did.
 *
 * @param note what was done, for people
 * @param compared whether there was something to compare
 * @param difference the largest of two values, NaN if one of them is no number and the other is another
 * @param low the smallest value of the test output
 * @param high its largest
 */
record SelfTest(String note, boolean compared, double difference, double low, double high) {
    /** How far off the output may be, as a share of the test output's range. */
    private static final double MOST = 1e-3;

    private static SelfTest none(String note) {
        return new SelfTest(note, false, 0, 0, 0);
    }

    /**
     * Runs the package's test input and compares with its test output.
     *
     * @param root the folder in which the package lies
     * @throws StencilException if the model does not run, or gives an image of another size
     */
    static SelfTest of(Model model, Path root, Progress progress) {
        List<Path> files = ModelPackage.tests(root);
        if (files.size() < 2) {
            return none("the model brings no test input and output");
        }
        if (!files.stream().allMatch(SelfTest::ofNumbers)) {
            return none("the test input and output are no .npy files");
        }
        Npy input = Npy.read(files.get(0));
        Npy wanted = Npy.read(files.get(1));
        AxisImage image = image(input, model.signature().inputAxes(), files.get(0));
        AxisImage raw = model.predict(
                image, PredictionSettings.USUAL.withOutput(PredictionOutput.RAW), ImageStore.memory(), progress);
        return compared(raw, wanted, model.signature().outputAxes(), files.get(1));
    }

    /** Returns the difference as a share of the test output's range; of its largest value where all are the same. */
    double share() {
        double range = high > low ? high - low : Math.max(Math.abs(low), Math.abs(high));
        return difference == 0 ? 0 : difference / range;
    }

    /** Returns whether the output is what it should be, or nobody says what it should be. */
    boolean passed() {
        return !compared || share() <= MOST;
    }

    /** Returns what is known, as property and value. */
    Map<String, String> report() {
        Map<String, String> report = new LinkedHashMap<>();
        report.put("Test", note);
        if (compared) {
            report.put("Largest difference", String.valueOf(difference));
            report.put("Test output", low + " to " + high);
            report.put("Share of its range", String.valueOf(share()));
        }
        return report;
    }

    /** Returns why a model is not installed. */
    StencilException refusal(Path given) {
        return StencilException.of(
                "%s was not installed: for its own test input it gives up to %s other than its own test output, which is %s of that output's range (%s to %s), and %s is allowed. Ask who made it, or install it with trust if you know why.",
                given, shown(difference), shown(share()), shown(low), shown(high), shown(MOST));
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

    private static SelfTest compared(AxisImage raw, Npy wanted, String axes, Path file) {
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
        return new SelfTest("the model's own test input was run", true, largest, low, high);
    }
}
