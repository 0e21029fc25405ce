// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ByteProcessor;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageSink;
import io.github.stencil.image.PixelType;
import io.github.stencil.image.file.ImageFiles;
import io.github.stencil.label.LabelReader;
import io.github.stencil.zarr.OmeZarr;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Labels of more than 16 and of more than 24 bits, up to the highest of 32, in every command that takes labels. */
class LargeLabelsTest {
    private static final long[] LABELS = {1, 70_001, 20_000_000, 3_000_000_000L, 4_294_967_295L};
    private static final int WIDTH = 24;
    private static final int HEIGHT = 10;

    @TempDir
    private Path folder;

    private final int[] map = new int[WIDTH * HEIGHT];

    @BeforeEach
    void makeImages() throws IOException {
        for (int i = 0; i < LABELS.length; i++) {
            for (int y = 2; y < 8; y++) {
                for (int x = 1 + 4 * i; x < 4 + 4 * i; x++) {
                    map[y * WIDTH + x] = (int) LABELS[i];
                }
            }
        }
        store("labels.ome.zarr", map);
        ByteProcessor pixels = new ByteProcessor(WIDTH, HEIGHT);
        for (int i = 0; i < map.length; i++) {
            pixels.set(i, i);
        }
        assertThat(new FileSaver(new ImagePlus("image.tif", pixels)).saveAsTiff(file("image.tif")))
                .isTrue();
    }

    @Test
    void objectsAreScoredOutlinedAndDrawn() throws IOException {
        int[] other = map.clone();
        for (int i = 0; i < other.length; i++) {
            other[i] = other[i] == -1 ? (int) 4_294_967_294L : other[i] == 70_001 ? 0 : other[i];
        }
        store("found.ome.zarr", other);
        String out = run("evaluate --truth labels.ome.zarr --prediction found.ome.zarr --kind Objects --thresholds 0.5 "
                + "--rois --overlay --output errors.tif");
        assertThat(out)
                .contains("labels,0.5,4,0,1,")
                .contains("labels,4294967295,4294967294,1,1,18,18,matched")
                .contains("labels,70001,0,0,0,18,0,missed");
        assertThat(names("errors-rois.zip"))
                .containsExactly(
                        "1 matched.roi",
                        "20000000 matched.roi",
                        "3000000000 matched.roi",
                        "4294967294 matched.roi",
                        "70001 missed.roi");
        ImagePlus errors = IJ.openImage(file("errors.tif"));
        assertThat(errors.getProcessor().get(17, 2))
                .as("the highest label, matched")
                .isEqualTo(1);
        assertThat(errors.getProcessor().get(5, 2)).as("missed").isEqualTo(3);
    }

    @Test
    void ignoredPixelsAreNoneOfTheHighestLabel() throws IOException {
        String out = run("evaluate --truth labels.ome.zarr --prediction labels.ome.zarr --kind Objects "
                + "--ignore 70001 --overlay --output errors.tif");
        assertThat(out).contains("labels,0.5,4,0,0,");
        ImagePlus errors = IJ.openImage(file("errors.tif"));
        assertThat(errors.getProcessor().get(5, 2)).as("ignored").isEqualTo(5);
        assertThat(errors.getProcessor().get(17, 2)).as("the highest label").isEqualTo(1);
        assertThat(run("evaluate --truth labels.ome.zarr --prediction labels.ome.zarr --kind Classes --boundary "
                        + "--ignore 4294967295"))
                .contains("labels,3000000000,18,18,18,0,0,")
                .doesNotContain("4294967295");
    }

    @Test
    void classesAreScored() throws IOException {
        String out = run("evaluate --truth labels.ome.zarr --prediction labels.ome.zarr --kind Classes --boundary");
        for (long label : LABELS) {
            assertThat(out).contains("labels," + label + ",18,18,18,0,0,222,1,1,1,1,1,0,0,0,0,0,1");
        }
    }

