// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command.score;

import ij.process.ColorProcessor;
import io.github.stencil.metric.ClassSummary;
import io.github.stencil.metric.EmptyClass;
import io.github.stencil.metric.ImageCounts;
import io.github.stencil.metric.ImageObjects;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** Small pictures of the ten images with the lowest score; images without a score are left out. */
final class WorstImages implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int MOST = 10;

    private final ArrayList<Entry> entries = new ArrayList<>();

    /** An image, its score, and where it is wrong. */
    static final class Entry implements Serializable {
        private static final long serialVersionUID = 1;

        private final String image;
        private final double score;
        private final int width;
        private final int[] rgb;

        private Entry(String image, double score, ColorProcessor picture) {
            this.image = image;
            this.score = score;
            width = picture.getWidth();
            rgb = (int[]) picture.getPixels();
        }

        String image() {
            return image;
        }

        double score() {
            return score;
        }

        ColorProcessor picture() {
            return new ColorProcessor(width, rgb.length / width, rgb);
        }
    }

    /** Offers an image of classes, by its mean Dice without class 0. */
    void offer(ImageCounts image, Supplier<ColorProcessor> picture) {
        double score = ClassSummary.of(image.counts(), EmptyClass.SKIP).meanForegroundDice();
        offer(image.image(), score, picture);
    }

    /** Offers an image of objects, by F1 at the first threshold. */
    void offer(ImageObjects image, Supplier<ColorProcessor> picture) {
        offer(image.image(), image.scores().get(0).f1(EmptyClass.SKIP), picture);
    }

    /** Offers the worst of other images. */
    void offerAll(WorstImages others) {
        others.entries.forEach(entry -> offer(entry.image(), entry.score(), entry::picture));
    }

    private void offer(String image, double score, Supplier<ColorProcessor> picture) {
        boolean bad = entries.size() < MOST || score < entries.get(MOST - 1).score();
        if (bad && !Double.isNaN(score)) {
            entries.add(new Entry(image, score, picture.get()));
            entries.sort(Comparator.comparingDouble(Entry::score));
            if (entries.size() > MOST) {
                entries.remove(MOST);
            }
        }
    }

    /** Returns the images, the worst first. */
    List<Entry> entries() {
        return List.copyOf(entries);
    }
}
