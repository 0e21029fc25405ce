package io.github.stencil.work;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What long work writes down beside its result until that is whole: values by name, each there wholly or not at all, so
 * that work that was cut short goes on where it ended. Safe for several threads; in a folder for several processes too.
 */
public interface Receipts {

    /** Returns a value, or nothing if there is none. */
    Optional<byte[]> find(String name);

    /** Returns whether there is a value of a name. */
    boolean contains(String name);

    /** Writes a value, instead of one that may be there. */
    void put(String name, byte[] value);

    /** Deletes all values. */
    void clear();

    /** Returns receipts in memory, for work that ends with this process. */
    static Receipts memory() {
        return new InMemory(new ConcurrentHashMap<>());
    }

    /**
     * Returns receipts that are files of a folder, which is made when the first is written, if the folder that it lies in is
     * there: when that has gone, the work has ended, and nothing is to be written any more.
     *
     * @param folder of nothing else but folders of receipts, which are deleted with it
     */
    static Receipts in(Path folder) {
        return new ReceiptFolder(folder);
    }

    /** In memory. */
    record InMemory(Map<String, byte[]> values) implements Receipts {
        @Override
        public Optional<byte[]> find(String name) {
            return Optional.ofNullable(values.get(name));
        }

        @Override
        public boolean contains(String name) {
            return values.containsKey(name);
        }

        @Override
        public void put(String name, byte[] value) {
            values.put(name, value);
        }

        @Override
        public void clear() {
            values.clear();
        }
    }
}
