// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.work;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

/** What a {@link HeapBudget} knows of a share, which it does not keep alive. All but what is granted is under its lock. */
final class HeapAccount extends WeakReference<HeapShare> {
    long wanted;
    long held;
    volatile long granted;

    HeapAccount(HeapShare share, ReferenceQueue<HeapShare> gone) {
        super(share, gone);
    }
}
