// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import io.github.stencil.work.HeapBudget;
import io.github.stencil.work.HeapShare;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * Pieces of an image that have been read, as many as fit into a share of Java's memory; those not used for longest go
 * first, and the newest stays however large it is. Thread-safe: several threads that ask for one piece wait for one
 * reading, and different pieces are read side by side.
 *
 * @param <V> a piece
 */
public final class BoundedCache<V> {
    private static final long SHARE_OF_BUDGET = 8;
    private static final long LARGEST_SHARE = 2;

    private final Map<Long, CompletableFuture<V>> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final ToLongFunction<V> size;
    private final long most;
    private final HeapShare share;
    private long held;
    private long wanted;
    private long newest;

    private BoundedCache(ToLongFunction<V> size, long most, HeapBudget budget) {
        this.size = size;
        this.most = most;
        share = budget.share(this::trim);
    }

    /**
     * Creates a cache of up to an eighth of what may be kept of Java's memory, or of up to half of it if a few pieces need
     * that; less, where others keep much too.
     *
     * @param size how many bytes a piece takes
     * @param few how many bytes a few pieces take
     */
    public static <V> BoundedCache<V> create(ToLongFunction<V> size, long few) {
        return create(size, few, HeapBudget.usual());
    }

    /** Creates a cache as the method without a budget does. */
    static <V> BoundedCache<V> create(ToLongFunction<V> size, long few, HeapBudget budget) {
        long most = Math.max(Math.min(few, budget.bytes() / LARGEST_SHARE), budget.bytes() / SHARE_OF_BUDGET);
        return new BoundedCache<>(size, most, budget);
    }

    /** Returns a piece, read if it is not here; what reading throws is thrown, and the piece is read anew next time. */
    public V get(long key, LongFunction<V> read) {
        CompletableFuture<V> mine = new CompletableFuture<>();
        CompletableFuture<V> first;
        synchronized (kept) {
            first = kept.putIfAbsent(key, mine);
        }
        if (first != null) {
            try {
                return first.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            }
        }
        try {
            V value = read.apply(key);
            mine.complete(value);
            keep(key, size.applyAsLong(value));
            return value;
        } catch (RuntimeException | Error e) {
            synchronized (kept) {
                kept.remove(key);
            }
            mine.completeExceptionally(e);
            throw e;
        }
    }

    private void keep(long key, long bytes) {
        boolean more;
        synchronized (kept) {
            held += bytes;
            newest = key;
            more = held > wanted && wanted < most;
            wanted = more ? Math.min(most, 2 * held) : wanted;
        }
        if (more) {
            share.want(wanted); // outside of the lock, as others may have to throw something away
        }
        trim();
    }

    private void trim() {
        List<Long> old = new ArrayList<>();
        synchronized (kept) {
            Iterator<Map.Entry<Long, CompletableFuture<V>>> eldest =
                    kept.entrySet().iterator();
            while (held > share.bytes() && eldest.hasNext()) {
                Map.Entry<Long, CompletableFuture<V>> entry = eldest.next();
                if (entry.getKey() != newest && entry.getValue().isDone()) {
                    held -= size.applyAsLong(entry.getValue().join());
                    old.add(entry.getKey());
                }
            }
            old.forEach(kept::remove);
        }
    }
}
