package io.github.stencil.unet;

/**
 * Where a training stands: what decides about its rate and its end.
 *
 * @param epoch the last one that was finished, 0 before the first
 * @param best the epoch with the highest validation IoU, 0 before the first
 * @param bestIou that IoU
 * @param waited epochs since the rate was halved or the IoU rose, whichever was later
 * @param halvings how often a plateau was met
 */
record Standing(int epoch, int best, double bestIou, int waited, int halvings) {
    static final Standing START = new Standing(0, 0, Double.NEGATIVE_INFINITY, 0, 0);

    /** Returns whether an IoU is the best so far; an undefined one only as the first. */
    boolean improvedBy(double iou) {
        return best == 0 || iou > bestIou || (Double.isNaN(bestIou) && !Double.isNaN(iou));
    }

    /** Returns where the training stands after one more epoch. */
    Standing after(double iou, int patience) {
        int next = epoch + 1;
        if (improvedBy(iou)) {
            return new Standing(next, next, iou, 0, halvings);
        }
        boolean plateau = waited + 1 >= Math.max(2, patience / 4);
        return new Standing(next, best, bestIou, plateau ? 0 : waited + 1, plateau ? halvings + 1 : halvings);
    }

    /** Returns whether the IoU has not risen for so many epochs. */
    boolean exhausted(int patience) {
        return epoch - best >= patience;
    }
}
