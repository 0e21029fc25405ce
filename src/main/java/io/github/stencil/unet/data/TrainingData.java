// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import ij.measure.Calibration;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.image.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Images with labels to train on, checked, counted and split. Their pixels are read once when this is opened and then as
 * patches need them. Thread-safe.
 */
public final class TrainingData {
    private static final int HIGHEST_CLASS = Targets.MOST_CLASSES - 1;
    private static final int FEWEST_SITES = 64;
    private static final int MOST_SITES = 4096;
    private static final int SITES = 1 << 20;

    private final DataSettings settings;
    private final Targets targets;
    private final int classes;
    private final List<KnownCase> training;
    private final List<KnownCase> validation;
    private final CaseStore store;

    private TrainingData(
            DataSettings settings, Targets targets, int classes, List<KnownCase> training, List<KnownCase> validation) {
        this.settings = settings;
        this.targets = targets;
        this.classes = classes;
        this.training = List.copyOf(training);
        this.validation = List.copyOf(validation);
        store = new CaseStore(training);
    }

    /**
     * Opens two folders whose files belong together by stem, or an image and its label image.
     *
     * @param images a folder, a file or a pattern
     * @param labels the same for the labels
     * @throws StencilException if files have no partner, sizes or channels differ, labels are no whole numbers, hold one
     *     class only or do not tell the task, or a file cannot be read
     */
    public static TrainingData open(String images, String labels, DataSettings settings, Progress progress) {
        return of(LabelledImage.find(images, labels), settings, progress);
    }

    /** Takes open images, each with its labels; see {@link #open}. */
    public static TrainingData of(
            List<AxisImage> images, List<AxisImage> labels, DataSettings settings, Progress progress) {
        return of(LabelledImage.of(images, labels), settings, progress);
    }

    private static TrainingData of(List<LabelledImage> pairs, DataSettings asked, Progress progress) {
        List<List<LabelledCase>> cases = new ArrayList<>();
        LabelledImage first = pairs.get(0);
        int channels = first.image().image().extent().channels();
        int total = 0;
        for (int i = 0; i < pairs.size(); i++) {
            LabelledImage pair = pairs.get(i);
            progress.step(i, 3L * pairs.size()); // opening is short beside counting
            pair.check();
            Extent extent = pair.image().image().extent();
            if (extent.channels() != channels) {
                throw StencilException.of(
                        "The image %s has %s but %s has %s. Give images with the same channels.",
                        first.image(), counted(channels), pair.image(), counted(extent.channels()));
            }
            if (asked.space() == Space.VOLUMES && extent.slices() == 1) {
                throw StencilException.of(
                        "The image %s has one slice but 3D training needs volumes. Choose 2D, or give stacks with a Z axis.",
                        pair.image());
            }
            cases.add(LabelledCase.of(pair, asked.space()));
            total += cases.get(i).size();
        }
        boolean corners = ValidationSplit.byCorners(cases, asked.validation());
        if (corners) {
            cases = HeldCorner.ofAll(cases, asked.validation());
        }
        DataSettings settings = asked.decided(pairs, progress);
        Targets raw = new Targets(
                settings.task(), settings.ignore(), false, settings.target(), new MeetingPlaces(aspect(first)));
        int most = Math.max(FEWEST_SITES, Math.min(MOST_SITES, SITES / total));
        List<List<KnownCase>> known = new ArrayList<>();
        int done = 0;
        for (List<LabelledCase> image : cases) {
            List<KnownCase> counted = new ArrayList<>();
            for (LabelledCase one : image) {
                long before = total + 2L * done;
                long steps = 3L * total;
                counted.add(KnownCase.of(
                        one,
                        raw,
                        settings.normalization(),
                        most,
                        RandomStreams.at(settings.seed(), -1, done++),
                        () -> progress.step(before, steps)));
            }
            known.add(counted);
        }
        progress.step(3L * total, 3L * total);
        return checked(known, raw, settings);
    }

    /** Returns a voxel's depth over its width, 1 where an image does not tell. */
    private static double aspect(LabelledImage image) {
        Calibration calibration = image.image().image().description().calibration();
        double aspect = calibration.pixelDepth / calibration.pixelWidth;
        return aspect > 0 && Double.isFinite(aspect) ? aspect : 1;
    }

