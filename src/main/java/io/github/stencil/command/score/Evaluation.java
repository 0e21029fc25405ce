package io.github.stencil.command.score;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.Space;
import io.github.stencil.metric.ClassReport;
import io.github.stencil.metric.ImageCounts;
import io.github.stencil.metric.ImageObjects;
import io.github.stencil.metric.ImageSurfaces;
import io.github.stencil.metric.IouThresholds;
import io.github.stencil.metric.ObjectMaps;
import io.github.stencil.metric.ObjectMatching;
import io.github.stencil.metric.ObjectReport;
import io.github.stencil.metric.Scores;
import io.github.stencil.metric.Surfaces;
import io.github.stencil.metric.picture.ErrorPicture;
import io.github.stencil.metric.picture.ErrorRois;
import io.github.stencil.metric.picture.ErrorThumbnail;
import io.github.stencil.metric.picture.ObjectPicture;
import io.github.stencil.work.Part;
import io.github.stencil.work.Workplace;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** What scoring one file after another has gathered. */
public final class Evaluation implements Serializable {
    private static final long serialVersionUID = 1;

    private final ArrayList<ImageCounts> counts = new ArrayList<>();
    private final ArrayList<ImageCounts> secondCounts = new ArrayList<>();
    private final ArrayList<ImageSurfaces> surfaces = new ArrayList<>();
    private final ArrayList<ImageObjects> objects = new ArrayList<>();
    private final ArrayList<ImageObjects> secondObjects = new ArrayList<>();
    private final WorstImages worst = new WorstImages();
    private transient @Nullable Matched last;

    /** The maps of one file, and what became of their objects. */
    private record Matched(AxisImage truth, AxisImage prediction, List<ImageObjects> images) {}

    /**
     * How to score.
     *
     * @param work where counts are written down on the way
     */
    public record Rule(
            Space space,
            IntPredicate ignored,
            boolean boundary,
            IouThresholds thresholds,
            boolean thumbnails,
            Workplace work) {}

    /** Refuses images that are no label maps by their channels, or of different sizes, before their pixels are read. */
    public static void check(ImagePlus truth, ImagePlus prediction, @Nullable ImagePlus second) {
        AxisImage t = AxisImage.of(truth);
        Scores.check(t, AxisImage.of(prediction));
        if (second != null) {
            Scores.check(t, AxisImage.of(second));
        }
    }

    /** Scores class maps; nothing is kept if something is wrong with one of them. */
    public void addClasses(
            ImagePlus truth, ImagePlus prediction, @Nullable ImagePlus second, Rule rule, Progress progress) {
        AxisImage t = AxisImage.of(truth);
        AxisImage p = AxisImage.of(prediction);
        List<ImageCounts> first = count(t, p, Part.PAIRS, rule, progress);
        List<ImageCounts> other =
                second == null ? List.of() : count(t, AxisImage.of(second), Part.PAIRS_OF_THE_SECOND, rule, progress);
        adviseOnMasks(first, progress);
        List<ImageSurfaces> measured =
                rule.boundary() ? Surfaces.of(t, p, rule.space(), rule.ignored(), progress) : List.of();
        if (rule.thumbnails()) {
            ErrorThumbnail thumbnail = new ErrorThumbnail(t, p, rule.space(), rule.ignored());
            for (int i = 0; i < first.size(); i++) {
                int image = i;
                worst.offer(first.get(i), () -> thumbnail.classes(image));
            }
        }
        counts.addAll(first);
        secondCounts.addAll(other);
        surfaces.addAll(measured);
    }

    /** Says so where a mask of one number meets a mask of another, such as 1 and 255, as these are different classes. */
    private static void adviseOnMasks(List<ImageCounts> images, Progress progress) {
        Set<Long> truth = new TreeSet<>();
        Set<Long> predicted = new TreeSet<>();
        for (ImageCounts image : images) {
            for (long label : image.counts().labels()) {
                if (label != 0 && image.counts().truth(label) > 0) {
                    truth.add(label);
                }
                if (label != 0 && image.counts().predicted(label) > 0) {
                    predicted.add(label);
                }
            }
        }
        if (truth.size() == 1 && predicted.size() == 1 && !truth.equals(predicted)) {
            progress.say(
                    "The truth's only label is %d and the prediction's %d, so they share no class. If both are masks of the same thing, give them the same label, or choose Objects as the kind."
                            .formatted(
                                    truth.iterator().next(),
                                    predicted.iterator().next()));
        }
    }

