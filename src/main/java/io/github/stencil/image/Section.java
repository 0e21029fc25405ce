// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import ij.measure.Calibration;
import ij.process.LUT;
import java.util.ArrayList;
import java.util.List;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;

/**
 * A box of an image's pixels, which are read when they are asked for.
 *
 * @param whole the image
 * @param box [X, Y, C, Z, T] in it
 */
record Section(AxisImage whole, Interval box) implements PixelSource {
    @Override
    public RandomAccessibleInterval<? extends RealType<?>> pixels() {
        return cut(whole.pixels());
    }

    private <T extends RealType<?>> RandomAccessibleInterval<T> cut(RandomAccessibleInterval<T> pixels) {
        return Views.zeroMin(Views.interval(pixels, box));
    }

    @Override
    public void copy(Interval block, Object array) {
        whole.copy(Intervals.translate(block, box.minAsLongArray()), array);
    }

    /** Describes the section: its pixels have the same places in calibrated units. */
    Description description() {
        Description from = whole.description();
        Extent all = from.extent();
        Extent size = Extent.of(box);
        Calibration units = from.calibration().copy();
        units.xOrigin -= box.min(0);
        units.yOrigin -= box.min(1);
        units.zOrigin -= box.min(3);
        boolean allChannels = size.channels() == all.channels();
        List<LUT> tables = allChannels || from.luts().size() != all.channels()
                ? from.luts()
                : from.luts().subList((int) box.min(2), (int) box.max(2) + 1);
        return new Description(
                from.title(),
                from.type(),
                size,
                from.rgb() && allChannels,
                units,
                names(from),
                tables,
                size.channels() > 1 ? from.composite() : 0,
                from.labels());
    }

    private List<String> names(Description from) {
        Extent all = from.extent();
        List<String> names = new ArrayList<>();
        for (long t = box.min(4); t <= box.max(4) && !from.planeLabels().isEmpty(); t++) {
            for (long z = box.min(3); z <= box.max(3); z++) {
                for (long c = box.min(2); c <= box.max(2); c++) {
                    String name = from.planeLabel((int) (c + all.channels() * (z + all.slices() * t)));
                    names.add(name == null ? "" : name);
                }
            }
        }
        return names;
    }
}
