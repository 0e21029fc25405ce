// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric.track;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The edges of tracks. Memory goes with the objects of all frames. */
final class TrackGraph {
    /** An object in a frame. */
    record Node(int frame, long label) {}

    /** From where an object goes on to where. */
    record Edge(Node from, Node to) {}

    /** Whether an edge leads from a parent to its child; else it leads on in a track. */
    private final Map<Edge, Boolean> edges = new HashMap<>();

    TrackGraph(Tracks tracks) {
        for (Track track : tracks.all()) {
            for (int frame = track.begin(); frame < track.end(); frame++) {
                edges.put(new Edge(new Node(frame, track.label()), new Node(frame + 1, track.label())), false);
            }
            Track parent = tracks.of(track.parent());
            if (parent != null) {
                edges.put(
                        new Edge(new Node(parent.end(), parent.label()), new Node(track.begin(), track.label())), true);
            }
        }
    }

    int size() {
        return edges.size();
    }

    /** Returns how many edges have both ends elsewhere, but lack an edge between these there. */
    long absentIn(TrackGraph other, Function<Node, @Nullable Node> elsewhere) {
        return edges.keySet().stream()
                .map(edge -> moved(edge, elsewhere))
                .filter(edge -> edge != null && !other.edges.containsKey(edge))
                .count();
    }

    /** Returns how many edges have no edge elsewhere, be it that one of their ends is not there. */
    long lackedBy(TrackGraph other, Function<Node, @Nullable Node> elsewhere) {
        return edges.keySet().stream()
                .map(edge -> moved(edge, elsewhere))
                .filter(edge -> edge == null || !other.edges.containsKey(edge))
                .count();
    }

    /** Returns how many edges have one elsewhere that is of the other kind. */
    long unlike(TrackGraph other, Function<Node, @Nullable Node> elsewhere) {
        return edges.entrySet().stream()
                .filter(edge -> {
                    Edge there = moved(edge.getKey(), elsewhere);
                    Boolean kind = there == null ? null : other.edges.get(there);
                    return kind != null && !kind.equals(edge.getValue());
                })
                .count();
    }

    private static @Nullable Edge moved(Edge edge, Function<Node, @Nullable Node> elsewhere) {
        Node from = elsewhere.apply(edge.from());
        Node to = elsewhere.apply(edge.to());
        return from == null || to == null ? null : new Edge(from, to);
    }
}
