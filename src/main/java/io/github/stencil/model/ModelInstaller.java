package io.github.stencil.model;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.axes.AxisImage;
import io.github.stencil.axes.ImageStore;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import net.imglib2.img.array.ArrayImgs;

/** Installs models: copies one, tries it on its own test input, and moves it into place. */
public final class ModelInstaller {
    private static final int MOST_FILES = 10_000;

    private ModelInstaller() {}

    /**
     * Installs a model. Nothing is left if that fails.
     *
     * @param file a folder or a zip that {@link Model#open} takes
     * @param name what to call it; empty for its own name
     * @param progress hears how far it is
     * @return property and value: the name, the folder, and how far the output for the model's own test input lies from its
     *     test output (the largest difference of two values)
     * @throws StencilException if there is no such model, it does more than compute, the name is taken, or the model does
     *     not run
     */
    public static Map<String, String> install(Path file, String name, Progress progress) {
        if (!Files.exists(file)) {
            throw StencilException.of("There is no %s. Choose a model's folder, or a zip of one.", file);
        }
        if (!name.isBlank()) {
            ModelLibrary.checkNew(name.strip());
        }
        if (Files.isDirectory(file)) {
            Model.open(file).refuseUnlessPure(); // before a folder that is none is copied
        }
        Path part = null;
        try {
            Files.createDirectories(ModelLibrary.folder());
            // not a temporary folder of the system's making, which only its owner could read
            part = Files.createDirectory(ModelLibrary.folder().resolve(".part-" + UUID.randomUUID()));
            progress.say("Copying the model");
            copy(file, part, progress);
            ModelPackage.checkFiles(part);
            Model model = Model.open(file, part);
            model.refuseUnlessPure();
            String chosen = name.isBlank() ? ownName(model, file) : name.strip();
            ModelLibrary.checkNew(chosen);
            Map<String, String> report = new LinkedHashMap<>();
            report.put("Name", chosen);
            report.put("Folder", ModelLibrary.folder().resolve(chosen).toString());
            progress.say("Trying the model");
            report.putAll(test(model, part, progress));
            LoadedModels.forget(part);
            move(part, ModelLibrary.folder().resolve(chosen));
            return report;
        } catch (IOException e) {
            throw StencilException.of(
                    e,
                    "The model cannot be written to %s (%s). Make room there, or name another folder by the system property stencil.models.",
                    ModelLibrary.folder(),
                    e);
        } finally {
            if (part != null && Files.exists(part)) {
                LoadedModels.forget(part);
                ModelFiles.delete(part);
            }
        }
    }

    private static String ownName(Model model, Path file) {
        String own = Optional.ofNullable(model.card().name())
                .orElse(io.github.stencil.axes.Description.stem(String.valueOf(file.getFileName())));
        String clean = own.replaceAll("[^\\p{L}\\p{N} ._()+-]", "-").strip().replaceAll("^[^\\p{L}\\p{N}]+|[. ]+$", "");
        return clean.substring(0, Math.min(clean.length(), 100)).strip();
    }

    /** Copies or unpacks; weights that are a zip themselves stay one. */
    private static void copy(Path from, Path into, Progress progress) throws IOException {
        if (!Files.isDirectory(from)) {
            ModelFiles.unpack(from, into);
            return;
        }
        // behind links too: what is installed shall not need what they lead to
        Files.walkFileTree(from, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
            private int files;

            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(into.resolve(from.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (++files > MOST_FILES) {
                    throw StencilException.of(
                            "%s holds more than %d files, too many for a model. Choose the model's own folder.",
                            from, MOST_FILES);
                }
                progress.step(files, 0);
                Files.copy(file, into.resolve(from.relativize(file).toString()));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void move(Path part, Path place) throws IOException {
        try {
            Files.move(part, place, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, place); // this file system knows no better
        }
    }

    /** Runs the package's test input and compares with its test output. */
    private static Map<String, String> test(Model model, Path root, Progress progress) {
        Optional<ModelPackage> tests = ModelPackage.tests(root);
        Optional<Path> given = tests.flatMap(ModelPackage::testInput);
        Map<String, Path> outputs = new LinkedHashMap<>();
        for (String name : model.outputs()) {
            tests.flatMap(found -> found.testOutput(name)).ifPresent(path -> outputs.put(name, path));
        }
        if (given.isEmpty() || outputs.isEmpty()) {
            return Map.of("Test", "the model brings no test input and output");
        }
        if (!ofNumbers(given.get()) || !outputs.values().stream().allMatch(ModelInstaller::ofNumbers)) {
            return Map.of("Test", "the test input and output are no .npy files");
        }
        Npy input = Npy.read(given.get());
        Map<String, String> report = new LinkedHashMap<>();
        outputs.forEach((name, path) -> {
            Model one = model.withHead(name);
            AxisImage image = image(input, one.signature().inputAxes(), given.get());
            AxisImage raw = one.predict(
                    image, PredictionSettings.USUAL.withOutput(PredictionOutput.RAW), ImageStore.memory(), progress);
            compared(raw, Npy.read(path), one.signature().outputAxes(), path)
                    .forEach((property, value) ->
                            report.put(outputs.size() == 1 ? property : property + " of " + name, value));
        });
        return report;
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

    private static Map<String, String> compared(AxisImage raw, Npy wanted, String axes, Path file) {
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
        double largestValue = 0;
        for (int i = 0; i < values.length; i++) {
            int rest = i;
            int from = 0;
            for (int d = axes.length() - 1; d >= 0; d--) {
                from += rest % wanted.shape().get(d) * stride[d];
                rest /= wanted.shape().get(d);
            }
            double difference = Math.abs((double) got[from] - values[i]);
            largest = Double.isNaN(difference) ? difference : Math.max(largest, difference);
            largestValue = Math.max(largestValue, Math.abs(values[i]));
        }
        Map<String, String> report = new LinkedHashMap<>();
        report.put("Test", "the model's own test input was run");
        report.put("Largest difference", String.valueOf(largest));
        report.put("Largest test value", String.valueOf(largestValue));
        return report;
    }
}
