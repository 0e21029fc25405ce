// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.engine;

import io.github.stencil.model.file.ModelFiles;
import io.github.stencil.model.file.ModelNames;
import io.github.stencil.model.graph.SavedModelGraph;
import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tensor.HostTensors;
import io.github.stencil.tensor.TensorGraph;
import io.github.stencil.tensor.chain.DeviceSession;
import io.github.stencil.tensor.chain.DeviceTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A SavedModel in TensorFlow: the network and the steps around it are one graph. */
public final class TensorFlowEngine implements Engine {
    private final TensorGraph session;
    private final List<Start> starts;

    /**
     * What runs once before the network does.
     *
     * @param operation that reads weights or initialises
     * @param texts fed to it, by the tensor's name
     */
    private record Start(String operation, Map<String, String> texts) {}

    private TensorFlowEngine(TensorGraph session, List<Start> starts) {
        this.session = session;
        this.starts = List.copyOf(starts);
    }

    /**
     * Loads a network's weights and runs what initialises it.
     *
     * @param session of the network's graph with the steps around it; no longer the caller's, even if this fails
     * @param model the network as it was read
     * @param files where its weights are
     * @throws org.tensorflow.exceptions.TensorFlowException if TensorFlow refuses it
     */
    public static TensorFlowEngine load(TensorGraph session, SavedModelGraph model, ModelFiles files) {
        try {
            List<Start> starts = starts(model, files);
            starts.forEach(start -> session.initialise(start.operation(), start.texts()));
            return new TensorFlowEngine(session, starts);
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static List<Start> starts(SavedModelGraph model, ModelFiles files) {
        List<Start> starts = new ArrayList<>();
        if (!model.restore().isEmpty()) {
            String weights = files.folder()
                    .resolve(ModelNames.VARIABLES)
                    .resolve("variables")
                    .toString();
            starts.add(new Start(model.restore(), Map.of(model.restoreFrom(), weights)));
        }
        if (!model.initialise().isEmpty()) {
            Map<String, String> assets = new LinkedHashMap<>();
            model.assets()
                    .forEach((tensor, name) -> assets.put(
                            tensor,
                            files.folder().resolve("assets").resolve(name).toString()));
            starts.add(new Start(model.initialise(), assets));
        }
        return starts;
    }

    @Override
    public HostTensors run(Map<String, HostTensor> feeds, String... fetches) {
        return session.run(feeds, fetches);
    }

    @Override
    public TensorGraph.Measured measure(Map<String, HostTensor> feeds, String... fetches) {
        return session.measure(feeds, fetches);
    }

    @Override
    public void start(DeviceSession device, String key) {
        starts.forEach(start -> device.initialise(key, session, start.operation(), start.texts()));
    }

    @Override
    public List<DeviceTensor> run(
            DeviceSession device,
            String key,
            Map<String, DeviceTensor> fed,
            Map<String, HostTensor> feeds,
            String... fetches) {
        return device.run(key, session, fed, feeds, fetches);
    }

    @Override
    public void close() {
        session.close();
    }
}
