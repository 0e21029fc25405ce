package io.github.stencil.model;

import io.github.stencil.model.Value.Along;
import io.github.stencil.model.Value.Dimension;
import io.github.stencil.model.Value.Pixels;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How a network's output depends on its input's position: what a tile must read, and where it may begin.
 *
 * @param step tiles begin at multiples of it, and images are padded to a multiple; at least 1
 * @param halo pixels beyond a tile that its output depends on, a multiple of the step; meaningless if not local
 * @param local whether output pixels depend on their surroundings only, so that tiling is exact
 * @param how where this comes from, in words
 */
record ReceptiveField(int step, int halo, boolean local, String how) {
    /** Sizes that the networks of the field can be given, whatever they pool by. */
    private static final int[][] TRIED = {{512, 768}, {720, 1080}, {243, 486}};

    private static final long STACK_BYTES = 256L << 20;

    /** Returns a field with a step, whose halo is rounded up to whole steps. */
    static ReceptiveField of(int step, int halo, String how) {
        return new ReceptiveField(step, (halo + step - 1) / step * step, true, how);
    }

    /**
     * Reads the field from a network's graph.
     *
     * @throws UnreadableGraphException if it cannot be told
     */
    static ReceptiveField read(SavedModelGraph model) {
        AtomicReference<@Nullable ReceptiveField> found = new AtomicReference<>();
        AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
        // deep networks are followed by recursion
        Thread reader = new Thread(
                null,
                () -> {
                    try {
                        found.set(trySizes(model));
                    } catch (RuntimeException e) {
                        failure.set(e);
                    } catch (StackOverflowError e) {
                        failure.set(new UnreadableGraphException("a graph too deep to follow"));
                    }
                },
                "Stencil graph reader",
                STACK_BYTES);
        reader.start();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreadableGraphException("interrupted");
        }
        ReceptiveField field = found.get();
        if (field != null) {
            return field;
        }
        RuntimeException why = failure.get();
        if (why instanceof UnreadableGraphException unreadable) {
            throw unreadable;
        }
        throw new UnreadableGraphException(String.valueOf(why)); // a graph that breaks the reader is unreadable too
    }

    private static ReceptiveField trySizes(SavedModelGraph model) {
        ModelSignature signature = model.signature();
        UnreadableGraphException first = new UnreadableGraphException("no size fits");
        for (int[] size : TRIED) {
            int height = signature.height() > 0 ? signature.height() : size[0];
            int width = signature.width() > 0 ? signature.width() : size[1];
            try {
                return read(model, height, width);
            } catch (UnreadableGraphException e) {
                first = size == TRIED[0] ? e : first;
            }
        }
        throw first;
    }

    private static ReceptiveField read(SavedModelGraph model, int height, int width) {
        Site.Axis rows = new Site.Axis();
        Site.Axis columns = new Site.Axis();
        ModelSignature signature = model.signature();
        Pixels input = GraphReader.input(
                signature.inputAxes(), height, width, Math.max(1, signature.channels()), rows, columns);
        Value output = new GraphReader(model.graph())
                .read(model.graph(), signature.inputTensor(), input, signature.outputTensor());
        if (!(output instanceof Pixels pixels)) {
            throw new UnreadableGraphException("an output that does not depend on the image");
        }
        Dimension y = pixels.dimensions().get(pixels.find(Along.Y));
        Dimension x = pixels.dimensions().get(pixels.find(Along.X));
        if (y.size() != height || x.size() != width) {
            throw new UnreadableGraphException("an output of another size than the input");
        }
        long step = rows.step() / gcd(rows.step(), columns.step()) * columns.step();
        long halo = Math.max(rows.halo(y.site()), columns.halo(x.site()));
        return of(Math.toIntExact(step), Math.toIntExact(halo), "read from the graph");
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
