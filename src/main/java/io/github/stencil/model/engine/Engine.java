// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.engine;

import io.github.stencil.Owned;
import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tensor.HostTensors;
import io.github.stencil.tensor.TensorGraph;
import io.github.stencil.tensor.chain.DeviceSession;
import io.github.stencil.tensor.chain.DeviceTensor;
import java.util.List;
import java.util.Map;

/**
 * A loaded network with the steps before it and behind it, run on tiles by the library that knows its format. Tensors have
 * the names, shapes and types that the steps give them, so that who runs a network need not know which library does.
 * Thread-safe; closed by who has loaded it.
 */
public interface Engine extends Owned {
    /**
     * Runs on the windows of a tile or of several.
     *
     * @param feeds tensors by the name of the placeholder before the network, or behind it; still the caller's
     * @param fetches names of what is wanted behind the network
     * @return the outputs in the order of {@code fetches}; the caller closes them
     * @throws org.tensorflow.exceptions.TFResourceExhaustedException if memory ran out
     * @throws org.tensorflow.exceptions.TensorFlowException if the network cannot be run on these tensors
     */
    HostTensors run(Map<String, HostTensor> feeds, String... fetches);

    /** Runs as {@link #run} does, and tells how much memory that took at most. */
    TensorGraph.Measured measure(Map<String, HostTensor> feeds, String... fetches);

    /**
     * Makes the network part of a session on the device.
     *
     * @param key what the network is called there
     * @throws io.github.stencil.StencilException if this library keeps no tensors on the device
     */
    void start(DeviceSession device, String key);

    /**
     * Runs as {@link #run} does in a session in which it was started.
     *
     * @param key what the network is called there
     * @param fed tensors on the device, by name
     * @param feeds the other tensors, by name
     * @return the outputs, which stay on the device; the caller closes them
     */
    List<DeviceTensor> run(
            DeviceSession device,
            String key,
            Map<String, DeviceTensor> fed,
            Map<String, HostTensor> feeds,
            String... fetches);
}
