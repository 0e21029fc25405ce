// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.card;

import io.github.stencil.StencilException;
import io.github.stencil.model.file.ModelNames;
import io.github.stencil.model.step.Activation;
import io.github.stencil.model.step.Recipe;
import io.github.stencil.model.step.Step;
import io.github.stencil.tile.Span;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the description of a package. Formats 0.3 and 0.4 name axes by letters, 0.5 describes each. */
final class PackageReader {
    private static final String WEIGHTS = "tensorflow_saved_model_bundle";
    private static final String ONNX = "onnx";

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
        PackageTensor input = input();
        List<PackageTensor> outputs = outputs();
        SizeRule z = input.size('z');
        SizeRule y = input.size('y');
        SizeRule x = input.size('x');
        List<Step> before = new StepReader(input.axes(), true, named, input.name()).read(input.steps("preprocessing"));
        checkOrder(before);
        if (before.isEmpty()) {
            OldSteps.refuseMacros(all);
        }
        List<PackageOutput> read = outputs.stream().map(this::output).toList();
        ModelCard card = new ModelCard(
                all.text("name").orElse(null),
                all.text("description").orElse(null),
                all.text("license").orElse(null),
                null,
                input.axes(),
                null,
                read.stream().map(PackageOutput::card).toList(),
                null,
                Span.commonMultiple(y.step(), x.step()),
                Math.max(halo(outputs, 'y'), halo(outputs, 'x')),
                z.step(),
                halo(outputs, 'z'));
        return new ModelPackage(
                folder(),
                format,
                card,
                new Recipe(before),
                read,
                z,
                y,
                x,
                input.channels(),
                weights,
                test("test_inputs", input),
                checksums);
    }

    /**
     * Reads a description of a format before 0.3, in which the SavedModel is the package itself.
     *
     * @param steps those that it names
     */
    ModelPackage readOld(OldSteps steps) {
        Optional<PackageTensor> input = only("inputs");
        String outputAxes = only("outputs").map(PackageTensor::axes).orElse("");
        List<SizeRule> sizes = "zyx"
                .chars()
                .mapToObj(axis -> input.map(each -> each.size((char) axis)).orElse(SizeRule.ANY))
                .toList();
        String inputAxes = input.map(PackageTensor::axes).orElse("");
        OutputCard output = new OutputCard(
                "", outputAxes.isEmpty() ? null : outputAxes, Meaning.UNKNOWN, Activation.NONE, List.of());
        ModelCard card = new ModelCard(
                all.text("name").orElse(null),
                all.text("description").orElse(null),
                all.text("license").orElse(null),
                null,
                inputAxes.isEmpty() ? null : inputAxes,
                null,
                List.of(output),
                null,
                Span.commonMultiple(sizes.get(1).step(), sizes.get(2).step()),
                -1,
                sizes.get(0).step(),
                -1);
        return new ModelPackage(
                folder(),
                format,
                card,
                new Recipe(steps.before()),
                List.of(new PackageOutput(output, steps.after(), Optional.empty())),
                sizes.get(0),
                sizes.get(1),
                sizes.get(2),
                input.map(PackageTensor::channels).orElse(0),
                folder(),
                Optional.empty(),
                List.of());
    }

    private Optional<PackageTensor> only(String key) {
        List<PackageTensor> tensors = tensors(key);
        return tensors.size() == 1 ? Optional.of(tensors.get(0)) : Optional.empty();
    }

    private PackageOutput output(PackageTensor output) {
        List<Step> after =
                new StepReader(output.axes(), false, named, output.name()).read(output.steps("postprocessing"));
        OutputCard card =
                new OutputCard(output.name(), output.axes(), Meaning.UNKNOWN, Activation.NONE, output.classes());
        return new PackageOutput(card, after, test("test_outputs", output));
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
                .or(() -> weights.fields(ONNX))
                .orElseThrow(() -> StencilException.of(
                        "%s has weights for %s but Stencil runs %s and %s. Look for the model with such weights, or export it as a TensorFlow SavedModel.",
                        all.file(), others.isEmpty() ? "nothing" : String.join(", ", others), WEIGHTS, ONNX));
        Path path = path(ours, "source");
        if (!Files.exists(path)) {
            throw StencilException.of(
                    "%s names the weights %s, which are not in the package. Download the whole package again.",
                    all.file(), ours.text("source").orElse(""));
        }
        remember(path, ours);
        return path.endsWith(ModelNames.GRAPH) ? path.resolveSibling("").normalize() : path;
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

    /** Returns the input that must be given; what is optional is left out. */
    private PackageTensor input() {
        List<PackageTensor> inputs = tensors("inputs");
        List<PackageTensor> needed =
                inputs.stream().filter(input -> !input.optional()).toList();
        List<PackageTensor> left = needed.isEmpty() ? inputs : needed;
        if (left.isEmpty()) {
            throw StencilException.of("%s describes a model without inputs. Choose another package.", all.file());
        }
        if (left.size() != 1) {
            throw StencilException.of(
                    "%s describes a model with %d inputs (%s) but Stencil takes models with one image in. Choose another model.",
                    all.file(),
                    left.size(),
                    String.join(", ", left.stream().map(PackageTensor::name).toList()));
        }
        return left.get(0);
    }

    /** Returns the outputs; of several those that are images. */
    private List<PackageTensor> outputs() {
        List<PackageTensor> outputs = tensors("outputs");
        List<PackageTensor> images =
                outputs.stream().filter(PackageTensor::image).toList();
        List<PackageTensor> left = images.isEmpty() ? outputs : images;
        if (left.isEmpty()) {
            throw StencilException.of("%s describes a model without outputs. Choose another package.", all.file());
        }
        return left;
    }

    private List<PackageTensor> tensors(String key) {
        List<PackageTensor> tensors = new ArrayList<>();
        for (Fields tensor : all.list(key)) {
            tensors.add(new PackageTensor(tensor, named, tensors.size()));
        }
        return tensors;
    }

    /** Returns the largest halo of any output, -1 if nobody says. */
    private static int halo(List<PackageTensor> outputs, char axis) {
        return outputs.stream().mapToInt(output -> output.halo(axis)).max().orElse(-1);
    }

    private Optional<Path> test(String list, PackageTensor tensor) {
        @Nullable
        String source = named
                ? tensor.test().flatMap(file -> file.text("source")).orElse(null)
                : all.texts(list).stream().skip(tensor.number()).findFirst().orElse(null);
        if (source == null) {
            return Optional.empty();
        }
        Path path = path(all, list, source);
        if (!Files.isRegularFile(path)) {
            return Optional.empty();
        }
        tensor.test().ifPresent(file -> remember(path, file));
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
}
