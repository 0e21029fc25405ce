// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.onehot;

import ij.process.LUT;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** What planes are called and how they are shown: "class 2 (label 64) - the label that the plane had". */
final class PlaneNames {
    private static final String DASH = " - ";
    private static final Pattern CLASS = Pattern.compile("class \\d+(?: \\(label \\d+\\))?(?: - )?");

    private PlaneNames() {}

    /** Names the planes of a categorical stack by class, keeping the names of the planes they come from. */
    static List<String> encoded(Description labels, Extent stack, ClassAxis axis, ClassIds ids) {
        List<String> names = new ArrayList<>();
        for (int t = 0; t < stack.frames(); t++) {
            for (int z = 0; z < stack.slices(); z++) {
                for (int c = 0; c < stack.channels(); c++) {
                    boolean slices = axis == ClassAxis.SLICES;
                    int plane = labels.extent().plane(0, slices ? 0 : z, t);
                    String old = Objects.requireNonNullElse(labels.planeLabel(plane), "");
                    String name = ids.name(slices ? z : c);
                    names.add(old.isEmpty() ? name : name + DASH + old);
                }
            }
        }
        return names;
    }

    /** Names the planes of labels as the first plane of their classes is named, without the class. */
    static List<String> decoded(Description stack, Extent labels) {
        List<String> names = new ArrayList<>();
        for (int t = 0; t < labels.frames(); t++) {
            for (int z = 0; z < labels.slices(); z++) {
                String old = stack.planeLabel(stack.extent().plane(0, z, t));
                names.add(old == null ? "" : CLASS.matcher(old).replaceFirst(""));
            }
        }
        return names.stream().allMatch(String::isEmpty) ? List.of() : names;
    }

    /** Returns the grey colour table that shows 0 to a value. */
    static LUT grey(double highest) {
        LUT grey = LUT.createLutFromColor(Color.WHITE);
        grey.min = 0;
        grey.max = highest;
        return grey;
    }
}
