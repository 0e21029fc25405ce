// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.onehot;

import io.github.stencil.image.AxisImage;
import io.github.stencil.image.PixelType;
import io.github.stencil.image.Runs;
import io.github.stencil.label.LabelReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;

/** One thread's counts of labels, in pages that come to be when a label falls into them. */
final class LabelCounter {
    private static final int PAGE_BITS = 12;
    private static final int PAGE = 1 << PAGE_BITS;

    private final long[][] pages;
    private final int[] even;
    private final int[] odd;
    private final Map<Integer, long[]> sparse = new HashMap<>(); // labels of 32 bits, which may be anywhere
    private Object array;
    private int bad = -1;

    private LabelCounter(PixelType type) {
        boolean few = type.bits() <= Short.SIZE;
        int values = few ? (int) type.fullValue() + 1 : LabelReader.HIGHEST_FLOAT + 1;
        pages = new long[(values + PAGE - 1) >> PAGE_BITS][];
        even = new int[few ? values : 0];
        odd = new int[even.length];
        array = type.createArray(0);
    }

    static LabelCounter of(PixelType type) {
        return new LabelCounter(type);
    }

    /** Counts a band; returns false, with {@link #bad} set, at the first pixel that is no label. */
    boolean count(AxisImage labels, Interval band) {
        int size = Math.toIntExact(Intervals.numElements(band));
        if (java.lang.reflect.Array.getLength(array) < size) {
            array = labels.type().createArray(size);
        }
        labels.copy(band, array);
        switch (labels.type()) {
            case UINT8 -> countBytes((byte[]) array, size);
            case UINT16 -> countShorts((short[]) array, size);
            case INT16 -> countSigned((short[]) array, size);
            case UINT32 -> countInts((int[]) array, size);
            case FLOAT32 -> countFloats((float[]) array, size);
        }
        return bad < 0;
    }

    /** Returns the index in its band of the first pixel that is no label. */
    int bad() {
        return bad;
    }

    /** Adds up what several counters have counted. */
    static List<LabelCensus.Count> merge(List<LabelCounter> counters) {
        List<LabelCensus.Count> counts = new ArrayList<>();
        for (int page = 0; page < counters.get(0).pages.length; page++) {
            for (int i = 0; i < PAGE; i++) {
                long pixels = 0;
                boolean any = false;
                for (LabelCounter counter : counters) {
                    long[] own = counter.pages[page];
                    if (own != null) {
                        any = true;
                        pixels += own[i];
                    }
                }
                if (!any) {
                    break;
                }
                if (pixels > 0) {
                    counts.add(new LabelCensus.Count((page << PAGE_BITS) + i, pixels));
                }
            }
        }
        SortedMap<Long, Long> more = new TreeMap<>();
        for (LabelCounter counter : counters) {
            counter.sparse.forEach((label, pixels) -> more.merge(Integer.toUnsignedLong(label), pixels[0], Long::sum));
        }
        more.forEach((label, pixels) -> counts.add(new LabelCensus.Count(label, pixels)));
        return counts;
    }

    // Neighbours are mostly equal: two tables in turn, so that an addition need not wait for the one before.

    private void countBytes(byte[] labels, int size) {
        int i = 0;
        for (; i + 1 < size; i += 2) {
            even[labels[i] & 0xff]++;
            odd[labels[i + 1] & 0xff]++;
        }
        if (i < size) {
            even[labels[i] & 0xff]++;
        }
        flush();
    }

    private void countShorts(short[] labels, int size) {
        int i = 0;
        for (; i + 1 < size; i += 2) {
            even[labels[i] & 0xffff]++;
            odd[labels[i + 1] & 0xffff]++;
        }
        if (i < size) {
            even[labels[i] & 0xffff]++;
        }
        flush();
    }

    private void countSigned(short[] labels, int size) {
        for (int i = 0; i < size; i++) {
            if (labels[i] < 0) {
                bad = i;
                return;
            }
            even[labels[i]]++;
        }
        flush();
    }

    private void countInts(int[] labels, int size) {
        int start = 0;
        while (start < size) {
            int end = Runs.end(labels, start, size);
            sparse.computeIfAbsent(labels[start], label -> new long[1])[0] += end - start;
            start = end;
        }
    }

    private void countFloats(float[] labels, int size) {
        int start = 0;
        while (start < size) {
            float label = labels[start];
            int end = Runs.end(labels, start, size);
            if (!(label >= 0 && label <= LabelReader.HIGHEST_FLOAT && label == (int) label)) {
                bad = start;
                return;
            }
            add((int) label, end - start);
            start = end;
        }
    }

    private void flush() {
        for (int label = 0; label < even.length; label++) {
            int pixels = even[label] + odd[label];
            if (pixels > 0) {
                add(label, pixels);
                even[label] = 0;
                odd[label] = 0;
            }
        }
    }

    private void add(int label, int pixels) {
        long[] page = pages[label >> PAGE_BITS];
        if (page == null) {
            page = new long[PAGE];
            pages[label >> PAGE_BITS] = page;
        }
        page[label & (PAGE - 1)] += pixels;
    }
}
