// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.batch;

import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageSink;
import io.github.stencil.work.Receipts;
import io.github.stencil.work.Sharing;
import io.github.stencil.work.Workplace;
import net.imglib2.Interval;

/**
 * An image that an earlier run has written whole, and was killed before it had its name: there is nothing left to write.
 *
 * @param image the image
 * @param sharing who would have written it
 */
record FinishedSink(AxisImage image, Sharing sharing) implements ImageSink {
    @Override
    public Description description() {
        return image.description();
    }

    @Override
    public Extent grain() {
        return image.grain();
    }

    @Override
    public Workplace work() {
        return Workplace.of(Receipts.memory(), (step, done, work) -> sharing.share(step, piece -> true, work));
    }

    @Override
    public void write(Interval block, Pixels pixels) {
        // the same pixels are there
    }

    @Override
    public AxisImage finish() {
        return image;
    }

    @Override
    public void close() {
        // nothing is given up
    }
}
