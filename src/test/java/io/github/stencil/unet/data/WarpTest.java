// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.stencil.StencilException;
import io.github.stencil.tile.Mirror;
import io.github.stencil.unet.data.Augmentation.Change;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WarpTest {
    private static final int SIZE = 160;
    private static final int DEPTH = 40;

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"", "flip", "turn", "rotate", "shift", "zoom", "elastic", "flip,turn,rotate,shift,zoom,elastic"})
    void labelsComeFromWherePixelsCome(String names) {
        // Every pixel holds its own coordinates, which linear interpolation gives back between pixels.
        float[][] ramps = new float[3][SIZE * SIZE * DEPTH];
        int[] labels = new int[ramps[0].length];
        for (int i = 0; i < labels.length; i++) {
            ramps[0][i] = i % SIZE;
            ramps[1][i] = i / SIZE % SIZE;
            ramps[2][i] = i / (SIZE * SIZE);
            labels[i] = i;
        }
        CasePart part = new CasePart(ramps, labels, 0, 0, 0, SIZE, SIZE);
        for (long seed = 0; seed < 12; seed++) {
            Warp.Frame frame = new Warp.Frame(60, 62, 12, 40, 33, 9, 0, 0);
            Warp warp = Warp.draw(frame, Augmentation.of(names), new SplittableRandom(seed));
            float[] pixels = new float[40 * 33 * 9 * 3];
            part.pixels(warp, folded(warp.x(), SIZE), folded(warp.y(), SIZE), folded(warp.z(), DEPTH), pixels, 0);
            int[] taken = part.labels(warp, folded(warp.x(), SIZE), folded(warp.y(), SIZE), folded(warp.z(), DEPTH));
            for (int i = 0; i < taken.length; i++) {
                assertThat((double) (taken[i] % SIZE))
                        .as("%s, seed %d, x of pixel %d", names, seed, i)
                        .isCloseTo(pixels[3 * i], within(0.501));
                assertThat((double) (taken[i] / SIZE % SIZE)).isCloseTo(pixels[3 * i + 1], within(0.501));
                assertThat((double) (taken[i] / (SIZE * SIZE))).isCloseTo(pixels[3 * i + 2], within(0.501));
            }
        }
    }

    @Test
    void withoutVariationAPatchIsTheImageMirroredAtItsEdges() {
        Random random = new Random(5);
        int width = 23;
        int height = 17;
        float[][] image = {new float[width * height]};
        int[] labels = new int[width * height];
        for (int i = 0; i < labels.length; i++) {
            image[0][i] = random.nextFloat();
            labels[i] = random.nextInt(9);
        }
        CasePart part = new CasePart(image, labels, 0, 0, 0, width, height);
        Warp warp = Warp.identity(new Warp.Frame(-30, -4, 0, 70, 50, 1, 3, 0));
        float[] pixels = new float[70 * 50];
        part.pixels(warp, folded(warp.x(), width), folded(warp.y(), height), folded(warp.z(), 1), pixels, 0);
        int[] taken = part.labels(warp, folded(warp.x(), width), folded(warp.y(), height), folded(warp.z(), 1));
        for (int y = 0; y < 50; y++) {
            for (int x = 0; x < 70; x++) {
                int from = Mirror.at(y - 4, height) * width + Mirror.at(x - 30, width);
                assertThat(pixels[y * 70 + x]).isEqualTo(image[0][from]);
                assertThat(taken[(y + 3) * 76 + x + 3]).isEqualTo(labels[from]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"flip", "turn", "flip,turn,shift"})
    void wholePixelMovesKeepEveryValueAsItIs(String names) {
        float[][] image = {new float[SIZE * SIZE]};
        int[] labels = new int[SIZE * SIZE];
        Random random = new Random(6);
        for (int i = 0; i < labels.length; i++) {
            image[0][i] = random.nextFloat();
            labels[i] = i;
        }
        CasePart part = new CasePart(image, labels, 0, 0, 0, SIZE, SIZE);
        for (long seed = 0; seed < 10; seed++) {
            Warp warp = Warp.draw(
                    new Warp.Frame(50, 50, 0, 31, 24, 1, 0, 0), Augmentation.of(names), new SplittableRandom(seed));
            float[] pixels = new float[31 * 24];
            part.pixels(warp, folded(warp.x(), SIZE), folded(warp.y(), SIZE), folded(warp.z(), 1), pixels, 0);
            int[] taken = part.labels(warp, folded(warp.x(), SIZE), folded(warp.y(), SIZE), folded(warp.z(), 1));
            assertThat(Arrays.stream(taken).distinct().count())
                    .as("seed %d", seed)
                    .isEqualTo(31 * 24);
            for (int i = 0; i < taken.length; i++) {
                assertThat(pixels[i]).isEqualTo(image[0][taken[i]]);
            }
        }
    }

    @Test
    void eachNameMovesPixelsByWhatItSays() {
        Warp.Frame frame = new Warp.Frame(0, 0, 0, 64, 64, 8, 0, 0);
        Warp still = Warp.identity(frame);
        double zoomed = 0;
        double turned = 0;
        double bent = 0;
        boolean flippedZ = false;
        for (long seed = 0; seed < 100; seed++) {
            Warp zoom = Warp.draw(frame, Augmentation.of("zoom"), new SplittableRandom(seed));
            double step = zoom.x()[1] - zoom.x()[0];
            assertThat(step).isBetween(0.75 - 1e-9, 4.0 / 3 + 1e-9);
            assertThat(zoom.z()[1] - zoom.z()[0]).isCloseTo(step, within(1e-9));
            zoomed += step == 1 ? 0 : 1;
            Warp rotate = Warp.draw(frame, Augmentation.of("rotate"), new SplittableRandom(seed));
            assertThat(Math.hypot(rotate.x()[1] - rotate.x()[0], rotate.y()[1] - rotate.y()[0]))
                    .isCloseTo(1, within(1e-9));
            assertThat(rotate.z()).isEqualTo(still.z());
            turned += rotate.y()[1] == rotate.y()[0] ? 0 : 1;
            Warp shift = Warp.draw(frame, Augmentation.of("shift"), new SplittableRandom(seed));
            assertThat(Math.abs(shift.x()[0])).isLessThanOrEqualTo(6);
            Warp elastic = Warp.draw(frame, Augmentation.of("elastic"), new SplittableRandom(seed));
            for (int i = 0; i < elastic.x().length; i++) {
                bent += Math.pow(elastic.x()[i] - still.x()[i], 2) / elastic.x().length / 100;
            }
            flippedZ |= Warp.draw(frame, Augmentation.of("flip"), new SplittableRandom(seed))
                            .z()[0]
                    == 7;
        }
        assertThat(zoomed).isBetween(30.0, 70.0);
        assertThat(turned).isBetween(30.0, 70.0);
        assertThat(Math.sqrt(2 * bent)).isBetween(2.0, 5.0); // half of the patches are not bent
        assertThat(flippedZ).isTrue();
    }

    @Test
    void anUnknownNameIsAnsweredWithTheNames() {
        assertThatThrownBy(() -> Augmentation.of("flip, mirror"))
                .isInstanceOf(StencilException.class)
                .hasMessage(
                        "\"mirror\" in \"flip, mirror\" is no augmentation. Choose among flip, turn, rotate, shift, zoom, elastic, intensity, gamma, noise, blur.");
        assertThat(Augmentation.of("")).isEqualTo(Augmentation.NONE);
        assertThat(Augmentation.of(" Blur,flip").toString()).isEqualTo("flip,blur");
        assertThat(Augmentation.USUAL.has(Change.ZOOM)).isTrue();
    }

    private static Folded folded(double[] coordinates, int length) {
        return Folded.of(coordinates, length);
    }
}
