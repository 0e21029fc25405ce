// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import io.github.stencil.DecimalText;
import io.github.stencil.model.card.ObjectCard;
import io.github.stencil.model.step.Normalization;
import io.github.stencil.tensor.Precision;
import io.github.stencil.unet.graph.NetworkFile;
import io.github.stencil.unet.graph.UNetShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/** The text of {@code stencil.yaml}, which tells Predict Masks all that it needs. */
record ModelCardText(
        String name,
        String description,
        String license,
        List<String> classes,
        UNetShape shape,
        Normalization normalization,
        Optional<ObjectCard> objects,
        Precision precision) {
    private static final String NAME = "stencil.yaml";

    ModelCardText {
        classes = List.copyOf(classes);
    }

    static ModelCardText of(String name, String description, String license, List<String> classes, UNetShape shape) {
        return new ModelCardText(
                name,
                description,
                license,
                classes,
                shape,
                Normalization.PERCENTILES,
                Optional.empty(),
                Precision.AUTOMATIC);
    }

    void write(Path folder) throws IOException {
        Files.writeString(folder.resolve(NAME), text());
    }

    String text() {
        String axes = shape.volume() ? "bzyxc" : "byxc";
        StringBuilder text = new StringBuilder("# A network trained by Stencil.\nstencil: 1\n");
        said(text, "name", name);
        said(text, "description", description);
        said(text, "license", license);
        text.append("signature: ").append(NetworkFile.NETWORK).append('\n');
        text.append("input:\n  axes: ").append(axes).append('\n');
        text.append("normalization:\n  method: percentiles\n  low: %s\n  high: %s\n  clip: %s\n"
                .formatted(normalization.low(), normalization.high(), normalization.clip()));
        text.append("output:\n  meaning: probabilities\n  axes: ").append(axes).append('\n');
        if (shape.outputs() > 1 && !classes.isEmpty()) {
            text.append("  classes: ")
                    .append(classes.stream().map(ModelCardText::quoted).collect(Collectors.joining(", ", "[", "]")))
                    .append('\n');
        }
        objects.ifPresent(
                card -> text.append("objects:\n  threshold: %s\n  tolerance: %s\n  smallest: %s\n  shape: %s\n"
                        .formatted(
                                DecimalText.write(card.threshold()),
                                DecimalText.write(card.tolerance()),
                                DecimalText.write(card.smallest()),
                                card.bent() ? "any" : "round")));
        if (precision != Precision.AUTOMATIC) {
            text.append("precision: ")
                    .append(precision.toString().toLowerCase(Locale.ROOT))
                    .append('\n');
        }
        text.append("step: ").append(perAxis(shape::step)).append('\n');
        if (shape.norm() != UNetShape.Norm.GROUP) { // group normalisation looks at the whole image
            text.append("halo: ").append(perAxis(shape::halo)).append('\n');
        }
        return text.toString();
    }

    /** Returns a number for rows and columns, which share it, or for slices, rows and columns. */
    private String perAxis(IntUnaryOperator along) {
        int plane = Math.max(along.applyAsInt(1), along.applyAsInt(2));
        return shape.volume()
                ? String.format(Locale.ROOT, "[%d, %d, %d]", along.applyAsInt(0), plane, plane)
                : String.valueOf(plane);
    }

    private static void said(StringBuilder text, String key, String value) {
        if (!value.isBlank()) {
            text.append(key).append(": ").append(quoted(value)).append('\n');
        }
    }

    /** Returns a text in quotes, as YAML and JSON have it. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < ' ') {
                quoted.append("\\u%04x".formatted(c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }
}
