// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.onehot;

import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.label.LabelReader;
import io.github.stencil.tile.BlockWriter;
import io.github.stencil.work.Key;
import io.github.stencil.work.Part;
import io.github.stencil.work.Receipts;
import io.github.stencil.work.Threads;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import net.imglib2.Interval;

/**
 * How many pixels have each label: a plain parallel count in host memory, as the image is there already and nothing may
 * be written before all labels are known to be good.
 *
 * @param counts rising by label, those of no pixel left out
 */
record LabelCensus(List<Count> counts) {
    private static final int BAND_PIXELS = 1 << 20;
    private static final int MOST_WORKERS = 4;
    private static final int MOST_NAMED = 5;
    private static final Key CENSUS = Key.of(Part.LABELS);

    /** A label and how many pixels have it. */
    record Count(long label, long pixels) {}

    /** Copies the list. */
    LabelCensus {
        counts = List.copyOf(counts);
    }

    /**
     * Counts the labels of an image, unless that has been done and written down.
     *
     * @throws io.github.stencil.StencilException if a pixel is no label
     */
    static LabelCensus of(AxisImage labels, Receipts receipts, Progress progress) {
        return receipts.find(CENSUS).map(LabelCensus::read).orElseGet(() -> of(labels, progress));
    }

    /** Writes the counts down. */
    void writeTo(Receipts receipts) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(counts.size(), 2 * Long.BYTES));
        counts.forEach(count -> bytes.putLong(count.label()).putLong(count.pixels()));
        receipts.put(CENSUS, bytes.array());
    }

    private static LabelCensus read(byte... written) {
        ByteBuffer bytes = ByteBuffer.wrap(written);
        List<Count> counts = new ArrayList<>();
        while (bytes.hasRemaining()) {
            counts.add(new Count(bytes.getLong(), bytes.getLong()));
        }
        return new LabelCensus(counts);
    }

    /**
     * Counts the labels of an image.
     *
     * @throws io.github.stencil.StencilException if a pixel is no label
     */
    static LabelCensus of(AxisImage labels, Progress progress) {
        List<Interval> bands = BlockWriter.reading(labels.extent().interval(), labels.grain(), BAND_PIXELS);
        List<LabelCounter> counters = Collections.synchronizedList(new ArrayList<>());
        int workers = Math.min(MOST_WORKERS, Runtime.getRuntime().availableProcessors());
        Threads.each("census", workers, bands.size(), () -> counting(labels, bands, counters), progress);
        progress.step(bands.size(), bands.size());
        return new LabelCensus(LabelCounter.merge(counters));
    }

    private static Threads.Hand counting(AxisImage labels, List<Interval> bands, List<LabelCounter> counters) {
        LabelCounter counter = LabelCounter.of(labels.type());
        counters.add(counter);
        return number -> {
            Interval band = bands.get(number);
            if (!counter.count(labels, band)) {
                double value = labels.type().get(labels.copy(band), counter.bad());
                throw LabelReader.noLabel(
                        "", labels.description(), value, labels.extent().place(band, counter.bad()));
            }
        };
    }

    /** Lists labels for a message, those of most pixels first: "label 41 in 1,205 pixels, 17 in 88". */
    static String words(List<Count> counts) {
        List<Count> most = counts.stream()
                .sorted(Comparator.comparingLong(Count::pixels).reversed())
                .limit(MOST_NAMED)
                .toList();
        List<String> words = new ArrayList<>(most.stream()
                .map(c -> String.format(Locale.ROOT, "%d in %,d", c.label(), c.pixels()))
                .toList());
        words.set(0, "label " + words.get(0) + (most.get(0).pixels() == 1 ? " pixel" : " pixels"));
        String more = counts.size() > MOST_NAMED ? ", and %,d more".formatted(counts.size() - MOST_NAMED) : "";
        return words.stream().collect(Collectors.joining(", ", "", more));
    }
}
