// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import io.github.stencil.Digest;
import io.github.stencil.model.step.Normalization;
import io.github.stencil.unet.graph.UNetShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A model's description in the format of bioimage.io, version 0.5. */
final class BioimageCard {
    /** The weights as bioimage.io wants them: a zip file of the SavedModel. */
    static final String PACKAGE = "tensorflow_saved_model_bundle.zip";

    /** The first in which a model need not have a license; readers of older ones of 0.5 take it too. */
    private static final String FORMAT = "0.5.7";

    private static final String CITE_2D =
            "cite:\n- {text: \"Ronneberger, Fischer and Brox 2015, U-Net\", doi: 10.1007/978-3-319-24574-4_28}\n";
    private static final String CITE_3D =
            "cite:\n- {text: \"Cicek et al. 2016, 3D U-Net\", doi: 10.1007/978-3-319-46723-8_49}\n";

    private final TrainedModel model;
    private final Checkpoint checkpoint;
    private final UNetShape shape;
    private final TileSizes sizes;

    BioimageCard(TrainedModel model, Checkpoint checkpoint) {
        this.model = model;
        this.checkpoint = checkpoint;
        this.shape = model.layout().shape();
        this.sizes = TileSizes.of(shape);
    }

    /** Returns the words for people. */
    String readme() {
        return String.format(
                Locale.ROOT,
                """
                # %s

                %s.

                Trained with Stencil. `stencil.yaml` tells Predict Masks all that it needs; `rdf.yaml` describes the model for
                bioimage.io; in Python, `tf.saved_model.load(folder).signatures["serving_default"]` takes the raw pixels of
                whole images. `history.csv` has a line per epoch. `%s` is only needed to go on training.

                ## Validation

                On images that were held back from training, epoch %d: mean IoU %s. IoU per class: %s.%s
                """,
                model.name(),
                model.description(checkpoint),
                Checkpoint.NAME,
                checkpoint.stopping().best(),
                best().meanIou(),
                scores(),
                Double.isNaN(best().objectF1())
                        ? ""
                        : String.format(Locale.ROOT, " F1 of objects at an IoU of 0.5: %.4f.", best().objectF1()));
    }

    private String scores() {
        StringBuilder text = new StringBuilder();
        TrainingEpoch best = best();
        for (int k = 0; k < model.classes().size(); k++) {
            text.append(k == 0 ? "" : ", ")
                    .append(model.classes().get(k))
                    .append(' ')
                    .append(best.iou().get(k));
        }
        return text.toString();
    }

    private TrainingEpoch best() {
        return checkpoint.history().epochs().get(checkpoint.stopping().best() - 1);
    }

