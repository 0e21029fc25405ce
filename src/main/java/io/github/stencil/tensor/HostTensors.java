// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor;

import io.github.stencil.Owned;
import java.util.List;

/**
 * Tensors that belong together and are closed together.
 *
 * @param all the tensors; owned here
 */
public record HostTensors(List<HostTensor> all) implements Owned {

    /** Copies the list. */
    public HostTensors {
        all = List.copyOf(all);
    }

    /** Takes over tensors. */
    public static HostTensors of(HostTensor... tensors) {
        return new HostTensors(List.of(tensors));
    }

    /** Returns a tensor by its place. */
    public HostTensor get(int index) {
        return all.get(index);
    }

    /** Closes all. */
    @Override
    public void close() {
        all.forEach(HostTensor::close);
    }
}
