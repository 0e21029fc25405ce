// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import io.github.stencil.Progress;
import io.github.stencil.work.Workplace;
import net.imglib2.Interval;

/** An image that grows block by block. Blocks that do not overlap may be written from several threads. */
public interface ImageSink extends AutoCloseable {

    /** Something to copy pixels from, in runs. Safe for several threads. */
    @FunctionalInterface
    interface Pixels {
        /**
         * Copies {@code length} values from {@code from} on into an array of the image's type. Called from several threads
         * at a time.
         */
        void copy(int from, Object into, int at, int length);
    }

    /** Returns what is written here. */
    Description description();

    /**
     * Writes a block.
     *
     * @param block [X, Y, C, Z, T], inside the image
     * @param pixels X fastest and T slowest; read before this returns
     */
    void write(Interval block, Pixels pixels);

    /**
     * Returns how large the pieces are that are stored together, such as rows of a file or shards of chunks. Blocks that
     * begin and end at multiples of it, or at the image's edge, are the cheapest to write, and writers of different ones
     * never meet in a file.
     */
    default Extent grain() {
        return description().extent().row();
    }

    /** Writes a block from an array of the image's type; see {@link #write(Interval, Pixels)}. */
    default void write(Interval block, Object array) {
        write(block, (from, into, at, length) -> System.arraycopy(array, from, into, at, length));
    }

    /** Returns where the steps are done that write pixels here; its receipts are those of this image alone. */
    default Workplace work() {
        return Workplace.memory();
    }

    /** Returns the image, now that every block has been written. */
    AxisImage finish();

    /** Returns the image as {@link #finish()} does, where that takes long enough to be heard of and to be stopped. */
    default AxisImage finish(Progress progress) {
        return finish();
    }

    /** Gives up what has not been finished; does nothing after {@link #finish}. */
    @Override
    void close();
}
