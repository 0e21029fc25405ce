// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.label.rois.ObjectFile;
import io.github.stencil.label.rois.RoiSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels to ROIs and back, by macro and on the command line, without a display. */
class RoiCommandsTest {
    private static final byte[] LABELS = {1, 1, 0, 2, 0, 2, 0, 0, 3};

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aMacroGetsAnOverlayAddedToAndCanDrawItsLabels() {
        String seen = IJ.runMacro("""
                setBatchMode(true);
                newImage("cells", "8-bit black", 4, 2, 1); setPixel(0, 0, 5); setPixel(3, 1, 9);
                makeRectangle(2, 0, 1, 1); Roi.setName("8 mine"); run("Add Selection...");
                run("Select None");
                run("Labels to ROIs...");
                n = Overlay.size;
                run("ROIs to Labels...", "image=cells");
                result = "" + n + " " + getTitle() + " " + getPixel(0, 0) + "," + getPixel(2, 0) + "," + getPixel(3, 1) + "," + getPixel(1, 1);
                selectWindow("cells");
                run("Labels to ROIs...", "replace");
                result = result + " " + Overlay.size;
                setBatchMode(false);
                return result;
                """);
        assertThat(seen).isEqualTo("3 cells-labels 5,8,9,0 2");
    }

    @Test
    void objectsOfOtherProgramsAreDrawnAndPairedByName() {
        IJ.saveAsTiff(new ImagePlus("", new ByteProcessor(3, 3, LABELS)), file("cells.tif"));
        ImagePlus labels = IJ.openImage(file("cells.tif"));
        for (String name : new String[] {"json/cells.geojson", "more/cells.json"}) {
            Path objects = folder.resolve(name);
            assertThat(objects.getParent().toFile().mkdir()).isTrue();
            ObjectFile.write(AxisImage.of(labels), objects, objects, Progress.NONE);
            String drawn = file(name.substring(0, 4) + ".tif");
            assertThat(stencil(
                            "from-rois", "--image", file("cells.tif"), "--rois", objects.getParent().toString(),
                            "--output", drawn))
                    .as(err.toString())
                    .isZero();
            assertThat(IJ.openImage(drawn).getProcessor().getFloatArray())
                    .isDeepEqualTo(labels.getProcessor().getFloatArray());
        }
    }

    @Test
    void theCommandLineWritesAZipAndDrawsIt() {
        IJ.saveAsTiff(new ImagePlus("", new ByteProcessor(3, 3, LABELS)), file("cells.tif"));
        assertThat(stencil("to-rois", "--labels", file("cells.tif"), "--output", file("set.zip")))
                .as(err.toString())
                .isZero();
        assertThat(RoiSet.read(folder.resolve("set.zip"))).hasSize(3);
        assertThat(stencil(
                        "from-rois",
                        "--image",
                        file("cells.tif"),
                        "--rois",
                        file("set.zip"),
                        "--output",
                        file("drawn.tif")))
                .as(err.toString())
                .isZero();
        assertThat((short[]) IJ.openImage(file("drawn.tif")).getProcessor().getPixels())
                .containsExactly(new short[] {1, 1, 0, 2, 0, 2, 0, 0, 3});
    }

    @Test
    void aFolderOfLabelsGivesAZipEach() {
        IJ.saveAsTiff(new ImagePlus("", new ByteProcessor(3, 3, LABELS)), file("cells.tif"));
        Path results = folder.resolve("rois");
        assertThat(stencil("to-rois", "--labels", folder.toString(), "--output", results.toString()))
                .as(err.toString())
                .isZero();
        assertThat(RoiSet.read(results.resolve("cells.zip"))).hasSize(3);
    }

