// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.work;

import io.github.stencil.Owned;

/**
 * A share of a {@link HeapBudget}, for one who keeps something in Java's memory. It is given back when it is closed, or
 * when nobody has it any more. Thread-safe.
 */
public final class HeapShare implements Owned {
    private final HeapBudget budget;
    private final HeapAccount account;
    private final Runnable trim;

    HeapShare(HeapBudget budget, Runnable trim) {
        this.budget = budget;
        this.trim = trim;
        account = budget.open(this);
    }

    /** Returns how many bytes may be kept now. */
    public long bytes() {
        return account.granted;
    }

    /** Says how many bytes are of use, beyond those that are held; {@link #bytes} tells how many there are. */
    public void want(long most) {
        budget.want(account, most);
    }

    /**
     * Holds so many bytes from now on, instead of those held before, or leaves all as it is.
     *
     * @return whether there are so many; always if they are fewer than before
     */
    public boolean hold(long firm) {
        return budget.hold(account, firm);
    }

    /** Holds so many bytes as there are up to a number; returns how many. */
    public long holdUpTo(long most) {
        long firm = most;
        while (!hold(firm)) {
            firm = Math.min(firm / 2, budget.left());
        }
        return firm;
    }

    void trim() {
        trim.run();
    }

    /** Gives all of it back; a share that is closed stays empty. */
    @Override
    public void close() {
        budget.close(account);
    }
}