    private static TrainingData checked(List<List<KnownCase>> images, Targets raw, DataSettings settings) {
        List<List<KnownCase>> known = images;
        SortedSet<Integer> labels = labels(known);
        boolean masks = settings.task() == Task.CLASSES
                && labels.contains(Targets.MASK)
                && Set.of(0, Targets.MASK).containsAll(labels);
        if (masks) {
            known = known.stream()
                    .map(image -> image.stream()
                            .map(one -> one.renamed(Targets.MASK, 1))
                            .toList())
                    .toList();
            labels = labels(known);
        }
        Targets targets = raw.withMasks(masks);
        if (labels.size() < 2) {
            throw labels.isEmpty()
                    ? new StencilException("All labels are ignored, so there is nothing to learn. Ignore fewer.")
                    : StencilException.of(
                            "The labels hold a single class (%d in every pixel that counts) but a network needs at least two to tell apart. Give labels with %s.",
                            labels.first(), settings.task() == Task.OBJECTS ? "objects" : "two classes");
        }
        if (settings.task() == Task.CLASSES && labels.last() > HIGHEST_CLASS) {
            throw tooMany(known, labels);
        }
        int classes = settings.task() == Task.OBJECTS ? Targets.BORDER + 1 : labels.last() + 1;
        ValidationSplit<KnownCase> split = ValidationSplit.of(known, settings.validation());
        if (labels(List.of(split.training())).size() < 2) {
            throw new StencilException(
                    "The images left for training hold a single class; the others are all in what is held back. Choose a smaller validation.");
        }
        return new TrainingData(settings, targets, classes, split.training(), split.validation());
    }

    private static StencilException tooMany(List<List<KnownCase>> known, SortedSet<Integer> labels) {
        if (labels.size() > Targets.MOST_CLASSES) {
            return StencilException.of(
                    "The labels hold %d different values, so they are objects rather than classes. Choose the task Objects.",
                    labels.size());
        }
        String where = known.stream()
                .flatMap(List::stream)
                .filter(one -> one.sites().containsKey(labels.last()))
                .findFirst()
                .map(one -> one.source().pair().labels().toString())
                .orElseThrow();
        return StencilException.of(
                "Labels go up to %,d (in %s) but classes are counted from 0 to %d at most. Number the classes from 0, add %d to ignore, or choose the task Objects if labels are objects.",
                labels.last(), where, HIGHEST_CLASS, labels.last());
    }

    private static SortedSet<Integer> labels(List<List<KnownCase>> known) {
        SortedSet<Integer> labels = new TreeSet<>();
        known.forEach(image -> image.forEach(one -> labels.addAll(one.sites().keySet())));
        return labels;
    }

    private static String counted(int channels) {
        return channels + (channels == 1 ? " channel" : " channels");
    }

    /** Returns how this was opened, with the task that was taken. */
    public DataSettings settings() {
        return settings;
    }

    /** Returns how many channels each image has. */
    public int channels() {
        return training.get(0).source().channels();
    }

    /** Returns how many classes there are, background included, those between that no pixel has included. */
    public int classes() {
        return classes;
    }

    /** Returns a name per class. */
    public List<String> classNames() {
        return settings.task().classNames(classes);
    }

    /** Returns the pixel size of the first training image. */
    public Calibration calibration() {
        return training.get(0).source().pair().image().image().description().calibration();
    }

    /** Returns the cases that are trained on, at least one. */
    public List<LabelledCase> training() {
        return training.stream().map(KnownCase::source).toList();
    }

    /** Returns the cases that are held back; none if there is only one, or none was asked for. */
    public List<LabelledCase> validation() {
        return validation.stream().map(KnownCase::source).toList();
    }

    /**
     * Returns the classes of all pixels of a case [D, H, W], negative where they do not count, as where only a corner of it is
     * held back.
     */
    public int[] truth(LabelledCase held) {
        return held.judged(targets);
    }

    /** Returns the label map of a case, in which ignored labels are still there; empty if labels are no objects. */
    public Optional<AxisImage> objects(LabelledCase held) {
        return settings.task() == Task.OBJECTS ? Optional.of(held.labels()) : Optional.empty();
    }

    /** Returns how labels become classes. */
    Targets targets() {
        return targets;
    }

