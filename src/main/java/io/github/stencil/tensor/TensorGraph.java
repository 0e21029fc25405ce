// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor;

import io.github.stencil.Owned;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.AllocationRecord;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.types.TString;

/**
 * A graph and its session, owned together. Runs may come from several threads; closing waits until they have ended.
 */
public final class TensorGraph implements Owned {
    private final Graph graph;
    private final Session session;
    private final ReentrantReadWriteLock running = new ReentrantReadWriteLock();
    private boolean closed;

    private TensorGraph(Graph graph, Session session) {
        this.graph = graph;
        this.session = session;
    }

    /** Takes over a graph, which its maker then no longer uses, and makes a session for it on the chosen device. */
    public static TensorGraph of(Graph graph, Precision precision) {
        ConfigProto config = TensorRuntime.config(precision);
        Graph pinned = pinned(graph, TensorRuntime.pin());
        try {
            return new TensorGraph(pinned, new Session(pinned, config));
        } catch (RuntimeException e) {
            pinned.close();
            throw e;
        }
    }

    /** Returns the graph with all operations on a device, which TensorFlow leaves where it has no kernel there. */
    static Graph pinned(Graph graph, String device) {
        if (device.isEmpty()) {
            return graph;
        }
        GraphDef.Builder nodes = graph.toGraphDef().toBuilder();
        nodes.getNodeBuilderList().forEach(node -> node.setDevice(device));
        graph.close();
        Graph other = new Graph();
        other.importGraphDef(nodes.build());
        return other;
    }

    /** Returns the operations, such as for another session. */
    public GraphDef definition() {
        return graph.toGraphDef();
    }

    /**
     * A run that was watched.
     *
     * @param outputs what was fetched; the caller closes it
     * @param peakBytes the most memory that tensors took at a time while it ran, 0 if TensorFlow did not tell
     */
    public record Measured(HostTensors outputs, long peakBytes) implements Owned {
        @Override
        public void close() {
            outputs.close();
        }
    }

    /** Runs an operation for its effect, such as reading weights, with texts fed to tensors by their name. */
    public void initialise(String operation, Map<String, String> texts) {
        List<TString> fed = new ArrayList<>();
        try {
            Session.Runner runner = session.runner();
            texts.forEach((name, text) -> {
                TString tensor = TString.scalarOf(text);
                fed.add(tensor);
                runner.feed(name, tensor);
            });
            explained(() -> runner.addTarget(operation).run()).close();
        } finally {
            fed.forEach(TString::close);
        }
    }

    /**
     * Runs the graph.
     *
     * @param feeds tensors by the name of the placeholder; still the caller's
     * @param fetches names of the operations whose first output is wanted
     * @return the outputs in the order of {@code fetches}; the caller closes them
     * @throws TensorFlowException if the graph cannot be run on these tensors, or memory ran out
     */
    public HostTensors run(Map<String, HostTensor> feeds, String... fetches) {
        running.readLock().lock();
        try {
            return take(explained(() -> runner(feeds, fetches).run()), fetches.length);
        } finally {
            running.readLock().unlock();
        }
    }

    /** Runs the graph as {@link #run} does, and adds up what TensorFlow's allocators record. */
    public Measured measure(Map<String, HostTensor> feeds, String... fetches) {
        running.readLock().lock();
        try {
            Result result = explained(() -> runner(feeds, fetches)
                    .setOptions(RunOptions.newBuilder()
                            .setTraceLevel(RunOptions.TraceLevel.SOFTWARE_TRACE)
                            .build())
                    .runAndFetchMetadata());
            long peak = result.getMetadata().map(TensorGraph::peak).orElse(0L);
            return new Measured(take(result, fetches.length), peak);
        } finally {
            running.readLock().unlock();
        }
    }

    @Override
    public void close() {
        running.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                session.close();
                graph.close();
            }
        } finally {
            running.writeLock().unlock();
        }
    }

    /** Runs something; some of TensorFlow's failures are Java's own exceptions, which could be anybody's. */
    private static Result explained(Supplier<Result> run) {
        try {
            return run.get();
        } catch (IllegalArgumentException
                | IllegalStateException
                | IndexOutOfBoundsException
                | UnsupportedOperationException
                | SecurityException e) {
            TensorFlowException failure = new TensorFlowException(String.valueOf(e.getMessage()));
            failure.initCause(e);
            throw failure;
        }
    }

    private Session.Runner runner(Map<String, HostTensor> feeds, String... fetches) {
        Session.Runner runner = session.runner();
        feeds.forEach((name, tensor) -> runner.feed(name, tensor.tensor()));
        for (String fetch : fetches) {
            runner.fetch(fetch);
        }
        return runner;
    }

    static HostTensors take(Result result, int count) {
        List<HostTensor> outputs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            outputs.add(new HostTensor(result.get(i)));
        }
        return new HostTensors(outputs);
    }

    /** Returns the highest sum, over time, of what was allocated and not yet freed. */
    private static long peak(RunMetadata metadata) {
        List<AllocationRecord> records = metadata.getStepStats().getDevStatsList().stream()
                .flatMap(device -> device.getNodeStatsList().stream())
                .flatMap(node -> node.getMemoryList().stream())
                .flatMap(memory -> memory.getAllocationRecordsList().stream())
                .sorted(Comparator.comparingLong(AllocationRecord::getAllocMicros))
                .toList();
        long held = 0;
        long most = 0;
        for (AllocationRecord record : records) {
            held += record.getAllocBytes();
            most = Math.max(most, held);
        }
        return most;
    }
}
