// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import io.github.stencil.front.Commands;
import io.github.stencil.front.Inputs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scijava.module.ModuleItem;
import org.scijava.service.Service;

/** The menu is declared twice, for plain ImageJ and for SciJava; both must say the same. */
class MenuTest {
    private static final Pattern LINE =
            Pattern.compile("(.+), \"(.+)\", io\\.github\\.stencil\\.front\\.menu\\.(.+)Entry");

    private static final String SEPARATOR = "\"-\"";

    static List<Commands.Declaration> commands() {
        return Commands.all();
    }

    @Test
    void theIndexOfPluginsIsBesideTheClasses() {
        assertThat(getClass().getResource("/META-INF/json/org.scijava.plugin.Plugin"))
                .isNotNull();
        assertThat(commands()).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void bothMenusListTheSameCommandsUnderTheSamePaths() throws IOException {
        Stream<String> annotated = commands().stream()
                .map(command -> command.info().getMenuPath().getMenuString() + " = "
                        + command.info().getDelegateClassName());
        assertThat(pluginsConfig()).containsExactlyInAnyOrderElementsOf(annotated.toList());
    }

    @Test
    void eachEntryHasAClassOfItsOwn() throws IOException {
        try (InputStream in = MenuTest.class.getResourceAsStream("/plugins.config")) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> line.startsWith("Plugins>") && !line.endsWith(SEPARATOR))
                            .map(line -> line.replaceFirst(".*, ", "")))
                    .hasSameSizeAs(commands())
                    .doesNotHaveDuplicates()
                    .allSatisfy(name -> assertThat(Class.forName(name)).isFinal());
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandIsListedOnceInFijiAndRunsWithoutADisplay(Commands.Declaration command) {
        assertThat(command.info().is("no-legacy")).isTrue();
        assertThat(command.info().canRunHeadless()).isTrue();
        assertThat(command.name()).matches("[a-z]+(-[a-z]+)*");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandIsFoundByItsName(Commands.Declaration command) {
        assertThat(Commands.named(command.name()))
                .hasValueSatisfying(found -> assertThat(found.info().getDelegateClassName())
                        .isEqualTo(command.info().getDelegateClassName()));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyParameterIsOneLowerCaseWordThatStartsItsLabel(Commands.Declaration command) {
        for (ModuleItem<?> parameter : Inputs.of(command.createModule())) {
            assertThat(parameter.getName()).matches("[a-z0-9]+");
            assertThat(parameter.getLabel().toLowerCase(Locale.ROOT)).startsWith(parameter.getName());
            assertThat(parameter.getDescription()).isNotBlank();
            assertThat(parameter.isPersisted())
                    .as("%s is kept between runs", parameter.getName())
                    .isFalse();
            assertThat(parameter.getType() == ImagePlus.class && parameter.isAutoFill())
                    .as("%s may be filled with the active image", parameter.getName())
                    .isFalse();
            assertThat(Service.class.isAssignableFrom(parameter.getType())).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void noParameterEndsWithTheNameOfAnother(Commands.Declaration command) {
        List<String> names = Inputs.of(command.createModule()).stream()
                .map(ModuleItem::getName)
                .toList();
        for (String name : names) { // ImageJ's recorder takes "age=" in "image=" for a repetition
            assertThat(names).filteredOn(other -> other.endsWith(name)).containsExactly(name);
        }
    }

    private static List<String> pluginsConfig() throws IOException {
        try (InputStream in = MenuTest.class.getResourceAsStream("/plugins.config")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank() && !line.endsWith(SEPARATOR))
                    .map(line -> LINE.matcher(line)
                            .replaceFirst("$1>$2 = io.github.stencil.command.$3")
                            .replace(">", " > "))
                    .toList();
        }
    }
}
