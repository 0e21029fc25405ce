// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric.picture;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Colour;
import io.github.stencil.image.ImageStore;
import io.github.stencil.metric.Comparison;
import io.github.stencil.metric.ImageObjects;
import io.github.stencil.metric.ObjectMatch;
import io.github.stencil.metric.ObjectMatching;
import io.github.stencil.metric.ObjectStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Draws the outlines of objects by what became of them, in colours that also colour-blind people tell apart (Okabe and
 * Ito 2008): what was found as it was predicted, what was missed as it is in the truth.
 */
public enum ObjectPicture implements MapPicture.Part {
    /** No outline: black. */
    BACKGROUND(0, Colour.BLACK),
    /** A predicted object with a partner: bluish green. */
    MATCHED(1, Colour.BLUISH_GREEN),
    /** A predicted object without a partner: vermilion. */
    EXTRA(2, Colour.VERMILION),
    /** A true object without a partner: sky blue. */
    MISSED(3, Colour.SKY_BLUE),
    /** A predicted object in which two or more true ones lie, with a partner or without: yellow. */
    MERGED(4, Colour.YELLOW),
    /** A pixel that was not scored: grey. */
    IGNORED(5, Colour.GREY),
    /** A true object in which two or more predicted ones lie, with a partner or without: reddish purple. */
    SPLIT(6, Colour.REDDISH_PURPLE);

    private final int value;
    private final Colour colour;

    ObjectPicture(int value, Colour colour) {
        this.value = value;
        this.colour = colour;
    }

    /** Returns what a pixel of this kind is in the picture, 0 to 6. */
    @Override
    public int value() {
        return value;
    }

    /** Returns how it is drawn. */
    @Override
    public Colour colour() {
        return colour;
    }

    /**
     * Draws the objects of two label maps in memory, without a report of progress; see
     * {@link #draw(Comparison, List, ImageStore, Progress)}.
     *
     * @throws StencilException if a pixel is no label
     */
    public static AxisImage draw(Comparison maps, List<ImageObjects> images) {
        return draw(maps, images, ImageStore.memory(), Progress.NONE);
    }

    /**
     * Draws the objects of two label maps. An outline is the outermost pixels of an object in a plane, which touch another
     * label or the image's edge at one of their four sides.
     *
     * @param maps of objects, as {@link ObjectMatching} takes them
     * @param images what became of the objects, from {@link ObjectMatching} with the same maps
     * @param store where the picture grows
     * @param progress hears each band
     * @return 8-bit with a colour table, values as above, with the truth's extent and calibration, titled STEM-overlay;
     *     written band by band
     * @throws StencilException if a pixel is no label
     */
    public static AxisImage draw(Comparison maps, List<ImageObjects> images, ImageStore store, Progress progress) {
        Fates fates = new Fates(maps.ignored().predicate());
        int[] image = {-1};
        MapPicture.Painter painter = (band, picture) -> {
            int here = maps.space().image(maps.extent(), (int) band.block().min(3), (int)
                    band.block().min(4));
            if (here != image[0]) {
                fates.take(images.get(here).matches());
                image[0] = here;
            }
            fates.leaveOutIgnored(band);
            fates.draw(band, picture);
        };
        return MapPicture.draw(maps, 1, values(), painter, store, progress);
    }

    /** Returns how a match's true object is drawn: not at all if it was found in one piece. */
    static ObjectPicture ofTruth(ObjectMatch match) {
        return match.split() ? SPLIT : match.status() == ObjectStatus.MISSED ? MISSED : BACKGROUND;
    }

    /** Returns how a match's predicted object is drawn. */
    static ObjectPicture ofPrediction(ObjectMatch match) {
        return match.merged() ? MERGED : match.status() == ObjectStatus.EXTRA ? EXTRA : MATCHED;
    }

    /** What became of the objects of one image, by label: 32 bits without a sign. */
    static final class Fates {
        private final IntPredicate ignored;
        private final Map<Integer, ObjectPicture> truth = new HashMap<>();
        private final Map<Integer, ObjectPicture> prediction = new HashMap<>();
        private boolean[] leftOut = {};

        Fates(IntPredicate ignored) {
            this.ignored = ignored;
        }

        void take(List<ObjectMatch> matches) {
            truth.clear();
            prediction.clear();
            for (ObjectMatch match : matches) {
                if (match.truth() != 0) {
                    truth.put((int) match.truth(), ofTruth(match));
                }
                if (match.prediction() != 0) {
                    prediction.put((int) match.prediction(), ofPrediction(match));
                }
            }
        }

        void leaveOutIgnored(MapPicture.Band band) {
            int[] t = band.truth();
            int[] p = band.prediction();
            int pixels = band.width() * band.height();
            if (leftOut.length < pixels) {
                leftOut = new boolean[pixels];
            }
            for (int i = 0; i < pixels; i++) {
                leftOut[i] = ignored.test(t[i]);
                if (leftOut[i]) {
                    t[i] = 0;
                    p[i] = 0;
                }
            }
        }

        void draw(MapPicture.Band band, byte[] picture) {
            int[] t = band.truth();
            int[] p = band.prediction();
            int width = band.width();
            int height = band.height();
            for (int row = 0; row < band.rows(); row++) {
                int y = band.first() + row;
                for (int x = 0; x < width; x++) {
                    int at = y * width + x;
                    ObjectPicture drawn = BACKGROUND;
                    if (leftOut[at]) {
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
