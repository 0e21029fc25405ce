// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.rois;

import ij.gui.ImageRoi;
import ij.gui.Roi;
import ij.gui.TextRoi;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.label.LabelSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Finds out which label each of some ROIs is. */
final class RoiLabels {
    /** A label alone, then anything that a space parts from it, then what ImageJ adds to make names unique. */
    private static final Pattern NAME = Pattern.compile("(\\d{1,10})(?:\\s.*|-\\d{1,2})?");

    private final List<Roi> rois;

    private RoiLabels(List<Roi> rois) {
        this.rois = rois;
    }

    /**
     * Returns the labels in the order of the ROIs, as ints without a sign.
     *
     * @param progress is told what was taken where that was left open
     * @throws StencilException if a ROI has no inside or no label
     */
    static int[] of(List<Roi> rois, LabelRois.By by, Progress progress) {
        rois.forEach(RoiLabels::refuseWithoutInside);
        RoiLabels labels = new RoiLabels(rois);
        return switch (by) {
            case AUTOMATIC -> labels.automatic(progress);
            case NAME -> labels.byName();
            case ORDER -> labels.byOrder();
            case GROUP -> labels.byGroup();
        };
    }

    private static void refuseWithoutInside(Roi roi) {
        String kind = roi instanceof TextRoi ? "text" : roi instanceof ImageRoi ? "image" : roi.getTypeAsString();
        if (!roi.isArea() || roi instanceof TextRoi || roi instanceof ImageRoi) {
            throw StencilException.of(
                    "The ROI \"%s\" is %s %s, which has no inside. Remove it, or make it an area.",
                    name(roi),
                    kind.equals("image") || kind.startsWith("A") ? "an" : "a",
                    kind.toLowerCase(Locale.ROOT));
        }
    }

    private int[] automatic(Progress progress) {
        int[] labels = new int[rois.size()];
        for (int i = 0; i < labels.length; i++) {
            OptionalLong named = named(rois.get(i));
            if (named.isEmpty() || named.getAsLong() == 0) {
                if (i > 0 || labels.length > 1) {
                    progress.say("Labels are the ROIs' places in the list, as \"%s\" is no label."
                            .formatted(name(rois.get(i))));
                }
                return byOrder();
            }
            labels[i] = (int) named.getAsLong();
        }
        int apart = separate(labels);
        if (apart > 0) {
            progress.say(String.format(
                    Locale.ROOT,
                    "%d %s of the same name as another that %s not touch, and %s.",
                    apart,
                    apart == 1 ? "ROI is" : "ROIs are",
                    apart == 1 ? "it does" : "they do",
                    apart == 1 ? "gets a label of its own" : "get labels of their own"));
        }
        return labels;
    }

    /** Gives ROIs of one label and plane that do not touch labels of their own; returns how many. */
    private int separate(int... labels) {
        long next = highest(labels) + 1;
        int apart = 0;
        for (List<Integer> same : ofOneLabelAndPlane(labels).values()) {
            List<List<Integer>> objects = objects(same);
            for (int i = 1; i < objects.size(); i++) {
                if (next > LabelSet.HIGHEST) {
                    throw StencilException.of(
                            "ROIs of one name that do not touch need labels above %,d. Choose Order, or give them other names.",
                            LabelSet.HIGHEST);
                }
                for (int roi : objects.get(i)) {
                    labels[roi] = (int) next;
                    apart++;
                }
                next++;
            }
        }
        return apart;
    }

    /** Returns the highest of some labels, 0 if there are none. */
    static long highest(int... labels) {
        return Arrays.stream(labels).mapToLong(Integer::toUnsignedLong).max().orElse(0);
    }

    /** The same label in several planes is one object in a volume, or one that is tracked. */
    private Map<String, List<Integer>> ofOneLabelAndPlane(int... labels) {
        Map<String, List<Integer>> same = new LinkedHashMap<>();
        for (int i = 0; i < labels.length; i++) {
            Roi roi = rois.get(i);
            String key = labels[i] + " " + roi.getPosition() + " " + roi.getZPosition() + " " + roi.getTPosition();
            same.computeIfAbsent(key, k -> new ArrayList<>()).add(i);
        }
        return same;
    }

    /** Puts ROIs together that touch, directly or through others. */
    private List<List<Integer>> objects(List<Integer> some) {
        List<List<Integer>> objects = new ArrayList<>();
        Map<Integer, RoiPixels> pixels = new HashMap<>();
        for (int roi : some.size() == 1 ? List.<Integer>of() : some) {
            pixels.put(roi, RoiPixels.of(rois.get(roi)));
        }
        for (int roi : some) {
            List<Integer> joined = new ArrayList<>(List.of(roi));
            objects.removeIf(object -> {
                boolean touches = object.stream()
                        .anyMatch(other -> Objects.requireNonNull(pixels.get(other))
                                .touches(Objects.requireNonNull(pixels.get(roi))));
                if (touches) {
                    joined.addAll(object);
                }
                return touches;
            });
            objects.add(joined);
        }
        objects.forEach(object -> object.sort(null));
        objects.sort(Comparator.comparing(object -> object.get(0)));
        return objects;
    }

    private int[] byName() {
        int[] labels = rois.stream()
                .mapToInt(roi -> (int) named(roi)
                        .orElseThrow(() -> StencilException.of(
                                "The ROI \"%s\" is not named by a label from 0 to %,d. Rename it, such as 17, or choose Order or Group.",
                                name(roi), LabelSet.HIGHEST)))
                .toArray();
        for (List<Integer> same : ofOneLabelAndPlane(labels).values()) {
            List<List<Integer>> objects = objects(same);
            if (objects.size() > 1) {
                throw StencilException.of(
                        "The ROIs \"%s\" and \"%s\" have the same label but do not touch. Rename one, combine them in the ROI Manager if they are one object, or choose Automatic or Order.",
                        name(rois.get(objects.get(0).get(0))),
                        name(rois.get(objects.get(1).get(0))));
            }
        }
        return labels;
    }

    private int[] byOrder() {
        return IntStream.rangeClosed(1, rois.size()).toArray();
    }

    private int[] byGroup() {
        return rois.stream()
                .mapToInt(roi -> {
                    if (roi.getGroup() == 0) {
                        throw StencilException.of(
                                "The ROI \"%s\" is in no group. Give it one from 1 to 255, or choose Name or Order.",
                                name(roi));
                    }
                    return roi.getGroup();
                })
                .toArray();
    }

    private static OptionalLong named(Roi roi) {
        Matcher number = NAME.matcher(name(roi));
        return number.matches() && Long.parseLong(number.group(1)) <= LabelSet.HIGHEST
                ? OptionalLong.of(Long.parseLong(number.group(1)))
                : OptionalLong.empty();
    }

    static String name(Roi roi) {
        return String.valueOf(roi.getName());
    }
}
