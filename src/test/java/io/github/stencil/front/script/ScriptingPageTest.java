package io.github.stencil.front.script;

import static org.assertj.core.api.Assertions.assertThat;

import groovy.lang.Binding;
import groovy.lang.GroovyShell;
import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.python.util.PythonInterpreter;
import org.scijava.Context;
import org.scijava.command.CommandService;

/** The scripts of docs/scripting.md, as they stand there. */
class ScriptingPageTest {
    private static final String DATA =
            Path.of("sample-data").toAbsolutePath().toString().replace('\\', '/');

    private static Context context;

    @BeforeAll
    static void start() {
        context = new Context();
    }

    @AfterAll
    static void end() {
        context.dispose();
    }

    /** What the script editor puts in place of the lines that begin so. */
    private static String script(String heading) throws IOException {
        Matcher block = Pattern.compile("## " + heading + "\n\n```\\w+\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs", "scripting.md")));
        assertThat(block.find()).as(heading).isTrue();
        return block.group(1).replaceAll("(?m)^#@.*$", "");
    }

    private static CommandService commands() {
        return context.service(CommandService.class);
    }

    @Test
    void groovy() throws IOException {
        StringWriter said = new StringWriter();
        Binding given = new Binding(new HashMap<>(Map.of("command", commands(), "data", DATA, "out", said)));
        new GroovyShell(given).evaluate(script("Groovy"));
        assertThat(said.toString()).startsWith("nuclei-8bit-masked");
        assertThat(((ImagePlus) given.getVariable("masked")).getStatistics().max)
                .isPositive();
    }

    @Test
    void jython() throws IOException {
        String[] said = python(script("Jython"), Map.of("command", commands())).split("\n", -1);
        assertThat(Integer.parseInt(said[0])).isBetween(50, 90);
        assertThat(said[1]).isEqualTo("False");
    }

    @Test
    void pyimagej() throws IOException {
        String script = script("pyimagej").replaceAll("import imagej\nij = .*\n", "");
        assertThat(python(script, Map.of("ij", new Gateway()))).startsWith("nuclei-8bit-objects");
    }

    /** The parts of ImageJ2's gateway that the example uses, which is not among the libraries of these tests. */
    public static final class Gateway {
        public CommandService command() {
            return commands();
        }

        public Gateway io() {
            return this;
        }

        public ImagePlus open(String path) {
            return IJ.openImage(path);
        }
    }

    private static String python(String script, Map<String, Object> given) {
        StringWriter said = new StringWriter();
        try (PythonInterpreter python = new PythonInterpreter()) {
            python.setOut(said);
            python.set("data", DATA);
            given.forEach(python::set);
            python.exec(script);
        }
        return said.toString();
    }
}
