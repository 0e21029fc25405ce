// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import io.github.stencil.work.HeapBudget;
import io.github.stencil.work.HeapShare;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cases as patches are cut from them: as many as fit into an allowance stay in memory from their first use on, of the
 * others what a patch needs is read each time. Thread-safe.
 */
final class CaseStore {
    private final List<KnownCase> cases;
    private final @Nullable Holder[] holders;
    private final HeapShare share = HeapBudget.usual().share();

    private static final class Holder {
        private @Nullable CasePart part;
    }

    /** Creates a store that may hold up to half of what may be kept of Java's memory. */
    CaseStore(List<KnownCase> cases) {
        this(cases, HeapBudget.usual().bytes() / 2);
    }

    /** Creates a store that may hold so many bytes, if there are so many. */
    CaseStore(List<KnownCase> cases, long most) {
        this.cases = List.copyOf(cases);
        holders = new Holder[cases.size()];
        long all = cases.stream().mapToLong(CaseStore::bytes).sum();
        long allowance = share.holdUpTo(Math.min(all, most));
        long left = allowance;
        for (int i = 0; i < holders.length; i++) {
            long needed = bytes(cases.get(i));
            if (needed <= left && cases.get(i).source().pixels() <= Integer.MAX_VALUE - 8) {
                holders[i] = new Holder();
                left -= needed;
            }
        }
        share.hold(allowance - left);
    }

    private static long bytes(KnownCase known) {
        LabelledCase source = known.source();
        return source.pixels() * (source.channels() + 1) * Float.BYTES;
    }

    List<KnownCase> cases() {
        return cases;
    }

    /** Returns how many cases stay in memory. */
    int held() {
        int count = 0;
        for (Holder holder : holders) {
            count += holder == null ? 0 : 1;
        }
        return count;
    }

    /** Returns a part of a case that holds what the axes need, or more. */
    CasePart part(int index, Folded x, Folded y, Folded z) {
        KnownCase known = cases.get(index);
        Holder holder = holders[index];
        if (holder == null) {
            return known.source().read(known.scale(), x.min(), y.min(), z.min(), x.size(), y.size(), z.size());
        }
        synchronized (holder) {
            CasePart part = holder.part;
            if (part == null) {
                LabelledCase source = known.source();
                part = source.read(known.scale(), 0, 0, 0, source.width(), source.height(), source.depth());
                holder.part = part;
            }
            return part;
        }
    }
}
