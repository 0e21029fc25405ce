// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric.annotator;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Description;
import io.github.stencil.image.ImageSink;
import io.github.stencil.image.ImageStore;
import io.github.stencil.label.LabelReader;
import io.github.stencil.label.LabelSinks;
import io.github.stencil.tile.BlockGrid;
import io.github.stencil.tile.BlockWriter;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;

/**
 * Which labels annotators give to a pixel together, and to how many pixels: as all that is decided depends on these labels
 * alone, memory goes with the different combinations of them, not with the pixels.
 */
final class Votes {
    /** More combinations than this are none of classes. */
    private static final int MOST = 1 << 20;

    private static final long BLOCK_PIXELS = 1 << 18;

    private final Annotations annotations;
    /** Pixels by the labels that each annotator gave, in the order in which they were met. */
    private final Map<IntBuffer, long[]> pixels = new LinkedHashMap<>();

    /** Hears of pixels in a row of a block, all with the same labels. */
    private interface Run {
        void labels(int[] votes, int from, int end);
    }

    private Votes(Annotations annotations) {
        this.annotations = annotations;
    }

    /** Counts the combinations. */
    static Votes count(Annotations annotations, Progress progress) {
        Votes votes = new Votes(annotations);
        List<LabelReader> readers = votes.readers();
        AxisImage first = annotations.maps().get(0);
        BlockGrid blocks = BlockWriter.reading(first.extent().interval(), first.grain(), BLOCK_PIXELS);
        int done = 0;
        for (Interval block : blocks) {
            progress.step(done++, blocks.size());
            each(readers, block, votes::add);
        }
        return votes;
    }

    private List<LabelReader> readers() {
        return annotations.maps().stream().map(LabelReader::of).toList();
    }

    private void add(int[] labels, int from, int end) {
        long[] count = pixels.get(IntBuffer.wrap(labels));
        if (count == null) {
            count = new long[1];
            pixels.put(IntBuffer.wrap(labels.clone()), count);
            if (pixels.size() > MOST) {
                throw StencilException.of(
                        "The annotators have more than %,d combinations of labels, so their maps number objects. Give maps of classes.",
                        MOST);
            }
        }
        count[0] += end - from;
    }

    private static void each(List<LabelReader> readers, Interval block, Run run) {
        List<int[]> labels = new ArrayList<>();
        int length = 0;
        for (LabelReader reader : readers) {
            length = reader.read(block);
            labels.add(reader.labels());
        }
        int[] votes = new int[labels.size()];
        for (int from = 0; from < length; ) {
            for (int j = 0; j < votes.length; j++) {
                votes[j] = labels.get(j)[from];
            }
            int end = from + 1;
            while (end < length && same(votes, labels, end)) {
                end++;
            }
            run.labels(votes, from, end);
            from = end;
        }
    }

    private static boolean same(int[] votes, List<int[]> labels, int at) {
        for (int j = 0; j < votes.length; j++) {
            if (votes[j] != labels.get(j)[at]) {
                return false;
            }
        }
        return true;
    }

    /** Returns how many annotators there are. */
    int annotators() {
        return annotations.maps().size();
    }

    /** Returns the combinations, each with a label per annotator. */
    List<int[]> combinations() {
        return pixels.keySet().stream().map(IntBuffer::array).toList();
    }

    /** Returns how many pixels have each combination. */
    long[] counts() {
        return pixels.values().stream().mapToLong(count -> count[0]).toArray();
    }

    /** Returns all labels that occur, without a sign, ascending. */
    long[] labels() {
        return pixels.keySet().stream()
                .flatMapToInt(votes -> Arrays.stream(votes.array()))
                .mapToLong(Integer::toUnsignedLong)
                .distinct()
                .sorted()
                .toArray();
    }

    /**
     * Writes a label map in which a combination of labels becomes one label.
     *
     * @param other a label that may be there beside those of annotators
     */
    AxisImage write(String suffix, long other, ToIntFunction<int[]> decision, ImageStore store, Progress progress) {
        Map<IntBuffer, Integer> decided = new LinkedHashMap<>();
        pixels.keySet().forEach(votes -> decided.put(votes, decision.applyAsInt(votes.array())));
        long[] labels = labels();
        AxisImage first = annotations.maps().get(0);
        long highest = Math.max(other, labels[labels.length - 1]);
        Description result = LabelSinks.describe(first.description(), suffix, highest, false);
        List<LabelReader> readers = readers();
        try (ImageSink sink = store.create(result)) {
            BlockGrid blocks = BlockWriter.reading(first.extent().interval(), sink.grain(), BLOCK_PIXELS);
            int done = 0;
            for (Interval block : blocks) {
                progress.step(done++, blocks.size());
                int[] consensus = new int[Math.toIntExact(Intervals.numElements(block))];
                each(
                        readers,
                        block,
                        (votes, from, end) -> Arrays.fill(consensus, from, end, decided.get(IntBuffer.wrap(votes))));
                LabelSinks.write(sink, block, consensus);
            }
            return sink.finish(progress);
        }
    }
}
