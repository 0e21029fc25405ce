package io.github.stencil.front;

import static org.assertj.core.api.Assertions.assertThat;

import groovy.lang.Binding;
import groovy.lang.GroovyShell;
import ij.IJ;
import ij.ImagePlus;
import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.model.Model;
import io.github.stencil.model.PredictionOutput;
import io.github.stencil.model.PredictionSettings;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

    /** Returns the first script below a heading, without the lines that the script editor reads. */
    private static String script(String heading) throws IOException {
        Matcher block = Pattern.compile("## " + heading + "\n(?:(?!\n## |```).)*```\\w+\n(.*?)```", Pattern.DOTALL)
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

    @Test
    void predictingInGroovy() throws IOException {
        StringWriter said = new StringWriter();
        Binding given = new Binding(new HashMap<>(Map.of("data", DATA, "out", said)));
        new GroovyShell(given).evaluate(script("Predicting in Groovy"));
        AxisImage image = AxisImage.of(IJ.openImage(DATA + "/images/nuclei-8bit.tif"));
        assertThat(said.toString().lines())
                .containsExactly(
                        "[%d, %d, 1, 1, 1]"
                                .formatted(
                                        image.extent().width(), image.extent().height()),
                        "true");
        AxisImage wanted = Model.open(Path.of(DATA, "models", "nuclei"))
                .predict(image, PredictionSettings.USUAL, ImageStore.memory(), Progress.NONE);
        @SuppressWarnings("unchecked")
        var labels = (RandomAccessibleInterval<? extends RealType<?>>) given.getVariable("labels");
        assertThat(values(labels)).isEqualTo(values(wanted.pixels())).contains(0.0, 1.0, 2.0);
    }

    private static double[] values(RandomAccessibleInterval<? extends RealType<?>> pixels) {
        return pixels.stream().mapToDouble(RealType::getRealDouble).toArray();
    }

    @Test
    void predictingInJython() throws IOException {
        String said = python(script("Predicting in Jython"), Map.of());
        AxisImage mask = Model.open(Path.of(DATA, "models", "nuclei"))
                .predict(
                        AxisImage.of(IJ.openImage(DATA + "/images/nuclei-8bit.tif")),
                        PredictionSettings.USUAL.withOutput(PredictionOutput.MASK));
        long inside = Arrays.stream(values(mask.pixels()))
                .filter(value -> value == 255)
                .count();
        assertThat(Long.parseLong(said.strip())).isEqualTo(inside).isPositive();
    }

    @Test
    void trainingInGroovy(@TempDir Path folder) throws IOException {
        StringWriter said = new StringWriter();
        Binding given = new Binding(new HashMap<>(Map.of("data", DATA, "folder", folder.toFile(), "out", said)));
        new GroovyShell(given).evaluate(script("Training in Groovy"));
        assertThat(said.toString().lines()).containsExactly("2", "[96, 96, 1, 1, 1]");
    }

    @Test
    void trainingInJython(@TempDir Path folder) throws IOException {
        String said = python(script("Training in Jython"), Map.of("folder", folder.toFile()));
        assertThat(said).matches("1: \\d\\.\\d{4}\n2: \\d\\.\\d{4}\n");
        assertThat(folder.resolve("jython/saved_model.pb")).isRegularFile();
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
