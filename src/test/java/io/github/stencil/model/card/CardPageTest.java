// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.stencil.StencilException;
import io.github.stencil.model.step.Activation;
import io.github.stencil.model.step.Normalization;
import io.github.stencil.tensor.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the page on {@code stencil.yaml} and its reader together. */
class CardPageTest {
    private static final Pattern ROW =
            Pattern.compile("^\\| `([a-z.]+)` \\| `([^`]+)` \\| [^|]+ \\|$", Pattern.MULTILINE);

    @TempDir
    private Path folder;

    /** The examples of the page, by the fields that they are for. */
    static Map<String, String> examples() {
        Map<String, String> examples = new TreeMap<>();
        Matcher rows = ROW.matcher(section());
        while (rows.find()) {
            examples.put(rows.group(1), rows.group(2));
        }
        return examples;
    }

    static List<String> fields() {
        return List.copyOf(CardFile.fields());
    }

    private static String section() {
        try {
            String page = Files.readString(Path.of("docs", "packages.md"));
            int start = page.indexOf("## The card: stencil.yaml");
            return page.substring(start, page.indexOf("\n## ", start + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void thePageHasEveryFieldThatIsReadAndNoOther() {
        assertThat(examples().keySet()).isEqualTo(CardFile.fields());
    }

    @Test
    void theWholeExampleIsReadAndHasEveryField() throws IOException {
        Matcher block = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(section());
        assertThat(block.find()).isTrue();
        ModelCard card = read(block.group(1));
        assertThat(card)
                .isEqualTo(new ModelCard(
                        "Cells",
                        "Cells in phase contrast, 2D",
                        "CC0-1.0",
                        "serving_default",
                        "byxc",
                        Normalization.PERCENTILES,
                        List.of(new OutputCard(
                                "cells",
                                "byxc",
                                Meaning.LOGITS,
                                Activation.SOFTMAX,
                                List.of("background", "cell", "border"))),
                        new ObjectCard(0.5, 1, 30, false),
                        Precision.FULL,
                        8,
                        48,
                        8,
                        48));
        for (String field : fields()) {
            assertThat(block.group(1)).contains(field.substring(field.indexOf('.') + 1) + ":");
        }
    }

    @ParameterizedTest
    @MethodSource("fields")
    void eachExampleShowsItsFieldAndIsReadAsMoreThanSilence(String field) throws IOException {
        String example = examples().getOrDefault(field, "");
        assertThat(example).contains(field.substring(field.indexOf('.') + 1) + ":");
        ModelCard card = read(field.equals("stencil") ? example : "stencil: 1\n" + example);
        assertThat(card.equals(ModelCard.SILENT)).isEqualTo(field.equals("stencil"));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void eachFieldIsReadSoThatNonsenseInItIsRefused(String field) {
        String nonsense = "{nonsense: 1}";
        String card = field.startsWith("normalization.") && !field.endsWith(".method")
                ? "normalization: {method: percentiles, %s: %s}".formatted(field.split("\\.")[1], nonsense)
                : field.contains(".")
                        ? "%s: {%s: %s}".formatted(field.split("\\.")[0], field.split("\\.")[1], nonsense)
                        : field + ": " + nonsense;
        assertThatThrownBy(() -> read(field.equals("stencil") ? card : "stencil: 1\n" + card))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("nonsense");
    }

    @Test
    void theCardOfTheModelThatComesAlongIsRead() {
        assertThatCode(() -> CardFile.read(Path.of("sample-data", "models", "nuclei")))
                .doesNotThrowAnyException();
    }

    private ModelCard read(String text) throws IOException {
        Files.writeString(folder.resolve("stencil.yaml"), text);
        return CardFile.read(folder);
    }
}