    /** Returns {@code rdf.yaml}; the files that it names must have been written. */
    String text() throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(
                "# A network trained by Stencil, for bioimage.io. Add a license, such as CC-BY-4.0, before you share it.\n");
        text.append("format_version: ").append(FORMAT).append("\ntype: model\n");
        text.append("name: ").append(quoted(BioimageNames.name(model.name()))).append('\n');
        text.append("description: ")
                .append(quoted(BioimageNames.description(model.description(checkpoint))))
                .append('\n');
        text.append("authors:\n- name: unknown # name who trained it before you share it\n");
        text.append(shape.volume() ? CITE_3D : CITE_2D);
        text.append("documentation: README.md\n");
        if (Files.exists(file("cover.png"))) {
            text.append("covers: [cover.png]\n");
        }
        text.append("tags: [unet, segmentation, stencil, tensorflow]\n");
        inputs(text);
        outputs(text);
        text.append("weights:\n  tensorflow_saved_model_bundle:\n    source: ")
                .append(PACKAGE)
                .append("\n    sha256: ")
                .append(Digest.of(file(PACKAGE)))
                .append("\n    tensorflow_version: \"2.18\"\n");
        config(text);
        return text.toString();
    }

    private void inputs(StringBuilder text) throws IOException {
        text.append("inputs:\n- id: pixels\n  axes:\n  - {type: batch}\n");
        for (char axis : axes().toCharArray()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  - {type: space, id: %s, size: {min: %d, step: %d}}\n",
                    axis,
                    sizes.smallest("zyx".indexOf(axis)),
                    shape.step("zyx".indexOf(axis))));
        }
        text.append("  - {type: channel, channel_names: [");
        for (int c = 0; c < shape.channels(); c++) {
            text.append(c == 0 ? "" : ", ").append("channel").append(c + 1);
        }
        text.append("]}\n  data: {type: float32}\n");
        tested(text, "test_input.npy");
        Normalization scale = model.normalization();
        text.append("  preprocessing:\n  - id: scale_range\n    kwargs: {axes: [")
                .append(String.join(", ", axes().split("")))
                .append("], min_percentile: %s, max_percentile: %s, eps: 1.0e-06}\n"
                        .formatted(scale.low(), scale.high()));
        if (scale.clip()) {
            text.append("  - {id: clip, kwargs: {min: 0.0, max: 1.0}}\n");
        }
    }

    private void outputs(StringBuilder text) throws IOException {
        text.append("outputs:\n- id: probabilities\n  axes:\n  - {type: batch}\n");
        for (char axis : axes().toCharArray()) {
            int halo = sizes.halo("zyx".indexOf(axis));
            text.append(String.format(
                    Locale.ROOT,
                    "  - {type: space, id: %s, %ssize: {tensor_id: pixels, axis_id: %s}}\n",
                    axis,
                    halo > 0 ? "halo: " + halo + ", " : "",
                    axis));
        }
        List<String> classes = model.classes();
        List<String> names = shape.outputs() == 1 ? classes.subList(classes.size() - 1, classes.size()) : classes;
        text.append("  - {type: channel, channel_names: [")
                .append(BioimageNames.channels(names).stream()
                        .map(BioimageCard::quoted)
                        .collect(Collectors.joining(", ")))
                .append("]}\n  data: {type: float32}\n");
        tested(text, "test_output.npy");
    }

    private void config(StringBuilder text) {
        text.append("config:\n  stencil:\n    classes: ")
                .append(model.classes().stream().map(BioimageCard::quoted).collect(Collectors.joining(", ", "[", "]")))
                .append("\n    training:\n");
        for (Map.Entry<String, Object> setting : model.settings().entrySet()) {
            Object value = setting.getValue();
            boolean plain = value instanceof Number || value instanceof Boolean;
            text.append("      ")
                    .append(setting.getKey())
                    .append(": ")
                    .append(plain ? value.toString() : quoted(value.toString()))
                    .append('\n');
        }
        TrainingEpoch best = best();
        text.append("    validation:\n      epoch: ").append(best.epoch()).append('\n');
        number(text, "mean_iou", best.meanIou());
        number(text, "mean_dice", best.meanDice());
        number(text, "loss", best.validationLoss());
        text.append("      iou: {");
        for (int k = 0; k < model.classes().size(); k++) {
            text.append(k == 0 ? "" : ", ")
                    .append(quoted(model.classes().get(k)))
                    .append(": ")
                    .append(yaml(best.iou().get(k)));
        }
        text.append("}\n");
    }

    private static void number(StringBuilder text, String key, double value) {
        text.append("      ").append(key).append(": ").append(yaml(value)).append('\n');
    }

    private static String yaml(double value) {
        return Double.isNaN(value) ? ".nan" : Double.toString(value);
    }

    private void tested(StringBuilder text, String name) throws IOException {
        if (Files.exists(file(name))) {
            text.append("  test_tensor: {source: %s, sha256: %s}\n".formatted(name, Digest.of(file(name))));
        }
    }

    private Path file(String name) {
        return model.folder().resolve(name);
    }

    private String axes() {
        return shape.volume() ? "zyx" : "yx";
    }

    private static String quoted(String text) {
        return ModelCardText.quoted(text);
    }
}
