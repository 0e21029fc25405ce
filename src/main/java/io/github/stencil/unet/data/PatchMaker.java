// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Cuts patches out of cases. Every third patch, the first of an epoch among them, is made to contain a rare class, which
 * is one that holds no more than its even share of the pixels. A patch depends on the seed and on its place in the
 * training alone. Thread-safe.
 */
final class PatchMaker {
    private static final int FORCED_EACH = 3;
    private static final int TRIES = 8;

    private final CaseStore store;
    private final Targets targets;
    private final PatchSettings settings;
    private final BorderWeights borders;
    private final RareClasses rare;
    private final long seed;
    /** Up to each case, how many patches cover the cases. */
    private final long[] upTo;

    PatchMaker(CaseStore store, Targets targets, RareClasses rare, PatchSettings settings, long seed) {
        this.store = store;
        this.targets = targets;
        this.settings = settings;
        this.rare = rare;
        this.seed = seed;
        borders = new BorderWeights(settings.borders());
        upTo = new long[store.cases().size()];
        long sum = 0;
        for (int i = 0; i < upTo.length; i++) {
            LabelledCase source = store.cases().get(i).source();
            sum += (long) ceil(source.width(), settings.width())
                    * ceil(source.height(), settings.height())
                    * ceil(source.depth(), settings.depth());
            upTo[i] = sum;
        }
    }

    private static int ceil(int length, int part) {
        return (length + part - 1) / part;
    }

    /** Returns how many batches an epoch has. */
    int stepsPerEpoch() {
        long patches = upTo[upTo.length - 1];
        long steps = (patches + settings.samples() - 1) / settings.samples();
        return settings.steps() > 0 ? settings.steps() : Math.toIntExact(steps);
    }

    /** Makes the batch of a step of an epoch. */
    Batch batch(int epoch, int step) {
        int samples = settings.samples();
        int channels = store.cases().get(0).source().channels();
        int pixels = settings.depth() * settings.height() * settings.width();
        Batch batch = new Batch(
                new float[samples * pixels * channels],
                new int[samples * pixels],
                new float[samples * pixels],
                samples,
                settings.depth(),
                settings.height(),
                settings.width());
        for (int i = 0; i < samples; i++) {
            SplittableRandom random = RandomStreams.at(seed, epoch, step, i);
            boolean forced = ((long) step * samples + i) % FORCED_EACH == 0;
            new Cutting(batch, i, random).cut(forced);
        }
        return batch;
    }

    /** The making of one patch. */
    private final class Cutting {
        private final Batch batch;
        private final int sample;
        private final SplittableRandom random;

        Cutting(Batch batch, int sample, SplittableRandom random) {
            this.batch = batch;
            this.sample = sample;
            this.random = random;
        }

        void cut(boolean forced) {
            if (!forced) {
                int index = anyCase();
                LabelledCase source = store.cases().get(index).source();
                int x = anywhere(source.width(), settings.width());
                int y = anywhere(source.height(), settings.height());
                int z = anywhere(source.depth(), settings.depth());
                fill(index, Warp.draw(frame(x, y, z), settings.augmentation(), random), Targets.IGNORED);
                return;
            }
            int wanted = rare.draw(random);
            int index = rare.caseWith(wanted, random);
            KnownCase known = store.cases().get(index);
            LabelledCase source = known.source();
            for (int i = 0; i <= TRIES; i++) {
                long site = java.util.Objects.requireNonNull(known.sites().get(wanted))
                        .draw(random);
                int x = round((int) (site % source.width()), source.width(), settings.width());
                int y = round((int) (site / source.width() % source.height()), source.height(), settings.height());
                int z = round((int) (site / source.extent().planePixels()), source.depth(), settings.depth());
                Augmentation augmentation = i < TRIES ? settings.augmentation() : Augmentation.NONE;
                if (fill(index, Warp.draw(frame(x, y, z), augmentation, random), wanted)) {
                    return;
                }
            }
            fill(index, Warp.draw(frame(0, 0, 0), settings.augmentation(), random), Targets.IGNORED);
        }

