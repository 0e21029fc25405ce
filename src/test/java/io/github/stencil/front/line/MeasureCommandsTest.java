// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.ResultsTable;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import io.github.stencil.front.Csv;
import java.awt.GraphicsEnvironment;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measure Objects, and the tables, channels and selections of Predict Masks, by macro and on the command line. */
class MeasureCommandsTest {
    private static final String MODEL = Path.of("sample-data", "models", "nuclei")
            .toAbsolutePath()
            .toString()
            .replace('\\', '/');
    private static final String NUCLEI = Path.of("sample-data", "images", "nuclei-8bit.tif")
            .toAbsolutePath()
            .toString()
            .replace('\\', '/');

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void theCommandLineMeasuresAllChannelsOfAllFilesIntoOneTable() {
        for (String stem : new String[] {"a", "b"}) {
            int more = stem.equals("a") ? 0 : 100;
            save("labels/" + stem + ".tif", 1, bytes(1, 0, 2, 2));
            save("images/" + stem + ".tif", 2, bytes(5 + more, 9, 20, 22), bytes(1, 2, 3, 4));
        }
        int status = stencil("measure", "--labels", file("labels"), "--image", file("images"), "--tables", file("t"));
        assertThat(status).as(err.toString()).isZero();
        assertThat(folder.resolve("t/object-measurements.csv"))
                .content()
                .startsWith(
                        "Image,Label,Class,Z,T,Unit,Pixels,Area,X,Y,BX,BY,Width,Height,"
                                + "Perimeter,Circularity,Feret,MinFeret,AR,Round,Solidity,"
                                + "MeanC1,StdDevC1,MedianC1,MinC1,MaxC1,IntDenC1,MeanC2,StdDevC2,MedianC2,MinC2,MaxC2,IntDenC2\r\n");
        ResultsTable table = table("t/object-measurements.csv");
        assertThat(table.getColumnAsStrings("Image")).containsExactly("a", "a", "b", "b");
        assertThat(table.getColumn("Label")).containsExactly(1, 2, 1, 2);
        assertThat(table.getColumn("MeanC1")).containsExactly(5, 21, 105, 21);
        assertThat(table.getColumn("IntDenC2")).containsExactly(1, 7, 1, 7);
        assertThat(folder.resolve("t/object-counts.csv")).content().isEqualTo("""
                Image,T,Objects,Unit,TotalArea,MeanArea,MedianArea,Density
                a,1,2,pixels,3,1.5,1.5,0.5
                b,1,2,pixels,3,1.5,1.5,0.5
                """.replace("\n", "\r\n"));
        assertThat(err.toString()).contains("stencil: 4 objects in 2 images, of mean area 1.500 pixels^2.");
    }

