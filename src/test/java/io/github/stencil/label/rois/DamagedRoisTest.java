// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.rois;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import ij.gui.EllipseRoi;
import ij.gui.OvalRoi;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.RotatedRectRoi;
import ij.gui.ShapeRoi;
import ij.io.RoiEncoder;
import ij.process.ByteProcessor;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sets of ROIs over which ImageJ's own decoder stumbles. */
class DamagedRoisTest {
    @TempDir
    private Path folder;

    @Test
    void aRoiWhoseSizesDoNotFitIsRefused() throws IOException {
        byte[] holed = RoiEncoder.saveAsByteArray(
                new ShapeRoi(new Roi(3, 3, 20, 20)).xor(new ShapeRoi(new OvalRoi(8, 8, 5, 5))));
        ByteBuffer.wrap(holed).putInt(36, 1 << 16); // the length of a composite's list
        refuses(zip("1.roi", holed), "the ROI \"1\" in it is damaged");
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

    /** A composite that says it has 2,147,483,647 numbers, and one whose places lie far beyond its bounds. */
    @Test
    void aFileWithSizesThatLieIsRefused() throws IOException {
        ByteBuffer endless = ByteBuffer.allocate(64);
        endless.put(new byte[] {'I', 'o', 'u', 't', 0, (byte) 228, 1})
                .putShort(12, (short) 10)
                .putShort(14, (short) 10);
        endless.putInt(36, Integer.MAX_VALUE);
        refuses(Files.write(folder.resolve("comp.roi"), endless.array()), "the ROI \"comp\" in it is damaged");
        byte[] wild = new byte[264];
        new Random(10).nextBytes(wild);
        ByteBuffer.wrap(wild).put(new byte[64]).rewind();
        ByteBuffer.wrap(wild)
                .put(new byte[] {'I', 'o', 'u', 't', 0, (byte) 228, 8})
                .putShort(12, (short) 14_858)
                .putShort(14, (short) 10)
                .putShort(16, (short) 20);
        refuses(Files.write(folder.resolve("fz.roi"), wild), "the ROI \"fz\" in it is damaged");
    }

    @Test
    void aRoiWithoutANameIsCalledAsItsFile() throws IOException {
        Path file = Files.write(folder.resolve("17.roi"), RoiEncoder.saveAsByteArray(new OvalRoi(3, 0, 10, 10)));
        assertThat(RoiSet.read(file)).extracting(Roi::getName).containsExactly("17");
        Roi named = new Roi(1, 1, 2, 2);
        named.setName("5 mine");
        Files.write(file, RoiEncoder.saveAsByteArray(named));
        assertThat(RoiSet.read(file)).extracting(Roi::getName).containsExactly("5 mine");
    }

    @Test
    void aSetThatIsCutShortOrChangedIsRefused() throws IOException {
        Path zip = folder.resolve("set.zip");
        RoiSet.write(List.of(new Roi(1, 1, 2, 2), new OvalRoi(3, 3, 9, 9), new Roi(8, 1, 2, 2)), zip);
        byte[] whole = Files.readAllBytes(zip);
        for (int length : new int[] {whole.length - 1, whole.length - 30, whole.length / 2, 40}) {
            refuses(Files.write(zip, Arrays.copyOf(whole, length)), "cannot be read");
        }
        refuses(Files.write(zip, new byte[0]), "it is no zip");
        refuses(Files.createDirectory(folder.resolve("folder")), "it is a folder");
    }

    /**
     * Whatever is changed, a set is read to as many ROIs as were written or refused in a sentence, in time. Some of each
     * kind: a ROI, a zip, and a zip that was made of a changed ROI.
     */
    @ParameterizedTest
    @ValueSource(strings = {"roi", "zip", "zipped"})
    void changedFilesAreReadWholeOrRefused(String kind) throws IOException {
        ShapeRoi holed = new ShapeRoi(new Roi(3, 3, 20, 20)).xor(new ShapeRoi(new OvalRoi(8, 8, 5, 5)));
        List<Roi> rois = List.of(
                new Roi(1, 1, 4, 5),
                new Roi(1.5, 2.5, 4.25, 5.5),
                new OvalRoi(3, 3, 9, 9),
                holed,
                new PolygonRoi(new float[] {1.5f, 30, 12}, new float[] {2, 8.25f, 31}, Roi.POLYGON),
                new PolygonRoi(new int[] {1, 30, 12}, new int[] {2, 8, 31}, 3, Roi.TRACED_ROI),
                new EllipseRoi(3, 3, 30, 30, 0.4),
                new RotatedRectRoi(3, 3, 30, 30, 9));
        AxisImage image = AxisImage.of(new ImagePlus("image", new ByteProcessor(40, 40)));
        int count = Boolean.getBoolean("stencil.thorough") ? 700 : 60;
        int refused = 0;
        for (int i = 0; i < count; i++) {
            Random random = new Random(i);
            Roi roi = rois.get(i % rois.size());
            roi.setName("7");
            byte[] bytes = RoiEncoder.saveAsByteArray(roi);
            Path file = folder.resolve("changed." + (kind.equals("roi") ? "roi" : "zip"));
            int wanted = 1;
            if (kind.equals("zip")) {
                RoiSet.write(rois, file);
                Files.write(file, changed(Files.readAllBytes(file), random));
                wanted = rois.size();
            } else if (kind.equals("roi")) {
                Files.write(file, changed(bytes, random));
            } else {
                Files.copy(zip("7.roi", changed(bytes, random)), file, StandardCopyOption.REPLACE_EXISTING);
            }
            int expected = wanted;
            long start = System.nanoTime();
            try {
                List<Roi> read = RoiSet.read(file);
                assertThat(read).as("seed %d", i).hasSize(expected);
                LabelRois.draw(image, read, LabelRois.By.ORDER, ImageStore.memory(), Progress.NONE);
            } catch (StencilException e) {
                refused++;
                assertThat(e.getMessage())
                        .as("seed %d", i)
                        .matches("(?s).*\\. .*\\.")
                        .doesNotContain("Exception");
            }
            assertThat(System.nanoTime() - start)
                    .as("nanoseconds of seed %d", i)
                    .isLessThan(10_000_000_000L);
        }
        assertThat(refused).isBetween(1, count);
    }

    private static byte[] changed(byte[] bytes, Random random) {
        byte[] changed = bytes.clone();
        for (int n = random.nextInt(3); n >= 0; n--) {
            int at = random.nextInt(changed.length);
            switch (random.nextInt(4)) {
                case 0 -> changed[at] = (byte) random.nextInt();
                case 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> changed = Arrays.copyOf(changed, Math.max(1, at));
                default ->
                    Arrays.fill(
                            changed, at, Math.min(changed.length, at + 4), (byte) (random.nextBoolean() ? 0x7f : 0xff));
            }
        }
        return changed;
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
