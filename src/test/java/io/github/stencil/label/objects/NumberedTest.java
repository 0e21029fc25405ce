// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.batch.BlockStore;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.GrainedImage;
import io.github.stencil.image.ImageSink;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.PixelType;
import io.github.stencil.image.Space;
import io.github.stencil.label.Blobs;
import io.github.stencil.mask.Noise;
import io.github.stencil.work.Sharing;
import io.github.stencil.work.Workers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Refining instance maps, which keeps their labels, and telling what an image is. */
class NumberedTest {
    private static final Foreground NUMBERED = new Foreground.Numbered();
    private static final Refinement.Blocks WHOLE = new Refinement.Blocks(1 << 24, 1 << 22);

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 12);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void labelsStayAsTheyAre(long seed) {
        AxisImage map = instances(new Random(seed), 4);
        for (Space space : Space.values()) {
            Refinement.Objects found = refine(map, rule(space, 0, false, false, false), WHOLE);
            assertThat(values(found.labels())).as("seed %d", seed).isEqualTo(values(map));
            assertThat(found.values()).as("labels have no mean").isFalse();
            assertThat(found.objects()).allMatch(row -> row.type() == 1 && Double.isNaN(row.mean()));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void smallOnesAndThoseOnTheEdgeGoAndTheOthersStay(long seed) {
        int depth = seed % 2 == 0 ? 4 : 1;
        AxisImage map = instances(new Random(seed), depth);
        Refinement.Objects found = refine(map, rule(Space.VOLUMES, 9, false, false, true), WHOLE);
        double[] before = values(map);
        Extent extent = map.extent();
        Map<Double, Integer> sizes = new TreeMap<>();
        TreeSet<Double> gone = new TreeSet<>();
        for (int i = 0; i < before.length; i++) {
            int x = i % extent.width();
            int y = i / extent.width() % extent.height();
            int z = i / extent.width() / extent.height();
            sizes.merge(before[i], 1, Integer::sum);
            boolean edge = x == 0 || y == 0 || x == extent.width() - 1 || y == extent.height() - 1;
            if (edge || (depth > 1 && (z == 0 || z == depth - 1))) {
                gone.add(before[i]);
            }
        }
        sizes.forEach((label, size) -> {
            if (size < 9) {
                gone.add(label);
            }
        });
        double[] wanted =
                Arrays.stream(before).map(v -> gone.contains(v) ? 0 : v).toArray();
        assertThat(values(found.labels())).as("seed %d", seed).isEqualTo(wanted);
        assertThat(found.objects().stream().map(row -> (double) row.label()).toList())
                .as("in the order of their labels")
                .isEqualTo(sizes.keySet().stream()
                        .filter(label -> label != 0 && !gone.contains(label))
                        .toList());
        found.objects()
                .forEach(row -> assertThat(row.area())
                        .isEqualTo(sizes.get((double) row.label()).doubleValue()));
    }

    @Test
    void holesAreFilledWithTheirObjectsLabel() {
        AxisImage map = map(PixelType.UINT16, 5, 7, 7, 7, 0, 9, 7, 0, 7, 0, 9, 7, 7, 7, 0, 9);
        assertThat(values(refine(map, rule(Space.PLANES, 0, true, false, false), WHOLE)
                        .labels()))
                .containsExactly(7, 7, 7, 0, 9, 7, 7, 7, 0, 9, 7, 7, 7, 0, 9);
    }

    @Test
    void aPartThatIsSplitOffGetsANewLabel() {
        int[] pixels = new int[21 * 7];
        for (int i = 0; i < pixels.length; i++) {
            int x = i % 21;
            int y = i / 21;
            boolean left = (x - 5) * (x - 5) + (y - 3) * (y - 3) <= 10;
            boolean right = (x - 15) * (x - 15) + (y - 3) * (y - 3) <= 10;
            pixels[i] = left || right || (y == 3 && x > 4 && x < 16) ? 40 : x == 20 ? 90 : 0;
        }
        Refinement.Objects found =
                refine(map(PixelType.UINT16, 21, pixels), rule(Space.PLANES, 0, false, true, false), WHOLE);
        assertThat(found.objects()).extracting(ObjectRow::label).containsExactly(40L, 90L, 91L);
    }

    @Test
    void anObjectOfSeveralPartsStaysOne() {
        AxisImage map = map(PixelType.UINT8, 7, 5, 0, 5, 0, 3, 0, 3);
        Refinement.Objects found = refine(map, rule(Space.PLANES, 2, false, false, false), WHOLE);
        assertThat(values(found.labels())).containsExactly(5, 0, 5, 0, 3, 0, 3);
        assertThat(found.objects()).extracting(ObjectRow::label).containsExactly(3L, 5L);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void instanceMapsAreTheSameInBlocksOfAnySize(long seed) {
        Random random = new Random(seed);
        AxisImage map = instances(random, seed % 2 == 0 ? 4 : 1);
        for (RefineRule rule : rules(random)) {
            Refinement.Objects whole = refine(map, rule, WHOLE);
            for (int[] grain : new int[][] {{8, 8, 2}, {16, 4, 1}, {5, 7, 3}}) {
                AxisImage stored = GrainedImage.of(map, grain[0], grain[1], grain[2]);
                for (long most : new long[] {1, 400}) {
                    Refinement.Objects found = refine(stored, rule, new Refinement.Blocks(0, most));
                    String what = "seed %d, %s, grain %s".formatted(seed, rule, Arrays.toString(grain));
                    assertThat(values(found.labels())).as(what).isEqualTo(values(whole.labels()));
                    assertThat(found.objects()).as(what).isEqualTo(whole.objects());
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void workersThatShareTheBlocksFindWhatOneFinds(long seed, @TempDir Path folder) {
        Random random = new Random(seed);
        AxisImage map = GrainedImage.of(instances(random, seed % 2 == 0 ? 4 : 1), 16, 8, 2);
        List<RefineRule> rules = new ArrayList<>(rules(random));
        rules.add(rules.get(0).withForeground(Foreground.USUAL));
        for (int i = 0; i < rules.size(); i++) {
            RefineRule rule = rules.get(i);
            Refinement.Blocks blocks = new Refinement.Blocks(0, 1);
            Path file = folder.resolve(i + ".ome.zarr");
            Workers workers = new Workers(
                    file,
                    "a job",
                    store -> Refinement.refine(Refinement.Images.of(map), rule, store, Progress.NONE, blocks));
            Refinement.Objects found = Refinement.refine(
                    Refinement.Images.of(map),
                    rule,
                    BlockStore.of(file, "a job", false, workers),
                    Progress.NONE,
                    blocks);
            Refinement.Objects whole = refine(map, rule, WHOLE);
            assertThat(values(found.labels())).as("%s", rule).isEqualTo(values(whole.labels()));
            assertThat(found.objects()).as("%s", rule).isEqualTo(whole.objects());
        }
    }

    @Test
    void labelsAboveAllOtherTypesStay(@TempDir Path folder) {
        long[] labels = {0, 4_294_967_295L, 3_000_000_000L, 0, 16_777_217, 65_536, 1, 0};
        Path file = folder.resolve("large.ome.zarr");
        AxisImage map = stored(folder.resolve("in.ome.zarr"), labels);
        Refinement.Objects found = Refinement.refine(
                map,
                rule(Space.PLANES, 0, false, false, false),
                BlockStore.of(file, "a job", false, Sharing.ALONE),
                Progress.NONE);
        assertThat(values(found.labels()))
                .isEqualTo(Arrays.stream(labels).mapToDouble(l -> l).toArray());
        assertThat(found.objects())
                .extracting(ObjectRow::label)
                .containsExactly(1L, 65_536L, 16_777_217L, 3_000_000_000L, 4_294_967_295L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a mask | 0 255 255 0 255 | 0 1 1 0 2 | ''",
                "a mask of 1 | 0 1 1 0 1 | 0 1 1 0 2 | ''",
                "nothing | 0 0 0 | 0 0 0 | ''",
                "objects | 0 9 9 0 2 2 3 0 5 7 | 0 9 9 0 2 2 3 0 5 7 | Taken as an instance map",
                "few objects | 0 3 3 0 2 | 0 3 3 0 2 | Each label is an object",
                "classes | 1 1 2 0 1 0 2 0 1 2 1 0 2 2 1 | 1 1 2 0 3 0 4 0 5 6 7 0 8 8 9 | Taken as a class map",
            })
    void whatAnImageIsIsLookedAt(String what, String pixels, String wanted, String said) {
        StringBuilder heard = new StringBuilder();
        int[] values = numbers(pixels);
        Progress progress = new Progress() {
            @Override
            public void step(long done, long total) {}

            @Override
            public void say(String message) {
                heard.append(message);
            }
        };
        for (PixelType type : new PixelType[] {PixelType.UINT8, PixelType.UINT16, PixelType.FLOAT32}) {
            heard.setLength(0);
            Refinement.Objects found = Refinement.refine(
                    map(type, values.length, values),
                    RefineRule.of(Foreground.of("0.5", "", "")),
                    ImageStore.memory(),
                    progress);
            assertThat(values(found.labels()))
                    .as(what)
                    .containsExactly(
                            Arrays.stream(numbers(wanted)).asDoubleStream().toArray());
            assertThat(heard.toString()).as(what).startsWith(said).doesNotContain("\n");
            assertThat(heard.isEmpty()).isEqualTo(said.isEmpty());
        }
    }

    @Test
    void aThresholdThatIsGivenIsOne() {
        AxisImage map = map(PixelType.UINT8, 7, 0, 9, 8, 0, 3, 2, 1);
        Refinement.Objects found = refine(map, RefineRule.of(Foreground.of("2", "", "")), WHOLE);
        assertThat(values(found.labels())).containsExactly(0, 1, 1, 0, 2, 2, 0);
        assertThat(found.values()).as("values of an image that is thresholded").isTrue();
    }

    @Test
    void probabilitiesAndGreyValuesAreThresholded() {
        AxisImage half = image(PixelType.FLOAT32, 4, 0.2, 0.6, 0.4, 1);
        assertThat(values(refine(half, RefineRule.USUAL, WHOLE).labels())).containsExactly(0, 1, 0, 2);
        Random random = new Random(1);
        int[] grey = random.ints(64 * 64, 0, 200).toArray();
        Refinement.Objects found = refine(map(PixelType.UINT8, 64, grey), RefineRule.USUAL, WHOLE);
        assertThat(found.values()).isTrue();
        int[] few = random.ints(64 * 64, 0, 40).toArray();
        assertThatThrownBy(() -> refine(map(PixelType.UINT8, 64, few), RefineRule.USUAL, WHOLE))
                .isInstanceOf(StencilException.class)
                .hasMessageStartingWith(
                        "It cannot be told whether \"noise\" is a class map, an instance map or an image")
                .hasMessageEndingWith("Give the classes in include, or a threshold such as 1 or Otsu.");
    }

    private static List<RefineRule> rules(Random random) {
        List<RefineRule> rules = new ArrayList<>();
        for (Space space : Space.values()) {
            for (int i = 0; i < 3; i++) {
                rules.add(rule(space, random.nextInt(9), random.nextBoolean(), i > 0, random.nextBoolean()));
            }
        }
        return rules;
    }

    private static RefineRule rule(Space space, double size, boolean holes, boolean split, boolean exclude) {
        return RefineRule.of(NUMBERED)
                .withSpace(space)
                .withSize(size)
                .withHoles(holes)
                .withSplit(split)
                .withTolerance(0.3)
                .withExclude(exclude);
    }

    private static Refinement.Objects refine(AxisImage map, RefineRule rule, Refinement.Blocks blocks) {
        return Refinement.refine(Refinement.Images.of(map), rule, ImageStore.memory(), Progress.NONE, blocks);
    }

    /** Components under labels that neither begin at 1 nor rise with their places. */
    private static AxisImage instances(Random random, int depth) {
        int width = 30 + random.nextInt(20);
        int height = 30 + random.nextInt(20);
        boolean[] mask = Blobs.mask(random, width, height, depth);
        int[] labels = new int[mask.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = mask[i] ? 1 : 0;
        }
        int count = Components.label(labels, width, height, depth, Connectivity.FACES);
        List<Integer> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(3 + 5 * i);
        }
        java.util.Collections.shuffle(names, random);
        int[][] planes = new int[depth][width * height];
        for (int i = 0; i < labels.length; i++) {
            planes[i / (width * height)][i % (width * height)] = labels[i] == 0 ? 0 : names.get(labels[i] - 1);
        }
        return AxisImage.of(Blobs.image("map", width, height, depth, 1, planes));
    }

    private static AxisImage map(PixelType type, int width, int... pixels) {
        return image(type, width, Arrays.stream(pixels).asDoubleStream().toArray());
    }

    private static AxisImage image(PixelType type, int width, double... pixels) {
        return Noise.filled(type, new Extent(width, pixels.length / width, 1, 1, 1), i -> pixels[i]);
    }

    private static AxisImage stored(Path file, long... labels) {
        Description description = Description.of("in", PixelType.UINT32, new Extent(labels.length, 1, 1, 1, 1));
        try (ImageSink sink = BlockStore.of(file, "in", false, Sharing.ALONE).create(description)) {
            sink.write(
                    description.extent().interval(),
                    Arrays.stream(labels).mapToInt(label -> (int) label).toArray());
            return sink.finish();
        }
    }

    private static int[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    private static double[] values(AxisImage image) {
        Object pixels = image.copy(image.extent().interval());
        double[] values = new double[java.lang.reflect.Array.getLength(pixels)];
        for (int i = 0; i < values.length; i++) {
            values[i] = image.type().get(pixels, i);
        }
        return values;
    }
}
