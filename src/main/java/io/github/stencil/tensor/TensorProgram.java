package io.github.stencil.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;

/**
 * A tensor graph with its session: compiled once for each key and device, then kept for the life of the process.
 *
 * <p>Thread-safe; the keys are few (an operation with its element type and rank), so that the cache is small.
 */
public final class TensorProgram {
    private record Key(String name, Device device) {}

    private static final Map<Key, TensorProgram> CACHE = new ConcurrentHashMap<>();

    private final Session session;

    private TensorProgram(Session session) {
        this.session = session;
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
            return new TensorProgram(new Session(graph, TensorRuntime.config(Precision.FULL)));
        });
    }

    /**
     * Runs the graph: one copy to the device, one back.
     *
     * @param feeds tensors by the name of the placeholder; still the caller's
     * @param fetches names of the operations whose first output is wanted
     * @return the outputs in the order of {@code fetches}; the caller closes them
     */
    public HostTensors run(Map<String, HostTensor> feeds, String... fetches) {
        Session.Runner runner = session.runner();
        feeds.forEach((name, tensor) -> runner.feed(name, tensor.tensor()));
        for (String fetch : fetches) {
            runner.fetch(fetch);
        }
        return take(runner.run(), fetches.length);
    }

    @SuppressWarnings("MustBeClosedChecker")
    private static HostTensors take(Result result, int count) {
        List<HostTensor> outputs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            outputs.add(new HostTensor(result.get(i)));
        }
        return new HostTensors(outputs);
    }
}
