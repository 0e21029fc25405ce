// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OmeTiffTest {
    private static final int CHANNELS = 2;
    private static final int SLICES = 3;
    private static final int FRAMES = 4;

    @TempDir
    private Path folder;

    private static String text(String pixels, String inside) {
        return "<?xml version=\"1.0\"?><OME xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\" UUID=\"urn:uuid:1\">"
                + "<Image ID=\"Image:0\"><Pixels Type=\"uint8\" SizeX=\"4\" SizeY=\"3\" " + pixels + ">" + inside
                + "</Pixels></Image></OME>";
    }

    private Path write(Tiffs writer, int planes, String text) throws IOException {
        List<long[]> pages = IntStream.range(0, planes)
                .mapToObj(plane -> IntStream.range(0, 12).mapToLong(i -> plane).toArray())
                .toList();
        return Files.write(folder.resolve("x.ome.tif"), writer.write(4, 3, pages, text));
    }

    private static List<Integer> firstPixels(AxisImage image) {
        List<Integer> all = new ArrayList<>();
        Extent extent = image.extent();
        for (int t = 0; t < extent.frames(); t++) {
            for (int z = 0; z < extent.slices(); z++) {
                for (int c = 0; c < extent.channels(); c++) {
                    all.add((int) image.type().get(image.copy(extent.rows(0, 0, c, c, z, t)), 0));
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"XYCZT", "XYCTZ", "XYZCT", "XYZTC", "XYTCZ", "XYTZC"})
    void planesGoWhereTheOrderOfDimensionsPutsThem(String order) throws IOException {
        String sizes = "DimensionOrder=\"%s\" SizeC=\"2\" SizeZ=\"3\" SizeT=\"4\"".formatted(order);
        for (Tiffs writer : List.of(
                Tiffs.plain(8, 1),
                Tiffs.plain(8, 1).bigEndian(),
                Tiffs.plain(8, 1).asBig(),
                Tiffs.plain(8, 1).packed(5).bigEndian().asBig())) {
            AxisImage image = AxisImage.of(ImageFiles.read(write(writer, 24, text(sizes, "<TiffData/>"))));
            assertThat(image.extent()).isEqualTo(new Extent(4, 3, CHANNELS, SLICES, FRAMES));
            List<Integer> wanted = new ArrayList<>();
            for (int t = 0; t < FRAMES; t++) {
                for (int z = 0; z < SLICES; z++) {
                    for (int c = 0; c < CHANNELS; c++) {
                        int page = 0;
                        for (int d = 4; d >= 2; d--) {
                            char axis = order.charAt(d);
                            page = axis == 'C' ? page * 2 + c : axis == 'Z' ? page * 3 + z : page * 4 + t;
                        }
                        wanted.add(page);
                    }
                }
            }
            assertThat(firstPixels(image)).isEqualTo(wanted);
        }
    }

    @Test
    void aPlaneCanLieOnAnyPage() throws IOException {
        String places = "<TiffData IFD=\"3\" FirstC=\"0\" FirstZ=\"0\" FirstT=\"0\"/><TiffData IFD=\"0\" FirstC=\"1\"/>"
                + "<TiffData IFD=\"1\" FirstT=\"1\" PlaneCount=\"2\"/>";
        Path file = write(
                Tiffs.plain(8, 1), 4, text("DimensionOrder=\"XYCZT\" SizeC=\"2\" SizeZ=\"1\" SizeT=\"2\"", places));
        assertThat(firstPixels(AxisImage.of(ImageFiles.read(file)))).containsExactly(3, 0, 1, 2);
    }

    @Test
    void scaleTimeAndNamesAreRead() throws IOException {
        String pixels =
                "DimensionOrder=\"XYCZT\" SizeC=\"2\" SizeZ=\"1\" SizeT=\"2\" PhysicalSizeX=\"250\" PhysicalSizeXUnit=\"nm\""
                        + " PhysicalSizeY=\"0.5\" PhysicalSizeZ=\"2\" PhysicalSizeZUnit=\"\u00b5m\" TimeIncrement=\"1.5\" TimeIncrementUnit=\"min\"";
        String channels =
                "<Channel ID=\"Channel:0:0\" Name=\"DAPI\"/><Channel ID=\"Channel:0:1\" Name=\"GFP\"/><TiffData/>";
        ImagePlus image = ImageFiles.read(write(Tiffs.plain(8, 1), 4, text(pixels, channels)));
        assertThat(image.getCalibration().getUnit()).isEqualTo("nm");
        assertThat(image.getCalibration().pixelWidth).isEqualTo(250);
        assertThat(image.getCalibration().pixelHeight).isEqualTo(500);
        assertThat(image.getCalibration().pixelDepth).isEqualTo(2000);
        assertThat(image.getCalibration().frameInterval).isEqualTo(90);
        assertThat(AxisImage.of(image).description().planeLabels()).containsExactly("DAPI", "GFP", "DAPI", "GFP");
    }

    @Test
    void aFileOfASetSaysSo() throws IOException {
        String sizes = "DimensionOrder=\"XYCZT\" SizeC=\"1\" SizeZ=\"1\" SizeT=\"2\"";
        String places = "<TiffData IFD=\"0\"><UUID FileName=\"x.ome.tif\">urn:uuid:1</UUID></TiffData>"
                + "<TiffData IFD=\"0\" FirstT=\"1\"><UUID FileName=\"other.ome.tif\">urn:uuid:2</UUID></TiffData>";
        refuses(text(sizes, places), "is one of several files of an OME-TIFF set: other planes are in other.ome.tif");
        refuses(
                "<OME xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\"><BinaryOnly MetadataFile=\"all.companion.ome\" UUID=\"urn:uuid:3\"/></OME>",
                "which all.companion.ome describes");
    }

    @Test
    void aTextThatDoesNotFitThePagesIsRefused() throws IOException {
        refuses(
                text("DimensionOrder=\"XYCZT\" SizeC=\"1\" SizeZ=\"1\" SizeT=\"9\"", "<TiffData/>"),
                "page 2, but it has 1");
        refuses(
                text("DimensionOrder=\"XYCZT\" SizeC=\"1\" SizeZ=\"1\" SizeT=\"2\"", "<TiffData IFD=\"0\"/>"),
                "not where channel 1 of slice 1 of frame 2 is");
        refuses("<OME><Image><Pixels", "its OME text is no XML");
        refuses(
                text("", "").replace("<OME ", "<!DOCTYPE OME [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><OME "),
                "OME text");
    }

    private void refuses(String text, String why) throws IOException {
        Path file = write(Tiffs.plain(8, 1), 1, text);
        assertThatThrownBy(() -> ImageFiles.read(file))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining(why)
                .hasMessageStartingWith(file.toString());
    }
}