    /** Scores maps of objects; nothing is kept if something is wrong with one of them. */
    public void addObjects(
            ImagePlus truth, ImagePlus prediction, @Nullable ImagePlus second, Rule rule, Progress progress) {
        AxisImage trueMap = AxisImage.of(truth);
        AxisImage predictedMap = AxisImage.of(prediction);
        AxisImage t = objects(trueMap, rule, progress);
        AxisImage p = objects(predictedMap, rule, progress);
        // what has been found in memory nobody else can count
        Workplace work = t == trueMap && p == predictedMap ? rule.work() : Workplace.memory();
        List<ImageObjects> first = match(t, p, work, Part.PAIRS, rule, progress);
        List<ImageObjects> other = List.of();
        if (second != null) {
            AxisImage secondMap = AxisImage.of(second);
            AxisImage s = objects(secondMap, rule, progress);
            other = match(t, s, s == secondMap ? work : Workplace.memory(), Part.PAIRS_OF_THE_SECOND, rule, progress);
        }
        if (rule.thumbnails()) {
            ErrorThumbnail thumbnail = new ErrorThumbnail(t, p, rule.space(), rule.ignored());
            for (int i = 0; i < first.size(); i++) {
                int image = i;
                worst.offer(first.get(i), () -> thumbnail.objects(image, first.get(image)));
            }
        }
        objects.addAll(first);
        secondObjects.addAll(other);
        last = new Matched(t, p, first);
    }

    private static AxisImage objects(AxisImage map, Rule rule, Progress progress) {
        return ObjectMaps.of(map, rule.space(), rule.ignored(), progress);
    }

    private static List<ImageCounts> count(
            AxisImage truth, AxisImage prediction, Part part, Rule rule, Progress progress) {
        return Scores.of(truth, prediction, rule.space(), rule.ignored(), rule.work(), part, progress);
    }

    private static List<ImageObjects> match(
            AxisImage truth, AxisImage prediction, Workplace work, Part part, Rule rule, Progress progress) {
        return ObjectMatching.of(
                truth, prediction, rule.space(), rule.ignored(), rule.thresholds(), work, part, progress);
    }

    /** Draws the errors of the file that was scored last. */
    public ImagePlus picture(ImagePlus truth, ImagePlus prediction, Rule rule, ImageStore store, Progress progress) {
        return (last == null
                        ? ErrorPicture.of(
                                AxisImage.of(truth), AxisImage.of(prediction), rule.ignored(), store, progress)
                        : ObjectPicture.of(
                                last.truth(),
                                last.prediction(),
                                rule.space(),
                                rule.ignored(),
                                last.images(),
                                store,
                                progress))
                .imagePlus();
    }

    /** Outlines the objects of the file that was scored last; none if it was of classes. */
    public List<Roi> rois(Rule rule, Progress progress) {
        return last == null
                ? List.of()
                : ErrorRois.of(last.truth(), last.prediction(), rule.space(), last.images(), progress);
    }

    /** Adds what was gathered from later files, and returns this. */
    public Evaluation append(Evaluation later) {
        counts.addAll(later.counts);
        secondCounts.addAll(later.secondCounts);
        surfaces.addAll(later.surfaces);
        objects.addAll(later.objects);
        secondObjects.addAll(later.secondObjects);
        worst.offerAll(later.worst);
        return this;
    }

    /** Lets go the images of the file that was scored last. */
    public void forgetImages() {
        last = null;
    }

    boolean isOfObjects() {
        return !objects.isEmpty();
    }

    ClassReport classes() {
        return new ClassReport(counts);
    }

    /** Returns the scores of the second prediction, of no images if there is none. */
    ClassReport secondClasses() {
        return new ClassReport(secondCounts);
    }

    ObjectReport objects() {
        return new ObjectReport(objects);
    }

    ObjectReport secondObjects() {
        return new ObjectReport(secondObjects);
    }

    /** Returns surfaces in the order of {@link #classes}, and none if they were not wanted. */
    List<ImageSurfaces> surfaces() {
        return List.copyOf(surfaces);
    }

    List<WorstImages.Entry> worst() {
        return worst.entries();
    }
}
