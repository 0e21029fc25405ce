// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.stencil.StencilException;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelSet;
import io.github.stencil.metric.Comparison;
import io.github.stencil.metric.EmptyClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws of SEG, DET and TRA, what an error costs, and what is refused. */
class TrackScoresTest {
    private static final int WIDTH = 12;

    @TempDir
    private Path folder;

    /** A time-lapse of rows, with an object of 3 x 1 pixels at each place that is not 0. */
    private static RandomAccessibleInterval<FloatType> rows(long[]... frames) {
        float[] pixels = new float[WIDTH * frames.length];
        for (int t = 0; t < frames.length; t++) {
            for (int object = 0; object < frames[t].length; object++) {
                for (int x = 0; x < 3; x++) {
                    pixels[t * WIDTH + 4 * object + x] = frames[t][object];
                }
            }
        }
        return ArrayImgs.floats(pixels, WIDTH, 1, frames.length);
    }

    private static long[] f(long... labels) {
        return labels;
    }

    private static Tracks tracks(String text) {
        List<Track> list = new ArrayList<>();
        for (String line : text.split(";")) {
            String[] words = line.strip().split(" ");
            list.add(new Track(
                    Long.parseLong(words[0]),
                    Integer.parseInt(words[1]),
                    Integer.parseInt(words[2]),
                    Long.parseLong(words[3])));
        }
        return Tracks.of("The list", list);
    }

    private static TrackScores score(
            RandomAccessibleInterval<FloatType> truth,
            String trueTracks,
            RandomAccessibleInterval<FloatType> prediction,
            String predictedTracks) {
        return TrackScores.of(Comparison.of(truth, prediction, "XYT"), tracks(trueTracks), tracks(predictedTracks));
    }

    private static final RandomAccessibleInterval<FloatType> TWO = rows(f(1, 2), f(1, 2), f(1, 2), f(1, 2));
    private static final String BOTH = "1 0 3 0; 2 0 3 0";

