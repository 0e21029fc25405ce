// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import java.io.Serializable;

/**
 * A pair of objects, or an object that has no partner.
 *
 * @param truth the true object's label, 0 if there is none
 * @param prediction the predicted object's label, 0 if there is none
 * @param iou of the pair, 0 if it is none
 * @param truthArea pixels of the true object
 * @param predictedArea pixels of the predicted object
 * @param status whether it is a pair at the first threshold
 * @param split whether two or more predictions each lie more than half inside the true object
 * @param merged whether two or more true objects each lie more than half inside the prediction
 */
public record ObjectMatch(
        long truth,
        long prediction,
        double iou,
        long truthArea,
        long predictedArea,
        ObjectStatus status,
        boolean split,
        boolean merged)
        implements Serializable {

    /** Returns the pair's Dice coefficient, 2 IoU / (1 + IoU). */
    public double dice() {
        return 2 * iou / (1 + iou);
    }

    /** Returns what the object's status is called, such as "matched", or "missed split". */
    public String statusText() {
        return status + (split ? " split" : "") + (merged ? " merged" : "");
    }
}
