package io.github.stencil.image;

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
 * first. Thread-safe: several threads that ask for one piece wait for one reading, and different pieces are read side by
 * side.
 *
 * @param <V> a piece
 */
public final class BoundedCache<V> {
    private static final long SHARE_OF_HEAP = 16;
    private static final long LARGEST_SHARE = 4;

    private final Map<Long, CompletableFuture<V>> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final ToLongFunction<V> size;
    private final long most;
    private long held;

    private BoundedCache(ToLongFunction<V> size, long most) {
        this.size = size;
        this.most = most;
    }

    /**
     * Creates a cache of a sixteenth of Java's memory, or of up to a quarter if a few pieces need that.
     *
     * @param size how many bytes a piece takes
     * @param few how many bytes a few pieces take
     */
    public static <V> BoundedCache<V> create(ToLongFunction<V> size, long few) {
        long heap = Runtime.getRuntime().maxMemory();
        return new BoundedCache<>(size, Math.max(Math.min(few, heap / LARGEST_SHARE), heap / SHARE_OF_HEAP));
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
            synchronized (kept) {
                held += size.applyAsLong(value);
                trim(key);
            }
            return value;
        } catch (RuntimeException | Error e) {
            synchronized (kept) {
                kept.remove(key);
            }
            mine.completeExceptionally(e);
            throw e;
        }
    }

    private void trim(long newest) {
        List<Long> old = new ArrayList<>();
        Iterator<Map.Entry<Long, CompletableFuture<V>>> eldest = kept.entrySet().iterator();
        while (held > most && eldest.hasNext()) {
            Map.Entry<Long, CompletableFuture<V>> entry = eldest.next();
            if (entry.getKey() != newest && entry.getValue().isDone()) {
                held -= size.applyAsLong(entry.getValue().join());
                old.add(entry.getKey());
            }
        }
        old.forEach(kept::remove);
    }
}
