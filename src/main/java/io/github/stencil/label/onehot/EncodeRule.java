// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.onehot;

import io.github.stencil.StencilException;
import io.github.stencil.label.LabelList;
import io.github.stencil.label.LabelSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What becomes of labels in a categorical stack.
 *
 * @param classes how many classes there are; 0 for as many as the labels ask for
 * @param encoding what a pixel of a class is
 * @param ids which label each class has: "" if a label is its class, {@code compact} if each distinct label is a class in
 *     rising order, else a list of labels such as "0,32,64"
 * @param ignore labels whose pixels are 0 in every plane and which make no class
 * @param background whether class 0 has a plane
 * @param axis where the planes of the classes are; {@link ClassAxis#AUTOMATIC} means channels
 */
public record EncodeRule(
        int classes, Encoding encoding, String ids, LabelSet ignore, boolean background, ClassAxis axis) {
    private static final String COMPACT = "compact";
    private static final int MOST_UNASKED = 255;

    /**
     * As many classes as the labels ask for, each its own label, class 0 among them, as channels of 0 and 1 in 32-bit:
     * what Labels to Categorical does unless it is told otherwise.
     */
    public static final EncodeRule USUAL =
            new EncodeRule(0, Encoding.ONE_FLOAT, "", LabelSet.NONE, true, ClassAxis.CHANNELS);

    /**
     * Checks that the parts agree.
     *
     * @throws StencilException if there are fewer than 0 classes, or ids are no list of labels or have one that is ignored
     */
    public EncodeRule {
        ids = ids.strip();
        if (classes < 0) {
            throw StencilException.of("classes is %d but must be at least 0.", classes);
        }
        for (long label : isList(ids) ? LabelList.of(ids).labels() : List.<Long>of()) {
            if (ignore.contains(label)) {
                throw StencilException.of("The label %d is both in ids and in ignore. Take it out of one.", label);
            }
        }
    }

    /** Creates a rule with so many classes, each its own label, as channels of 0 and 1 in 8-bit. */
    public static EncodeRule of(int classes) {
        return USUAL.withClasses(classes).withEncoding(Encoding.ONE_BYTE);
    }

    /** Returns this rule with so many classes; 0 for as many as the labels ask for. */
    public EncodeRule withClasses(int other) {
        return new EncodeRule(other, encoding, ids, ignore, background, axis);
    }

    /** Returns this rule with other values of pixels. */
    public EncodeRule withEncoding(Encoding other) {
        return new EncodeRule(classes, other, ids, ignore, background, axis);
    }

    /** Returns this rule with other labels of the classes: "", {@code compact}, or a list such as "0,32,64". */
    public EncodeRule withIds(String other) {
        return new EncodeRule(classes, encoding, other, ignore, background, axis);
    }

    /** Returns this rule with other labels that make no class. */
    public EncodeRule withIgnore(LabelSet other) {
        return new EncodeRule(classes, encoding, ids, other, background, axis);
    }

    /** Returns this rule with or without a plane of class 0. */
    public EncodeRule withBackground(boolean other) {
        return new EncodeRule(classes, encoding, ids, ignore, other, axis);
    }

    /** Returns this rule for planes along another axis. */
    public EncodeRule withAxis(ClassAxis other) {
        return new EncodeRule(classes, encoding, ids, ignore, background, other);
    }

    /** Returns whether the labels of the classes are worth a table. */
    public boolean hasIds() {
        return !ids.isEmpty();
    }

    /**
     * Finds the classes of an image.
     *
     * @throws StencilException if the image has labels without a class
     */
    ClassIds resolve(LabelCensus census) {
        List<LabelCensus.Count> present = census.counts().stream()
                .filter(c -> !ignore.contains(c.label()))
                .toList();
        if (isList(ids)) {
            return listed(present);
        }
        return ids.isEmpty() ? numbered(present) : compact(present);
    }

    private ClassIds numbered(List<LabelCensus.Count> present) {
        long highest = present.isEmpty() ? 0 : present.get(present.size() - 1).label();
        if (classes == 0 && highest >= MOST_UNASKED) {
            throw StencilException.of(
                    "Labels go up to %d, which makes %d classes, more than %d. Set classes to %d if that is meant, or ids to compact.",
                    highest, highest + 1, MOST_UNASKED, highest + 1);
        }
        if (classes > 0 && highest >= classes) {
            throw StencilException.of(
                    "Labels go up to %d but there are %d classes (%s). Set classes to %d, or ids to compact.",
                    highest,
                    classes,
                    LabelCensus.words(
                            present.stream().filter(c -> c.label() >= classes).toList()),
                    highest + 1);
        }
        return ClassIds.numbered(classes == 0 ? (int) highest + 1 : classes, background);
    }

    private ClassIds compact(List<LabelCensus.Count> present) {
        Set<Long> labels =
                new TreeSet<>(present.stream().map(LabelCensus.Count::label).toList());
        if (!background) {
            labels.add(0L); // class 0 has no plane, so it must not be a label that is there
        }
        if (classes == 0 && labels.size() > MOST_UNASKED) {
            throw StencilException.of(
                    "There are %,d distinct labels, and more than %d classes must be asked for. Set classes to %d if that is meant.",
                    labels.size(), MOST_UNASKED, labels.size());
        }
        if (classes != 0 && classes != labels.size()) {
            throw StencilException.of(
                    "There are %,d distinct labels but %d classes. Set classes to %d, or to 0.",
                    labels.size(), classes, labels.size());
        }
        return new ClassIds(new LabelList(List.copyOf(labels)), background);
    }

    private ClassIds listed(List<LabelCensus.Count> present) {
        LabelList list = LabelList.of(ids);
        if (classes != 0 && classes != list.labels().size()) {
            throw StencilException.of(
                    "ids lists %d labels but there are %d classes. Set classes to %d, or to 0.",
                    list.labels().size(), classes, list.labels().size());
        }
        Set<Long> known = new HashSet<>(list.labels());
        List<LabelCensus.Count> unknown =
                present.stream().filter(c -> !known.contains(c.label())).toList();
        if (!unknown.isEmpty()) {
            throw StencilException.of(
                    "The image has labels that ids does not list (%s). Add them to ids, or to ignore.",
                    LabelCensus.words(unknown));
        }
        return new ClassIds(list, background);
    }

    private static boolean isList(String ids) {
        return !ids.isEmpty() && !ids.equalsIgnoreCase(COMPACT);
    }
}
