// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric.track;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelSet;
import io.github.stencil.metric.Comparison;
import io.github.stencil.metric.EmptyClass;
import io.github.stencil.metric.Overlaps;
import io.github.stencil.metric.TruthCoverage;
import io.github.stencil.metric.track.TrackGraph.Node;
import io.github.stencil.work.Part;
import io.github.stencil.work.Workplace;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The scores SEG, DET and TRA of the Cell Tracking Challenge for a time-lapse (Maška et al., Bioinformatics 30, 2014; Matula
 * et al., PLoS ONE 10, 2015, e0144959). A predicted object stands for a true one if it covers more than half of it.
 *
 * @param image the name of the time-lapse
 * @param coverage how well the true objects are covered, for SEG
 * @param errors what is to be corrected, for DET and TRA
 */
public record TrackScores(String image, TruthCoverage coverage, TrackErrors errors) implements Serializable {

    /**
     * Scores a time-lapse without a report of progress; see {@link #of(Comparison, Tracks, Tracks, Workplace, Part,
     * Progress)}.
     */
    public static TrackScores of(Comparison maps, Tracks truth, Tracks prediction) {
        return of(maps, truth, prediction, Workplace.memory(), Part.PAIRS, Progress.NONE);
    }

    /**
     * Scores a time-lapse of planes or volumes, block by block. Its frames are compared whole, whatever the space of
     * {@code maps} is.
     *
     * @param maps label maps with a frame for each point in time; a label is the same object in each
     * @param truth the tracks of the true labels
     * @param prediction the tracks of the predicted labels
     * @param work where counts are written down on the way, and shared
     * @param part names these counts among others in the place
     * @param progress hears each block, on the calling thread
     * @throws StencilException if the image is no time-lapse, a pixel is no label, labels are ignored, or tracks and labels
     *     do not fit: a label without a track, a track with a gap or beyond the last frame
     */
    public static TrackScores of(
            Comparison maps, Tracks truth, Tracks prediction, Workplace work, Part part, Progress progress) {
        String trueName = maps.truth().title();
        String predictedName = maps.prediction().title();
        int count = maps.extent().frames();
        if (count < 2) {
            throw StencilException.of(
                    "\"%s\" has one frame, but tracks need a time-lapse. Give a stack with a frame for each point in time (Image > Properties... turns slices into frames).",
                    trueName);
        }
        if (!maps.ignored().equals(LabelSet.NONE)) {
            throw new StencilException(
                    "Tracks are scored in whole frames, so that no label can be left out. Leave ignore empty.");
        }
        truth.checkFrames(trueName, count);
        prediction.checkFrames(predictedName, count);
        List<Overlaps> frames = Overlaps.count(maps.withSpace(Space.VOLUMES), work, part, progress);
        truth.checkLabels(trueName, frames.stream().map(TrackScores::trueLabels).toList());
        prediction.checkLabels(
                predictedName, frames.stream().map(TrackScores::predictedLabels).toList());
        TruthCoverage coverage = new TruthCoverage(0, 0, 0);
        Matching matching = new Matching();
        for (int frame = 0; frame < frames.size(); frame++) {
            coverage = coverage.plus(TruthCoverage.of(frames.get(frame)));
            matching.add(frame, frames.get(frame));
        }
        return new TrackScores(
                maps.truth().description().stem(),
                coverage,
                matching.errors(new TrackGraph(truth), new TrackGraph(prediction)));
    }

    /** Returns the scores of both time-lapses together, under a name. */
    public TrackScores plus(TrackScores other, String name) {
        return new TrackScores(name, coverage.plus(other.coverage), errors.plus(other.errors));
    }

    /** Returns SEG: the mean IoU of true objects with what stands for them, 0 where nothing does. */
    public double seg(EmptyClass whenEmpty) {
        return coverage.seg(whenEmpty);
    }

    /** Returns DET; see {@link TrackErrors#det}. */
    public double det(EmptyClass whenEmpty) {
        return errors.det(whenEmpty);
    }

    /** Returns TRA; see {@link TrackErrors#tra}. */
    public double tra(EmptyClass whenEmpty) {
        return errors.tra(whenEmpty);
    }

    private static Set<Long> trueLabels(Overlaps frame) {
        Set<Long> labels = new HashSet<>();
        for (int object = 0; object < frame.truths(); object++) {
            labels.add(frame.truthLabel(object));
        }
        return labels;
    }

    private static Set<Long> predictedLabels(Overlaps frame) {
        Set<Long> labels = new HashSet<>();
        for (int object = 0; object < frame.predictions(); object++) {
            labels.add(frame.predictedLabel(object));
        }
        return labels;
    }

    /** Which nodes stand for each other one to one, and what is to be done to the others. */
    private static final class Matching {
        private final Map<Node, Node> toPredicted = new HashMap<>();
        private final Map<Node, Node> toTrue = new HashMap<>();
        private long nodes;
        private long splits;
        private long missing;
        private long extra;

        void add(int frame, Overlaps objects) {
            List<List<Integer>> stoodFor = new ArrayList<>();
            for (int predicted = 0; predicted < objects.predictions(); predicted++) {
                stoodFor.add(new ArrayList<>(1));
            }
            nodes += objects.truths();
            for (int object = 0; object < objects.truths(); object++) {
                int match = cover(objects, object);
                if (match < 0) {
                    missing++;
                } else {
                    stoodFor.get(match).add(object);
                }
            }
            for (int predicted = 0; predicted < stoodFor.size(); predicted++) {
                List<Integer> objectsHere = stoodFor.get(predicted);
                if (objectsHere.isEmpty()) {
                    extra++;
                } else if (objectsHere.size() > 1) {
                    splits += objectsHere.size() - 1;
                } else {
                    Node there = new Node(frame, objects.predictedLabel(predicted));
                    Node here = new Node(frame, objects.truthLabel(objectsHere.get(0)));
                    toPredicted.put(here, there);
                    toTrue.put(there, here);
                }
            }
        }

        /** Returns the predicted object that covers more than half of a true one, or -1. */
        private static int cover(Overlaps objects, int object) {
            for (int pair = objects.firstPair(object); pair < objects.firstPair(object + 1); pair++) {
                if (2 * objects.pixels(pair) > objects.truthArea(object)) {
                    return objects.partner(pair);
                }
            }
            return -1;
        }

        TrackErrors errors(TrackGraph truth, TrackGraph prediction) {
            return new TrackErrors(
                    nodes,
                    truth.size(),
                    splits,
                    missing,
                    extra,
                    prediction.absentIn(truth, toTrue::get),
                    truth.lackedBy(prediction, toPredicted::get),
                    prediction.unlike(truth, toTrue::get));
        }
    }
}
