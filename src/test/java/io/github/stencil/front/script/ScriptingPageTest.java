// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
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
        Matcher block = Pattern.compile("## " + heading + "\n(?:(?!\n##+ |```).)*```\\w+\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs", "scripting.md")));
        assertThat(block.find()).as(heading).isTrue();
        return block.group(1).replaceAll("(?m)^#@.*$", "");
    }

    private static CommandService commands() {
        return context.service(CommandService.class);
    }

    @Test
    void groovy() throws IOException {
        Ran ran = groovy(script("Groovy"), Map.of("command", commands()));
        assertThat(ran.said()).startsWith("nuclei-8bit-masked");
        assertThat(ran.image("masked").getStatistics().max).isPositive();
    }

    @Test
    void jython() throws IOException {
        String[] said = python(script("Jython"), Map.of("command", commands())).lines();
        assertThat(Integer.parseInt(said[0])).isBetween(50, 90);
        assertThat(said[1]).isEqualTo("False");
    }

    @Test
    void pyimagej() throws IOException {
        String script = script("pyimagej").replaceAll("import imagej\nij = .*\n", "");
        assertThat(python(script, Map.of("ij", new Gateway())).said()).startsWith("nuclei-8bit-objects");
    }

    @Test
    void predictingInGroovy() throws IOException {
        StringWriter said = new StringWriter();
        Binding given = new Binding(new HashMap<>(Map.of("data", DATA, "out", said)));
        new GroovyShell(given).evaluate(script("Predicting, in Groovy"));
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
        String said = python(script("Predicting, in Jython"), Map.of()).said();
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
        new GroovyShell(given).evaluate(script("Training, in Groovy"));
        assertThat(said.toString().lines()).containsExactly("2", "[96, 96, 1, 1, 1]");
    }

    @Test
    void trainingInJython(@TempDir Path folder) throws IOException {
        String said = python(script("Training, in Jython"), Map.of("folder", folder.toFile()))
                .said();
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

    /** What a script has said, and the variables that it leaves. */
    private record Ran(String said, Function<String, Object> variables) {
        ImagePlus image(String name) {
            return (ImagePlus) variables.apply(name);
        }

        String[] lines() {
            return said.strip().split("\n", -1);
        }
    }

    private static Ran groovy(String script, Map<String, Object> given) {
        StringWriter said = new StringWriter();
        Binding variables = new Binding(new HashMap<>(Map.of("data", DATA, "out", said)));
        given.forEach(variables::setVariable);
        new GroovyShell(variables).evaluate(script);
        return new Ran(said.toString(), variables::getVariable);
    }

    private static Ran python(String script, Map<String, Object> given) {
        StringWriter said = new StringWriter();
        try (PythonInterpreter python = new PythonInterpreter()) {
            python.setOut(said);
            python.set("data", DATA);
            given.forEach(python::set);
            python.exec(script);
            Map<String, Object> left = new HashMap<>();
            for (String name : List.of("background", "back", "picture", "image")) {
                Optional.ofNullable(python.get(name, Object.class)).ifPresent(value -> left.put(name, value));
            }
            return new Ran(said.toString(), left::get);
        }
    }

    private static Ran groovy(String heading) throws IOException {
        return groovy(script(heading + ", in Groovy"), Map.of());
    }

    private static Ran jython(String heading) throws IOException {
        return python(script(heading + ", in Jython"), Map.of());
    }

    private static ImagePlus open(String folder) {
        return IJ.openImage(DATA + "/" + folder + "/nuclei-8bit.tif");
    }

    private static void assertSamePixels(ImagePlus found, ImagePlus wanted) {
        assertThat(found.getProcessor().getFloatArray())
                .isDeepEqualTo(wanted.getProcessor().getFloatArray());
    }

    // The classes behind the commands

    @Test
    void masks() throws IOException {
        ImagePlus image = open("images");
        ImagePlus truth = open("truth");
        Ran groovy = groovy("Masks");
        ImagePlus background = jython("Masks").image("background");
        double sum = 0;
        int nuclei = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                float value = image.getProcessor().getf(x, y);
                int label = truth.getProcessor().get(x, y);
                assertThat(groovy.image("masked").getProcessor().getf(x, y))
                        .isEqualTo(Float.valueOf(label == 0 ? Float.NaN : value));
                assertThat(background.getProcessor().getf(x, y)).isEqualTo(label == 0 ? value : 0);
                sum += label == 1 ? value : 0;
                nuclei += label == 1 ? 1 : 0;
            }
        }
        assertThat(groovy.lines()[0]).startsWith("class 1: %d pixels, mean ".formatted(nuclei));
        assertThat(Double.parseDouble(groovy.lines()[0].replaceAll(".* ", ""))).isCloseTo(sum / nuclei, within(1e-9));
        assertThat(jython("Masks").said().strip()).isEqualTo(String.valueOf(nuclei));
    }

    @Test
    void oneHot() throws IOException {
        Ran groovy = groovy("Labels to one-hot and back");
        assertThat(groovy.said().strip()).isEqualTo("511 x 383, 3 channels, 1 slice, 1 frame");
        assertSamePixels(groovy.image("back"), open("truth"));
        Ran jython = jython("Labels to one-hot and back");
        assertThat(jython.said().strip()).isEqualTo("3");
        assertSamePixels(jython.image("back"), open("truth"));
    }

    @Test
    void objects() throws IOException {
        Ran groovy = groovy("Objects");
        assertThat(groovy.lines())
                .hasSize(3)
                .allMatch(line -> line.matches("\\d+: [\\d.]+ at [\\d.]+, [\\d.]+, mean .*"));
        assertThat(groovy.image("labels").getProcessor().getStats().max).isBetween(60.0, 90.0);
        String[] jython = jython("Objects").lines();
        assertThat(Integer.parseInt(jython[0])).isBetween(65, 80); // 73 nuclei, of which some touch
        assertThat(Double.parseDouble(jython[1])).isBetween(100.0, 255.0);
    }

    @Test
    void rois() throws IOException {
        Ran groovy = groovy("ROIs");
        int[] sizes = open("instances").getProcessor().getHistogram();
        long nuclei = IntStream.range(1, sizes.length).filter(l -> sizes[l] > 0).count();
        assertThat(groovy.said().strip()).isEqualTo(String.valueOf(nuclei));
        assertSamePixels(groovy.image("drawn"), open("instances"));
        Ran jython = jython("ROIs");
        long large =
                IntStream.range(1, sizes.length).filter(l -> sizes[l] > 400).count();
        assertThat(jython.said().strip()).isEqualTo(String.valueOf(large));
        assertThat(jython.image("image").getOverlay().size()).isEqualTo((int) large);
    }

    @Test
    void scores() throws IOException {
        Ran groovy = groovy("Scores");
        long both = 0;
        long either = 0;
        long positive = 0;
        ImagePlus truth = open("truth");
        ImagePlus second = open("annotator2");
        int pixels = truth.getProcessor().getPixelCount();
        for (int i = 0; i < pixels; i++) {
            boolean t = truth.getProcessor().get(i) == 1;
            boolean p = second.getProcessor().get(i) == 1;
            both += t && p ? 1 : 0;
            either += t || p ? 1 : 0;
            positive += t ? 1 : 0;
        }
        double recall = (double) both / positive;
        double specificity = (double) (pixels - either) / (pixels - positive);
        assertThat(groovy.lines()[0]).isEqualTo("IoU " + (double) both / either);
        assertThat(groovy.lines()[1]).isEqualTo("Balanced accuracy " + (recall + specificity) / 2);
        assertThat(groovy.lines()[2]).matches("ASSD [\\d.]+, NSD 0\\.\\d+");
        assertThat(Double.parseDouble(groovy.lines()[3].replace("F1 ", ""))).isBetween(0.7, 1.0);
        assertThat(groovy.image("picture").getTitle()).isEqualTo("nuclei-8bit-overlay");
        Ran jython = jython("Scores");
        assertThat(jython.lines()).hasSize(7);
        assertThat(jython.lines()[4]).matches("time-lapse t5 0\\.\\d{3}");
        assertThat(Double.parseDouble(jython.lines()[5])).isBetween(0.5, 500.0);
        assertThat(Double.parseDouble(jython.lines()[6])).isBetween(0.5, 1.0);
        assertThat(jython.image("picture").getNFrames()).isEqualTo(5);
    }
}
