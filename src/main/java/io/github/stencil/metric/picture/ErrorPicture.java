// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric.picture;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Colour;
import io.github.stencil.image.ImageStore;
import io.github.stencil.metric.Comparison;
import java.util.function.IntPredicate;

/**
 * Draws where a prediction is right and how it is wrong, in colours that also colour-blind people tell apart (Okabe and
 * Ito 2008). Foreground is any class but 0.
 */
public enum ErrorPicture implements MapPicture.Part {
    /** Class 0 in both maps: black. */
    BACKGROUND(0, Colour.BLACK),
    /** The same class of foreground in both maps: bluish green. */
    TRUE_POSITIVE(1, Colour.BLUISH_GREEN),
    /** Foreground in the prediction only: vermilion. */
    FALSE_POSITIVE(2, Colour.VERMILION),
    /** Foreground in the truth only: sky blue. */
    FALSE_NEGATIVE(3, Colour.SKY_BLUE),
    /** Foreground in both maps, of different classes: yellow. */
    WRONG_CLASS(4, Colour.YELLOW),
    /** A pixel that was not scored: grey. */
    IGNORED(5, Colour.GREY);

    private final int value;
    private final Colour colour;

    ErrorPicture(int value, Colour colour) {
        this.value = value;
        this.colour = colour;
    }

    /** Returns what a pixel of this kind is in the picture, 0 to 5. */
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
     * Draws two label maps in memory, without a report of progress; see {@link #draw(Comparison, ImageStore, Progress)}.
     *
     * @throws StencilException if a pixel is no label
     */
    public static AxisImage draw(Comparison maps) {
        return draw(maps, ImageStore.memory(), Progress.NONE);
    }

    /**
     * Draws two label maps.
     *
     * @param maps of classes; whether they are compared in planes or volumes makes no difference
     * @param store where the picture grows
     * @param progress hears each band
     * @return 8-bit with a colour table, values as above, with the truth's extent and calibration, titled STEM-overlay;
     *     written band by band
     * @throws StencilException if a pixel is no label
     */
    public static AxisImage draw(Comparison maps, ImageStore store, Progress progress) {
        IntPredicate ignored = maps.ignored().predicate();
        MapPicture.Painter painter = (band, picture) -> {
            for (int i = 0; i < band.rows() * band.width(); i++) {
                picture[i] = (byte) of(band.truth()[i], band.prediction()[i], ignored).value;
            }
        };
        return MapPicture.draw(maps, 0, values(), painter, store, progress);
    }

    static ErrorPicture of(int truth, int prediction, IntPredicate ignored) {
        if (ignored.test(truth)) {
            return IGNORED;
        }
        if (truth == prediction) {
            return truth == 0 ? BACKGROUND : TRUE_POSITIVE;
        }
        return truth == 0 ? FALSE_POSITIVE : prediction == 0 ? FALSE_NEGATIVE : WRONG_CLASS;
    }
}