    @Test
    void outlinesDrawTheMapAgain() throws IOException {
        run("to-rois --labels labels.ome.zarr --output rois.zip");
        assertThat(names("rois.zip"))
                .containsExactly("1.roi", "70001.roi", "20000000.roi", "3000000000.roi", "4294967295.roi");
        run("from-rois --image image.tif --rois rois.zip --by Name --output back.ome.zarr");
        assertThat(stored("back.ome.zarr")).isEqualTo(map);
    }

    @Test
    void categoricalStacksAndBackGiveTheMap() throws IOException {
        run("to-categorical --labels labels.ome.zarr --ids compact --tables tables --output stack.tif");
        assertThat(Files.readString(folder.resolve("tables/class-ids.csv"))).contains("5,4294967295");
        assertThat(IJ.openImage(file("stack.tif")).getNChannels()).isEqualTo(6);
        run("to-labels --image stack.tif --ids 0,1,70001,20000000,3000000000,4294967295 --output back.ome.zarr");
        assertThat(stored("back.ome.zarr")).isEqualTo(map);
        run("to-categorical --labels labels.ome.zarr --ids 0,1,4294967295 --ignore 2-3000000000 --output few.tif");
        ImagePlus few = IJ.openImage(file("few.tif"));
        assertThat(few.getNChannels()).isEqualTo(3);
        for (int c = 1; c <= 3; c++) {
            few.setPositionWithoutUpdate(c, 1, 1);
            long wanted = new long[] {0, 1, 4_294_967_295L}[c - 1];
            for (int i = 0; i < map.length; i++) {
                assertThat(few.getStack().getProcessor(c).getf(i))
                        .isEqualTo(Integer.toUnsignedLong(map[i]) == wanted ? 1 : 0);
            }
        }
    }

    @Test
    void listsOfLabelsMeanThemExactly() throws IOException {
        run("apply-mask --image image.tif --mask labels.ome.zarr --include 4294967295,70000-70001 --output masked.tif");
        ImagePlus masked = IJ.openImage(file("masked.tif"));
        for (int i = 0; i < map.length; i++) {
            boolean inside = map[i] == -1 || map[i] == 70_001;
            assertThat(masked.getProcessor().get(i)).isEqualTo(inside ? i & 0xff : 0);
        }
        String many = "1,3,5,7,9,11,13,15,17,20000001,4294967294"; // more ranges than are compared one by one
        run("apply-mask --image image.tif --mask labels.ome.zarr --include " + many + " --output many.tif");
        assertThat(IJ.openImage(file("many.tif")).getStatistics().histogram[0])
                .as("only label 1 is inside")
                .isEqualTo(map.length - 18);
        String out = run("extract-pixels --image image.tif --mask labels.ome.zarr --include 20000000,4294967295");
        assertThat(out)
                .contains(",20000000,,1,18,")
                .contains(",4294967295,,1,18,")
                .doesNotContain("3000000000");
    }

    @Test
    void aMaskedLabelMapStaysOne() throws IOException {
        run("apply-mask --image labels.ome.zarr --mask labels.ome.zarr --include 4294967295 --fill 4000000000 "
                + "--output masked.ome.zarr");
        int[] masked = stored("masked.ome.zarr");
        for (int i = 0; i < map.length; i++) {
            assertThat(masked[i]).isEqualTo(map[i] == -1 ? -1 : (int) 4_000_000_000L);
        }
    }