        private Warp.Frame frame(int x, int y, int z) {
            int margin = Math.max(targets.margin(), borders.reach());
            int marginZ = settings.depth() > 1 ? margin : 0;
            return new Warp.Frame(x, y, z, settings.width(), settings.height(), settings.depth(), margin, marginZ);
        }

        private int anyCase() {
            long place = random.nextLong(upTo[upTo.length - 1]);
            int index = java.util.Arrays.binarySearch(upTo, place + 1);
            return index < 0 ? -index - 1 : index;
        }

        /** Draws where a patch begins: inside the case, or, if the case is smaller, so that it is all in the patch. */
        private int anywhere(int length, int patch) {
            int room = length - patch;
            return Math.min(0, room) + random.nextInt(Math.abs(room) + 1);
        }

        /** Draws where a patch begins that has a position in its middle half, as far as {@link #anywhere} allows. */
        private int round(int position, int length, int patch) {
            int begin = position - patch / 4 - random.nextInt(Math.max(1, patch / 2));
            return Math.max(Math.min(0, length - patch), Math.min(Math.max(0, length - patch), begin));
        }

        /** Makes the patch, unless it lacks a class that is wanted. */
        private boolean fill(int index, Warp warp, int wanted) {
            LabelledCase source = store.cases().get(index).source();
            Folded x = Folded.of(warp.x(), source.width());
            Folded y = Folded.of(warp.y(), source.height());
            Folded z = Folded.of(warp.z(), source.depth());
            CasePart part = store.part(index, x, y, z);
            int[] labels = part.labels(warp, x, y, z);
            Warp.Frame frame = warp.frame();
            Targets.Pixels all = targets.pixels(labels, frame.fullWidth(), frame.fullHeight(), frame.fullDepth());
            source.held().ifPresent(corner -> all.ignore(CasePart.in(corner, warp, x, y)));
            int[] classes = inner(all.classes(), frame);
            if (wanted != Targets.IGNORED && IntStream.of(classes).noneMatch(c -> c == wanted)) {
                return false;
            }
            int pixels = classes.length;
            for (int i = 0; i < pixels; i++) {
                batch.labels()[sample * pixels + i] = Math.max(0, classes[i]);
            }
            int to = sample * pixels;
            for (int from : places(frame)) {
                System.arraycopy(all.weights(), from, batch.weights(), to, frame.width());
                to += frame.width();
            }
            if (settings.borders() > 0) {
                addBorders(labels, frame);
            }
            int start = sample * pixels * batch.channels();
            part.pixels(warp, x, y, z, batch.images(), start);
            new Intensities(batch.images(), start, pixels, batch.channels())
                    .vary(settings.augmentation(), frame.width(), frame.height(), random);
            return true;
        }

        private void addBorders(int[] labels, Warp.Frame frame) {
            float[] map = borders.of(labels, frame, targets.ignored());
            int at = sample * frame.depth() * frame.height() * frame.width();
            for (int from : places(frame)) {
                for (int i = 0; i < frame.width(); i++, at++) {
                    if (batch.weights()[at] > 0) {
                        batch.weights()[at] += map[from + i];
                    }
                }
            }
        }

        private static int[] inner(int[] all, Warp.Frame frame) {
            int[] inner = new int[frame.depth() * frame.height() * frame.width()];
            int at = 0;
            for (int from : places(frame)) {
                System.arraycopy(all, from, inner, at, frame.width());
                at += frame.width();
            }
            return inner;
        }

        /** Returns where the patch's rows begin in the window with its margin. */
        private static int[] places(Warp.Frame frame) {
            return IntStream.range(0, frame.depth() * frame.height())
                    .map(row -> ((row / frame.height() + frame.marginZ()) * frame.fullHeight()
                                            + row % frame.height()
                                            + frame.margin())
                                    * frame.fullWidth()
                            + frame.margin())
                    .toArray();
        }
    }
}
