// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tensorflow.Graph;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.GraphDef;

/**
 * A tensor graph with its session: compiled once for each key and device, then kept for the life of the process.
 *
 * <p>Thread-safe; the keys are few (an operation with its element type and rank), so that the cache is small.
 */
public final class TensorProgram {
    private record Key(String name, Device device) {}

    private static final Map<Key, TensorProgram> CACHE = new ConcurrentHashMap<>();

    private final String name;
    private final TensorGraph graph;

    private TensorProgram(String name, TensorGraph graph) {
        this.name = name;
        this.graph = graph;
    }

    /** Adds a program's operations to an empty graph; those that are fed and fetched have names. */
    @FunctionalInterface
    public interface Recipe {
        /** Builds the graph. */
        void build(Ops tf);
    }

    /**
     * Returns a program on the chosen device, from the cache if it has been compiled.
     *
     * @param name what the graph does, with all that the recipe depends on: equal names mean equal graphs
     */
    public static TensorProgram of(String name, Recipe recipe) {
        return CACHE.computeIfAbsent(new Key(name, TensorRuntime.device()), key -> {
            Graph graph = new Graph(); // lives as long as the process, like the session
            recipe.build(Ops.create(graph));
            return new TensorProgram(name, TensorGraph.of(graph, Precision.FULL));
        });
    }

    /** Returns what the graph does, with all that it depends on. */
    public String name() {
        return name;
    }

    /** Returns the graph, for a session whose tensors stay on the device. */
    public GraphDef definition() {
        return graph.definition();
    }

    /**
     * Runs the graph: one copy to the device, one back.
     *
     * @param feeds tensors by the name of the placeholder; still the caller's
     * @param fetches names of the operations whose first output is wanted
     * @return the outputs in the order of {@code fetches}; the caller closes them
     */
    public HostTensors run(Map<String, HostTensor> feeds, String... fetches) {
        return graph.run(feeds, fetches);
    }
}
