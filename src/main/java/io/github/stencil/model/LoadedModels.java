// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.FileTrouble;
import io.github.stencil.Owned;
import io.github.stencil.Progress;
import io.github.stencil.image.Description;
import io.github.stencil.image.PixelType;
import io.github.stencil.model.file.ModelFiles;
import io.github.stencil.model.file.ModelNames;
import io.github.stencil.model.step.Recipe;
import io.github.stencil.model.trust.KnownModels;
import io.github.stencil.model.trust.Trial;
import io.github.stencil.tensor.Device;
import io.github.stencil.tensor.Precision;
import io.github.stencil.tensor.TensorRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
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
            Tail tail,
            PixelType type,
            Recipe recipe,
            Precision precision,
            Device device,
            int channels,
            boolean tta) {
        static Key of(ReadModel model, Description image, PredictionSettings settings, Recipe recipe) {
            return new Key(
                    model.files().folder().toAbsolutePath().normalize(),
                    changed(model.files()),
                    Tail.of(model.head()),
                    image.type(),
                    recipe,
                    settings.precision(),
                    TensorRuntime.device(),
                    image.extent().channels(),
                    settings.tta());
        }

        /** Returns a number that is another one when the graph or its weights are written anew. */
        private static long changed(ModelFiles files) {
            Path variables = files.folder().resolve(ModelNames.VARIABLES);
            try (Stream<Path> weights = Files.isDirectory(variables) ? Files.list(variables) : Stream.empty()) {
                long changed = time(files.graph());
                for (Path file : weights.sorted().toList()) {
                    changed = 31 * changed + time(file);
                }
                return changed;
            } catch (IOException e) {
                throw FileTrouble.reading(files.given(), e);
            }
        }

        private static long time(Path file) throws IOException {
            return 31 * Files.getLastModifiedTime(file).toMillis() + Files.size(file);
        }
    }

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

    /**
     * Returns the network for an image, loading it if it is not; the first time that a model is seen, after a trial in
     * another process.
     *
     * @throws io.github.stencil.StencilException if the model may not run, did not survive its trial, or TensorFlow refuses it
     */
    static Lease borrow(
            ReadModel model, Description image, PredictionSettings settings, Recipe recipe, Progress progress) {
        model.heads().refuseUnlessChosen();
        model.refuseUnlessPure();
        Key key = Key.of(model, image, settings, recipe);
        if (Trial.wanted() && !contains(key) && !model.is(KnownModels.Fact.RAN)) {
            model.trial()
                    .run(
                            model.files().given(),
                            model.root(),
                            model.head().name(),
                            key.type(),
                            key.channels(),
                            progress);
            model.remember(KnownModels.Fact.RAN);
        }
        return borrow(
                key,
                () -> Network.load(
                        model.graph(), model.files(), key.type(), recipe, key.tail(), key.precision(), key.tta()));
    }

    /** Returns whether a network is loaded. */
    private static boolean contains(Key key) {
        synchronized (ENTRIES) {
            return ENTRIES.containsKey(key);
        }
    }

    /** Returns a loaded network, loading it if it is not. */
    private static Lease borrow(Key key, Supplier<Network> loader) {
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

    /** Returns how many networks are loaded from inside a folder. */
    static long count(Path folder) {
        Path inside = folder.toAbsolutePath().normalize();
        synchronized (ENTRIES) {
            return ENTRIES.keySet().stream()
                    .filter(key -> key.folder().startsWith(inside))
                    .count();
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
