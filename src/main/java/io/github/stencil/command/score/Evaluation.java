// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command.score;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelSet;
import io.github.stencil.metric.ClassReport;
import io.github.stencil.metric.Comparison;
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
import io.github.stencil.metric.probability.ProbabilityMaps;
import io.github.stencil.metric.probability.ProbabilityScores;
import io.github.stencil.metric.track.TrackScores;
import io.github.stencil.work.Part;
import io.github.stencil.work.Workplace;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What scoring one file after another has gathered. */
public final class Evaluation implements Serializable {
    private static final long serialVersionUID = 1;

    private final ArrayList<ImageCounts> counts = new ArrayList<>();
    private final ArrayList<ImageCounts> secondCounts = new ArrayList<>();
    private final ArrayList<ImageSurfaces> surfaces = new ArrayList<>();
    private final ArrayList<ImageObjects> objects = new ArrayList<>();
    private final ArrayList<ImageObjects> secondObjects = new ArrayList<>();
    private final ArrayList<TrackScores> tracks = new ArrayList<>();
    private final ArrayList<ProbabilityScores> probabilities = new ArrayList<>();
    private final WorstImages worst = new WorstImages();
    private transient @Nullable Matched last;

    /** The maps of one file, and what became of their objects. */
    private record Matched(Comparison maps, List<ImageObjects> images) {}

    /**
     * How to score.
     *
     * @param space whether each plane is an image, or each frame's volume
     * @param ignored labels of the truth whose pixels are left out
     * @param boundary whether to measure the surfaces of classes
     * @param thresholds the least IoU of a pair of objects
     * @param thumbnails whether to draw the worst images small
     * @param work where counts are written down on the way
     */
    public record Rule(
            Space space,
            LabelSet ignored,
            boolean boundary,
            IouThresholds thresholds,
            boolean thumbnails,
            Workplace work) {
        private Comparison compare(AxisImage truth, AxisImage prediction) {
            return new Comparison(truth, prediction, space, ignored);
        }
    }

    /** Refuses images that are no label maps by their channels, or of different sizes, before their pixels are read. */
    public static void check(ImagePlus truth, ImagePlus prediction, @Nullable ImagePlus second) {
        Comparison maps = Comparison.of(AxisImage.of(truth), AxisImage.of(prediction));
        if (second != null) {
            var unused = maps.withPrediction(AxisImage.of(second));
        }
    }

    /** Scores class maps; nothing is kept if something is wrong with one of them. */
    public void addClasses(
            ImagePlus truth, ImagePlus prediction, @Nullable ImagePlus second, Rule rule, Progress progress) {
        Comparison maps = rule.compare(AxisImage.of(truth), AxisImage.of(prediction));
        List<ImageCounts> first = Scores.count(maps, rule.work(), Part.PAIRS, progress);
        List<ImageCounts> other = second == null
                ? List.of()
                : Scores.count(
                        maps.withPrediction(AxisImage.of(second)), rule.work(), Part.PAIRS_OF_THE_SECOND, progress);
        adviseOnMasks(first, progress);
        List<ImageSurfaces> measured = rule.boundary() ? Surfaces.measure(maps, progress) : List.of();
        if (rule.thumbnails()) {
            ErrorThumbnail thumbnail = new ErrorThumbnail(maps);
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
        Comparison maps = rule.compare(t, p);
        List<ImageObjects> first = ObjectMatching.match(maps, rule.thresholds(), work, Part.PAIRS, progress);
        List<ImageObjects> other = List.of();
        if (second != null) {
            AxisImage secondMap = AxisImage.of(second);
            AxisImage s = objects(secondMap, rule, progress);
            Workplace place = s == secondMap ? work : Workplace.memory();
            other = ObjectMatching.match(
                    maps.withPrediction(s), rule.thresholds(), place, Part.PAIRS_OF_THE_SECOND, progress);
        }
        if (rule.thumbnails()) {
            ErrorThumbnail thumbnail = new ErrorThumbnail(maps);
            for (int i = 0; i < first.size(); i++) {
                int image = i;
                worst.offer(first.get(i), () -> thumbnail.objects(image, first.get(image)));
            }
        }
        objects.addAll(first);
        secondObjects.addAll(other);
        last = new Matched(maps, first);
    }

    /** Scores the tracks of a time-lapse, if there are any; nothing is kept if something is wrong with them. */
    public void addTracks(
            ImagePlus truth, ImagePlus prediction, @Nullable TrackFiles files, Rule rule, Progress progress) {
        if (files == null) {
            return;
        }
        Comparison maps = rule.compare(AxisImage.of(truth), AxisImage.of(prediction));
        tracks.add(
                TrackScores.of(maps, files.truth(), files.prediction(), rule.work(), Part.PAIRS_OF_TRACKS, progress));
    }

    /** Scores probabilities; nothing is kept if something is wrong with them. */
    public void addProbabilities(ImagePlus truth, ImagePlus prediction, Rule rule, Progress progress) {
        probabilities.addAll(ProbabilityScores.of(
                new ProbabilityMaps(AxisImage.of(truth), AxisImage.of(prediction), rule.space(), rule.ignored()),
                progress));
    }

    private static AxisImage objects(AxisImage map, Rule rule, Progress progress) {
        return ObjectMaps.find(map, rule.space(), rule.ignored(), progress);
    }

    /** Draws the errors of the file that was scored last. */
    public ImagePlus picture(ImagePlus truth, ImagePlus prediction, Rule rule, ImageStore store, Progress progress) {
        return (last == null
                        ? ErrorPicture.draw(
                                rule.compare(AxisImage.of(truth), AxisImage.of(prediction)), store, progress)
                        : ObjectPicture.draw(last.maps(), last.images(), store, progress))
                .imagePlus();
    }

    /** Outlines the objects of the file that was scored last; none if it was of classes. */
    public List<Roi> rois(Progress progress) {
        return last == null ? List.of() : ErrorRois.trace(last.maps(), last.images(), progress);
    }

    /** Adds what was gathered from later files, and returns this. */
    public Evaluation append(Evaluation later) {
        counts.addAll(later.counts);
        secondCounts.addAll(later.secondCounts);
        surfaces.addAll(later.surfaces);
        objects.addAll(later.objects);
        secondObjects.addAll(later.secondObjects);
        tracks.addAll(later.tracks);
        probabilities.addAll(later.probabilities);
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

    /** Returns the scores of tracks, none if they were not wanted. */
    List<TrackScores> tracks() {
        return List.copyOf(tracks);
    }

    /** Returns the scores of probabilities, none if the predictions were label maps. */
    List<ProbabilityScores> probabilities() {
        return List.copyOf(probabilities);
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