    @Test
    void volumesHaveColumnsOfTheirOwn() {
        save("labels.tif", 1, bytes(1, 0, 2, 2));
        assertThat(stencil("measure", "--labels", file("labels.tif"), "--space", "3D"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString().lines())
                .contains("Image,Label,Class,T,Unit,Pixels,Volume,X,Y,Z,BX,BY,BZ,Width,Height,Depth,"
                        + "Surface,Sphericity,MajorAxis,MiddleAxis,MinorAxis")
                .contains("Image,T,Objects,Unit,TotalVolume,MeanVolume,MedianVolume,Density");
    }

    @Test
    void aMacroMeasuresAnotherImageWithARing() {
        String seen = printed("""
                setBatchMode(true);
                newImage("map", "16-bit black", 5, 1, 1); setPixel(1, 0, 7);
                newImage("values", "8-bit black", 5, 1, 1);
                setPixel(0, 0, 10); setPixel(1, 0, 50); setPixel(2, 0, 30);
                run("Measure Objects...", "labels=map image=values ring=1");
                setBatchMode(false);
                """);
        assertThat(seen)
                .contains("Mean,StdDev,Median,Min,Max,IntDen,Ring,Corrected")
                .contains(",50,0,50,50,50,50,20,30\n")
                .contains("Object Counts\nImage,T,Objects,Unit");
    }

    @Test
    void predictedObjectsAreMeasuredInEachChannelOfTheImage() {
        channels();
        assertThat(predict(file("three.tif"), "Objects", "--channel", "2", "--output", file("o.tif")))
                .as(err.toString())
                .isZero();
        assertThat(err.toString()).containsPattern("stencil: [0-9]+ objects in 1 image, of mean area ");
        assertThat(stencil("measure", "--labels", file("o.tif"), "--image", file("three.tif"), "--tables", file("m")))
                .isZero();
        assertThat(predict(NUCLEI, "Objects", "--output", file("n.tif"), "--tables", file("n")))
                .isZero();
        ResultsTable again = table("m/object-measurements.csv");
        ResultsTable predicted = table("t/object-measurements.csv");
        ResultsTable alone = table("n/object-measurements.csv");
        assertThat(predicted.size()).isGreaterThan(20);
        for (String column : new String[] {"Label", "Area", "Feret", "MeanC1", "MedianC2", "IntDenC3"}) {
            assertThat(predicted.getColumn(column)).as(column).isEqualTo(again.getColumn(column));
        }
        assertThat(predicted.getColumn("MeanC2")).isEqualTo(alone.getColumn("Mean"));
        assertThat(predicted.getColumnAsStrings("Name")).containsOnly("nucleus");
    }

    @Test
    void aChannelThatIsNotThereIsRefused() {
        channels();
        assertThat(predict(file("three.tif"), "Labels", "--channel", "4", "--output", file("o.tif")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("channel is 4, but \"three.tif\" has 3.");
    }

    @Test
    void aSelectionIsPredictedAloneAndOutlinedOnTheImage() {
        String macro = "setBatchMode(true); open('" + NUCLEI + "'); rename('cells'); makeRectangle(40, 30, 96, 80);"
                + "run('Predict Masks...', 'image=cells model=[" + MODEL + "] selection=true output=Objects');"
                + "size = '' + getWidth() + 'x' + getHeight(); getStatistics(a, m, least, most); selectWindow('cells');"
                + "Overlay.activateSelection(0); getSelectionBounds(x, y, w, h); getDimensions(ww, hh, c, s, f);"
                + "size = size + ' ' + (Overlay.size == most) + ' ' + (x >= 40 && y >= 30 && x + w <= 136 && y + h <= 110);"
                + "return size;";
        assertThat(IJ.runMacro(macro)).isEqualTo("96x80 1 1");
    }

    @Test
    void withoutASelectionThereIsNothingToTry() {
        assertThat(predict(NUCLEI, "Labels", "--selection", "true", "--output", file("o.tif")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("has no area selection to predict. Draw a rectangle on it");
    }

    /** Saves an image with nuclei in the second of three channels. */
    private void channels() {
        ImageProcessor nuclei = IJ.openImage(NUCLEI).getProcessor();
        ImageProcessor other = nuclei.duplicate();
        other.invert();
        save("three.tif", 3, other, nuclei, new ByteProcessor(nuclei.getWidth(), nuclei.getHeight()));
    }

    private static ByteProcessor bytes(int... values) {
        ByteProcessor pixels = new ByteProcessor(values.length, 1);
        for (int i = 0; i < values.length; i++) {
            pixels.set(i, values[i]);
        }
        return pixels;
    }

    private void save(String name, int channels, ImageProcessor... planes) {
        ImageStack stack = new ImageStack(planes[0].getWidth(), planes[0].getHeight());
        for (ImageProcessor plane : planes) {
            stack.addSlice(plane);
        }
        ImagePlus image = new ImagePlus(name, stack);
        image.setDimensions(channels, planes.length / channels, 1);
        Path file = folder.resolve(name);
        file.getParent().toFile().mkdirs();
        IJ.saveAsTiff(channels > 1 ? new CompositeImage(image) : image, file.toString());
    }

    private ResultsTable table(String name) {
        ResultsTable table = ResultsTable.open2(file(name));
        assertThat(table).isNotNull();
        return table;
    }

    private static String printed(String macro) {
        PrintStream before = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8)); // where tables go without a display
        try {
            IJ.runMacro(macro);
        } finally {
            System.setOut(before);
        }
        if (!GraphicsEnvironment.isHeadless()) {
            return Csv.text(ResultsTable.getResultsTable("Object Measurements")) + "Object Counts\n"
                    + Csv.text(ResultsTable.getResultsTable("Object Counts"));
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    private int predict(String image, String output, String... more) {
        List<String> line = new ArrayList<>(List.of("predict", "--image", image, "--model", MODEL, "--output", output));
        line.addAll(List.of(more));
        if (!line.contains("--tables")) {
            line.addAll(List.of("--tables", file("t")));
        }
        return stencil(line.toArray(String[]::new));
    }

    private int stencil(String... args) {
        return Main.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}