    @Test
    void asIntensitiesTheyAreRoundedButNotAsLabels() throws IOException {
        run("extract-pixels --image labels.ome.zarr --mask labels.ome.zarr --tables tables");
        List<String> rows = Files.readAllLines(folder.resolve("tables/class-statistics.csv"));
        for (int i = 0; i < LABELS.length; i++) {
            String[] cells = rows.get(1 + i).split(",");
            assertThat(cells[3]).isEqualTo(String.valueOf(LABELS[i]));
            assertThat(Double.parseDouble(cells[7])).isEqualTo((float) LABELS[i]);
        }
        run("apply-mask --image labels.ome.zarr --mask image.tif --type 32-bit --output floats.tif");
        run("apply-mask --image image.tif --mask labels.ome.zarr --mode Weight --type 32-bit --output weighted.tif");
        ImagePlus floats = ImageFiles.read(folder.resolve("floats.tif"));
        ImagePlus weighted = ImageFiles.read(folder.resolve("weighted.tif"));
        for (int i = 0; i < map.length; i++) {
            float rounded = Integer.toUnsignedLong(map[i]);
            assertThat(floats.getProcessor().getf(i)).isEqualTo(rounded);
            assertThat(weighted.getProcessor().getf(i)).isEqualTo(rounded * (i & 0xff));
        }
        StringWriter err = new StringWriter();
        String same = "apply-mask --image labels.ome.zarr --mask image.tif --output same.tif";
        assertThat(status(same, new StringWriter(), err)).isEqualTo(2); // a label map, as far as anybody can tell
        assertThat(err.toString()).contains("Relabel it first");
    }

    @Test
    void objectsOfLargeClassesAreFound() throws IOException {
        run("refine --image labels.ome.zarr --include 70001,4294967295 --output objects.tif");
        assertThat(IJ.openImage(file("objects.tif")).getStatistics().max).isEqualTo(2);
        run("refine --image labels.ome.zarr --threshold Otsu --output bright.tif");
    }

    static Stream<Object[]> wrong() {
        return Stream.of(
                new Object[] {1.5, "1.5"},
                new Object[] {-1.0, "-1"},
                new Object[] {Double.NaN, "NaN"},
                new Object[] {Double.POSITIVE_INFINITY, "Infinity"},
                new Object[] {16_777_218.0, "16777218"});
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatIsNoLabelIsRefusedInOneSentence(double value, String written) {
        Description description = Description.of("map", PixelType.FLOAT32, new Extent(5, 4, 1, 3, 2));
        float[] pixels = new float[120];
        pixels[20 * 4 + 5 * 2 + 3] = (float) value;
        try (ImageSink sink = io.github.stencil.image.ImageStore.memory().create(description)) {
            sink.write(description.extent().interval(), pixels);
            LabelReader reader = LabelReader.of(sink.finish());
            assertThatThrownBy(() -> reader.read(description.extent().interval(), new int[120]))
                    .isInstanceOf(StencilException.class)
                    .hasMessage(
                            "\"map\" is " + written
                                    + " at x=3, y=2, slice 2, frame 2, but labels are whole numbers from 0 to 16,777,216. Give a label map, or change such pixels first.");
        }
    }

    private void store(String name, int[] pixels) {
        Path file = folder.resolve(name);
        Description description = Description.of(name, PixelType.UINT32, new Extent(WIDTH, HEIGHT, 1, 1, 1))
                .withLabels(true);
        try (ImageSink sink = OmeZarr.at(file, file).create(description)) {
            sink.write(description.extent().interval(), pixels);
            sink.finish(Progress.NONE);
        }
    }

    private int[] stored(String name) {
        AxisImage image = OmeZarr.open(folder.resolve(name)).wide();
        assertThat(image.type()).isEqualTo(PixelType.UINT32);
        return (int[]) image.copy(image.extent().interval());
    }

    private List<String> names(String zip) throws IOException {
        try (ZipFile file = new ZipFile(folder.resolve(zip).toFile())) {
            return file.stream().map(Object::toString).toList();
        }
    }

    private String run(String command) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        assertThat(status(command, out, err)).as("%s: %s", command, err).isZero();
        return out.toString();
    }

    private int status(String command, StringWriter out, StringWriter err) {
        List<String> words = new ArrayList<>();
        for (String word : command.split(" ")) {
            words.add(word.matches(".*(tif|zarr|zip)|tables") ? file(word) : word);
        }
        return Main.run(
                new PrintWriter(new BufferedWriter(out)),
                new PrintWriter(new BufferedWriter(err)),
                words.toArray(String[]::new));
    }

    private String file(String name) {
        return folder.resolve(name).toString().replace('\\', '/');
    }
}
