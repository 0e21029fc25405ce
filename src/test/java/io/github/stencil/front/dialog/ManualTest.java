// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.stencil.front.Commands;
import io.github.stencil.front.Inputs;
import io.github.stencil.front.MacroOptions;
import io.github.stencil.front.ParameterText;
import io.github.stencil.front.line.OptionReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import picocli.CommandLine;

/** The manual and the commands must say the same. */
class ManualTest {
    private static final Path DOCS = Path.of("docs");
    private static final Pattern CALL = Pattern.compile("run\\(\"([^\"]+)\"(?:, \"([^\"]*)\")?\\);");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    /** Without a Java call of their own: the manual says what to do instead, or there is nothing to compute. */
    private static final Set<String> NO_CALL =
            Set.of("Stencil Batch...", "Stencil Install GPU Support...", "Open OME-Zarr...", "Stencil Samples");

    static List<Commands.Declaration> commands() {
        return Commands.all();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyParameterIsListedInOrderWithItsDefault(Commands.Declaration command) {
        Map<String, String> listed = new LinkedHashMap<>();
        for (List<String> row : rows(section(command))) {
            listed.put(row.get(0), row.get(1));
            assertThat(row.get(2)).as("what %s means", row.get(0)).isNotBlank();
        }
        Map<String, String> declared = new LinkedHashMap<>();
        Module module = command.createModule();
        for (ModuleItem<?> parameter : Inputs.of(module)) {
            Object value = module.getInput(parameter.getName());
            String text = ParameterText.write(value);
            declared.put(
                    parameter.getName(),
                    value == null && parameter.isRequired() ? "required" : text.isEmpty() ? "empty" : text);
        }
        assertThat(listed).as("the table of %s", command.label()).isEqualTo(declared);
        assertThat(listed.keySet()).containsExactlyElementsOf(declared.keySet());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyChoiceOfAParameterIsNamed(Commands.Declaration command) {
        Map<String, String> listed = new LinkedHashMap<>();
        rows(section(command)).forEach(row -> listed.put(row.get(0), row.get(1) + " " + row.get(2)));
        for (ModuleItem<?> parameter : Inputs.of(command.createModule())) {
            boolean counted = ParameterText.choices(parameter).contains("GPU 0")
                    || command.name().equals("batch");
            for (String choice : counted ? List.<String>of() : ParameterText.choices(parameter)) {
                assertThat(listed.get(parameter.getName())).contains(choice);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void itsMacroLineCanBeRead(Commands.Declaration command) {
        Matcher call = CALL.matcher(code(section(command), "ijm").strip());
        assertThat(call.matches()).isTrue();
        assertThat(call.group(1)).isEqualTo(command.label());
        check(command, MacroOptions.parse(call.group(2) == null ? "" : call.group(2)));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void itsCommandLineCanBeRead(Commands.Declaration command) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(code(section(command), "sh"));
        while (word.find()) {
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        assertThat(words.subList(0, 2)).containsExactly("bin/stencil", command.name());
        var given = new CommandLine(OptionReader.spec(command))
                .parseArgs(words.subList(2, words.size()).toArray(String[]::new));
        Map<String, String> texts = new LinkedHashMap<>();
        OptionReader.read(given, command).texts().forEach((name, values) -> texts.put(name, values.get(0)));
        check(command, texts);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void itsHelpIsItsSection(Commands.Declaration command) {
        String page = Manual.page(command.label());
        assertThat(Inputs.of(command.createModule()))
                .allSatisfy(parameter -> assertThat(page).contains("<code>" + parameter.getName() + "</code>"));
        assertThat(page)
                .startsWith("<html>")
                .contains("<h2>" + command.label().replace("...", "") + "</h2>")
                .contains(Manual.ONLINE + "manual.md#")
                .doesNotContain("<img", "href=\"images", "href=\"#");
    }

    @Test
    void itsJavaCallsCompile(@TempDir Path folder) throws IOException {
        StringBuilder source = new StringBuilder("import ij.ImagePlus;\nimport java.nio.file.Path;\n");
        code(Manual.parse(), "").lines().forEach(line -> source.append(line).append('\n'));
        source.append("class Calls {\n");
        for (Commands.Declaration command : commands()) {
            if (!NO_CALL.contains(command.label())) {
                source.append(
                        "void %s(ImagePlus image, ImagePlus mask, ImagePlus labels, ImagePlus truth, ImagePlus prediction) throws Exception {\n%s}\n"
                                .formatted(command.name().replace("-", ""), code(section(command), "java")));
            }
        }
        Path file = Files.writeString(folder.resolve("Calls.java"), source.append("}\n"));
        StringWriter said = new StringWriter();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "-proc:none",
                    "-d",
                    folder.toString(),
                    "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
            boolean compiled = compiler.getTask(
                            new PrintWriter(said), files, null, options, null, files.getJavaFileObjects(file.toFile()))
                    .call();
            assertThat(compiled).as("%s%n%s", said, source).isTrue();
        }
    }

    @Test
    void everyCommandHasAPictureAndEveryPictureAndPageThatIsNamedIsThere() throws IOException {
        List<String> named = new ArrayList<>();
        for (Path page : List.of(DOCS.resolve("manual.md"), DOCS.resolve("coming-from.md"))) {
            targets(Manual.read(Files.readString(page))).forEach(named::add);
        }
        for (Commands.Declaration command : commands()) {
            String picture = "images/" + command.name() + ".png";
            assertThat(named.contains(picture) || Files.notExists(DOCS.resolve(picture)))
                    .as("the picture of %s", command.label())
                    .isTrue();
        }
        assertThat(named).allSatisfy(target -> assertThat(DOCS.resolve(target)).exists());
        try (Stream<Path> pictures = Files.list(DOCS.resolve("images"))) {
            long bytes = pictures.map(Path::toFile).mapToLong(File::length).sum();
            assertThat(bytes).as("bytes of all pictures").isLessThan(3_000_000);
        }
    }

    /** Reads texts as the doors do, all but images and models, which are not there. */
    private static void check(Commands.Declaration command, Map<String, String> texts) {
        Map<String, ModuleItem<?>> parameters = Inputs.of(command.createModule()).stream()
                .collect(Collectors.toMap(ModuleItem::getName, parameter -> parameter));
        assertThat(parameters.keySet()).containsAll(texts.keySet());
        texts.forEach((name, text) -> {
            if (!Inputs.isImage(parameters.get(name))) {
                ParameterText.read(parameters.get(name), text);
            }
        });
        Module module = command.createModule();
        for (ModuleItem<?> parameter : Inputs.of(module)) {
            boolean needed = parameter.isRequired() && module.getInput(parameter.getName()) == null;
            assertThat(!needed || texts.containsKey(parameter.getName()))
                    .as("%s is given", parameter.getName())
                    .isTrue();
        }
    }

    private static Node section(Commands.Declaration command) {
        Node section = Manual.section(Manual.parse(), command.label().replace("...", ""));
        assertThat(section.getFirstChild())
                .as("the section of %s", command.label())
                .isNotNull();
        return section;
    }

    /** Returns the cells of all table rows but the heads. */
    private static List<List<String>> rows(Node section) {
        List<List<String>> rows = new ArrayList<>();
        section.accept(new AbstractVisitor() {
            @Override
            public void visit(CustomNode node) {
                if (node instanceof TableRow && !(node.getParent() instanceof TableHead)) {
                    List<String> cells = new ArrayList<>();
                    for (Node cell = node.getFirstChild(); cell != null; cell = cell.getNext()) {
                        cells.add(cell instanceof TableCell ? plain(cell) : "");
                    }
                    rows.add(cells);
                }
                visitChildren(node);
            }
        });
        return rows;
    }

    private static String plain(Node node) {
        // As text, code is in quotes, and a cell ends with its border
        return Manual.text(node).replace("\"", "").replaceFirst("\\s*\\|$", "");
    }

    /** Returns the code of one language; of none, the indented code. */
    private static String code(Node section, String language) {
        StringBuilder code = new StringBuilder();
        section.accept(new AbstractVisitor() {
            @Override
            public void visit(FencedCodeBlock block) {
                if (block.getInfo().equals(language)) {
                    code.append(block.getLiteral());
                }
            }

            @Override
            public void visit(IndentedCodeBlock block) {
                if (language.isEmpty()) {
                    code.append(block.getLiteral());
                }
            }
        });
        return code.toString();
    }

    /** Returns the files that links and pictures lead to. */
    private static List<String> targets(Node page) {
        List<String> targets = new ArrayList<>();
        page.accept(new AbstractVisitor() {
            @Override
            public void visit(Image image) {
                targets.add(image.getDestination());
            }

            @Override
            public void visit(Link link) {
                String file = link.getDestination().replaceFirst("#.*", "");
                if (!file.isEmpty() && !file.contains(":")) {
                    targets.add(file);
                }
                visitChildren(link);
            }
        });
        return targets;
    }
}
