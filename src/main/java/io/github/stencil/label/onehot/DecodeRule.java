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

    /** Checks the fraction. */
    public DecodeRule {
        if (!(minimum >= 0 && minimum <= 1)) {
            throw StencilException.of("minimum is %s but must be a fraction from 0 to 1.", minimum);
        }
    }

    /** Creates the rule for stacks with a plane for each class, class 0 first. */
    public static DecodeRule plain() {
        return new DecodeRule(ClassAxis.AUTOMATIC, true, 0, LabelList.of(""));
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
