// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label;

import io.github.stencil.label.LabelKind.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Decides what the labels of some maps are by what has been found in each. */
final class KindRule {
    private static final int MASK = 255;
    /** Fewer labels than this, of one component each, can as well be classes. */
    private static final int FEW = 5;
    /** From this share on, labels are as good as all of one component: a few objects in two parts are common. */
    private static final double NEARLY_ALL = 0.75;

    private static final double HARDLY = 0.3;
    private static final double NEARLY_ALWAYS = 0.8;
    /** More labels than classes mostly are. */
    private static final int SEVERAL = 16;

    private final List<LabelLook> maps;
    private final Map<Integer, List<LabelLook.Found>> labels = new HashMap<>();
    private final TreeSet<Integer> counts = new TreeSet<>(); // of labels in a map
    private int images;
    private int most;
    private int pairs; // of an image and a label
    private int whole;
    private long parts;
    private long highest;
    private long gaps; // labels up to the highest of a map that it does not have
    private boolean rising = true;

    private KindRule(List<LabelLook> looks) {
        maps = looks.stream().filter(look -> !look.labels().isEmpty()).toList();
        for (LabelLook map : maps) {
            images += map.images();
            most = Math.max(most, map.most());
            rising &= map.rising();
            counts.add(map.labels().size());
            long top = 0;
            for (Map.Entry<Integer, LabelLook.Found> label : map.labels().entrySet()) {
                LabelLook.Found found = label.getValue();
                pairs += found.images();
                whole += found.whole();
                parts += found.parts();
                top = Math.max(top, Integer.toUnsignedLong(label.getKey()));
                labels.computeIfAbsent(label.getKey(), l -> new ArrayList<>()).add(found);
            }
            gaps += top - map.labels().size();
            highest = Math.max(highest, top);
        }
    }

    /**
     * Decides what the labels of some maps are.
     *
     * @param looks at each map, in the order of the maps
     */
    static LabelKind decide(List<LabelLook> looks) {
        KindRule rule = new KindRule(looks);
        if (rule.labels.isEmpty()) {
            return new LabelKind(Answer.UNKNOWN, 0, false, "there is no label but 0 in " + maps(looks.size()));
        }
        return rule.labels.size() == 1
                ? rule.single()
                : rule.whole < NEARLY_ALL * rule.pairs ? rule.scattered() : rule.compact();
    }

    private LabelKind single() {
        return new LabelKind(
                Answer.CLASSES,
                1,
                highest == MASK,
                String.format(
                        Locale.ROOT,
                        "the only label is %d, in %s of %s",
                        highest,
                        counted(parts, "component"),
                        images()));
    }

    /** Labels of which many have several components. */
    private LabelKind scattered() {
        String has = String.format(
                Locale.ROOT,
                "%s have %s in %s",
                counted(labels.size(), "label"),
                counted(parts, "component"),
                images());
        boolean many = most > LabelKind.MANY || (isSparse() && labels.size() > SEVERAL);
        if (many && 2L * whole >= pairs && parts <= 3L * pairs) {
            return instances(has + ", mostly one each");
        }
        if (many) {
            return unknown(has + ", too many of both for classes and for objects, as if they were intensities");
        }
        boolean between = labels.size() > SEVERAL && 5L * whole >= 3L * pairs && 5 * parts <= 8L * pairs;
        return between ? unknown(has + ", too few for classes and too many for objects") : classes(has);
    }

    /** Labels of one component each, nearly. */
    private LabelKind compact() {
        String each = String.format(
                Locale.ROOT,
                "%s in %s are %s",
                labels.size() == 2 ? "both labels" : "the " + counted(labels.size(), "label"),
                images(),
                whole == pairs
                        ? "one component each"
                        : "mostly one component each (" + counted(parts, "component") + " in all)");
        boolean few = labels.size() < FEW;
        if (most > LabelKind.MANY || (isSparse() && recurrence() < NEARLY_ALWAYS)) {
            return instances(
                    each + (most > LabelKind.MANY ? "" : String.format(Locale.ROOT, ", and go up to %,d", highest)));
        }
        if (maps.size() == 1) {
            return few ? unknown(each + ", which few objects are as well as few classes") : instances(each);
        }
        return few ? severalOfFew(each) : severalOfMany(each);
    }

