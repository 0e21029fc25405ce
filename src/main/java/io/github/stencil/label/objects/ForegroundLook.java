// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import io.github.stencil.CancelledException;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelKind;
import io.github.stencil.label.LabelKinds;
import io.github.stencil.label.LabelLook;
import io.github.stencil.work.Key;
import io.github.stencil.work.Receipts;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What is the foreground of an image that nothing is said about: an instance map keeps its labels, the classes of a class map stay
 * apart, and a mask, a probability or an image of intensities is thresholded.
 */
enum ForegroundLook {
    /** Pixels of at least {@link Foreground#USUAL_THRESHOLD} are. */
    THRESHOLDED,
    /** Each label but 0 is an object. */
    NUMBERED,
    /** The components of each class but 0 are objects. */
    CLASSES;

    /** Class maps have no more classes, mostly, but images of few grey values have. */
    private static final int MOST_CLASSES = 16;
    /** Fewer labels of one component each are the same objects whether they number these or are classes. */
    private static final int FEW = 5;

    /**
     * Looks at an image, once for all who work on it.
     *
     * @param space whether labels number objects in planes or in volumes
     * @param progress hears blocks, and what was taken
     * @throws StencilException if it cannot be told
     */
    static Foreground foreground(AxisImage image, Space space, Receipts receipts, Progress progress) {
        byte[] told = receipts.once(
                Key.of(Passes.Found.KIND),
                () -> look(image, space, progress).name().getBytes(StandardCharsets.US_ASCII));
        return switch (valueOf(new String(told, StandardCharsets.US_ASCII))) {
            case THRESHOLDED -> new Foreground.Above(Foreground.USUAL_THRESHOLD);
            case NUMBERED -> new Foreground.Numbered();
            case CLASSES -> new Foreground.Classes(label -> true, Foreground.Classes.NOWHERE);
        };
    }

    private static ForegroundLook look(AxisImage image, Space space, Progress progress) {
        LabelLook look;
        try {
            look = LabelLook.at(image, space, label -> false, progress);
        } catch (CancelledException e) {
            throw e;
        } catch (StencilException e) {
            return THRESHOLDED; // fractions or negative numbers: no labels; or nobody can read it, and who tries says
            // why
        }
        LabelKind kind = LabelKinds.of(look);
        if (kind.labels() < 2) {
            return THRESHOLDED; // a mask
        }
        return switch (kind.answer()) {
            case INSTANCES -> told(NUMBERED, "Taken as an instance map, whose labels stay, as %s.", kind, progress);
            case CLASSES ->
                kind.labels() <= MOST_CLASSES
                        ? told(
                                CLASSES,
                                "Taken as a class map, as %s; objects are the parts of each class.",
                                kind,
                                progress)
                        : refuse(image, kind);
            case UNKNOWN ->
                kind.labels() < FEW && isWhole(look)
                        ? told(NUMBERED, "Each label is an object, and stays, as %s.", kind, progress)
                        : kind.labels() > LabelKind.MANY
                                ? told(THRESHOLDED, "Thresholded at 0.5, as %s.", kind, progress)
                                : refuse(image, kind);
        };
    }

    private static ForegroundLook told(ForegroundLook what, String sentence, LabelKind kind, Progress progress) {
        progress.say(String.format(Locale.ROOT, sentence, kind.reason()));
        return what;
    }

    private static ForegroundLook refuse(AxisImage image, LabelKind kind) {
        throw StencilException.of(
                "It cannot be told whether \"%s\" is a class map, an instance map or an image to threshold: %s. Give the classes in include, or a threshold such as 1 or Otsu.",
                image.title(), kind.reason());
    }

    private static boolean isWhole(LabelLook look) {
        return look.labels().values().stream().allMatch(found -> found.whole() == found.images());
    }
}
