package io.github.stencil.label;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.io.RoiEncoder;
import io.github.stencil.StencilException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sets of ROIs over which ImageJ's own decoder stumbles. */
class DamagedRoisTest {
    @TempDir
    private Path folder;

    @Test
    void aRoiWhoseSizesDoNotFitIsRefused() throws IOException {
        byte[] holed = RoiEncoder.saveAsByteArray(
                new ShapeRoi(new Roi(3, 3, 20, 20)).xor(new ShapeRoi(new OvalRoi(8, 8, 5, 5))));
        ByteBuffer.wrap(holed).putInt(36, 1 << 16); // the length of a composite's list
        refuses(zip("1.roi", holed), "a ROI in it is damaged");
    }

    @Test
    void aNameThatIsNoTextIsRefused() throws IOException {
        Path zip = zip("n\u00e4me.roi", RoiEncoder.saveAsByteArray(new Roi(1, 1, 2, 2)));
        byte[] bytes = Files.readAllBytes(zip);
        for (int i = 0; i + 1 < bytes.length; i++) {
            if (bytes[i] == (byte) 0xc3 && bytes[i + 1] == (byte) 0xa4) {
                bytes[i] = (byte) 0xff;
            }
        }
        refuses(Files.write(zip, bytes), "cannot be read");
    }

    private Path zip(String name, byte[] roi) throws IOException {
        Path zip = folder.resolve("rois.zip");
        try (OutputStream file = Files.newOutputStream(zip);
                ZipOutputStream out = new ZipOutputStream(file)) {
            out.putNextEntry(new ZipEntry(name));
            out.write(roi);
        }
        return zip;
    }

    private static void refuses(Path file, String sentence) {
        assertThatThrownBy(() -> RoiSet.read(file))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining(sentence);
    }
}
