// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.work;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What long work writes down beside its result until that is whole: values by name, each there wholly or not at all, so
 * that work that was cut short goes on where it ended. Safe for several threads; in a folder for several processes too.
 */
public interface Receipts {

    /** Returns a value, or nothing if there is none. */
    Optional<byte[]> find(Key key);

    /** Returns whether there is a value of a name. */
    boolean contains(Key key);

    /** Writes a value, instead of one that may be there. */
    void put(Key key, byte... value);

    /** Returns the receipts of a part of the work, which go with these. */
    Receipts at(Key part);

    /** Deletes all values, and those of all parts. */
    void clear();

    /** Returns whether they outlast this process. */
    boolean isLasting();

    /** Returns a value that is found once, and then read by whoever needs it. */
    default byte[] once(Key key, Supplier<byte[]> find) {
        return find(key).orElseGet(() -> {
            byte[] found = find.get();
            put(key, found);
            return found;
        });
    }

    /** Returns whole numbers that are found once; see {@link #once}. */
    default int[] onceInts(Key key, Supplier<int[]> find) {
        return ints(once(key, () -> bytes(find.get())));
    }

    /** Returns whole numbers as a value. */
    static byte[] bytes(int... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Integer.BYTES, numbers.length));
        bytes.asIntBuffer().put(numbers);
        return bytes.array();
    }

    /** Returns the whole numbers that a value is. */
    static int[] ints(byte... bytes) {
        int[] numbers = new int[bytes.length / Integer.BYTES];
        ByteBuffer.wrap(bytes).asIntBuffer().get(numbers);
        return numbers;
    }

    /** Returns receipts in memory, for work that ends with this process. */
    static Receipts memory() {
        return new InMemory(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }

    /**
     * Returns receipts that are files of a folder, which is made when the first is written, if the folder that it lies in is
     * there: when that has gone, the work has ended, and nothing is to be written any more. The same holds for parts, whose
     * folders are made if this one is there.
     *
     * @param folder of nothing else but folders of receipts, which are deleted with it
     */
    static Receipts in(Path folder) {
        return new ReceiptFolder(folder, folder);
    }

    /** In memory. */
    record InMemory(Map<Key, byte[]> values, Map<Key, Receipts> parts) implements Receipts {
        @Override
        public Optional<byte[]> find(Key key) {
            return Optional.ofNullable(values.get(key));
        }

        @Override
        public boolean contains(Key key) {
            return values.containsKey(key);
        }

        @Override
        public void put(Key key, byte... value) {
            values.put(key, value);
        }

        @Override
        public Receipts at(Key part) {
            return parts.computeIfAbsent(part, key -> Receipts.memory());
        }

        @Override
        public void clear() {
            values.clear();
            parts.clear();
        }

        @Override
        public boolean isLasting() {
            return false;
        }
    }
}
