// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric.advice;

/**
 * What somebody wants to know of a segmentation.
 *
 * @param compared what is compared with the truth
 * @param separate whether it matters which pixels make one object, as where objects are counted or measured one by one
 * @param thin whether structures are thin or small: a few pixels wide
 * @param boundary whether it matters how exactly outlines run
 * @param annotators how many people drew the truth, from 1 on
 */
public record ScoreQuestion(Compared compared, boolean separate, boolean thin, boolean boundary, int annotators) {
    /** Label maps of thick structures whose objects need not be told apart, drawn by one person. */
    public static final ScoreQuestion USUAL = new ScoreQuestion(Compared.LABELS, false, false, false, 1);

    /** What is compared with the truth. */
    public enum Compared {
        /** A label map. */
        LABELS,
        /** Probabilities of classes. */
        PROBABILITIES,
        /** A time-lapse in which objects are followed. */
        TRACKS
    }

    /** Returns the question about something else. */
    public ScoreQuestion withCompared(Compared other) {
        return new ScoreQuestion(other, separate, thin, boundary, annotators);
    }

    /** Returns the question with or without a difference between objects. */
    public ScoreQuestion withSeparate(boolean other) {
        return new ScoreQuestion(compared, other, thin, boundary, annotators);
    }

    /** Returns the question about thin or thick structures. */
    public ScoreQuestion withThin(boolean other) {
        return new ScoreQuestion(compared, separate, other, boundary, annotators);
    }

    /** Returns the question with or without an interest in outlines. */
    public ScoreQuestion withBoundary(boolean other) {
        return new ScoreQuestion(compared, separate, thin, other, annotators);
    }

    /** Returns the question with a truth by so many people. */
    public ScoreQuestion withAnnotators(int other) {
        return new ScoreQuestion(compared, separate, thin, boundary, other);
    }
}
