// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.work;

import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Where long work is done: what is written down of it, and who does it. All that is shared or resumed goes through {@link
 * #share}.
 *
 * @param receipts what has been written down
 * @param sharing who does the work
 * @param path what the names of steps begin with
 */
public record Workplace(Receipts receipts, Sharing sharing, List<Key> path) {
    /** Makes some pieces of a step. */
    @FunctionalInterface
    public interface Maker {
        /**
         * Makes pieces.
         *
         * @param pieces their numbers, rising
         * @param written is told of each that is done
         */
        void make(List<Integer> pieces, Written written);
    }

    /** Writes down that a piece is done. */
    @FunctionalInterface
    public interface Written {
        /** Writes a piece's receipt, with what was found if something was. */
        void put(int piece, byte... found);
    }

    /** Copies the list. */
    public Workplace {
        path = List.copyOf(path);
    }

    /** Returns a place for work that this process does alone, and that ends with it. */
    public static Workplace memory() {
        return of(Receipts.memory(), Sharing.ALONE);
    }

    /** Returns a place for work. */
    public static Workplace of(Receipts receipts, Sharing sharing) {
        return new Workplace(receipts, sharing, List.of());
    }

    /** Returns a place for a part of the work, so that several do not mix. */
    public Workplace at(Part part, int... numbers) {
        Key key = Key.of(part, numbers);
        return new Workplace(receipts.at(key), sharing, join(key));
    }

    /** Returns this place for steps that only this process can do. */
    public Workplace alone() {
        return new Workplace(receipts, Sharing.ALONE, path);
    }

    /** Returns a step of the work. */
    public WorkStep step(int count, Enum<?> name, int... numbers) {
        return new WorkStep(join(Key.of(name, numbers)), count);
    }

    private List<Key> join(Key key) {
        return Stream.concat(path.stream(), Stream.of(key)).toList();
    }

    /**
     * Has the pieces of a step made that are not, now or earlier, here or elsewhere. When this returns all of them are,
     * by whomever.
     *
     * @param maker makes some pieces, and says so of each
     */
    public void share(WorkStep step, Maker maker) {
        Receipts written = written(step);
        sharing.share(
                step,
                piece -> written.contains(piece(piece)),
                pieces -> maker.make(pieces, (piece, found) -> written.put(piece(piece), found)));
    }

    /** Has the pieces of a step made one after the other, and written down that they are; see {@link #share}. */
    public void each(WorkStep step, IntConsumer make) {
        notes(step, piece -> {
            make.accept(piece);
            return new byte[0];
        });
    }

    /** Has the pieces of a step made one after the other, and what each finds written down; see {@link #share}. */
    public void notes(WorkStep step, IntFunction<byte[]> make) {
        share(step, (pieces, written) -> pieces.forEach(piece -> written.put(piece, make.apply(piece))));
    }

    /** Returns what a piece that is done has found. */
    public byte[] note(WorkStep step, int piece) {
        return written(step)
                .find(piece(piece))
                .orElseThrow(() -> new IllegalStateException("piece " + piece + " of " + step + " is not there"));
    }

    /** Returns what a piece has found, which is made here and now if nobody has done so. */
    public byte[] note(WorkStep step, int piece, Supplier<byte[]> make) {
        return written(step).once(piece(piece), make);
    }

    /** Returns what a step writes down, beside its pieces too. */
    public Receipts written(WorkStep step) {
        return receipts.at(step.place());
    }

    private static Key piece(int number) {
        return Key.of(Part.PIECE, number);
    }

    /** Returns whether receipts outlast this process, so that it is worth while to give some on the way. */
    public boolean isLasting() {
        return receipts.isLasting();
    }
}