    /** ImageJ itself names ROIs by where they lie, which is no label. */
    @Test
    void aMapWithoutLabelsComesBackFromItsOutlines() throws IOException {
        IJ.saveAsTiff(new ImagePlus("", new ByteProcessor(3, 3)), file("none.tif"));
        assertThat(stencil("to-rois", "--labels", file("none.tif"), "--output", file("none.zip")))
                .as(err.toString())
                .isZero();
        String[] back = {
            "from-rois",
            "--image",
            file("none.tif"),
            "--rois",
            file("none.zip"),
            "--overwrite",
            "--output",
            file("back.tif")
        };
        assertThat(stencil(back)).as(err.toString()).isZero();
        assertThat(IJ.openImage(file("back.tif")).getStatistics().max).isZero();
        try (var zip = new java.util.zip.ZipOutputStream(Files.newOutputStream(folder.resolve("none.zip")))) {
            zip.putNextEntry(new java.util.zip.ZipEntry("read.me"));
        }
        assertThat(stencil(back)).isEqualTo(2);
        assertThat(err.toString()).contains("holds no ROI");
    }

    @Test
    void roisDrawnByHandAreNumberedInTheirOrder() {
        String seen = IJ.runMacro("""
                setBatchMode(true);
                newImage("a", "8-bit black", 100, 100, 1);
                makeOval(20, 50, 30, 30); Roi.setName("0065-0035"); run("Add Selection...");
                makeOval(60, 50, 30, 30); Roi.setName("0065-0075"); run("Add Selection...");
                run("ROIs to Labels...", "image=a");
                result = "" + getPixel(35, 65) + "," + getPixel(75, 65) + "," + getPixel(5, 5);
                setBatchMode(false);
                return result;
                """);
        assertThat(seen).isEqualTo("1,2,0");
    }

    private void writeLabels(String name, int width, int... labels) {
        byte[] pixels = new byte[labels.length];
        for (int i = 0; i < labels.length; i++) {
            pixels[i] = (byte) labels[i];
        }
        Path file = folder.resolve(name);
        assertThat(file.getParent().toFile().mkdirs() || Files.isDirectory(file.getParent()))
                .isTrue();
        IJ.saveAsTiff(new ImagePlus("", new ByteProcessor(width, labels.length / width, pixels)), file.toString());
    }

    private int[] labels(String name) {
        ImageProcessor drawn = IJ.openImage(file(name)).getProcessor();
        return IntStream.range(0, drawn.getPixelCount()).map(drawn::get).toArray();
    }

