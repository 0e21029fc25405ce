// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor;

import io.github.stencil.StencilException;
import org.jspecify.annotations.Nullable;

/**
 * Which GPUs TensorFlow sees in this process. It wants the same ones for every session of a process, so the first choice
 * decides: a GPU by its number hides all others, which then take none of their memory; anything else shows all, among
 * which operations are pinned to one. Thread-safe.
 */
final class GpuVisibility {
    private @Nullable Integer only;
    private boolean decided;

    /**
     * Returns what sessions are told to see, deciding if nothing has been decided yet.
     *
     * @return the number of one GPU, or "" for all
     * @throws StencilException if another GPU was the only one until now
     */
    synchronized String visible(Device device) {
        boolean one = device.kind() == Device.Kind.GPU;
        if (!decided) {
            decided = true;
            only = one ? device.index() : null;
        }
        if (one && only != null && only != device.index()) {
            throw StencilException.of(
                    "TensorFlow has begun on GPU %d and cannot change to %s. Restart ImageJ, and choose it first.",
                    only, device);
        }
        return only == null ? "" : String.valueOf(only);
    }

    /** Takes a decision back after which TensorFlow did not start. */
    synchronized void undecide() {
        decided = false;
        only = null;
    }

    /** Returns the device that operations are pinned to; empty leaves it to TensorFlow, which takes the first it sees. */
    synchronized String pin(Device device) {
        return device.kind() == Device.Kind.GPU && only == null ? "/device:GPU:" + device.index() : "";
    }
}
