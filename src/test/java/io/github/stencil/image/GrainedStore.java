// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.stencil.work.Receipts;
import io.github.stencil.work.Sharing;
import io.github.stencil.work.Workplace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;

/** Results in memory that accept only whole pieces of some size, each once, and may have some already. */
public final class GrainedStore implements ImageStore {
    private final Extent grain;
    private final IntPredicate there;
    private final List<Interval> written = new ArrayList<>();

    /**
     * Creates a store.
     *
     * @param there which blocks an earlier run has written
     */
    public GrainedStore(Extent grain, IntPredicate there) {
        this.grain = grain;
        this.there = there;
    }

    /** Returns the blocks that have been written. */
    public List<Interval> written() {
        return written;
    }

    @Override
    public ImageSink create(Description result) {
        ImageSink memory = new MemoryImage(result);
        return new ImageSink() {
            @Override
            public Description description() {
                return result;
            }

            @Override
            public Extent grain() {
                return grain;
            }

            @Override
            public Workplace work() {
                return Workplace.of(
                        Receipts.memory(), (step, done, make) -> make.accept(Sharing.missing(step, done.or(there))));
            }

            @Override
            public void write(Interval block, Pixels pixels) {
                long[] piece = grain.interval().dimensionsAsLongArray();
                for (int d = 0; d < 5; d++) {
                    long end = block.max(d) + 1;
                    assertThat(block.min(d) % piece[d])
                            .as("begin along %d of %s", d, block)
                            .isZero();
                    assertThat(end % piece[d] == 0
                                    || end == result.extent().interval().dimension(d))
                            .as("end along %d of %s", d, block)
                            .isTrue();
                }
                assertThat(written).noneMatch(other -> !Intervals.isEmpty(Intervals.intersect(other, block)));
                written.add(block);
                memory.write(block, pixels);
            }

            @Override
            public AxisImage finish() {
                return memory.finish();
            }

            @Override
            public void close() {
                memory.close();
            }
        };
    }
}
