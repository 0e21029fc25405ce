package io.github.stencil.model;

import io.github.stencil.StencilException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the description of a package. Formats 0.3 and 0.4 name axes by letters, 0.5 describes each. */
final class PackageReader {
    private static final String WEIGHTS = "tensorflow_saved_model_bundle";

    private final Fields all;
    private final String format;
    private final boolean named;
    private final List<Checksum> checksums = new ArrayList<>();

    PackageReader(Fields all, String format) {
        this.all = all;
        this.format = format;
        named = format.startsWith("0.5");
    }

    ModelPackage read() {
        if (!all.text("type").orElse("model").equals("model")) {
            throw all.wrong("type", all.text("type").orElse(""), "model");
        }
        Path weights = weights();
        Fields input = single("inputs");
        Fields output = single("outputs");
        String inputAxes = axes(input);
        String outputAxes = axes(output);
        SizeRule z = new SizeReader(named).of(input, inputAxes, 'z');
        SizeRule y = new SizeReader(named).of(input, inputAxes, 'y');
        SizeRule x = new SizeReader(named).of(input, inputAxes, 'x');
        List<Step> before = new StepReader(inputAxes, true, named, name(input)).read(input.list("preprocessing"));
        List<Step> after = new StepReader(outputAxes, false, named, name(output)).read(output.list("postprocessing"));
        checkOrder(before);
        if (before.isEmpty()) {
            OldSteps.refuseMacros(all);
        }
        ModelCard card = new ModelCard(
                all.text("name").orElse(null),
                all.text("description").orElse(null),
                all.text("license").orElse(null),
                null,
                inputAxes,
                outputAxes,
                null,
                Meaning.UNKNOWN,
                classes(output),
                lcm(y.step(), x.step()),
                Math.max(halo(output, outputAxes, 'y'), halo(output, outputAxes, 'x')),
                z.step(),
                halo(output, outputAxes, 'z'));
        return new ModelPackage(
                folder(),
                format,
                card,
                new Recipe(before),
                after,
                z,
                y,
                x,
                weights,
                test("test_inputs", input),
                test("test_outputs", output),
                checksums);
    }

