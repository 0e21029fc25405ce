package io.github.stencil.front;

import io.github.stencil.CancelledException;
import io.github.stencil.Progress;

/** One listener for several files that are worked on side by side: it hears them in turn, and how far all are together. */
final class SpreadProgress {
    private static final long PARTS = 1000;

    private final Progress listener;
    private final double[] shares;
    private int next;
    private boolean stopped;

    SpreadProgress(Progress listener, int files) {
        this.listener = listener;
        shares = new double[files];
    }

    /** Returns what listens to the next file. */
    synchronized Progress next() {
        int file = next++;
        return (done, total) -> step(file, total > 0 ? (double) done / total : 0);
    }

    private synchronized void step(int file, double share) {
        if (stopped) {
            throw new CancelledException("Stopped."); // who stops one stops all
        }
        shares[file] = share;
        double sum = 0;
        for (double each : shares) {
            sum += each;
        }
        try {
            listener.step(Math.round(sum * PARTS), shares.length * PARTS);
        } catch (CancelledException e) {
            stopped = true;
            throw e;
        }
    }
}
