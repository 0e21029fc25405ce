package io.github.stencil.label.objects;

import io.github.stencil.image.ImageStore;
import io.github.stencil.work.Receipts;
import io.github.stencil.work.Sharing;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * Passes over the blocks of one image of a stack. What each finds is written down by block, and what follows from all
 * blocks once, so that work that was cut short goes on where it ended, and other processes can do some of the blocks. An
 * image of one block is done by this process at once.
 */
final class Passes {
    private final BlockedImage image;
    private final Receipts receipts;
    private final Sharing sharing;
    private final String part;
    private final Listener listener;

    /** Hears each block of each pass. */
    @FunctionalInterface
    interface Listener {
        void heard();
    }

    /** Prepares passes over an image whose result grows in a store. */
    Passes(BlockedImage image, ImageStore store, Listener listener) {
        this.image = image;
        this.listener = listener;
        part = "objects-" + image.slice() + "-" + image.frame(); // the same digits in all languages
        boolean one = image.isOneBlock(); // it stays in memory, where nobody else can read it
        receipts = one ? Receipts.memory() : store.receipts(part);
        sharing = one ? Sharing.ALONE : store.sharing();
    }

    BlockedImage image() {
        return image;
    }

    Receipts receipts() {
        return receipts;
    }

    Listener listener() {
        return listener;
    }

    /** Has each of some pieces of work done that is not; each must write itself down. */
    void each(String pass, int count, IntPredicate done, IntConsumer make) {
        sharing.share(part + " " + pass, count, done, (List<Integer> numbers) -> {
            for (int number : numbers) {
                listener.heard();
                make.accept(number);
            }
        });
    }

    /** Has a note made of each block. */
    void notes(String pass, IntFunction<byte[]> make) {
        each(
                pass,
                image.blocks().size(),
                block -> receipts.contains(name(pass, block)),
                block -> receipts.put(name(pass, block), make.apply(block)));
    }

    /** Returns the note of a block, which has been made. */
    byte[] note(String pass, int block) {
        return receipts.find(name(pass, block))
                .orElseThrow(() -> new IllegalStateException(pass + " of block " + block + " is not there"));
    }

    private static String name(String pass, int block) {
        return pass + "-" + block;
    }

    /** Returns whether what follows from all blocks has been found. */
    boolean knows(String name) {
        return receipts.contains(name);
    }

    /** Returns what follows from all blocks; whoever needs it later reads it. */
    int[] once(String name, Supplier<int[]> find) {
        return ints(onceBytes(name, () -> bytes(find.get())));
    }

    /** Returns what follows from all blocks; see {@link #once}. */
    byte[] onceBytes(String name, Supplier<byte[]> find) {
        return receipts.find(name).orElseGet(() -> {
            byte[] found = find.get();
            receipts.put(name, found);
            return found;
        });
    }

    static byte[] bytes(int... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Integer.BYTES, numbers.length));
        bytes.asIntBuffer().put(numbers);
        return bytes.array();
    }

    static int[] ints(byte... bytes) {
        int[] numbers = new int[bytes.length / Integer.BYTES];
        ByteBuffer.wrap(bytes).asIntBuffer().get(numbers);
        return numbers;
    }
}