    /**
     * Returns the size of the smallest object in the training cases.
     *
     * @return an area, or a volume, in pixels, below which objects are most likely none; empty if no objects are learned
     */
    public OptionalDouble smallestObject() {
        return settings.task() == Task.OBJECTS ? ObjectSizes.smallest(training(), targets) : OptionalDouble.empty();
    }

    /**
     * Returns the areas, or volumes, that a twentieth, a quarter, a half, three quarters and nineteen twentieths of the objects
     * in the training cases are smaller than.
     *
     * @return in pixels; empty if no objects are learned
     */
    public List<Long> objectAreas() {
        return settings.task() == Task.OBJECTS ? ObjectSizes.quantiles(training(), targets) : List.of();
    }

    /** Returns the number of pixels of each class over the training cases; ignored pixels are in none. */
    public long[] classCounts() {
        long[] counts = new long[classes];
        for (KnownCase one : training) {
            one.sites().forEach((label, sites) -> counts[label] += sites.count());
        }
        return counts;
    }

    /**
     * Returns a weight per class by inverse frequency over the training cases: {@code total / (present * count)}, where
     * {@code present} is the number of classes that occur. So the mean over all pixels is 1; a class that does not occur
     * has weight 0.
     */
    public float[] classWeights() {
        long[] counts = classCounts();
        long total = 0;
        int present = 0;
        for (long count : counts) {
            total += count;
            present += count > 0 ? 1 : 0;
        }
        float[] weights = new float[classes];
        for (int i = 0; i < classes; i++) {
            weights[i] = counts[i] == 0 ? 0 : (float) ((double) total / present / counts[i]);
        }
        return weights;
    }

    /** Returns what a user should know about patches of a size, full sentences; none if all is as usual. */
    public List<String> notes(PatchSettings patches) {
        List<String> notes = new ArrayList<>();
        long small = training.stream()
                .map(KnownCase::source)
                .filter(c ->
                        c.width() < patches.width() || c.height() < patches.height() || c.depth() < patches.depth())
                .count();
        if (small > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%d of %d training images are smaller than the patch of %s and are mirrored at their edges.",
                    small,
                    training.size(),
                    patches.width() + " x " + patches.height() + (patches.depth() > 1 ? " x " + patches.depth() : "")));
        }
        if (store.held() < training.size()) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%d of %d training images do not fit in memory and are read patch by patch.",
                    training.size() - store.held(),
                    training.size()));
        }
        if (!validation.isEmpty()) {
            notes.add(
                    validation.get(0).source().held().isPresent()
                            ? String.format(
                                    Locale.ROOT,
                                    "Held back to judge by: a corner of each of %d images, %.0f%% of its pixels.",
                                    validation.size(),
                                    100 * settings.validation())
                            : String.format(
                                    Locale.ROOT,
                                    "Held back to judge by: %d of %d images.",
                                    validation.size(),
                                    validation.size() + training.size()));
        }
        return notes;
    }

    /**
     * Returns the stream of training patches, owned by the caller.
     *
     * @throws StencilException if borders are asked for without objects, or patches in 2D have a depth
     */
    public BatchSource batches(PatchSettings patches) {
        return new PatchStream(maker(patches), patches.threads());
    }

    /** Returns how many batches cover the training cases once. */
    public int batchesOfAll(PatchSettings patches) {
        return maker(patches.withSteps(0)).stepsPerEpoch();
    }

    /** Returns the first 16 patches of training beside their labels, as an RGB image; see {@link #batches}. */
    public AxisImage preview(PatchSettings patches) {
        return PatchMontage.of(maker(patches));
    }

    private PatchMaker maker(PatchSettings patches) {
        if (patches.borders() > 0 && settings.task() != Task.OBJECTS) {
            throw new StencilException(
                    "The border-weight map needs objects but the task is Classes. Choose the task Objects, or set borders to 0.");
        }
        if (settings.space() == Space.PLANES && patches.depth() > 1) {
            throw StencilException.of(
                    "The patch has %d slices but 2D training takes planes. Give a depth of 1, or choose 3D.",
                    patches.depth());
        }
        return new PatchMaker(store, targets, new RareClasses(training, classCounts()), patches, settings.seed());
    }
}