    private LabelKind severalOfFew(String each) {
        if (labels.size() == FEW - 1 && recurrence() == 0) {
            return instances(each + ", and none recurs");
        }
        if (maps.size() > 2 && recurrence() == 1) {
            return classes("the same " + counted(labels.size(), "label") + " are in all " + maps(maps.size()));
        }
        return bySize(each);
    }

    private LabelKind severalOfMany(String each) {
        if (recurrence() < HARDLY) {
            return instances(each + ", and hardly recur");
        }
        if (rising) {
            return instances(each + ", numbered in the order in which they lie");
        }
        boolean counted =
                gaps * 4 <= labels.values().stream().mapToLong(List::size).sum();
        int several = Math.max(2, Math.min(FEW, (maps.size() + 1) / 2));
        if (counted && counts.size() >= several && 4L * counts.first() <= 3L * counts.last()) {
            return instances(
                    each + String.format(Locale.ROOT, ", and a map has %d to %d", counts.first(), counts.last()));
        }
        return bySize(each);
    }

    /** A class has its size in all maps, and so has an object that is tracked; another object's number tells nothing of it. */
    private LabelKind bySize(String each) {
        double explained = sizeByLabel();
        if (labels.size() < FEW && explained > 0.85) {
            String has = "the " + counted(labels.size(), "label") + " recur with their sizes in " + maps(maps.size());
            return classes(has);
        }
        if (labels.size() >= FEW && counts.size() > 1 && explained < 0.5) {
            return instances(each + ", and sizes are others in each map");
        }
        return unknown(each + ", but recur from map to map");
    }

    /** Returns which share of the variance of sizes, as logarithms, goes with the label; NaN if there is too little to tell. */
    private double sizeByLabel() {
        List<double[]> sizes = labels.values().stream()
                .filter(found -> found.size() > 1)
                .map(found ->
                        found.stream().mapToDouble(one -> Math.log(one.size())).toArray())
                .toList();
        int count = sizes.stream().mapToInt(own -> own.length).sum();
        int free = count - sizes.size();
        if (sizes.size() < 2 || free < 6) {
            return Double.NaN;
        }
        double all = variation(sizes.stream().flatMapToDouble(Arrays::stream).toArray()) / (count - 1);
        double within = sizes.stream().mapToDouble(KindRule::variation).sum() / free;
        return all < 1e-3 ? Double.NaN : 1 - within / all; // sizes that are all alike tell nothing
    }

    private static double variation(double... values) {
        double mean = Arrays.stream(values).average().orElse(0);
        return Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
    }

    /** Returns how many of the other maps have a label, on average: 0 none, 1 all. */
    private double recurrence() {
        long having = labels.values().stream().mapToLong(List::size).sum();
        return maps.size() == 1 ? 0 : (double) (having - labels.size()) / ((maps.size() - 1L) * labels.size());
    }

    /** Returns whether ids are beyond those of classes, and mostly not used. */
    private boolean isSparse() {
        Set<Long> used = new HashSet<>();
        labels.keySet().forEach(label -> used.add(Integer.toUnsignedLong(label)));
        long first = used.stream().mapToLong(Long::longValue).min().orElse(1);
        boolean evenly = used.stream().allMatch(label -> label % first == 0); // grey values of classes
        return highest > MASK && highest >= 4L * labels.size() && (!evenly || first == 1);
    }

    private LabelKind classes(String reason) {
        return new LabelKind(Answer.CLASSES, labels.size(), false, reason);
    }

    private LabelKind instances(String reason) {
        return new LabelKind(Answer.INSTANCES, labels.size(), false, reason);
    }

    private LabelKind unknown(String reason) {
        return new LabelKind(Answer.UNKNOWN, labels.size(), false, reason);
    }

    private String images() {
        return counted(images, "image");
    }

    private static String maps(int count) {
        return counted(count, "map");
    }

    private static String counted(long count, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
    }
}
