// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label;

import io.github.stencil.CancelledException;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/** Tells what kind label maps are of, by looking at them: whether their labels number objects or are classes. */
public final class LabelKinds {
    /** So many maps are looked at; of more, so many that are spread evenly. */
    public static final int MOST_MAPS = 48;

    private LabelKinds() {}

    /**
     * Looks at the planes of one label map, without a report of progress; see
     * {@link #look(List, Space, LongPredicate, Progress)}.
     *
     * @param map one channel, such as {@code AxisImage.of(pixels, "XYZ")}
     * @throws StencilException if the image has several channels, or a pixel is no label
     */
    public static LabelKind look(AxisImage map) {
        return look(map, Space.PLANES, label -> false, Progress.NONE);
    }

    /**
     * Looks at one label map; see {@link #look(List, Space, LongPredicate, Progress)}.
     *
     * @throws StencilException if the image has several channels, or a pixel is no label
     */
    public static LabelKind look(AxisImage map, Space space, LongPredicate ignored, Progress progress) {
        return look(List.of(() -> map), space, ignored, progress);
    }

    /**
     * Looks at label maps, one after the other and block by block. Of each no more is read than tells what it is: some
     * 16,000 components at the most.
     *
     * @param maps [X, Y, Z, T] of whole numbers from 0 to 4,294,967,295, each opened when its turn comes; one that cannot
     *     be read, or is no label map, is left to whoever needs it
     * @param space whether components are sought in planes (pixels that share an edge or a corner) or in volumes
     * @param ignored labels that do not count; 0 never does
     * @param progress hears blocks
     * @throws StencilException if no map can be read, which is why the first cannot
     */
    public static LabelKind look(
            List<? extends Supplier<AxisImage>> maps, Space space, LongPredicate ignored, Progress progress) {
        if (maps.isEmpty()) {
            throw new StencilException("There is no label map to look at. Give one at least.");
        }
        List<LabelLook> looks = new ArrayList<>();
        StencilException first = null;
        int count = Math.min(maps.size(), MOST_MAPS);
        for (int i = 0; i < count; i++) {
            Supplier<AxisImage> map = maps.get((int) ((long) i * maps.size() / count));
            progress.step(i, count);
            try {
                looks.add(LabelLook.at(map.get(), space, ignored, part(progress, i, count)));
            } catch (CancelledException e) {
                throw e;
            } catch (StencilException e) {
                first = first == null ? e : first;
            }
        }
        if (looks.isEmpty()) {
            throw Objects.requireNonNull(first);
        }
        progress.step(count, count);
        return KindRule.decide(looks);
    }

    /** Returns what the labels of one map are that has been looked at. */
    public static LabelKind of(LabelLook look) {
        return KindRule.decide(List.of(look));
    }

    private static Progress part(Progress progress, int map, int count) {
        return (done, total) -> progress.step((long) map * total + done, (long) count * total);
    }
}
