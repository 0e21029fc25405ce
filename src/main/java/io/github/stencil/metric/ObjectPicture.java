package io.github.stencil.metric;

import io.github.stencil.Progress;
import io.github.stencil.axes.AxisImage;
import io.github.stencil.axes.Extent;
import io.github.stencil.axes.ImageSink;
import io.github.stencil.axes.ImageStore;
import io.github.stencil.axes.Space;
import io.github.stencil.tile.Bands;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;

/**
 * Draws the outlines of objects by what became of them, in colours that also colour-blind people tell apart (Okabe and
 * Ito 2008): what was found as it was predicted, what was missed as it is in the truth.
 */
public enum ObjectPicture {
    /** No outline: black. */
    BACKGROUND(0, 0x000000),
    /** A predicted object with a partner: bluish green. */
    MATCHED(1, 0x009e73),
    /** A predicted object without a partner: vermilion. */
    EXTRA(2, 0xd55e00),
    /** A true object without a partner: sky blue. */
    MISSED(3, 0x56b4e9),
    /** A predicted object in which two or more true ones lie, with a partner or without: yellow. */
    MERGED(4, 0xf0e442),
    /** A pixel that was not scored: grey. */
    IGNORED(5, 0x7f7f7f),
    /** A true object in which two or more predicted ones lie, with a partner or without: reddish purple. */
    SPLIT(6, 0xcc79a7);

    private static final int BAND_PIXELS = 1 << 20;

    private final int value;
    private final int rgb;

    ObjectPicture(int value, int rgb) {
        this.value = value;
        this.rgb = rgb;
    }

    /** Returns what a pixel of this kind is in the picture, 0 to 6. */
    public int value() {
        return value;
    }

    /** Returns the colour, red in the highest of three bytes. */
    public int rgb() {
        return rgb;
    }

    /**
     * Draws the objects of two label maps. An outline is the outermost pixels of an object in a plane, which touch another
     * label or the image's edge at one of their four sides.
     *
     * @param truth a label map as {@link ObjectMatching} takes it
     * @param prediction as large as {@code truth}
     * @param space how the objects were matched
     * @param ignored labels of the truth whose pixels are left out
     * @param images what became of the objects, from {@link ObjectMatching} with the same maps
     * @param store where the picture grows
     * @param progress hears each band
     * @return 8-bit with a colour table, values as above, titled STEM-overlay; written band by band
     */
    public static AxisImage of(
            AxisImage truth,
            AxisImage prediction,
            Space space,
            IntPredicate ignored,
            List<ImageObjects> images,
            ImageStore store,
            Progress progress) {
        LabelMaps maps = new LabelMaps(truth, prediction);
        Extent extent = maps.extent();
        List<Interval> bands = Bands.of(extent.interval(), BAND_PIXELS);
        int width = extent.width();
        int rows = (int) bands.get(0).dimension(1);
        LabelMaps.Reader reader = new LabelMaps.Reader(maps, width * (rows + 2));
        byte[] picture = new byte[width * rows];
        Fates fates = new Fates(ignored);
        int image = -1;
        try (ImageSink sink = store.create(ErrorPicture.describe(truth.description(), table()))) {
            for (int band = 0; band < bands.size(); band++) {
                Interval block = bands.get(band);
                int here = space.image(extent, (int) block.min(3), (int) block.min(4));
                if (here != image) {
                    fates.take(images.get(here).matches());
                    image = here;
                }
                Interval around = grown(block, extent.height());
                int length = reader.read(around);
                int[] t = reader.truth(around, length);
                int[] p = reader.prediction(around, length);
                fates.leaveOutIgnored(t, p, length);
                int from = (int) (block.min(1) - around.min(1));
                fates.draw(t, p, width, length / width, from, (int) block.dimension(1), picture);
                sink.write(block, picture);
                progress.step(band + 1, bands.size());
            }
            return sink.finish();
        }
    }

    /** Returns how a match's true object is drawn: not at all if it was found in one piece. */
    static ObjectPicture ofTruth(ObjectMatch match) {
        return match.split() ? SPLIT : match.status() == ObjectStatus.MISSED ? MISSED : BACKGROUND;
    }

    /** Returns how a match's predicted object is drawn. */
    static ObjectPicture ofPrediction(ObjectMatch match) {
        return match.merged() ? MERGED : match.status() == ObjectStatus.EXTRA ? EXTRA : MATCHED;
    }

    private static Interval grown(Interval block, int height) {
        long[] min = block.minAsLongArray();
        long[] max = block.maxAsLongArray();
        min[1] = Math.max(0, min[1] - 1);
        max[1] = Math.min(height - 1, max[1] + 1);
        return new FinalInterval(min, max);
    }

    private static int[] table() {
        int[] table = new int[256];
        for (ObjectPicture part : values()) {
            table[part.value] = part.rgb;
        }
        return table;
    }

    /** What became of the objects of one image, by label. */
    static final class Fates {
        private static final int LEFT_OUT = -1;

        private final IntPredicate ignored;
        private final Map<Integer, ObjectPicture> truth = new HashMap<>();
        private final Map<Integer, ObjectPicture> prediction = new HashMap<>();

        Fates(IntPredicate ignored) {
            this.ignored = ignored;
        }

        void take(List<ObjectMatch> matches) {
            truth.clear();
            prediction.clear();
            for (ObjectMatch match : matches) {
                if (match.truth() != 0) {
                    truth.put(match.truth(), ofTruth(match));
                }
                if (match.prediction() != 0) {
                    prediction.put(match.prediction(), ofPrediction(match));
                }
            }
        }

        void leaveOutIgnored(int[] t, int[] p, int length) {
            for (int i = 0; i < length; i++) {
                if (ignored.test(t[i])) {
                    t[i] = LEFT_OUT;
                    p[i] = LEFT_OUT;
                }
            }
        }

        void draw(int[] t, int[] p, int width, int height, int firstRow, int rows, byte[] picture) {
            for (int row = 0; row < rows; row++) {
                int y = firstRow + row;
                for (int x = 0; x < width; x++) {
                    int at = y * width + x;
                    ObjectPicture drawn = BACKGROUND;
                    if (t[at] == LEFT_OUT) {
                        drawn = IGNORED;
                    } else {
                        if (p[at] != 0 && outline(p, x, y, width, height)) {
                            drawn = prediction.getOrDefault(p[at], BACKGROUND);
                        }
                        if (t[at] != 0
                                && (drawn == BACKGROUND || drawn == MATCHED)
                                && outline(t, x, y, width, height)) {
                            ObjectPicture other = truth.getOrDefault(t[at], BACKGROUND);
                            drawn = other == BACKGROUND ? drawn : other;
                        }
                    }
                    picture[row * width + x] = (byte) drawn.value;
                }
            }
        }

        /** Returns how the inside of objects is coloured in a small picture. */
        ObjectPicture inside(int t, int p) {
            if (ignored.test(t)) {
                return IGNORED;
            }
            ObjectPicture predicted = p == 0 ? BACKGROUND : prediction.getOrDefault(p, BACKGROUND);
            ObjectPicture real = t == 0 ? BACKGROUND : truth.getOrDefault(t, BACKGROUND);
            return real == BACKGROUND ? predicted : real;
        }

        private static boolean outline(int[] map, int x, int y, int width, int height) {
            int at = y * width + x;
            return x == 0
                    || y == 0
                    || x == width - 1
                    || y == height - 1
                    || map[at - 1] != map[at]
                    || map[at + 1] != map[at]
                    || map[at - width] != map[at]
                    || map[at + width] != map[at];
        }
    }
}
