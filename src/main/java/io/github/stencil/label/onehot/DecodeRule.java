// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.onehot;

import io.github.stencil.StencilException;
import io.github.stencil.label.LabelList;

/**
 * How a categorical stack or a stack of probabilities becomes labels.
 *
 * @param axis where the planes of the classes are
 * @param background whether the first plane is class 0; if not, it is class 1
 * @param minimum a pixel whose highest value is below this fraction of the type's full value (255, 65,535 or 1) becomes
 *     0; 0 for no such limit, so that values may be negative
 * @param ids the label of each class, class 0 first; none if each class is its own label
 */
public record DecodeRule(ClassAxis axis, boolean background, double minimum, LabelList ids) {

    /**
     * A plane for each class, class 0 first, each class its own label: what Categorical to Labels does unless it is told
     * otherwise.
     */
    public static final DecodeRule USUAL = new DecodeRule(ClassAxis.AUTOMATIC, true, 0, LabelList.NONE);

    /**
     * Checks the fraction.
     *
     * @throws StencilException if it is not from 0 to 1
     */
    public DecodeRule {
        if (!(minimum >= 0 && minimum <= 1)) {
            throw StencilException.of("minimum is %s but must be a fraction from 0 to 1.", minimum);
        }
    }

    /** Returns this rule for planes along another axis. */
    public DecodeRule withAxis(ClassAxis other) {
        return new DecodeRule(other, background, minimum, ids);
    }

    /** Returns this rule for stacks with or without a plane of class 0. */
    public DecodeRule withBackground(boolean other) {
        return new DecodeRule(axis, other, minimum, ids);
    }

    /**
     * Returns this rule with another minimum.
     *
     * @param other a fraction of the type's full value, from 0 to 1
     * @throws StencilException if it is not
     */
    public DecodeRule withMinimum(double other) {
        return new DecodeRule(axis, background, other, ids);
    }

    /** Returns this rule with other labels of the classes, such as those of {@link Categorical#ids}. */
    public DecodeRule withIds(LabelList other) {
        return new DecodeRule(axis, background, minimum, other);
    }

    /**
     * Returns the classes of an image with so many planes.
     *
     * @throws StencilException if there are not as many ids
     */
    ClassIds resolve(int planes) {
        int classes = planes + (background ? 0 : 1);
        if (ids.labels().isEmpty()) {
            return ClassIds.numbered(classes, background);
        }
        if (ids.labels().size() != classes) {
            throw StencilException.of(
                    "ids lists %d labels but the image has %d classes (%d planes, background %s). List as many, class 0 first.",
                    ids.labels().size(), classes, planes, background ? "among them" : "not among them");
        }
        return new ClassIds(ids, background);
    }
}
