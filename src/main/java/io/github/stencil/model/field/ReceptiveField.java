// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.field;

import io.github.stencil.model.card.ModelCard;
import io.github.stencil.model.field.Value.Along;
import io.github.stencil.model.field.Value.Dimension;
import io.github.stencil.model.field.Value.Pixels;
import io.github.stencil.model.graph.ModelSignature;
import io.github.stencil.model.graph.SavedModelGraph;
import io.github.stencil.tile.Span;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How a network's output depends on its input's position: what a tile must read, and where it may begin.
 *
 * @param step rows and columns: tiles begin at multiples of it; at least 1
 * @param halo pixels beyond a tile that its output depends on, a multiple of the step; meaningless if not local
 * @param stepZ the same along slices, for networks that take volumes; else 1
 * @param haloZ slices beyond a tile that its output depends on; else 0
 * @param local whether output pixels depend on their surroundings only, so that tiling is exact
 * @param pad rows and columns: images are padded to a multiple of it; at least 1
 * @param padZ the same along slices
 * @param how where this comes from, in words
 */
public record ReceptiveField(int step, int halo, int stepZ, int haloZ, boolean local, int pad, int padZ, String how) {
    /** Sizes that the networks of the field can be given, whatever they pool by. */
    private static final int[][] TRIED = {{256, 512, 768}, {360, 720, 1080}, {162, 243, 486}};

    private static final long STACK_BYTES = 256L << 20;
    private static final String READ = "read from the graph";

    /** Returns a field with a step, whose halo is rounded up to whole steps. */
    public static ReceptiveField of(int step, int halo, String how) {
        return of(step, halo, 1, 0, how);
    }

    /** Returns a field with a step and a halo along slices too, which are rounded up to whole steps. */
    public static ReceptiveField of(int step, int halo, int stepZ, int haloZ, String how) {
        return new ReceptiveField(
                step, Span.roundUp(halo, step), stepZ, Span.roundUp(haloZ, stepZ), true, step, stepZ, how);
    }

    /** Returns what a card says of a network's field, with another halo in the plane. */
    public static ReceptiveField said(ModelCard card, int around) {
        return of(card.step(), around, Math.max(1, card.stepZ()), Math.max(0, card.haloZ()), "from the card");
    }

    /** Returns this field with steps that are whole steps of a card's too. */
    public ReceptiveField widened(ModelCard card) {
        return widened(Math.max(1, card.step()), Math.max(1, card.stepZ()));
    }

    /** Returns this field with what a user wants instead of the halo; along slices it only gets smaller. */
    public ReceptiveField withHalo(int wanted) {
        int wantedZ = Span.roundUp(Math.min(haloZ, wanted), stepZ);
        return new ReceptiveField(step, Span.roundUp(wanted, step), stepZ, wantedZ, local, pad, padZ, "given");
    }

    /** Returns this field for a network that looks at the whole image too. */
    ReceptiveField global() {
        return new ReceptiveField(step, halo, stepZ, haloZ, false, pad, padZ, how);
    }

    /** Returns this field for a network that can be given images of other sizes than tiles. */
    public ReceptiveField padded(int multiple, int multipleZ) {
        return new ReceptiveField(step, halo, stepZ, haloZ, local, multiple, multipleZ, how);
    }

    /** Returns this field with wider steps, for tiles and for images. */
    ReceptiveField widened(int wide, int wideZ) {
        int all = Span.commonMultiple(step, wide);
        int allZ = Span.commonMultiple(stepZ, wideZ);
        return new ReceptiveField(
                all,
                Span.roundUp(halo, all),
                allZ,
                Span.roundUp(haloZ, allZ),
                local,
                Span.commonMultiple(pad, wide),
                Span.commonMultiple(padZ, wideZ),
                how);
    }

    /**
     * Reads the field from a network's graph.
     *
     * @throws UnreadableGraphException if it cannot be told
     */
    public static ReceptiveField read(SavedModelGraph model) {
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
                    } catch (OutOfMemoryError e) {
                        failure.set(new UnreadableGraphException("shapes too large to follow", e));
                    } catch (StackOverflowError e) {
                        failure.set(new UnreadableGraphException("a graph too deep to follow", e));
                    }
                },
                "Stencil graph reader",
                STACK_BYTES);
        reader.start();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreadableGraphException("interrupted", e);
        }
        ReceptiveField field = found.get();
        if (field != null) {
            return field;
        }
        RuntimeException why = failure.get();
        if (why instanceof UnreadableGraphException unreadable) {
            throw unreadable;
        }
        // a graph that breaks the reader is unreadable too
        throw new UnreadableGraphException(
                "an operation that is not as TensorFlow writes it", Objects.requireNonNull(why));
    }

    private static ReceptiveField trySizes(SavedModelGraph model) {
        ModelSignature signature = model.signature();
        UnreadableGraphException first = new UnreadableGraphException("no size fits");
        for (int[] size : TRIED) {
            int depth = signature.depth() > 0 ? signature.depth() : size[0];
            int height = signature.height() > 0 ? signature.height() : size[1];
            int width = signature.width() > 0 ? signature.width() : size[2];
            try {
                return read(model, depth, height, width);
            } catch (UnreadableGraphException e) {
                first = size == TRIED[0] ? e : first;
            }
        }
        throw first;
    }

    private static ReceptiveField read(SavedModelGraph model, int depth, int height, int width) {
        ModelSignature signature = model.signature();
        GraphReader.Input input =
                GraphReader.input(signature.inputAxes(), depth, height, width, Math.max(1, signature.channels()));
        Value output = new GraphReader(model.graph())
                .read(model.graph(), signature.inputTensor(), input.pixels(), signature.outputTensor());
        if (!(output instanceof Pixels pixels)) {
            throw new UnreadableGraphException("an output that does not depend on the image");
        }
        Site.Axis rows = input.rows();
        Site.Axis columns = input.columns();
        Dimension y = found(pixels, Along.Y, height);
        Dimension x = found(pixels, Along.X, width);
        int step = Span.commonMultiple(rows.step(), columns.step());
        long halo = Math.max(rows.halo(y.site()), columns.halo(x.site()));
        Site.Axis slices = input.slices();
        boolean global = rows.global() || columns.global() || slices.global();
        ReceptiveField field = of(step, Math.toIntExact(halo), READ);
        if (signature.volume()) {
            Dimension z = found(pixels, Along.Z, depth);
            field = of(
                    field.step(),
                    field.halo(),
                    Math.toIntExact(slices.step()),
                    Math.toIntExact(slices.halo(z.site())),
                    READ);
        }
        return global ? field.global() : field;
    }

    private static Dimension found(Pixels pixels, Along along, int size) {
        Dimension dimension = pixels.dimensions().get(pixels.find(along));
        if (dimension.size() != size) {
            throw new OtherSizeException("an output of another size than the input");
        }
        return dimension;
    }
}
