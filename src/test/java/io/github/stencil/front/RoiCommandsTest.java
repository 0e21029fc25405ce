package io.github.stencil.front;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import io.github.stencil.label.RoiSet;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
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