    @Test
    void tracksOfAnyNumbersArePerfectWhereTheyFollowTheSameObjects() {
        TrackScores scores =
                score(TWO, BOTH, rows(f(70001, 9), f(70001, 9), f(70001, 9), f(70001, 9)), "9 0 3 0; 70001 0 3 0");
        assertThat(scores.seg(EmptyClass.SKIP)).isEqualTo(1);
        assertThat(scores.det(EmptyClass.SKIP)).isEqualTo(1);
        assertThat(scores.tra(EmptyClass.SKIP)).isEqualTo(1);
        assertThat(scores.errors()).isEqualTo(new TrackErrors(8, 6, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void twoTracksThatChangePlacesLoseTwoEdgesAndHaveTwoThatAreNotTrue() {
        TrackScores scores = score(TWO, BOTH, rows(f(1, 2), f(1, 2), f(2, 1), f(2, 1)), BOTH);
        assertThat(scores.det(EmptyClass.SKIP)).isEqualTo(1);
        assertThat(scores.errors()).isEqualTo(new TrackErrors(8, 6, 0, 0, 0, 2, 2, 0));
        assertThat(scores.tra(EmptyClass.SKIP)).isEqualTo(1 - (2 * 1 + 2 * 1.5) / (8 * 10 + 6 * 1.5));
    }

    @Test
    void aTrackThatIsBrokenIntoParentAndChildHasOneEdgeOfTheWrongKind() {
        TrackScores scores = score(TWO, BOTH, rows(f(1, 2), f(1, 2), f(3, 2), f(3, 2)), "1 0 1 0; 2 0 3 0; 3 2 3 1");
        assertThat(scores.errors()).isEqualTo(new TrackErrors(8, 6, 0, 0, 0, 0, 0, 1));
        assertThat(scores.tra(EmptyClass.SKIP)).isEqualTo(1 - 1 / 89.0);
    }

    @Test
    void onePredictionOverTwoObjectsIsSplitAndAllTheirEdgesAreMissing() {
        float[] pixels = new float[WIDTH * 2];
        for (int x = 0; x < 7; x++) {
            pixels[x] = 5;
            pixels[WIDTH + x] = 5;
        }
        TrackScores scores =
                score(rows(f(1, 2), f(1, 2)), "1 0 1 0; 2 0 1 0", ArrayImgs.floats(pixels, WIDTH, 1, 2), "5 0 1 0");
        assertThat(scores.errors()).isEqualTo(new TrackErrors(4, 2, 2, 0, 0, 0, 2, 0));
    }

    @Test
    void nothingCostsAsMuchAsMakingAllAndMoreErrorsThanThatStayAtZero() {
        RandomAccessibleInterval<FloatType> none = rows(f(), f(), f(), f());
        TrackScores missed =
                TrackScores.of(Comparison.of(TWO, none, "XYT"), tracks(BOTH), Tracks.of("The list", List.of()));
        assertThat(missed.tra(EmptyClass.SKIP)).isZero();
        assertThat(missed.det(EmptyClass.SKIP)).isZero();
        assertThat(missed.seg(EmptyClass.SKIP)).isZero();
        TrackScores invented =
                TrackScores.of(Comparison.of(none, TWO, "XYT"), Tracks.of("The list", List.of()), tracks(BOTH));
        assertThat(invented.tra(EmptyClass.ONE))
                .as("a false positive is not hidden")
                .isZero();
        assertThat(invented.seg(EmptyClass.SKIP)).isNaN();
    }

    @ParameterizedTest
    @CsvSource({"SKIP, NaN", "ONE, 1", "ZERO, 0"})
    void whereNeitherHasATrackTheRuleForWhatIsEmptyDecides(EmptyClass rule, Double value) {
        RandomAccessibleInterval<FloatType> none = rows(f(), f());
        Tracks no = Tracks.of("The list", List.of());
        TrackScores scores = TrackScores.of(Comparison.of(none, none, "XYT"), no, no);
        assertThat(scores.tra(rule)).isEqualTo(value);
        assertThat(scores.det(rule)).isEqualTo(value);
        assertThat(scores.seg(rule)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void scoresOfRandomTracksDoNotChangeWithNumbersOrWithTheOrderOfAxes(long seed) {
        Random random = new Random(seed);
        int frames = 5;
        List<Track> trueList = new ArrayList<>();
        List<Track> predictedList = new ArrayList<>();
        float[] truth = draw(random, frames, trueList);
        float[] prediction = draw(random, frames, predictedList);
        Tracks t = Tracks.of("The truth", trueList);
        Tracks p = Tracks.of("The prediction", predictedList);
        long[] size = {9, 8, 3, frames};
        Comparison maps = Comparison.of(ArrayImgs.floats(truth, size), ArrayImgs.floats(prediction, size), "XYZT");
        TrackScores scores = TrackScores.of(maps, t, p);
        assertThat(scores.errors().nodes()).isPositive();
        assertThat(scores.tra(EmptyClass.SKIP)).isBetween(0.0, 1.0);
        assertThat(scores.det(EmptyClass.SKIP)).isBetween(0.0, 1.0);
        assertThat(TrackScores.of(maps.withSpace(Space.VOLUMES), t, p)).isEqualTo(scores);
        assertThat(TrackScores.of(
                        Comparison.of(
                                Views.permute(ArrayImgs.floats(truth, size), 0, 2),
                                Views.permute(ArrayImgs.floats(prediction, size), 0, 2),
                                "XYZT"),
                        t,
                        p))
                .isEqualTo(scores);
        Map<Long, Long> numbers = renumbering(random, predictedList);
        for (int i = 0; i < prediction.length; i++) {
            prediction[i] = numbers.get((long) prediction[i]);
        }
        Tracks renumbered = Tracks.of(
                "The prediction",
                predictedList.stream()
                        .map(track -> new Track(
                                numbers.get(track.label()), track.begin(), track.end(), numbers.get(track.parent())))
                        .toList());
        assertThat(TrackScores.of(maps, t, renumbered)).isEqualTo(scores);
        assertThat(TrackScores.of(
                                Comparison.of(
                                        ArrayImgs.floats(truth, size), ArrayImgs.floats(truth.clone(), size), "XYZT"),
                                t,
                                t)
                        .tra(EmptyClass.SKIP))
                .as("perfect is best")
                .isEqualTo(1);
    }

    private static Map<Long, Long> renumbering(Random random, List<Track> tracks) {
        List<Long> other = new ArrayList<>();
        for (long i = 0; i < tracks.size(); i++) {
            other.add(i * 1001 + 7);
        }
        Collections.shuffle(other, random);
        Map<Long, Long> numbers = new HashMap<>(Map.of(0L, 0L));
        for (int i = 0; i < tracks.size(); i++) {
            numbers.put(tracks.get(i).label(), other.get(i));
        }
        return numbers;
    }

    /** Gives each of six columns of a 9 x 8 x 3 volume to one track after another, the later one now and then a child. */
    private static float[] draw(Random random, int frames, List<Track> tracks) {
        float[] pixels = new float[9 * 8 * 3 * frames];
        long next = 1;
        int shift = random.nextInt(2);
        for (int column = 0; column < 6; column++) {
            int cut = random.nextInt(frames);
            long first = next++;
            long second = next++;
            if (cut > 0) {
                tracks.add(new Track(first, 0, cut - 1, 0));
            }
            tracks.add(new Track(second, cut, frames - 1, cut > 0 && random.nextBoolean() ? first : 0));
            int left = column + shift;
            for (int t = 0; t < frames; t++) {
                for (int row = 0; row < 8 * 3; row++) {
                    pixels[(t * 24 + row) * 9 + left] = t < cut ? first : second;
                }
            }
        }
        return pixels;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 0 3 | line 1, but a line has four whole numbers",
                "1 0 3 0 8 | line 1, but a line has four whole numbers",
                "1 0 x 0 | \"1 0 x 0\" in line 1",
                "1 3 0 0 | has track 1 from frame 3 to frame 0",
                "0 0 3 0 | has a track with the label 0",
                "1 0 1 0;1 2 3 0 | has two tracks with the label 1",
                "1 0 3 7 | names 7 as the parent of track 1, but has no such track",
                "1 0 2 0;2 2 3 1 | has track 2 from frame 2 on, but its parent 1 goes on to frame 2",
                "1 0 1 1 | makes track 1 an ancestor of itself",
                "1 0 1 2;2 2 3 1 | makes track 1 an ancestor of itself"
            })
    void aTrackFileThatCannotBeTrueIsRefused(String lines, String sentence) throws IOException {
        Path file = Files.writeString(folder.resolve("res_track.txt"), lines.replace(';', '\n'));
        assertThatThrownBy(() -> Tracks.read(file))
                .isInstanceOf(StencilException.class)
                .hasMessageStartingWith("The track file \"res_track.txt\" ")
                .hasMessageContaining(sentence);
    }

    @Test
    void aTrackFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Tracks.read(folder.resolve("none.txt")))
                .isInstanceOf(StencilException.class)
                .hasMessageStartingWith("The track file \"none.txt\" cannot be read");
    }

    @Test
    void aTrackFileMayHaveEmptyLinesTabsAndLineEndsOfWindows() throws IOException {
        Path file = Files.writeString(folder.resolve("man_track.txt"), "1 0 3 0\r\n2\t0\t3\t0\r\n\r\n");
        assertThat(Tracks.read(file).all()).containsExactly(new Track(1, 0, 3, 0), new Track(2, 0, 3, 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 0 3 0 | \"prediction\" has the label 2 in frame 0, but the list has no such track",
                "1 0 3 0; 2 1 3 0 | \"prediction\" has the label 2 in frame 0, but the list has it from frame 1 to frame 3",
                "1 0 3 0; 2 0 3 0; 3 1 2 0 | has track 3 from frame 1 to frame 2, but \"prediction\" lacks it in frame 1",
                "1 0 4 0; 2 0 3 0 | has track 1 up to frame 4, but \"prediction\" ends with frame 3"
            })
    void tracksThatDoNotFitTheLabelsAreRefused(String predicted, String sentence) {
        assertThatThrownBy(() -> score(TWO, BOTH, TWO, predicted))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void whatIsNoTimeLapseOrHasIgnoredLabelsIsRefused() {
        RandomAccessibleInterval<FloatType> plane = rows(f(1));
        assertThatThrownBy(() -> score(plane, "1 0 0 0", plane, "1 0 0 0"))
                .isInstanceOf(StencilException.class)
                .hasMessageStartingWith("\"truth\" has one frame, but tracks need a time-lapse.");
        Comparison ignoring = Comparison.of(TWO, TWO, "XYT").withIgnored(LabelSet.of("2"));
        assertThatThrownBy(() -> TrackScores.of(ignoring, tracks(BOTH), tracks(BOTH)))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("Leave ignore empty.");
    }

    @Test
    void errorsOfSeveralTimeLapsesAreAdded() {
        TrackScores good = score(TWO, BOTH, TWO, BOTH);
        TrackScores bad = score(TWO, BOTH, rows(f(1, 2), f(1, 2), f(2, 1), f(2, 1)), BOTH);
        TrackScores all = good.plus(bad, "(all)");
        assertThat(all.image()).isEqualTo("(all)");
        assertThat(all.tra(EmptyClass.SKIP)).isEqualTo(1 - 5 / 178.0);
        assertThat(all.errors().counts()).containsExactly(16L, 12L, 0L, 0L, 0L, 2L, 2L, 0L);
        assertThat(TrackErrors.NAMES).hasSameSizeAs(all.errors().counts());
    }
}