    /**
     * Reads a description of a format before 0.3, in which the SavedModel is the package itself.
     *
     * @param steps those that it names
     */
    ModelPackage readOld(OldSteps steps) {
        List<Fields> inputs = all.list("inputs");
        List<Fields> outputs = all.list("outputs");
        Optional<Fields> input = inputs.size() == 1 ? Optional.of(inputs.get(0)) : Optional.empty();
        Optional<Fields> output = outputs.size() == 1 ? Optional.of(outputs.get(0)) : Optional.empty();
        String inputAxes = input.map(this::axes).orElse("");
        String outputAxes = output.map(this::axes).orElse("");
        List<SizeRule> sizes = "zyx"
                .chars()
                .mapToObj(axis -> input.map(each -> new SizeReader(named).of(each, inputAxes, (char) axis))
                        .orElse(SizeRule.ANY))
                .toList();
        ModelCard card = new ModelCard(
                all.text("name").orElse(null),
                all.text("description").orElse(null),
                all.text("license").orElse(null),
                null,
                inputAxes.isEmpty() ? null : inputAxes,
                outputAxes.isEmpty() ? null : outputAxes,
                null,
                Meaning.UNKNOWN,
                List.of(),
                lcm(sizes.get(1).step(), sizes.get(2).step()),
                -1,
                sizes.get(0).step(),
                -1);
        return new ModelPackage(
                folder(),
                format,
                card,
                new Recipe(steps.before()),
                steps.after(),
                sizes.get(0),
                sizes.get(1),
                sizes.get(2),
                folder(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private Path folder() {
        return all.file().toAbsolutePath().normalize().resolveSibling("").normalize();
    }

    private Path weights() {
        Fields weights = all.fields("weights")
                .orElseThrow(() -> StencilException.of("%s names no weights. Choose another package.", all.file()));
        if (weights.values().containsKey(WEIGHTS) && !weights.has(WEIGHTS)) {
            throw StencilException.of(
                    "%s names weights for %s but says nothing of them, not even where they are. Write their source there, or download the whole package again.",
                    all.file(), WEIGHTS);
        }
        List<String> others = weights.keys().stream().filter(weights::has).toList();
        Fields ours = weights.fields(WEIGHTS)
                .orElseThrow(() -> StencilException.of(
                        "%s has weights for %s but Stencil runs %s. Look for the model with such weights, or export it as a TensorFlow SavedModel.",
                        all.file(), others.isEmpty() ? "nothing" : String.join(", ", others), WEIGHTS));
        Path path = path(ours, "source");
        if (!Files.exists(path)) {
            throw StencilException.of(
                    "%s names the weights %s, which are not in the package. Download the whole package again.",
                    all.file(), ours.text("source").orElse(""));
        }
        remember(path, ours);
        return path.endsWith(ModelFiles.GRAPH) ? path.resolveSibling("").normalize() : path;
    }

    private Path path(Fields fields, String key) {
        String source = fields.text(key).orElseThrow(() -> fields.wrong(key, null, "a file of the package"));
        return path(fields, key, source);
    }

    private Path path(Fields fields, String key, String source) {
        if (source.matches("(?i)[a-z]+://.*")) {
            throw StencilException.of(
                    "%s leads to %s, which is not in the package. Download the package as a zip with all its files.",
                    all.file(), source);
        }
        Path path = folder().resolve(source.replace('\\', '/')).normalize();
        if (Path.of(source).isAbsolute() || !path.startsWith(folder())) {
            throw fields.wrong(key, source, "a file inside the package");
        }
        return path;
    }

    private Fields single(String key) {
        List<Fields> tensors = all.list(key);
        if (tensors.size() != 1) {
            throw StencilException.of(
                    "%s describes a model with %d %s (%s) but Stencil takes models with one image in and one out. Choose another model.",
                    all.file(),
                    tensors.size(),
                    key,
                    String.join(", ", tensors.stream().map(this::name).toList()));
        }
        return tensors.get(0);
    }

    private String name(Fields tensor) {
        return tensor.text(named ? "id" : "name").orElse("?");
    }

    private String axes(Fields tensor) {
        StringBuilder letters = new StringBuilder();
        if (named) {
            for (Fields axis : tensor.list("axes")) {
                letters.append(letter(axis));
            }
        } else {
            letters.append(
                    tensor.texts("axes").isEmpty()
                            ? tensor.text("axes").orElse("")
                            : String.join("", tensor.texts("axes")));
        }
        String axes = letters.toString().toLowerCase(Locale.ROOT);
        if (axes.indexOf('t') >= 0 || axes.indexOf('i') >= 0) {
            throw StencilException.of(
                    "%s describes a model along time or an index (axes %s), which Stencil does not take. Choose a model of planes or volumes.",
                    all.file(), axes);
        }
        return axes;
    }

    private static char letter(Fields axis) {
        String type = axis.text("type").orElse("");
        String id = axis.text("id").orElse(type);
        return switch (type) {
            case "batch" -> 'b';
            case "channel" -> 'c';
            case "time" -> 't';
            case "index" -> 'i';
            case "space" -> {
                if (!id.equals("x") && !id.equals("y") && !id.equals("z")) {
                    throw axis.wrong("id", id, "x, y or z");
                }
                yield id.charAt(0);
            }
            default -> throw axis.wrong("type", type, "one of batch, channel, space, time, index");
        };
    }

    /** Returns how far a tile's edge is not to be trusted, -1 if nobody says. */
    private int halo(Fields tensor, String axes, char axis) {
        int index = axes.indexOf(axis);
        if (index < 0) {
            return -1;
        }
        if (named) {
            return tensor.list("axes").get(index).whole("halo", -1);
        }
        List<Double> halo = tensor.numbers("halo");
        return halo.size() == axes.length() ? halo.get(index).intValue() : -1;
    }

    private List<String> classes(Fields output) {
        if (!named) {
            return List.of();
        }
        return output.list("axes").stream()
                .filter(axis -> axis.text("type").orElse("").equals("channel"))
                .findFirst()
                .map(axis -> axis.texts("channel_names"))
                .orElse(List.of());
    }

    private Optional<Path> test(String list, Fields tensor) {
        @Nullable
        String source = named
                ? tensor.fields("test_tensor")
                        .flatMap(file -> file.text("source"))
                        .orElse(null)
                : all.texts(list).stream().findFirst().orElse(null);
        if (source == null) {
            return Optional.empty();
        }
        Path path = path(all, list, source);
        if (!Files.isRegularFile(path)) {
            return Optional.empty();
        }
        tensor.fields("test_tensor").ifPresent(file -> remember(path, file));
        return Optional.of(path);
    }

    /** Notes what a file should be; the format gives the checksum beside the source. */
    private void remember(Path path, Fields source) {
        source.text("sha256")
                .filter(digest -> Files.isRegularFile(path))
                .ifPresent(digest -> checksums.add(new Checksum(path, digest)));
    }

    /** What is measured over the whole image cannot follow what differs between its planes. */
    private void checkOrder(List<Step> steps) {
        boolean perPlane = false;
        for (Step step : steps) {
            if (step instanceof Step.Measured measured) {
                if (measured.wholeImage() && perPlane) {
                    throw StencilException.of(
                            "%s scales by the whole data after it scaled each image by itself, which Stencil does not know. Choose another model.",
                            all.file());
                }
                perPlane |= !measured.wholeImage();
            }
        }
    }

    static int lcm(int a, int b) {
        int x = a;
        int y = b;
        while (y != 0) {
            int rest = x % y;
            x = y;
            y = rest;
        }
        return a / x * b;
    }
}