    @Test
    void aFolderOfSetsIsPairedWithItsImages() throws IOException {
        writeLabels("maps/a.tif", 3, 1, 1, 0, 2, 0, 2);
        writeLabels("maps/b.tif", 2, 7, 7, 0, 9);
        assertThat(stencil("to-rois", "--labels", file("maps"), "--output", file("rois/")))
                .as(err.toString())
                .isZero();
        assertThat(out.toString().lines()).containsExactly(file("rois/a.zip"), file("rois/b.zip"));
        Files.move(folder.resolve("rois/b.zip"), folder.resolve("rois/b-rois.zip")); // as other commands write them
        for (String rois : new String[] {"rois", "rois/*.zip", "rois/[ab]*.zip"}) {
            assertThat(stencil(
                            "from-rois",
                            "--image",
                            file("maps"),
                            "--rois",
                            file(rois),
                            "--output",
                            file("drawn/"),
                            "--overwrite"))
                    .as(err.toString())
                    .isZero();
            assertThat(labels("drawn/a.tif")).containsExactly(1, 1, 0, 2, 0, 2);
            assertThat(labels("drawn/b.tif")).containsExactly(7, 7, 0, 9);
        }
        assertThat(stencil(
                        "from-rois",
                        "--image",
                        file("maps/b.tif"),
                        "--rois",
                        file("rois"),
                        "--output",
                        file("one.tif")))
                .as(err.toString())
                .isZero();
        assertThat(labels("one.tif")).containsExactly(7, 7, 0, 9);
        Files.copy(folder.resolve("rois/a.zip"), folder.resolve("rois/c.zip"));
        writeLabels("maps/d.tif", 2, 7, 7, 0, 9);
        assertThat(stencil("from-rois", "--image", file("maps"), "--rois", file("rois"), "--output", file("some/")))
                .isEqualTo(1);
        assertThat(err.toString()).contains("c.zip has no partner", "d.tif has no partner");
        assertThat(labels("some/b.tif")).containsExactly(7, 7, 0, 9);
        assertThat(stencil(
                        "from-rois", "--image", file("maps/d.tif"), "--rois", file("rois"), "--output", file("x.tif")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("No files pair");
        assertThat(stencil("from-rois", "--image", file("maps"), "--rois", file("rois/*.roi"), "--output", file("y/")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("No file of ROIs matches");
    }

    @Test
    void aMacroPairsAFolderToo() {
        writeLabels("maps/a.tif", 3, 1, 1, 0, 2, 0, 2);
        assertThat(stencil("to-rois", "--labels", file("maps"), "--output", file("rois/")))
                .isZero();
        String macro =
                "setBatchMode(true); open('%s'); %s run('ROIs to Labels...', 'rois=[%s]'); return getTitle() + ' ' + getPixel(2, 1);";
        assertThat(IJ.runMacro(macro.formatted(file("maps/a.tif"), "", file("rois"))))
                .isEqualTo("a-labels 2");
        assertThat(IJ.runMacro(macro.formatted(file("maps/a.tif"), "rename('b');", file("rois"))))
                .isNotEqualTo("b-labels 2");
    }

    @Test
    void oneSetIsNotOfImagesOfSeveralSizes() {
        writeLabels("maps/a.tif", 3, 1, 1, 0, 2, 0, 2);
        writeLabels("maps/b.tif", 3, 1, 1, 0, 2, 0, 2);
        assertThat(stencil("to-rois", "--labels", file("maps/a.tif"), "--output", file("a.zip")))
                .isZero();
        assertThat(stencil("from-rois", "--image", file("maps"), "--rois", file("a.zip"), "--output", file("same/")))
                .as(err.toString())
                .isZero();
        assertThat(labels("same/b.tif")).containsExactly(1, 1, 0, 2, 0, 2);
        writeLabels("maps/c.tif", 2, 7, 7, 0, 9);
        assertThat(stencil("from-rois", "--image", file("maps"), "--rois", file("a.zip"), "--output", file("drawn/")))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("a.zip is one set of ROIs but \"a.tif\" is 3 x 2 pixels and \"c.tif\" 2 x 2.");
        assertThat(folder.resolve("drawn")).doesNotExist();
    }

    @Test
    void roisOfOneNameThatDoNotTouchAreSeparate() throws IOException {
        writeLabels("a.tif", 6, 0, 0, 0, 0, 0, 0);
        List<Roi> rois = List.of(new Roi(0, 0, 1, 1), new Roi(2, 0, 1, 1), new Roi(3, 0, 1, 1), new Roi(5, 0, 1, 1));
        rois.forEach(roi -> roi.setName("4"));
        rois.get(3).setName("2");
        RoiSet.write(rois, folder.resolve("set.zip"));
        String[] line = {
            "from-rois", "--image", file("a.tif"), "--rois", file("set.zip"), "--output", file("d.tif"), "--by", "Name"
        };
        assertThat(stencil(line)).isEqualTo(2);
        assertThat(err.toString()).contains("The ROIs \"4\" and \"4-1\" have the same label but do not touch.");
        line[8] = "Automatic";
        assertThat(stencil(line)).as(err.toString()).isZero();
        assertThat(labels("d.tif")).containsExactly(4, 0, 5, 5, 0, 2);
        assertThat(err.toString()).contains("2 ROIs are of the same name as another");
    }

    @Test
    void whatCannotBeIsSaid() {
        IJ.saveAsTiff(new ImagePlus("", new ByteProcessor(3, 3, LABELS)), file("cells.tif"));
        assertThat(stencil("to-rois", "--labels", file("cells.tif"))).isEqualTo(2);
        assertThat(stencil("to-rois", "--labels", file("cells.tif"), "--output", file("set.tif")))
                .isEqualTo(2);
        assertThat(stencil(
                        "to-rois",
                        "--labels",
                        file("cells.tif"),
                        "--where",
                        "ROI Manager",
                        "--output",
                        file("set.zip")))
                .isEqualTo(2);
        assertThat(stencil("from-rois", "--image", file("cells.tif"), "--output", file("x.tif")))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("has no place", "ends in .zip", "there is no ROI Manager", "has no overlay");
    }

    private int stencil(String... args) {
        return Main.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}
