// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import ij.Prefs;
import io.github.stencil.front.Commands;
import io.github.stencil.front.Inputs;
import io.github.stencil.front.ParameterText;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

/** What dialogs are made of, without a display. */
class FormsTest {
    static List<Commands.Declaration> commands() {
        return Commands.all();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void whatAnEffectDependsOnIsThereAndCanHaveThatValue(Commands.Declaration command) {
        Map<String, ModuleItem<?>> parameters = Inputs.of(command.createModule()).stream()
                .collect(Collectors.toMap(ModuleItem::getName, parameter -> parameter));
        for (ModuleItem<?> parameter : parameters.values()) {
            for (Effect.Condition condition : Effect.of(parameter).conditions()) {
                ModuleItem<?> other = parameters.get(condition.name());
                assertThat(other).as("what %s depends on", parameter.getName()).isNotNull();
                assertThat(other).isNotSameAs(parameter);
                List<String> choices = ParameterText.choices(other);
                if (!choices.isEmpty()) {
                    assertThat(choices).containsAll(condition.values());
                } else if (other.getType() == Boolean.class) {
                    assertThat(List.of("true", "false")).containsAll(condition.values());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void explanationsFitIntoTheirLines(Commands.Declaration command) {
        for (ModuleItem<?> parameter : Inputs.of(command.createModule())) {
            assertThat(HintLines.wrap(parameter.getDescription(), HintLines.COLUMNS))
                    .as("%s of %s", parameter.getName(), command.name())
                    .hasSizeLessThanOrEqualTo(HintLines.LINES);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void whatIsNeededIsInTheShortForm(Commands.Declaration command) {
        Module module = command.createModule();
        Form form = new Form(module, Inputs.of(module), Map.of(), "", false);
        assertThat(form.shown())
                .containsAll(Inputs.of(module).stream()
                        .filter(parameter -> parameter.isRequired() && module.getInput(parameter.getName()) == null)
                        .toList());
        assertThat(form.hiddenSettings()).isEmpty();
    }

    @Test
    void conditionsHoldForOneOfSomeForNoneOfThemAndForEmptiness() {
        Effect effect = new Effect(List.of(Effect.Condition.of("a=x|y"), Effect.Condition.of("b!=")));
        assertThat(effect.isThere(Map.of("a", "y", "b", "1"))).isTrue();
        assertThat(effect.isThere(Map.of("a", "z", "b", "1"))).isFalse();
        assertThat(effect.isThere(Map.of("a", "y", "b", " "))).isFalse();
        assertThat(effect.isThere(Map.of())).as("what is not asked for").isTrue();
        assertThat(new Effect(List.of(Effect.Condition.of("a="))).isThere(Map.of("a", "")))
                .isTrue();
    }

    @Test
    void aRefusalThatNamesWhatTheShortFormLacksOpensAllOfIt() {
        Module module = Commands.named("predict").orElseThrow().createModule();
        Form form = new Form(module, Inputs.of(module), Map.of(), "", false);
        assertThat(form.complaining("The tile is 7 but must be larger.").full()).isTrue();
        assertThat(form.complaining("There is no model there.").full()).isFalse();
    }

    @Test
    void onlyWhatDiffersFromTheDefaultIsKeptAndNothingThatIsToBeWantedAnew() {
        Commands.Declaration command = Commands.named("predict").orElseThrow();
        Module module = command.createModule();
        LastValues.keep(module, Map.of("tile", "512", "tta", "false", "trust", "true", "image", "cells.tif"));
        assertThat(LastValues.of(command.createModule())).containsExactly(Map.entry("tile", "512"));
        Prefs.set("stencil.predict.tile", "huge"); // as another version may have written
        assertThat(LastValues.of(command.createModule())).isEmpty();
        LastValues.keep(module, Map.of("tile", "0"));
        assertThat(Prefs.get("stencil.predict.tile", "none")).isEqualTo("none");
    }

    @Test
    void textsAreBrokenIntoLinesAtBlanks() {
        assertThat(HintLines.wrap("one two  three", 7)).containsExactly("one two", "three");
        assertThat(HintLines.wrap("immeasurable a", 5)).containsExactly("immeasurable", "a");
        assertThat(HintLines.wrap("", 5)).containsExactly("");
    }
}
