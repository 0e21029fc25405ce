// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric.track;

import io.github.stencil.metric.EmptyClass;
import java.io.Serializable;
import java.util.List;

/**
 * What has to be done to a graph of predicted tracks until it is the true one. A node is an object in a frame, and an edge
 * leads to where it goes on: from frame to frame in a track, or from the end of a parent to the beginning of its child.
 * (Matula et al., PLoS ONE 10, 2015, e0144959; the weights are those of the Cell Tracking Challenge there.)
 *
 * @param nodes how many nodes the truth has
 * @param edges how many edges the truth has
 * @param splits how often a predicted node has to be split, as it stands for several true ones
 * @param missing true nodes that no predicted one stands for
 * @param extra predicted nodes that stand for no true one
 * @param extraEdges predicted edges between nodes that stand for one true node each, where the truth has none
 * @param missingEdges true edges that were not predicted
 * @param wrongEdges predicted edges that lead on in a track where the truth has a parent and a child, or the reverse
 */
public record TrackErrors(
        long nodes,
        long edges,
        long splits,
        long missing,
        long extra,
        long extraEdges,
        long missingEdges,
        long wrongEdges)
        implements Serializable {
    /** The names of what {@link #counts} lists, in its order. */
    public static final List<String> NAMES =
            List.of("Nodes", "Edges", "Splits", "Missing", "Extra", "ExtraEdges", "MissingEdges", "WrongEdges");

    private static final double SPLIT = 5;
    private static final double MISSING = 10;
    private static final double EXTRA = 1;
    private static final double EXTRA_EDGE = 1;
    private static final double MISSING_EDGE = 1.5;
    private static final double WRONG_EDGE = 1;

    /** Returns the errors of both graphs together. */
    public TrackErrors plus(TrackErrors other) {
        return new TrackErrors(
                nodes + other.nodes,
                edges + other.edges,
                splits + other.splits,
                missing + other.missing,
                extra + other.extra,
                extraEdges + other.extraEdges,
                missingEdges + other.missingEdges,
                wrongEdges + other.wrongEdges);
    }

    /** Returns what it costs to correct the nodes: 5 for a split, 10 for a missing one, 1 for an extra one. */
    public double costOfNodes() {
        return SPLIT * splits + MISSING * missing + EXTRA * extra;
    }

    /**
     * Returns what it costs to correct nodes and edges (AOGM): beyond {@link #costOfNodes} 1 for an extra edge, 1.5 for a
     * missing one, 1 for a wrong one.
     */
    public double cost() {
        return costOfNodes() + EXTRA_EDGE * extraEdges + MISSING_EDGE * missingEdges + WRONG_EDGE * wrongEdges;
    }

    /**
     * Returns how well objects were detected: 1 less the cost of the nodes by that of making them all.
     *
     * @return DET, 0 to 1; where the truth has no node, 0 if there is something to correct, else {@code whenEmpty}'s value
     */
    public double det(EmptyClass whenEmpty) {
        return share(costOfNodes(), MISSING * nodes, whenEmpty);
    }

    /**
     * Returns how well objects were detected and linked: 1 less the cost by that of making all nodes and edges.
     *
     * @return TRA, 0 to 1; where the truth has no node, 0 if there is something to correct, else {@code whenEmpty}'s value
     */
    public double tra(EmptyClass whenEmpty) {
        return share(cost(), MISSING * nodes + MISSING_EDGE * edges, whenEmpty);
    }

    /** Returns the counts in the order of {@link #NAMES}. */
    public List<Long> counts() {
        return List.of(nodes, edges, splits, missing, extra, extraEdges, missingEdges, wrongEdges);
    }

    private static double share(double cost, double all, EmptyClass whenEmpty) {
        if (all == 0) {
            return cost > 0 ? 0 : whenEmpty.value();
        }
        return 1 - Math.min(cost, all) / all;
    }
}
