package io.github.stencil.model;

import io.github.stencil.Owned;
import io.github.stencil.axes.PixelType;
import io.github.stencil.tensor.Device;
import io.github.stencil.tensor.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The networks that are loaded in this process: a macro that predicts a thousand images loads its model once. The last few
 * of each device are kept; one that is in use is closed when it no longer is. Thread-safe.
 */
final class LoadedModels {
    /** What makes two loadings the same. */
    record Key(
            Path folder,
            long changed,
            PixelType type,
            Recipe recipe,
            Precision precision,
            Device device,
            int channels,
            boolean tta) {}

    /** A network that stays loaded until this is closed. */
    static final class Lease implements Owned {
        private final Entry entry;
        private boolean closed;

        private Lease(Entry entry) {
            this.entry = entry;
        }

        Network network() {
            return entry.network;
        }

        /** Returns what was found out about the network by running it, once. */
        synchronized Probe probe(Supplier<Probe> finder) {
            synchronized (entry) {
                Probe found = entry.probe;
                if (found == null) {
                    found = finder.get();
                    entry.probe = found;
                }
                return found;
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                release(entry);
            }
        }
    }

    private static final class Entry {
        private final Network network;
        private @Nullable Probe probe;
        private int users;
        private boolean evicted;

        Entry(Network network) {
            this.network = network;
        }
    }

    private static final int KEPT = 2;
    private static final Map<Key, Entry> ENTRIES = new LinkedHashMap<>(8, 0.75f, true);

    private LoadedModels() {}

    /** Returns whether a network is loaded. */
    static boolean contains(Key key) {
        synchronized (ENTRIES) {
            return ENTRIES.containsKey(key);
        }
    }

    /** Returns a loaded network, loading it if it is not. */
    static Lease borrow(Key key, Supplier<Network> loader) {
        synchronized (ENTRIES) {
            Entry entry = ENTRIES.get(key);
            if (entry == null) {
                entry = new Entry(loader.get());
                ENTRIES.put(key, entry);
                evict(key.device());
            }
            entry.users++;
            return new Lease(entry);
        }
    }

    /** Closes what is loaded from inside a folder that is about to go, unless it is in use. */
    static void forget(Path folder) {
        Path inside = folder.toAbsolutePath().normalize();
        synchronized (ENTRIES) {
            for (Key key : List.copyOf(ENTRIES.keySet())) {
                if (key.folder().startsWith(inside)) {
                    evict(key);
                }
            }
        }
    }

    private static void evict(Device device) {
        List<Key> eldest = new ArrayList<>(ENTRIES.keySet());
        eldest.removeIf(key -> !key.device().equals(device));
        for (Key key : eldest.subList(0, Math.max(0, eldest.size() - KEPT))) {
            evict(key);
        }
    }

    private static void evict(Key key) {
        Entry entry = ENTRIES.remove(key);
        if (entry != null) {
            entry.evicted = true;
            if (entry.users == 0) {
                entry.network.close();
            }
        }
    }

    private static void release(Entry entry) {
        synchronized (ENTRIES) {
            entry.users--;
            if (entry.evicted && entry.users == 0) {
                entry.network.close();
            }
        }
    }
}
